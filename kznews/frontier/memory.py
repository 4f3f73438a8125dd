"""What spiders may ask the frontier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scrapy import Request
from scrapy.crawler import Crawler

from kznews.frontier.queue import Known
from kznews.frontier.scheduler import FrontierScheduler


async def known(crawler: Crawler, requests: Sequence[Request]) -> list[Known | None]:
    """Tell what is known of each request; None: nothing, or the crawl has no frontier."""
    try:
        scheduler = crawler.engine.scheduler
    except RuntimeError:  # no crawl has begun
        scheduler = None
    # Not isinstance: to Scrapy every scheduler is an instance of every other.
    if scheduler is None or FrontierScheduler not in type(scheduler).__mro__:
        return [None] * len(requests)
    return await cast(FrontierScheduler, scheduler).known(requests)
