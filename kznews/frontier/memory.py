"""What spiders may ask the frontier, and tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scrapy import Request
from scrapy.crawler import Crawler

from kznews.frontier.queue import Known
from kznews.frontier.scheduler import FrontierScheduler


async def known(crawler: Crawler, requests: Sequence[Request]) -> list[Known | None]:
    """Tell what is known of each request; None: nothing, or the crawl has no frontier."""
    frontier = _frontier(crawler)
    return [None] * len(requests) if frontier is None else await frontier.known(requests)


async def leave_gap(crawler: Crawler, requests: Sequence[Request]) -> None:
    """Let the pages of these requests, where they were read, have `gap` in their memory."""
    frontier = _frontier(crawler)
    if frontier is not None:
        await frontier.leave_gap(requests)


def _frontier(crawler: Crawler) -> FrontierScheduler | None:
    try:
        scheduler = crawler.engine.scheduler
    except RuntimeError:  # no crawl has begun
        return None
    # Not isinstance: to Scrapy every scheduler is an instance of every other.
    if scheduler is None or FrontierScheduler not in type(scheduler).__mro__:
        return None
    return cast(FrontierScheduler, scheduler)
