"""A prepared store in a test's database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from scrapy.settings import Settings

from benchmarks.project_settings import project_settings
from kznews.mongo.connection import Database, open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.record.writer import Writer

CRAWL_COLLECTIONS = collections_of_crawl(project_settings())


@asynccontextmanager
async def open_store(uri: str, name: str, *, patience: float = 5.0) -> AsyncIterator[Database]:
    """The database, as a crawl would open and prepare it."""
    settings = {"MONGODB_URI": uri, "MONGODB_DATABASE": name, "MONGODB_TIMEOUT": patience}
    address = resolve(Settings(settings))
    async with open_database(address) as database:
        await prepare(database, CRAWL_COLLECTIONS)
        yield database


@asynccontextmanager
async def open_writer(
    uri: str, name: str, *, patience: float = 5.0, **options: Any
) -> AsyncIterator[Writer]:
    """A writer into the database, as a crawl would open it."""
    async with (
        open_store(uri, name, patience=patience) as database,
        Writer(database, **options) as writer,
    ):
        yield writer
