"""What `scrapy run` takes: its memory over a simulated week, and forty outlets with nothing new.

The process is a real one, of real crawls over HTTP; the clock by which it begins them is moved
forward whenever those of a beat have ended, and all that the frontier remembers is made older.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic, sleep
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from benchmarks.figures import table
from benchmarks.passing_time import let_pass
from benchmarks.processor import cpu_seconds
from benchmarks.servers import own_mongod
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site

Documents = Database[dict[str, Any]]

_DATABASE = "week_newsroom"
_LONGEST = 600.0
"""Seconds for all crawls of one beat."""
_IDLE_BEAT = 5.0
"""Minutes between two beats of outlets that have nothing new."""
_LOOK = 1.0
"""Seconds between two looks at what is due, as `scrapy run` does."""
_QUICK_LOOK = 0.05
"""The same where its time is not told: the week would take long."""


class Run:
    """A `scrapy run`, beat by beat."""

    def __init__(
        self, process: subprocess.Popen[str], database: Documents, outlets: int, seconds: float
    ) -> None:
        self.pid = process.pid
        self._process = process
        self._database = database
        self._outlets = outlets
        self._seconds = seconds
        self._expected = database["jobs"].count_documents({}) + outlets

    def wait(self) -> None:
        """Wait until each outlet's crawl of this beat has ended."""
        end = monotonic() + _LONGEST
        ended = {"state": {"$nin": ["pending", "running"]}}
        while self._database["jobs"].count_documents(ended) < self._expected:
            if self._process.poll() is not None or monotonic() > end:
                sys.exit("The crawls of a beat did not end")
            sleep(0.05)
        self._expected += self._outlets

    def beat(self) -> None:
        """Let the time to the next beat pass; wait for its crawls."""
        let_pass(self._database, timedelta(seconds=self._seconds))
        assert self._process.stdin is not None  # a pipe
        print(self._seconds, file=self._process.stdin, flush=True)
        self.wait()

    def memory(self) -> float:
        """Give the MB of memory that the process holds now."""
        lines = Path(f"/proc/{self.pid}/status").read_text("ascii").splitlines()
        held = next(line for line in lines if line.startswith("VmRSS:"))
        return int(held.split()[1]) / 1024


