"""Crawls in processes of their own, of kznews or of Scrapy alone, timed from within."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from kznews.settings import EXTENSIONS

PROJECT = Path(__file__).parents[1]
_STOPWATCH = {"benchmarks.stopwatch.Stopwatch": -1000}
_EXTENSIONS = json.dumps({**_STOPWATCH, **EXTENSIONS})

PLAIN = "plain:"
"""Before the name of a way of `benchmarks.plain_scrapy`: it is no spider of kznews."""


class CrawlFailedError(RuntimeError):
    """A crawl did not end as it should; the message holds the end of its log."""


@dataclass(frozen=True)
class Crawled:
    """One worker's crawl; moments are seconds of CLOCK_MONOTONIC."""

    began: float
    """All is imported and loaded, nothing is opened."""
    opened: float
    answered: float
    """The last answer came."""
    ended: float
    """All is closed."""
    cpu: float
    """Seconds at work."""
    queued: float
    """Seconds that it waited for a core."""
    startup: float
    """Seconds at work before it began."""
    memory: int
    """Bytes that it held at most."""
    stats: Mapping[str, Any]
    log: str
    """Its end."""


class Worker:
    """A process that crawls; made, it imports all it needs and waits."""

    def __init__(
        self, spider: str, settings: Mapping[str, object], arguments: Mapping[str, object]
    ) -> None:
        given = {"LOG_LEVEL": "WARNING", "EXTENSIONS": _EXTENSIONS, **settings}
        if spider.startswith(PLAIN):
            given["EXTENSIONS"] = json.dumps(_STOPWATCH)
            command = [sys.executable, "-m", "benchmarks.plain_scrapy", spider.removeprefix(PLAIN)]
        else:
            command = [sys.executable, "-m", "scrapy", "crawl", spider]
        command += [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
        command += [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        self._log: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "PYTHONUNBUFFERED": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def await_ready(self) -> None:
        """Wait until it could begin."""
        if self._line() != "ready":
            raise CrawlFailedError(f"a crawl did not begin: {self._last_words()}")

    def begin(self) -> None:
        """Let it begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def finish(self) -> Crawled:
        """Wait for its end."""
        line = self._line()
        if self._process.wait() or not line:
            raise CrawlFailedError(f"a crawl failed: {self._last_words()}")
        told = json.loads(line)
        reason = told["stats"]["finish_reason"]
        if reason != "finished":
            raise CrawlFailedError(f"a crawl ended with {reason}: {self._last_words()}")
        told.setdefault("answered", told["opened"])
        names = (each.name for each in fields(Crawled) if each.name != "log")
        return Crawled(**{name: told[name] for name in names}, log=self._last_words())

    def close(self) -> None:
        """Kill it where it is still at work."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            assert pipe is not None
            pipe.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _last_words(self) -> str:
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")[-3000:]


@contextmanager
def workers(
    number: int, spider: str, settings: Mapping[str, object], **arguments: object
) -> Iterator[list[Worker]]:
    """Let so many workers begin at the same moment; whoever is at work at the end is killed.

    `spider` is one of kznews, or PLAIN and a way of `benchmarks.plain_scrapy`.
    """
    crew = [Worker(spider, settings, arguments) for _ in range(number)]
    try:
        for worker in crew:
            worker.await_ready()
        for worker in crew:
            worker.begin()
        yield crew
    finally:
        for worker in crew:
            worker.close()
