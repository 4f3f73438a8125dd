"""One worker among others."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from pymongo.database import Database as SyncDatabase
from scrapy import Request

from kznews.frontier.buffer import Buffer
from kznews.frontier.revisit import Policies
from kznews.frontier.worker import Worker
from kznews.frontier.worker_settings import WorkerSettings
from kznews.mongo.connection import Database
from tests.record.stores import open_store

Documents = SyncDatabase[dict[str, Any]]
TERMS = WorkerSettings(
    lease=30, capacity=10, attempts=5, policies=Policies.from_setting({}), budgets={}
)


def worker(store: Database, buffer: Buffer) -> Worker:
    return Worker(
        store,
        "exclusive",
        TERMS,
        buffer,
        request_of=lambda lease: Request(lease.url),
        wake_engine=lambda: None,
        count=lambda what, by: None,
        on_failure=lambda: None,
    )


def test_workers_take_less_where_there_are_others(mongodb_uri: str, database: Documents) -> None:
    async def test() -> None:
        async with open_store(mongodb_uri, database.name) as store:
            first, second = Buffer(TERMS.capacity), Buffer(TERMS.capacity)
            alone = worker(store, first)
            await alone.start(afresh=False)
            assert first.capacity == 10
            other = worker(store, second)
            await other.start(afresh=False)
            assert second.capacity == 5
            deadline = time.monotonic() + 10
            while first.capacity != 5:  # it learns of the other soon after its own start
                assert time.monotonic() < deadline
                await asyncio.sleep(0.02)
            await alone.stop(forget=False)
            await other.stop(forget=False)

    asyncio.run(test())