@contextmanager
def running(
    uri: str, newsroom: str, outlets: Sequence[str], minutes: float, look: float, **settings: object
) -> Iterator[Run]:
    """Run `scrapy run` for as long as the block; at its beginning the first crawls have ended."""
    given = {
        "MONGODB_URI": uri,
        "MONGODB_TIMEOUT": 60,  # where others keep the machine busy
        "MONGODB_DATABASE": _DATABASE.removesuffix("_newsroom"),
        "NEWSROOM": newsroom,
        "DOWNLOAD_DELAY": 0,
        **settings,
    }
    options = ["--loglevel", "CRITICAL"]
    options += [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri, tz_aware=True) as client:
        database: Documents = client[_DATABASE]
        last = database["jobs"].find_one(sort=[("tick", -1)])
        # Later than all ticks of the run before.
        begin = last["tick"] + timedelta(minutes=minutes) if last else datetime.now(UTC)
        module = ["benchmarks.run_with_clock", str(minutes * 60), str(look), begin.isoformat()]
        with subprocess.Popen(
            [sys.executable, "-m", *module, *outlets, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                run = Run(process, database, len(outlets), minutes * 60)
                run.wait()
                yield run
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(120)


class Week:
    """Outlets that publish evenly over some days, as far as their listings have room."""

    def __init__(self, *, outlets: int, days: int, a_day: int) -> None:
        layouts = {
            each.outlet.name: each
            for each in reversed(all_layouts().values())
            if each.declared and each.article and not each.shows
        }
        chosen = [layouts[name] for name in sorted(layouts)[:outlets]]
        self.outlets = [each.outlet.name for each in chosen]
        # A listing without a pager holds one page.
        held = {
            each.key: days * a_day if each.has_pages else min(days * a_day, each.cards // 2)
            for each in chosen
        }
        pages = {
            each.key: 1 + ceil(held[each.key] / each.cards) if each.has_pages else 1
            for each in chosen
        }
        self.site = Site(pages, unpublished=held)
        random = Random(7)
        self._coming = sorted((random.random(), key) for key in held for _ in range(held[key]))

    def publish(self, share: float) -> int:
        """Publish what comes in this share of the whole time; return how many articles."""
        count = sum(moment <= share for moment, _ in self._coming)
        now, self._coming = self._coming[:count], self._coming[count:]
        for _, key in now:
            self.site.publish(1, key)
        return count


def live(uri: str, newsroom: Newsroom, week: Week, options: argparse.Namespace) -> None:
    """Let the week pass, and tell of each day."""
    beats = round(24 * 60 / options.minutes)
    rows: list[Sequence[str]] = [("day", "crawls", "new articles", "MB", "processor, ms a crawl")]
    with running(uri, newsroom.address, week.outlets, options.minutes, _QUICK_LOOK) as run:
        used = cpu_seconds(run.pid)
        rows.append(("0", str(len(week.outlets)), "", f"{run.memory():.0f}", ""))
        for day in range(options.days):
            new = 0
            for beat in range(beats):
                new += week.publish((day + (beat + 1) / beats) / options.days)
                run.beat()
            before, used = used, cpu_seconds(run.pid)
            crawls = beats * len(week.outlets)
            each = f"{1000 * (used - before) / crawls:.0f}"
            rows.append((str(day + 1), str(crawls), str(new), f"{run.memory():.0f}", each))
            print(f"Day {day + 1} is over", file=sys.stderr, flush=True)
    print(
        f"{len(week.outlets)} outlets, {options.minutes:g} minutes from one crawl of each to its "
        "next; the memory of one `scrapy run` at the end of each day"
    )
    print(table(rows))


@dataclass(frozen=True)
class Idle:
    """What outlets cost that have nothing new."""

    beats: list[float]
    """Seconds of processor of the crawls of each beat."""
    rest: float
    """The same of a second in which no crawl goes on."""
    requests: Counter[int]
    """Those of all these beats, by status."""

    def told(self, name: str, outlets: int) -> str:
        """Tell of it, the rest of each beat included."""
        beat = median(self.beats)
        whole = beat + self.rest * _IDLE_BEAT * 60
        counts = sorted(self.requests.items())
        asked = ", ".join(f"{count} answered {status}" for status, count in counts) or "none"
        return (
            f"{name}: {beat:.2f} s of processor for the crawls of a beat "
            f"({min(self.beats):.2f}-{max(self.beats):.2f}), {1000 * beat / outlets:.0f} ms a "
            f"crawl; {1000 * self.rest:.1f} ms a second between; together "
            f"{100 * whole / (_IDLE_BEAT * 60):.1f} % of one core; requests of {len(self.beats)} "
            f"beats: {asked}"
        )


def idle(
    uri: str, newsroom: Newsroom, week: Week, beats: int, rest: float, **settings: object
) -> Idle:
    """Measure some beats of outlets that have nothing new, and `rest` seconds without a crawl."""
    spent = []
    with running(uri, newsroom.address, week.outlets, _IDLE_BEAT, _LOOK, **settings) as run:
        began = len(newsroom.requests)
        for _ in range(beats):
            before = cpu_seconds(run.pid)
            run.beat()
            spent.append(cpu_seconds(run.pid) - before)
        requests = Counter(each.status for each in newsroom.requests[began:])
        sleep(_LOOK)
        before = cpu_seconds(run.pid)
        sleep(rest)
        return Idle(spent, (cpu_seconds(run.pid) - before) / rest, requests)


def main() -> None:
    """Run as `python -m benchmarks.run_week`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_week", description=__doc__)
    parser.add_argument("--outlets", type=int, default=40, help="crawled (%(default)s)")
    parser.add_argument("--days", type=int, default=7, help="simulated (%(default)s)")
    parser.add_argument(
        "--articles", type=int, default=2, help="new ones of an outlet and day (%(default)s)"
    )
    parser.add_argument(
        "--minutes", type=float, default=120, help="between two crawls of an outlet (%(default)s)"
    )
    parser.add_argument(
        "--idle", type=int, default=6, help="beats with nothing new, of 5 minutes (%(default)s)"
    )
    parser.add_argument(
        "--rest", type=float, default=20, help="seconds watched without a crawl (%(default)s)"
    )
    options = parser.parse_args()
    week = Week(outlets=options.outlets, days=options.days, a_day=options.articles)
    with own_mongod() as mongod, Newsroom(week.site) as newsroom:
        live(mongod.address, newsroom, week, options)
        for name, waits in (
            ("what is due", True),
            ("all its listings", False),
        ):
            measured = idle(
                mongod.address, newsroom, week, options.idle, options.rest, START_WHEN_DUE=waits
            )
            print(measured.told(f"nothing new, each asks for {name}", len(week.outlets)))


if __name__ == "__main__":
    main()
