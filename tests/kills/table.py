"""The table of kills and losses, and how many kills there are to be."""

from __future__ import annotations

import os
from dataclasses import dataclass

from tests.kills.losses import Losses

HEAD = "killed                       workers crawls  kills   pages   lost doubled  seconds"


@dataclass
class Tally:
    """What became of all crawls of one kind."""

    killed: str
    """What was killed."""
    workers: int
    crawls: int = 0
    kills: int = 0
    pages: int = 0
    lost: int = 0
    """Documents, visits and kept pages, and rows that are not done."""
    doubled: int = 0
    seconds: float = 0.0

    def add(self, losses: Losses, *, kills: int, pages: int, seconds: float) -> None:
        """Count one more crawl."""
        self.crawls += 1
        self.kills += kills
        self.pages += pages
        self.lost += len(losses.lost) + len(losses.unfinished) + len(losses.unkept)
        self.doubled += len(losses.doubled)
        self.seconds += seconds

    def __str__(self) -> str:
        return (
            f"{self.killed:<28} {self.workers:>7} {self.crawls:>6} {self.kills:>6} "
            f"{self.pages:>7} {self.lost:>6} {self.doubled:>7} {self.seconds:>8.0f}"
        )


def kills_wanted(usual: int) -> int:
    """Give the number of kills: `usual`, or more if KZNEWS_KILLS says so (`KZNEWS_KILLS=200`)."""
    return max(usual, int(os.environ.get("KZNEWS_KILLS", "0")))
