"""Last: what arrives here is written to MongoDB, durably, before Scrapy hears that it is done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem

from kznews.archive.addon import ArchiveAddon
from kznews.items import (
    ARTICLE_MISSED,
    ARTICLE_UNCHANGED,
    LISTING_SHOWN,
    TICKER_SHOWN,
    Article,
    Item,
    MissReason,
    Rate,
    Rejection,
    Ticker,
)
from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.bulk import Refused
from kznews.mongo.errors import DATABASE_UNAVAILABLE, DatabaseUnavailable
from kznews.pipelines.rejection import rejected
from kznews.record.documents import article_fields
from kznews.record.lifetime_writing import TickerShown
from kznews.record.presence import confirm_removals
from kznews.record.schema import ARTICLES, RATES, REJECTED, TICKERS
from kznews.record.writer import Writer
from kznews.statistics import CONFIRMED_GONE, MISSED, STORED

if TYPE_CHECKING:
    from kznews.mongo.connection import Database
    from kznews.record.article_linking import ArticleLinker

logger = logging.getLogger(__name__)

_COLLECTIONS = {
    Article: ARTICLES.name,
    Ticker: TICKERS.name,
    Rate: RATES.name,
    Rejection: REJECTED.name,
}


class RefusedItem(DropItem, Refused):
    """An item that MongoDB refuses: it is kept as a Rejection, and its page is not done."""


class StorePipeline:
    """Writes items, counted as `items/stored/COLLECTION/OUTCOME`.

    Without a database nothing is fetched: the crawl ends at once with `database_unavailable`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._store = AsyncExitStack()
        self._opened: tuple[Writer, Database] | None = None
        self._noting: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one crawl."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.article_unchanged, ARTICLE_UNCHANGED)
        crawler.signals.connect(pipeline.ticker_shown, TICKER_SHOWN)
        crawler.signals.connect(pipeline.article_missed, ARTICLE_MISSED)
        crawler.signals.connect(pipeline.listing_shown, LISTING_SHOWN)
        return pipeline

    async def open_spider(self) -> None:
        """Open the store; CloseSpider where there is none."""
        addon = DatabaseAddon.of(self.crawler)
        try:
            database = await addon.open()
        except DatabaseUnavailable as error:
            logger.critical("Nothing is crawled: %s", error)
            raise CloseSpider(DATABASE_UNAVAILABLE) from None
        self._store.push_async_callback(addon.close)
        writer = await self._store.enter_async_context(Writer(database))
        self._opened = writer, database

    async def process_item(self, item: Item) -> Item:
        """Write `item`, however long the server is away.

        Raises RefusedItem for what the server refuses, once that is kept as a Rejection: the
        frontier then asks for its page again, since another version may be able to store it.
        """
        try:
            await self._write(item)
        except Refused as refused:
            if isinstance(item, Rejection):
                raise
            await self._write(rejected(self.crawler, item, str(refused)))
            # The log has it already.
            raise RefusedItem(str(refused), log_level="DEBUG") from refused
        return item

    def article_unchanged(self, url: str, seen_at: datetime) -> asyncio.Task[None]:
        """Note that the article was seen as it was."""
        return self._note(self._writer.note_unchanged(url, seen_at))

    def article_missed(
        self, url: str, seen_at: datetime, reason: MissReason, status: int, page: str | None
    ) -> asyncio.Task[None]:
        """Note that the article was not there."""
        miss = self._writer.note_missed(url, seen_at, reason=reason, status=status, page=page)
        self.crawler.stats.inc_value(MISSED)
        return self._note(miss)

    def listing_shown(self, url: str, seen_at: datetime) -> asyncio.Task[None]:
        """Note that the outlet showed a list of its articles."""
        return self._note(self._writer.note_listing(url, seen_at))

    def ticker_shown(
        self, outlet: str, edition: str | None, headlines: Sequence[str], seen_at: datetime
    ) -> asyncio.Task[None]:
        """Note which headlines are no longer shown. What a kill loses, a later page says."""
        shown = TickerShown(outlet=outlet, edition=edition, headlines=headlines, seen_at=seen_at)
        return self._note(self._writer.note_ticker(shown))

    async def close_spider(self) -> None:
        """Say which articles are gone, by all that this crawl has seen, and close the store."""
        if self._noting:
            await asyncio.wait(self._noting)
        if self._opened is not None:
            await self._confirm_removals(self._opened[1])
        await self._store.aclose()

    async def _confirm_removals(self, database: Database) -> None:
        assert self.crawler.spider is not None  # it ends
        outlet = self.crawler.spider.name
        if gone := await confirm_removals(database, outlet):
            self.crawler.stats.inc_value(CONFIRMED_GONE, gone)
            logger.info(
                "%s: %d articles are gone, by three visits or more over a day or more: `scrapy "
                "history --gone` lists them",
                outlet,
                gone,
            )

    def _note(self, what: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        noting = asyncio.create_task(what)
        self._noting.add(noting)
        noting.add_done_callback(self._noted)
        return noting

    def _noted(self, noting: asyncio.Task[None]) -> None:
        self._noting.discard(noting)
        error = None if noting.cancelled() else noting.exception()
        if error is not None:
            self.crawler.stats.inc_value("items/not_noted")
            logger.error(
                "What a page told beside its items is not noted: %s", error, exc_info=error
            )

    async def _write(self, item: Item) -> None:
        # The page first: whatever happens in between, no article names one that is not there.
        if isinstance(item, Article) and item.page is not None:
            archive = ArchiveAddon.of(self.crawler)
            if archive is None or not await archive.is_kept(item.page):
                item.page = None
        writer = self._writer
        outcome = await writer.write(item)
        if isinstance(item, Article):
            fields = article_fields(item)
            if outcome == "moved":
                await self._linker.stories.link(fields)
                await writer.forget_former(fields)
                await self._linker.translations.link([fields["_id"]])
            else:
                await self._linker.link([fields])
        self.crawler.stats.inc_value(f"{STORED}{_COLLECTIONS[type(item)]}/{outcome}")

    @property
    def _writer(self) -> Writer:
        assert self._opened is not None
        return self._opened[0]

    @cached_property
    def _linker(self) -> ArticleLinker:
        # At the first article: most crawls find none, and numpy is slow to import.
        from kznews.record.article_linking import ArticleLinker  # noqa: PLC0415

        assert self._opened is not None
        return ArticleLinker(self._opened[1])
