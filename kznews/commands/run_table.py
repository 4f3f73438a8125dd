"""What `scrapy run` prints: a table of its outlets on a terminal, else a line for each crawl."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import monotonic

from kznews.commands.crawl_outcome import stats_of
from kznews.commands.output import say
from kznews.commands.run_crawls import Crawls, Outlet, found_by

_BESIDES = 5
"""Lines of a terminal that hold no outlet: head, sum, what is left out, a note, the cursor."""
_UP = "\x1b[{}A\x1b[J"
"""Moves a terminal's cursor up so many lines and clears what is below it."""


class Table:
    """The table of what each outlet does now, when it is next, and what it found."""

    def __init__(self, crawls: Crawls) -> None:
        self._outlets = crawls.outlets.values()
        self.is_live = sys.stdout.isatty()
        """Whether it is drawn again and again in place."""
        self._note = ""
        self._height = 0

    def draw(self) -> None:
        """Print it, over what was drawn before."""
        size = shutil.get_terminal_size()
        lines = list(self._lines(size.lines - _BESIDES))
        self.clear()
        say("\n".join(line[: size.columns - 1] for line in lines), flush=True)
        self._height = len(lines)

    def clear(self) -> None:
        """Take what was drawn off the terminal."""
        if self._height:
            sys.stdout.write(_UP.format(self._height))
            self._height = 0

    def stop(self) -> None:
        """Say that the crawls are told to end."""
        self._note = "Stopping: the crawls that go on are told to end. Ctrl-C again ends at once."
        if not self.is_live:
            say(self._note, flush=True)

    def end(self) -> None:
        """Leave it on the terminal as it is in the end."""
        if self.is_live:
            self.draw()
            self._height = 0

    def tell(self, outlet: Outlet) -> None:
        """Print a line about a crawl that has ended, where no table is drawn."""
        if self.is_live:
            return
        assert outlet.ended_at is not None  # it has ended
        _, pages, new, changed = _numbers(outlet.last)
        say(
            f"{outlet.ended_at:%H:%M:%S} {outlet.spider}: {outlet.outcome}, {new} new and "
            f"{changed} changed articles on {pages} pages; next at {_clock(outlet.next_at)}",
            flush=True,
        )

    def _lines(self, most: int) -> Iterator[str]:
        yield _line("outlet", "now", "next", "crawls", "pages", "new", "changed")
        # What goes on first, then what is next.
        outlets = sorted(self._outlets, key=lambda each: (each.crawler is None, _due(each)))
        for each in outlets[:most]:
            yield _row(each)
        if len(outlets) > most:
            yield f"and {len(outlets) - most} more outlets, which are due later"
        found = sum(map(_found, self._outlets), Counter[str]())
        going = sum(each.crawler is not None for each in self._outlets)
        yield _line("all", f"{going} crawls go on", "", *_numbers(found))
        if self._note:
            yield self._note


def _found(outlet: Outlet) -> Counter[str]:
    """Give what all crawls of an outlet found, the one that goes on included."""
    going = {} if outlet.crawler is None else found_by(stats_of(outlet.crawler))
    return outlet.found + Counter(going)


def _row(outlet: Outlet) -> str:
    if outlet.crawler is not None:
        now = f"crawls for {monotonic() - outlet.began:.0f} s"
    elif outlet.ended_at is None:
        now = "waits"
    else:
        now = f"{outlet.outcome} at {outlet.ended_at:%H:%M}"
    return _line(outlet.spider, now, _clock(outlet.next_at), *_numbers(_found(outlet)))


def _numbers(found: Mapping[str, int]) -> Iterator[str]:
    for name in ("crawls", "pages", "new", "changed"):
        yield f"{found[name]:,}"


def _line(outlet: str, now: str, following: str, *numbers: str) -> str:
    counts = "".join(f"{number:>9}" for number in numbers)
    return f"{outlet:<16} {now:<22.22} {following:>8}{counts}"


def _due(outlet: Outlet) -> datetime:
    return outlet.next_at or datetime.max.replace(tzinfo=UTC)


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone():%H:%M:%S}" if moment else "soon"
