"""The extension that gives a spider the layouts that were induced from its outlet's pages."""

from __future__ import annotations

import logging
from functools import partial
from typing import Protocol, Self, cast, runtime_checkable

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from kznews.layouts.store import induced_layouts
from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.bulk import persist
from kznews.mongo.errors import DatabaseUnavailable
from kznews.outlets import Outlet
from kznews.outlets.layouts import ArticleLayout

logger = logging.getLogger(__name__)


@runtime_checkable
class ReadsArticles(Protocol):
    """A spider that reads articles of one outlet, and knows no database."""

    outlet: Outlet
    induced: tuple[ArticleLayout, ...]
    """Layouts that were induced from pages of the outlet, newest first."""


class InducedLayouts:
    """Reads the outlet's induced layouts before the first request, where there is a database."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of one crawl."""
        return cls(crawler)

    async def spider_opened(self, spider: Spider) -> None:
        """Give the spider its layouts."""
        if not isinstance(spider, ReadsArticles):
            return
        reader = cast("ReadsArticles", spider)
        addon = DatabaseAddon.of(self._crawler)
        try:
            database = await addon.open()
        except DatabaseUnavailable:  # the store pipeline says why there is none
            return
        try:
            reader.induced = await persist(partial(induced_layouts, database, reader.outlet.name))
        finally:
            await addon.close()
        if reader.induced:
            names = ", ".join(each.name for each in reader.induced)
            logger.info("%s: pages that its own layouts do not know: %s", spider.name, names)
