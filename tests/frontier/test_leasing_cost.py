"""What leasing rows of a real MongoDB costs, alone and beside others."""

from __future__ import annotations

import asyncio

from tests.frontier.opened_frontier import Frontier, Run, add
from tests.frontier.rows import SPIDER


def test_leasing_and_promoting_use_their_indexes(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        await add(frontier.queue(), "a")
        now = frontier.clock.now()
        rows = frontier.database["frontier"]

        due = {"spider": SPIDER, "state": "queued", "due_at": {"$lte": now}}
        order = [("priority", -1), ("due_at", 1)]
        plan = str((await rows.find(due, sort=order, limit=10).explain())["queryPlanner"])
        assert "IXSCAN" in plan
        assert "COLLSCAN" not in plan
        assert "'stage': 'SORT'" not in plan
        # It names its index, so the server refuses it where the index does not fit.
        assert await frontier.queue().promote() == 0

    run(test)


def test_workers_that_lease_at_the_same_moment_read_little_in_vain(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        crew = [frontier.queue(f"worker {number}") for number in range(8)]
        await add(crew[0], *(f"/{number}" for number in range(600)))
        asked = leased = 0
        while leased < 400:
            shares = await asyncio.gather(*(queue.lease(5) for queue in crew))
            asked += 8 * 5
            leased += sum(map(len, shares))
        # If all leased the first rows, one in eight.
        assert leased > 0.3 * asked
        held = [lease.id for queue in crew for lease in await queue.lease(600)]
        # To the last row, by whomever: none is left behind the place where one looks.
        assert leased + len(held) == 600

    run(test)
