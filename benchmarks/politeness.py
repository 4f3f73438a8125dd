"""How often all workers together ask one host, and whether they keep away while it asks them to."""

from __future__ import annotations

import argparse
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.crawls import workers
from benchmarks.figures import table
from benchmarks.servers import Server, own_mongod
from kznews.newsroom.answers import Request
from kznews.newsroom.misbehaviour import Unavailable
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site

_GOAL = 1.25
_ROBOTS = "/robots.txt"
# Of more than can be asked for in a minute without a delay to speak of.
_LISTING_PAGES = 6
_PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Visits:
    """What a host was asked for, in order of arrival."""

    all: Sequence[Request]

    @property
    def pages(self) -> list[Request]:
        return [each for each in self.all if each.target != _ROBOTS]

    def within(self, begin: float, end: float) -> Visits:
        """Those that arrived between two moments, the first included."""
        return Visits([each for each in self.all if begin <= each.at < end])

    @property
    def smallest_gap(self) -> float:
        """Seconds."""
        return min(later.at - earlier.at for earlier, later in pairwise(self.all))


def visits(newsroom: Newsroom) -> Visits:
    return Visits(sorted(newsroom.requests, key=lambda each: each.at))


def settings(mongod: Server, newsroom: Newsroom, delay: float) -> dict[str, object]:
    return {
        "MONGODB_URI": mongod.address,
        "MONGODB_DATABASE": f"politeness_{uuid.uuid4().hex[:12]}_newsroom",
        "NEWSROOM": newsroom.address,
        "DOWNLOAD_DELAY": delay,
    }


def steady(mongod: Server, number: int, *, seconds: float, delay: float) -> Visits:
    """Let so many workers crawl for so long after their first page; return what arrived."""
    with (
        Newsroom(
            Site({"exclusive/2022": _LISTING_PAGES, "exclusive/wordpress": _LISTING_PAGES})
        ) as newsroom,
        workers(number, "exclusive", settings(mongod, newsroom, delay), pages=_LISTING_PAGES),
    ):
        begin = _await_pages(newsroom, 1)[0].at
        time.sleep(max(0.0, begin + seconds - time.monotonic()))
        return visits(newsroom).within(newsroom.requests[0].at, begin + seconds)


@dataclass(frozen=True)
class Pause:
    """A host's request to stay away; seconds."""

    asked: float
    during: int
    """Requests that arrived in it."""
    over: float
    """From the answer that asked for it to the next request."""


def paused(mongod: Server, number: int, *, pause: int, delay: float) -> Pause:
    """Let a host answer 503 once, in the middle of a crawl; see who comes before it wants to."""
    with (
        Newsroom(
            Site({"exclusive/2022": _LISTING_PAGES, "exclusive/wordpress": _LISTING_PAGES})
        ) as newsroom,
        workers(number, "exclusive", settings(mongod, newsroom, delay), pages=_LISTING_PAGES),
    ):
        _await_pages(newsroom, 5 * number)
        newsroom.misbehave("*", Unavailable(pause, times=1))
        deadline = time.monotonic() + _PATIENCE
        while True:
            arrived = visits(newsroom).all
            asked = [place for place, each in enumerate(arrived) if each.status == 503]
            if asked and arrived[-1].at > arrived[asked[0]].at + pause:
                break
            if time.monotonic() > deadline:
                raise TimeoutError("the workers did not come back after the pause")
            time.sleep(0.02)
        at = arrived[asked[0]].at
        later = [each.at - at for each in arrived[asked[0] + 1 :]]
        return Pause(pause, sum(each < pause for each in later), min(each for each in later))


def _await_pages(newsroom: Newsroom, number: int) -> list[Request]:
    deadline = time.monotonic() + _PATIENCE
    while len(pages := visits(newsroom).pages) < number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {_PATIENCE:.0f} s only {len(pages)} pages were asked for")
        time.sleep(0.02)
    return pages


def main() -> None:
    """Run as `python -m benchmarks.politeness`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.politeness", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="of counting (%(default)s)")
    parser.add_argument("--delay", type=float, default=0.5, help="DOWNLOAD_DELAY (%(default)s)")
    parser.add_argument("--pause", type=int, default=5, help="Retry-After (%(default)s)")
    parser.add_argument("--workers", type=int, default=3, help="at most (%(default)s)")
    options = parser.parse_args()
    limit = options.seconds / options.delay
    print(
        f"Of one host, in {options.seconds:g} s from the first page on, with {options.delay:g} s "
        f"between two requests: {limit:g} are the limit",
        flush=True,
    )
    rows: list[Sequence[str]] = [
        ("workers", "requests", "of them robots.txt", "times the limit", "smallest gap")
    ]
    with own_mongod() as mongod:
        for number in range(1, options.workers + 1):
            seen = steady(mongod, number, seconds=options.seconds, delay=options.delay)
            counted = Visits([each for each in seen.all if each.at >= seen.pages[0].at])
            robots = len(counted.all) - len(counted.pages)
            rows.append(
                (
                    str(number),
                    str(len(counted.all)),
                    f"{robots}, and {len(seen.all) - len(counted.all)} before the first page",
                    f"{len(counted.all) / limit:.3f}",
                    f"{seen.smallest_gap:.3f} s",
                )
            )
        print(f"{table(rows)}\nThe goal is at most {_GOAL} times the limit.", flush=True)
        pause = paused(mongod, options.workers, pause=options.pause, delay=options.delay)
    print(
        f"A 503 with Retry-After: {options.pause}, once, to {options.workers} workers: "
        f"{pause.during} requests arrived in that time, the next one after {pause.over:.2f} s"
    )


if __name__ == "__main__":
    main()
