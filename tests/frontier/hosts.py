"""The hosts of a test's database, without the other collections: those take time to prepare."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from scrapy.settings import Settings

from kznews.frontier.hosts import Hosts
from kznews.frontier.schema import HOSTS
from kznews.mongo.connection import open_database, resolve


@asynccontextmanager
async def open_hosts(uri: str, name: str, workers: int) -> AsyncIterator[list[Hosts]]:
    """What each worker has, with a client of its own."""
    address = resolve(Settings({"MONGODB_URI": uri, "MONGODB_DATABASE": name}))
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_database(address)) for _ in range(workers)]
        await stores[0].create_collection(HOSTS.name, validator=HOSTS.validator)
        yield [Hosts(store) for store in stores]
