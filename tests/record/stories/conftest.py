"""Articles that are stored, and a way to run coroutines on their database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pymongo.database import Database as SyncDatabase

from kznews.mongo.connection import Database
from tests.record.stores import open_store

Run = Callable[[Callable[[Database], Awaitable[Any]]], Any]


@pytest.fixture
def run(mongodb_uri: str, database: SyncDatabase[dict[str, Any]]) -> Run:
    """Runs a coroutine on the test's database, prepared; returns what it returns."""

    def run(work: Callable[[Database], Awaitable[Any]]) -> Any:
        async def main() -> Any:
            async with open_store(mongodb_uri, database.name) as opened:
                return await work(opened)

        return asyncio.run(main())

    return run
