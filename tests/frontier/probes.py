"""Extensions that crawls of these tests are given."""

from __future__ import annotations

import asyncio
import time
from typing import Self

from scrapy import Request, signals
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler


class NoHeartbeat:
    """Takes the engine's heartbeat away: it only does what it is woken for."""

    @classmethod
    def from_crawler(cls, _: Crawler) -> Self:
        ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 3600.0
        return cls()


class EarlyEnd:
    """Calls requests finished while what their pages gave is still to come."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.finish, signals.response_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def finish(self, request: Request) -> None:
        assert self.crawler.engine is not None
        in_progress = self.crawler.engine._slot.inprogress  # type: ignore[union-attr]
        in_progress.remove(request)
        in_progress.add(request)  # the engine will take it out once more


class Pulse:
    """Measures how long the event loop was ever held up: `pulse/longest`, seconds."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def start(self) -> None:
        self.task = asyncio.ensure_future(self.beat())

    def stop(self) -> None:
        self.task.cancel()

    async def beat(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            self.stats.max_value("pulse/longest", time.monotonic() - before)
