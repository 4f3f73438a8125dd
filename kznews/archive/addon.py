"""The archive of one crawl."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Outcome, Page, Sighting
from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.errors import DatabaseUnavailable

Keeping = asyncio.Future[Outcome]


class ArchiveAddon:
    """The add-on that keeps what a crawl reads, counted as `archive/…`.

    It is open from `spider_opened` to `spider_closed`. Without a database nothing is kept: the
    store pipeline ends the crawl then.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most_bytes = crawler.settings.getint("ARCHIVE_MAXSIZE")
        self._resources = AsyncExitStack()
        self._keeper: Keeper | None = None
        self._under_way: dict[str, Keeping] = {}
        self._refused: set[str] = set()
        crawler.signals.connect(self._open, signals.spider_opened)
        crawler.signals.connect(self._close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the add-on of one crawl."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Self | None:
        """Give the crawl's own; None where ADDONS does not name it: then nothing is kept."""
        return crawler.get_addon(cls)

    def keep(
        self, outlet: str, kind: str, url: str, answer: Answer, seen_at: datetime
    ) -> tuple[str, Keeping] | None:
        """Keep an answer; return the page's `_id` and when it is kept. None: it is not kept."""
        if self._keeper is None:
            return None
        if len(answer.body) > self._most_bytes:
            self.skip("too_large")
            return None
        page = Page(outlet, kind, url, answer, seen_at)
        keeping = self._keeper.keep(page)
        self._under_way[page.id] = keeping
        keeping.add_done_callback(lambda done: self._ended(page.id, done))
        return page.id, keeping

    def sight(self, url: str, seen_at: datetime) -> Keeping | None:
        """Note that the server says that the page at `url` is as it was."""
        if self._keeper is None:
            return None
        keeping = self._keeper.sight(Sighting(url, seen_at))
        keeping.add_done_callback(self._count_outcome)
        return keeping

    def skip(self, why: str) -> None:
        """Count an answer that is not kept."""
        self._count(f"skipped/{why}", 1)

    async def is_kept(self, page: str) -> bool:
        """Tell whether a page that was given to `keep` is durably there, as soon as it is."""
        if page in self._under_way:
            await asyncio.shield(self._under_way[page])
        return page not in self._refused

    async def _open(self) -> None:
        addon = DatabaseAddon.of(self._crawler)
        try:
            database = await addon.open()
        except DatabaseUnavailable:
            return
        self._resources.push_async_callback(addon.close)
        self._keeper = await self._resources.enter_async_context(Keeper(database, self._count))

    async def _close(self) -> None:
        async with self._resources:
            self._keeper = None

    def _ended(self, page: str, keeping: Keeping) -> None:
        self._under_way.pop(page, None)
        if self._count_outcome(keeping) == "refused":
            self._refused.add(page)

    def _count_outcome(self, keeping: Keeping) -> Outcome | None:
        if keeping.cancelled() or keeping.exception() is not None:
            return None
        self._count(keeping.result(), 1)
        return keeping.result()

    def _count(self, what: str, by: int) -> None:
        if by:
            self._crawler.stats.inc_value(f"archive/{what}", by)
