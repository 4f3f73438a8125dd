"""Revisits in the database: budgets that workers share, and paces that they add to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from pymongo.database import Database as SyncDatabase

from kznews.frontier.queue import Queue
from kznews.frontier.revisit import Policies
from kznews.frontier.revisits import Revisits
from kznews.frontier.worker_settings import WorkerSettings
from kznews.mongo.clock import ServerClock
from tests.frontier.rows import SPIDER, found
from tests.record.stores import open_store

Documents = SyncDatabase[dict[str, Any]]
STAGE = {"changes": 2.0, "first": "1h", "least": "1m", "most": "1d"}
SETTINGS = WorkerSettings(
    lease=30,
    capacity=10,
    attempts=5,
    policies=Policies.from_setting({"article": [STAGE]}),
    budgets={"article": 0.08},
)
Test = Callable[[Queue, ServerClock, Callable[[], Revisits]], Awaitable[None]]


def _run(uri: str, database: Documents, test: Test) -> None:
    async def run() -> None:
        async with open_store(uri, database.name) as store:
            clock = ServerClock(store)
            await clock.read()
            queue = Queue(store, clock, spider=SPIDER, worker="a worker", lease=30)
            await test(queue, clock, lambda: Revisits(store, clock, queue, SPIDER, SETTINGS))

    asyncio.run(run())


async def _read_all(queue: Queue, names: list[str], clock: ServerClock) -> None:
    """Let pages have been read two hours ago, and be due since an hour."""
    leases, _, _ = await queue.add(
        [
            found(name, policy="listing" if name.startswith("listing") else "article")
            for name in names
        ],
        room=len(names),
        round_began=clock.now(),
    )
    ago = clock.now() - timedelta(hours=2)
    visit = {"visited_at": ago, "changed_at": ago, "interval": 3600.0, "digest": "a digest"}
    visit |= {"page_date": None, "memory": {}, "etag": None, "last_modified": None, "status": 200}
    done = {"state": "done", "due_at": ago + timedelta(hours=1), "visit": visit}
    await queue.acknowledge([(lease, done) for lease in leases])


def test_what_is_over_the_budget_waits_but_for_listings(
    mongodb_uri: str, database: Documents
) -> None:
    async def test(queue: Queue, clock: ServerClock, make: Callable[[], Revisits]) -> None:
        await _read_all(queue, [*(f"a{n}" for n in range(20)), "listing"], clock)
        # Two of 20, for all workers together: a quarter of a day's, as for a hundred pages.
        await asyncio.gather(make().promote(), make().promote())
        assert await make().promote() == 18
        queued = database["frontier"].find({"state": "queued"})
        assert sorted(row["policy"] for row in queued) == ["article", "article", "listing"]
        # The rest comes with time.
        database["budgets"].update_many(
            {}, [{"$set": {"filled_at": {"$subtract": ["$filled_at", 24 * 3_600_000]}}}]
        )
        assert await make().promote() == 18 - 8

    _run(mongodb_uri, database, test)


def test_visits_add_to_the_pace_that_later_crawls_go_by(
    mongodb_uri: str, database: Documents
) -> None:
    async def test(queue: Queue, clock: ServerClock, make: Callable[[], Revisits]) -> None:
        await _read_all(queue, ["a", "b"], clock)
        revisits = make()
        await revisits.begin()
        assert revisits.paces == {}
        database["frontier"].update_many({}, {"$set": {"state": "queued"}})
        for lease, digest in zip(await queue.lease(2), ("a digest", "another"), strict=True):
            revisits.note(lease, {"visit": {"visited_at": clock.now(), "digest": digest}})
            revisits.note(lease, {"state": "dead"})
        await revisits.write()
        await revisits.write()
        later = make()
        await later.begin()
        [(key, pace)] = later.paces.items()
        assert key == ("article", "")
        assert pace.found == 1
        assert abs(pace.expected - 2 * 2 * 2 / 24) < 0.01
        await later.forget()
        assert database["paces"].count_documents({}) == 0
        assert database["frontier"].count_documents({}) == 0

    _run(mongodb_uri, database, test)
