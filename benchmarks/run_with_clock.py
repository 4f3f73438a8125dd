"""`scrapy run` under a clock that stands still until a line on stdin moves it: `python -m`.

Each line is a number of seconds. Arguments are seconds between two crawls of an outlet, seconds
between two looks at what is due, the moment at which the clock stands at first (ISO 8601, aware),
then those of `scrapy run`. By that clock crawls begin, and what is done once a day.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

from scrapy.cmdline import execute

from benchmarks.project_settings import project_settings
from kznews.commands import run_crawls
from kznews.commands.database_command import DatabaseCommand


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def follow_stdin(self) -> None:
        """Move by each line that comes."""
        for line in sys.stdin:
            self.now += timedelta(seconds=float(line))

    def tell(self, _: Mapping[str, Any]) -> datetime:
        """Tell the moment in the server's place."""
        return self.now


def main(seconds: float, look: float, now: datetime, *arguments: str) -> None:
    """Run until a signal comes."""
    clock = Clock(now)
    intervals = DatabaseCommand.crawl_intervals
    vars(run_crawls).update(server_time=clock.tell, _LOOK_SECONDS=look)
    DatabaseCommand.crawl_intervals = lambda self: dict.fromkeys(  # type: ignore[method-assign]
        intervals(self), timedelta(seconds=seconds)
    )
    Thread(target=clock.follow_stdin, daemon=True).start()
    execute(["scrapy", "run", *arguments], project_settings())


if __name__ == "__main__":
    every, look, begin, *rest = sys.argv[1:]
    main(float(every), float(look), datetime.fromisoformat(begin), *rest)
