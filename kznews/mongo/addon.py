"""The add-on that opens a crawl's database once, for all its components."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Self

from pymongo.errors import PyMongoError
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from twisted.internet.error import ReactorNotRunning

from kznews.mongo.bulk import longest_step
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, Database, as_unavailable, open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.preparation import collections_of_crawl, prepare

logger = logging.getLogger(__name__)

_FAREWELL_SECONDS = 10.0
"""Seconds without an answer after which a crawl that is told to end does not wait for MongoDB."""
_POLL_SECONDS = 0.5
"""Seconds between two looks at whether the crawl was told to end."""
_CLOCK_SECONDS = 60.0
"""Seconds by which clocks may differ before it is told."""
_INDEXED: set[Any] = set()
"""Ids of collections whose indexes crawls of this process have made: `scrapy run` begins many."""


class DatabaseAddon:
    """The database of one crawl: opened by its first component, closed by its last."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._opening = asyncio.Lock()
        self._resources = AsyncExitStack()
        self._database: Database | None = None
        self._refusal: DatabaseUnavailable | None = None
        self._users = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the add-on of one crawl."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Give the crawl's own. Raises RuntimeError where ADDONS does not name it."""
        addon = crawler.get_addon(cls)
        if addon is None:
            raise RuntimeError(f"ADDONS must hold {cls.__module__}.{cls.__qualname__}")
        return addon

    @property
    def database(self) -> Database:
        """The database. Raises RuntimeError where nobody has opened it."""
        if self._database is None:
            raise RuntimeError("the crawl's database is not open")
        return self._database

    async def open(self) -> Database:
        """Give the database, prepared; who opens it must close it. Raises DatabaseUnavailable."""
        async with self._opening:
            if self._refusal is not None:
                raise self._refusal
            if self._database is None:
                try:
                    self._database = await self._open()
                except DatabaseUnavailable as refusal:
                    self._refusal = refusal
                    await self._resources.aclose()
                    raise
            self._users += 1
            return self._database

    async def close(self) -> None:
        """Leave the database; the last one closes it."""
        async with self._opening:
            self._users -= 1
            if self._users == 0:
                self._database = None
                await self._resources.aclose()

    async def _open(self) -> Database:
        address = resolve(self._crawler.settings)
        database = await self._resources.enter_async_context(open_database(address))
        try:
            await _compare_clocks(database, address)
            collections = collections_of_crawl(self._crawler.settings)
            await prepare(database, collections, indexed=_INDEXED)
        except PyMongoError as error:
            raise as_unavailable(error, address) from error
        logger.info("Storing in %s, database %s", address.name, address.database)
        # Scrapy has no signal for it, and a spider is closed only when all its items are stored.
        looks = create_looping_call(self._end_without_answer, address)
        looks.start(_POLL_SECONDS, now=False)
        self._resources.callback(looks.stop)
        return database

    def _end_without_answer(self, address: Address) -> None:
        """End the process where the crawl was told to end and MongoDB does not answer."""
        seconds = longest_step()
        if self._crawler.crawling or seconds < _FAREWELL_SECONDS:
            return
        logger.critical(
            "The crawl ends although %s has not answered for %.0f s. Nothing is lost: what is not "
            "stored is fetched again by the next crawl",
            address.name,
            seconds,
        )
        # As a second Ctrl-C does. Imported before Scrapy does, it would be Twisted's default.
        reactor: Any = import_module("twisted.internet.reactor")
        with suppress(ReactorNotRunning):
            reactor.stop()


async def _compare_clocks(database: Database, address: Address) -> None:
    """Tell where this machine's clock is not the server's. Crawls go by the server's."""
    server = server_time(await database.client.admin.command("hello"))
    ahead = (datetime.now(UTC) - server).total_seconds()
    if abs(ahead) > _CLOCK_SECONDS:
        logger.warning(
            "The clock of this machine is %.0f s %s that of %s. One of them is wrong: set it, or "
            "let NTP do so. The crawl goes by the server's; the log goes by this machine's",
            abs(ahead),
            "ahead of" if ahead > 0 else "behind",
            address.name,
        )
