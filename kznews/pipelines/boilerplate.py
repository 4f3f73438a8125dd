"""Third: paragraphs that an outlet prints under everything are cut, once that was learnt."""

from __future__ import annotations

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from kznews.items import Article, Item
from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.errors import DatabaseUnavailable
from kznews.record.boilerplate import Boilerplate


class BoilerplatePipeline:
    """Cuts learnt boilerplate from the bodies of articles; learns from those that were stored."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._boilerplate: Boilerplate | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one crawl."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_scraped, signals.item_scraped)
        return pipeline

    async def open_spider(self) -> None:
        """Open the database."""
        try:
            self._boilerplate = Boilerplate(await DatabaseAddon.of(self.crawler).open())
        except DatabaseUnavailable:
            return  # the store pipeline ends the crawl and says why

    async def process_item(self, item: Item) -> Item:
        """Return the item, cut in place; an article of boilerplate alone has an empty body."""
        if isinstance(item, Article):
            assert self._boilerplate is not None
            await self._boilerplate.cut(item)
        return item

    def item_scraped(self, item: Item) -> None:
        """Learn from an article that has passed all pipelines."""
        if isinstance(item, Article):
            assert self._boilerplate is not None
            self._boilerplate.learn(item)

    async def close_spider(self) -> None:
        """Write what was seen last, and close the database."""
        if self._boilerplate is not None:
            await self._boilerplate.close()
            await DatabaseAddon.of(self.crawler).close()
