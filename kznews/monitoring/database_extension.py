"""What the extensions have in common that use the crawl's database once it has ended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AsyncExitStack
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.connection import Database
from kznews.mongo.errors import DatabaseUnavailable


class DatabaseExtension(ABC):
    """An extension that keeps the crawl's database open beyond the crawl's end.

    Without a database it does nothing: the store pipeline says why there is none. Nor does it under
    REPLAY: what was captured once says nothing of how the outlet is crawled today.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._resources = AsyncExitStack()
        self._database: Database | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of one crawl."""
        return cls(crawler)

    async def spider_opened(self) -> None:
        """Open the database."""
        if self.crawler.settings.get("REPLAY") is not None:
            return
        addon = DatabaseAddon.of(self.crawler)
        try:
            self._database = await addon.open()
        except DatabaseUnavailable:
            return
        self._resources.push_async_callback(addon.close)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Do what is to be done at the end, and leave the database."""
        async with self._resources:
            if self._database is not None:
                await self.crawl_ended(self._database, spider, reason)

    @abstractmethod
    async def crawl_ended(self, database: Database, spider: Spider, reason: str) -> None:
        """Use the database; `reason` says why the crawl ended."""
