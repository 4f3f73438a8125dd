"""Workers: `scrapy crawl` in processes of their own, at work within a third of a second.

They are forked from a process that has imported everything once, and no reactor yet. From there on
each does what `scrapy crawl` does: the same command line, settings and exit code.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from scrapy.cmdline import execute

from tests.crawl.conftest import PROJECT
from tests.kills.fates import Fate, kill_myself
from tests.scrapy_process import FORKS

# Slow machines: a worker that takes so long has failed.
_LONGEST = 120.0  # seconds


class Worker:
    """One `scrapy crawl`; `log` holds all that it prints."""

    def __init__(self, command: list[str], log: Path, fate: Fate | None = None) -> None:
        self.log = log
        self._process = FORKS.Process(target=_work, args=(command, log, fate), daemon=True)
        self._process.start()

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """None while it lives; negative: the signal that ended it."""
        return self._process.exitcode

    def wait(self) -> int:
        """Wait for its end; return the exit code."""
        self._process.join(_LONGEST)
        code = self.exit_code
        assert code is not None, f"still at work after {_LONGEST:.0f} s: {self.last_words}"
        return code

    def kill(self) -> bool:
        """`kill -9`; False: it had ended before."""
        self._process.kill()
        self._process.join()
        return self.exit_code == -signal.SIGKILL

    @property
    def pid(self) -> int:
        assert self._process.pid is not None  # it has been started
        return self._process.pid

    def send(self, signum: signal.Signals) -> None:
        assert self.is_alive, self.last_words
        os.kill(self.pid, signum)

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    @property
    def last_words(self) -> str:
        """Where its log is, and the end of it."""
        return f"{self.log}: …{self.said[-3000:]}"


class Crew:
    """All workers of one crawl, past and present; they share `settings`."""

    def __init__(self, folder: Path, settings: dict[str, object]) -> None:
        self.settings = settings
        self.workers: list[Worker] = []
        self._folder = folder

    def start(self, fate: Fate | None = None) -> Worker:
        command = ["scrapy", "crawl", "exclusive"]
        for name, value in self.settings.items():
            command += ["-s", f"{name}={value}"]
        log = self._folder / f"worker-{len(self.workers) + 1:03}.log"
        worker = Worker(command, log, fate)
        self.workers.append(worker)
        return worker

    @property
    def alive(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.is_alive]

    def keep(self, number: int) -> None:
        """Start as many as are missing."""
        for _ in range(number - len(self.alive)):
            self.start()

    def finish(self, *, stopped: Collection[Worker] = ()) -> None:
        """Wait until all have ended; whoever was neither killed nor `stopped` must end with 0."""
        for worker in self.workers:
            code = worker.wait()
            well = worker in stopped or code in {0, -signal.SIGKILL}
            assert well, f"it ended with {code}: {worker.last_words}"
            assert "Traceback" not in worker.said, worker.last_words
            assert "CRITICAL" not in worker.said, worker.last_words


@contextmanager
def crew_at_work(folder: Path, settings: dict[str, object]) -> Iterator[Crew]:
    """A crew of nobody yet; whoever is still at work in the end is killed."""
    folder.mkdir(exist_ok=True)
    crew = Crew(folder, settings)
    try:
        yield crew
    finally:
        for worker in crew.alive:
            worker.kill()


def _work(command: list[str], log: Path, fate: Fate | None) -> None:
    Thread(target=_die_with_tests, daemon=True).start()
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    warnings.simplefilter("error")
    os.chdir(PROJECT)
    if fate is not None:
        fate.await_it()
    sys.argv = command
    execute()


def _die_with_tests() -> None:
    """Else a worker whose database is gone with the tests would wait for it for ever."""
    tests = multiprocessing.parent_process()
    assert tests is not None
    tests.join()
    kill_myself()
