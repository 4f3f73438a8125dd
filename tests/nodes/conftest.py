"""The nodes' collections in a database of a test's own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from scrapy.settings import Settings

from kznews.mongo.connection import SyncDatabase, open_database, resolve
from kznews.mongo.preparation import prepare
from kznews.nodes.eggs import Eggs
from kznews.nodes.jobs import Jobs
from kznews.nodes.node import Node
from kznews.nodes.schema import COLLECTIONS

LEASE = timedelta(seconds=30)


@pytest.fixture
def prepared(mongodb_uri: str, database: SyncDatabase) -> SyncDatabase:
    """A database whose rules are those of the nodes' collections."""

    async def prepare_it() -> None:
        settings = Settings({"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name})
        async with open_database(resolve(settings)) as opened:
            await prepare(opened, COLLECTIONS)

    asyncio.run(prepare_it())
    return database


@pytest.fixture
def jobs(prepared: SyncDatabase) -> Jobs:
    return Jobs(prepared)


@pytest.fixture
def eggs(prepared: SyncDatabase) -> Eggs:
    return Eggs(prepared)


def joined(database: SyncDatabase, name: str, *, slots: int = 8, lease: timedelta = LEASE) -> Node:
    """A node of the database that has joined."""
    about: dict[str, str | int] = {"address": f"http://{name}", "pid": 1, "kznews": "0"}
    node = Node(database, name=name, slots=slots, lease=lease, about=about)
    node.join()
    return node
