"""Revival where others are at the same rows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from kznews.frontier.changes import OperatorChanges
from kznews.mongo.clock import ServerClock
from tests.frontier.sample_frontier import GONE, fill
from tests.record.stores import open_store


def test_a_row_that_somebody_else_has_revived_meanwhile_stays_as_it_is(
    mongodb_uri: str, database: Database[dict[str, Any]]
) -> None:
    async def revive_often() -> list[int]:
        async with open_store(mongodb_uri, database.name) as opened:
            clock = ServerClock(opened)
            await clock.read()
            revivals = await asyncio.gather(
                *(
                    OperatorChanges(opened).revive(
                        ["exclusive"], GONE, now=clock.now() + timedelta(seconds=number)
                    )
                    for number in range(8)
                )
            )
            return [each.revived for each in revivals]

    asyncio.run(fill(mongodb_uri, database.name))
    assert sum(asyncio.run(revive_often())) == len(GONE)
