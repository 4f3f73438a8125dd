"""A frontier in a test's database, and rows that are added to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from kznews.frontier.queue import Queue
from kznews.frontier.rows import Lease
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from tests.frontier.rows import SPIDER, found
from tests.record.stores import open_store


class Frontier:
    """A database's rows, and the workers that look at them."""

    def __init__(self, database: Database, clock: ServerClock) -> None:
        self.database = database
        self.clock = clock

    def queue(self, worker: str = "a", *, spider: str = SPIDER, lease: float = 30) -> Queue:
        return Queue(self.database, self.clock, spider=spider, worker=worker, lease=lease)

    async def row(self, name: str) -> dict[str, Any]:
        row = await self.database["frontier"].find_one({"_id": f"{SPIDER}:{name}"})
        assert row is not None
        return row

    async def set(self, name: str, **fields: Any) -> None:
        await self.database["frontier"].update_one({"_id": f"{SPIDER}:{name}"}, {"$set": fields})


@asynccontextmanager
async def open_frontier(uri: str, name: str) -> AsyncIterator[Frontier]:
    async with open_store(uri, name) as database:
        clock = ServerClock(database)
        await clock.read()
        yield Frontier(database, clock)


Test = Callable[[Frontier], Awaitable[None]]
Run = Callable[[Test], None]


async def add(queue: Queue, *names: str, room: int = 0, **fields: Any) -> list[Lease]:
    everything = [found(name, **fields) for name in names]
    leased, _, refused = await queue.add(
        everything, room=room, round_began=datetime.fromisoformat("2020-01-01T00:00:00Z")
    )
    assert not refused
    return leased
