"""Workers whose database operations happen one at a time, in an order that the test chooses.

The operations are real, on a real server: only who comes next is decided here, and who dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from random import Random
from typing import Any, cast

from kznews.mongo.connection import Database

Gate = Callable[[], Awaitable[None]]


class Died(Exception):  # noqa: N818 - what happened to a worker
    """As a worker that is killed between two operations."""


class _Cursor:
    def __init__(self, gate: Gate, cursor: Any) -> None:
        self._gate = gate
        self._cursor = cursor

    def sort(self, *arguments: Any) -> _Cursor:
        return _Cursor(self._gate, self._cursor.sort(*arguments))

    def limit(self, number: int) -> _Cursor:
        return _Cursor(self._gate, self._cursor.limit(number))

    async def __aiter__(self) -> AsyncIterator[Any]:
        await self._gate()
        for document in await self._cursor.to_list():
            yield document


class _Collection:
    def __init__(self, gate: Gate, collection: Any) -> None:
        self._gate = gate
        self._collection = collection
        self.name = collection.name

    def find(self, *arguments: Any, **options: Any) -> _Cursor:
        return _Cursor(self._gate, self._collection.find(*arguments, **options))

    async def aggregate(self, pipeline: Any, **options: Any) -> Any:
        await self._gate()
        return await self._collection.aggregate(pipeline, **options)

    async def bulk_write(self, operations: Any, **options: Any) -> Any:
        await self._gate()
        return await self._collection.bulk_write(operations, **options)

    async def insert_many(self, documents: Any, **options: Any) -> Any:
        await self._gate()
        return await self._collection.insert_many(documents, **options)

    async def update_many(self, *arguments: Any, **options: Any) -> Any:
        await self._gate()
        return await self._collection.update_many(*arguments, **options)

    async def delete_many(self, *arguments: Any, **options: Any) -> Any:
        await self._gate()
        return await self._collection.delete_many(*arguments, **options)


class _Database:
    def __init__(self, gate: Gate, database: Database) -> None:
        self._gate = gate
        self._database = database
        self.client = database.client

    def __getitem__(self, name: str) -> _Collection:
        return _Collection(self._gate, self._database[name])


def behind(gate: Gate, database: Database) -> Database:
    """`database`, each operation of which waits at `gate` first."""
    return cast("Database", _Database(gate, database))


def dies_before(operation: int, database: Database) -> Database:
    """`database` of a worker that does `operation` operations and dies before the next."""
    left = operation

    async def gate() -> None:
        nonlocal left
        if left == 0:
            raise Died
        left -= 1

    return behind(gate, database)


async def held(
    operations: int,
    worker: Callable[[Database], Awaitable[object]],
    meanwhile: Callable[[], Awaitable[object]],
    database: Database,
) -> bool:
    """Hold `worker` after so many operations while `meanwhile` happens; False if it did fewer."""
    left = operations

    async def gate() -> None:
        nonlocal left
        if left == 0:
            await meanwhile()
        left -= 1

    await worker(behind(gate, database))
    return left < 0


async def interleave(
    workers: Sequence[Callable[[Database], Awaitable[object]]],
    database: Database,
    random: Random,
    *,
    deaths: float = 0.0,
) -> int:
    """Let all work at once; `random` chooses whose operation is next. Return how many died.

    Each time a worker is chosen it dies instead with the probability `deaths`.
    """
    waiting: dict[int, asyncio.Future[None]] = {}
    changed = asyncio.Event()

    async def run(place: int) -> None:
        async def gate() -> None:
            waiting[place] = asyncio.get_running_loop().create_future()
            changed.set()
            await waiting[place]

        try:
            await workers[place](behind(gate, database))
        finally:
            changed.set()

    tasks = [asyncio.create_task(run(place)) for place in range(len(workers))]
    while True:
        busy = [place for place, task in enumerate(tasks) if not task.done()]
        if not busy:
            break
        if not set(busy) <= set(waiting):
            await changed.wait()
            changed.clear()
            await asyncio.sleep(0)
            continue
        chosen = waiting.pop(random.choice(busy))
        if random.random() < deaths:
            chosen.set_exception(Died())
        else:
            chosen.set_result(None)
        await asyncio.sleep(0)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Died):
            raise result
    return sum(isinstance(result, Died) for result in results)
