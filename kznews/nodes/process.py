"""The process of one job, as its node sees it."""

from __future__ import annotations

from collections import deque
from typing import Any

from scrapyd.launcher import ScrapyProcessProtocol
from twisted.internet.error import ProcessExitedAlready
from twisted.logger import Logger
from twisted.python.failure import Failure

_log = Logger()

_LINES_KEPT = 5
"""Printed lines of a process that are kept for the reason of its end: the last ones."""
_LONGEST_REASON = 500
"""Characters of the reason of an end, at most."""


class JobProcess(ScrapyProcessProtocol):
    """The process of one job, which Scrapyd logs: `deferred` fires with it at its end."""

    def __init__(self, project: str, spider: str, job: str, args: list[str]) -> None:
        # Without its environment, which holds passwords: Scrapyd's description shows it.
        super().__init__(project, spider, job, {}, args)
        self.exit_code = 0
        """The exit code; negative: the number of the signal that ended the process."""
        self.sent: str | None = None
        """The name of the signal that the process was sent last."""
        self._printed: deque[str] = deque(maxlen=_LINES_KEPT)

    @property
    def why_it_failed(self) -> str | None:
        """The reason of a bad end: how it ended, and what it printed last; None for a good one."""
        if not self.exit_code:
            return None
        how = f"exit code {self.exit_code}" if self.exit_code > 0 else f"signal {-self.exit_code}"
        return ": ".join([how, *self._printed])[:_LONGEST_REASON]

    def signal(self, name: str) -> None:
        """Send the process a signal (`TERM`), if it lives."""
        self.sent = name
        try:
            self.transport.signalProcess(name)
        except ProcessExitedAlready:
            return  # `deferred` fires
        _log.info("Sent {signal} to job {job}", signal=name, job=self.job)

    def outReceived(self, data: bytes) -> None:
        """Log what the process has printed, line by line: Scrapyd's own takes it for a format."""
        for line in data.decode("utf-8", "replace").splitlines():
            if line.strip():
                self._printed.append(line.strip())
                _log.info("{pid}: {line}", pid=self.pid, line=line.rstrip())

    errReceived = outReceived

    def processEnded(self, reason: Failure) -> None:
        """Note how the process has ended, and fire `deferred`."""
        end: Any = reason.value  # ProcessDone or ProcessTerminated
        if end.signal is not None:
            self.exit_code = -end.signal
        else:
            self.exit_code = end.exitCode or 0
        super().processEnded(reason)
