"""The process of one job, as its node sees it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, ClassVar

from twisted.internet.defer import Deferred
from twisted.internet.error import ProcessExitedAlready
from twisted.internet.protocol import ProcessProtocol
from twisted.logger import Logger
from twisted.python.failure import Failure

_LINES_KEPT = 5
_LONGEST = 500


class JobProcess(ProcessProtocol):
    """The process of one job: logs what it prints; fires `ended`, with itself, at its end."""

    log: ClassVar = Logger()
    transport: Any

    def __init__(self, project: str, spider: str, job: str, arguments: Sequence[str]) -> None:
        self.project = project
        self.spider = spider
        self.job = job
        self.pid = 0
        self.exit_code = 0
        """The exit code; negative: the signal that ended it."""
        self.ended: Deferred[JobProcess] = Deferred()
        self.sent: str | None = None
        """The signal that it was sent last."""
        self._arguments = arguments
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)

    @property
    def why_it_failed(self) -> str | None:
        """How it ended, and the last that it printed; None: it ended well."""
        if not self.exit_code:
            return None
        how = f"exit code {self.exit_code}" if self.exit_code > 0 else f"signal {-self.exit_code}"
        return ": ".join([how, *self._said][: 1 + _LINES_KEPT])[:_LONGEST]

    def signal(self, name: str) -> None:
        """Send it a signal (`TERM`), if it lives."""
        self.sent = name
        try:
            self.transport.signalProcess(name)
        except ProcessExitedAlready:
            return  # `ended` says so
        self.log.info("Sent {signal} to job {job}", signal=name, job=self.job)

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """Note that it has started."""
        self.pid = self.transport.pid
        self._tell("Process started:")

    def outReceived(self, data: bytes) -> None:  # noqa: N802
        """Log what it has printed."""
        self._hear(data)

    def errReceived(self, data: bytes) -> None:  # noqa: N802
        """Log an error that it has printed, or a log line where there is no log file."""
        self._hear(data)

    def processEnded(self, reason: Failure) -> None:  # noqa: N802
        """Note how it has ended, and fire `ended`."""
        end: Any = reason.value  # ProcessDone or ProcessTerminated
        if end.signal is not None:
            self.exit_code = -end.signal
        else:
            self.exit_code = end.exitCode or 0
        self._tell(f"Process ended with {self.exit_code}:")
        self.ended.callback(self)

    def _hear(self, data: bytes) -> None:
        for line in data.decode("utf-8", "replace").splitlines():
            if line.strip():
                self._said.append(line.strip())
                self.log.info("{pid}: {line}", pid=self.pid, line=line.rstrip())

    def _tell(self, what: str) -> None:
        self.log.info(
            "{what} project={project!r} spider={spider!r} job={job!r} pid={pid!r} args={args!r}",
            what=what,
            project=self.project,
            spider=self.spider,
            job=self.job,
            pid=self.pid,
            args=self._arguments,
        )
