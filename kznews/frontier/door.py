"""All of the frontier that a spider uses: what it tells and asks about pages.

Without a frontier (`scrapy parse`, a callback in a test) nothing is known and nothing remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scrapy import Request
from scrapy.crawler import Crawler

from kznews.frontier.politeness import HostPausedError
from kznews.frontier.queue import Known
from kznews.frontier.scheduler import FrontierScheduler
from kznews.frontier.scheduling import SCHEDULING, Scheduling, scheduling_of
from kznews.frontier.visit import Blame, Memory, Visit, blame_for, visit_of

__all__ = [
    "SCHEDULING",
    "Blame",
    "HostPausedError",
    "Known",
    "Memory",
    "Scheduling",
    "Visit",
    "blame_for",
    "known",
    "remember",
    "scheduling_of",
    "visit_of",
]


async def known(crawler: Crawler, requests: Sequence[Request]) -> list[Known | None]:
    """Tell what is known of each request; None: nothing, or the crawl has no frontier."""
    frontier = _frontier(crawler)
    return [None] * len(requests) if frontier is None else await frontier.known(requests)


async def remember(crawler: Crawler, requests: Sequence[Request], memory: Memory) -> None:
    """Set these keys in the memory of the requests' pages, where they were read.

    Their next fetch is unconditional, so that a callback sees the page and the memory.
    """
    frontier = _frontier(crawler)
    if frontier is not None:
        await frontier.remember(requests, memory)


def _frontier(crawler: Crawler) -> FrontierScheduler | None:
    try:
        scheduler = crawler.engine.scheduler
    except RuntimeError:  # no crawl has begun
        return None
    # Not isinstance: to Scrapy every scheduler is an instance of every other.
    if scheduler is None or FrontierScheduler not in type(scheduler).__mro__:
        return None
    return cast(FrontierScheduler, scheduler)
