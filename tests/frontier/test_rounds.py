"""Who crawls a spider together."""

from __future__ import annotations

import asyncio
from typing import Any

from pymongo.database import Database as SyncDatabase

from kznews.frontier.rounds import Rounds
from tests.record.stores import open_store

Documents = SyncDatabase[dict[str, Any]]


def test_a_round_lasts_from_its_first_workers_start_to_its_last_ones_end(
    mongodb_uri: str, database: Documents
) -> None:
    async def test() -> None:
        async with open_store(mongodb_uri, database.name) as store:
            a, b, c = (Rounds(store, "exclusive", name, lease=30) for name in "abc")
            began, others = await a.join()
            assert others == 0
            assert await b.join() == (began, 1)
            assert await a.leave() == 1
            assert await c.join() == (began, 1)
            assert await c.stay() == 1
            assert await b.leave() == 1
            assert await c.leave() == 0
            later, others = await a.join()
            assert later > began
            assert others == 0

    asyncio.run(test())


def test_a_worker_that_died_counts_no_longer_than_its_lease(
    mongodb_uri: str, database: Documents
) -> None:
    async def test() -> None:
        async with open_store(mongodb_uri, database.name) as store:
            began, _ = await Rounds(store, "exclusive", "dead", lease=0).join()
            later, others = await Rounds(store, "exclusive", "next", lease=30).join()
            assert later > began
            assert others == 0

    asyncio.run(test())


def test_all_who_start_at_once_are_in_one_round(mongodb_uri: str, database: Documents) -> None:
    async def test() -> None:
        async with open_store(mongodb_uri, database.name) as store:
            workers = [Rounds(store, "exclusive", str(n), lease=30) for n in range(8)]
            joined = await asyncio.gather(*(each.join() for each in workers))
            assert len({began for began, _ in joined}) == 1
            assert sorted(others for _, others in joined) == list(range(8))

    asyncio.run(test())


def test_outlets_have_rounds_of_their_own(mongodb_uri: str, database: Documents) -> None:
    async def test() -> None:
        async with open_store(mongodb_uri, database.name) as store:
            await Rounds(store, "exclusive", "a", lease=30).join()
            assert (await Rounds(store, "tengrinews", "b", lease=30).join())[1] == 0

    asyncio.run(test())
