"""An extension that tells for how long a crawl's loop stood still while pages were read."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from time import perf_counter
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.extraction.article import extract_article

logger = logging.getLogger(__name__)

_PAUSE = 0.005  # seconds


class Heartbeat:
    """Tells how long the loop stood still since the first article came, in times of its reading.

    Told is the third longest time: longer ones may be of something else, or of a busy machine.
    """

    def __init__(self) -> None:
        self._article: Response | None = None
        self._beating: asyncio.Task[None] | None = None
        self._pauses: list[float] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        heartbeat = cls()
        crawler.signals.connect(heartbeat.response_received, signals.response_received)
        crawler.signals.connect(heartbeat.spider_closed, signals.spider_closed)
        return heartbeat

    def response_received(self, response: Response) -> None:
        if "/a-" in response.url and self._article is None:
            self._article = response
            self._beating = asyncio.get_running_loop().create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(_PAUSE)
            self._pauses.append(perf_counter() - before)

    def spider_closed(self) -> None:
        assert self._article is not None
        assert self._beating is not None
        self._beating.cancel()
        share = sorted(self._pauses)[-3] / _reading(self._article)
        logger.info("The loop stood still for %.2f of the reading", share)


def _reading(response: Response) -> float:
    begun = perf_counter()
    with suppress(ValueError):  # no article
        extract_article(response.body, response.url)
    return perf_counter() - begun
