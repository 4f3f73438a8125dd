"""Adding, leasing and acknowledging rows of a frontier, as a worker of one of its outlets does."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from random import Random

from pymongo.database import Database as SyncDatabase

from benchmarks.costs import Costs, Step
from benchmarks.stock import OUTLETS, found
from kznews.frontier.queue import Queue
from kznews.frontier.revisit import Policies
from kznews.frontier.rows import Lease, outcome
from kznews.frontier.schema import FRONTIER
from kznews.frontier.visit import Visit
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.settings import FRONTIER_ATTEMPTS, FRONTIER_LEASE, REVISIT

_OUTLET = OUTLETS[0]
_POLICIES = Policies.from_setting(REVISIT)
_YEARS = timedelta(days=1_000)
# A page's children; half of what a worker holds.
_ADDED = 17
_LEASED = 24
# In a turn: about as many rows are leased as are added.
_ADDITIONS = 10
_LEASES = _ADDITIONS * _ADDED // _LEASED
ADDING, LEASING, ACKNOWLEDGING, KNOWN, LOOKING = STEPS = (
    Step("adding to the frontier", 1.3),
    Step("leasing", 1.3),
    Step("acknowledging", 1.3),
    Step("asking what is known", None),
    Step("looking for work", None),
)


def hold_back(database: SyncDatabase[Fields], spider: str) -> None:
    """Let no row of the stock be due for years, as far as it is due within years."""
    now = datetime.now(UTC)
    soon = {"$lt": now + _YEARS}
    waiting = {"spider": spider, "state": {"$in": ["queued", "done"]}, "due_at": soon}
    database[FRONTIER.name].update_many(waiting, {"$set": {"due_at": now + 2 * _YEARS}})


class Frontier:
    """A worker on one database."""

    def __init__(self, database: Database, clock: ServerClock) -> None:
        self._queue = Queue(
            database, clock, spider=_OUTLET, worker="benchmark", lease=FRONTIER_LEASE
        )
        self._clock = clock
        self._random = Random()  # a folder that is kept has the rows of former runs

    async def turn(self, costs: Costs) -> None:
        """Add, lease and acknowledge some rows, as a crawl does, and ask what else it asks."""
        batches = [[found(self._random, _OUTLET) for _ in range(_ADDED)] for _ in range(_ADDITIONS)]
        began = self._clock.now()
        cost = costs[ADDING.name]
        with cost.step():
            for batch in batches:
                with cost.call(_ADDED):
                    await self._queue.add(batch, room=0, round_began=began)
        leased = []
        cost = costs[LEASING.name]
        with cost.step():
            for _ in range(_LEASES):
                with cost.call(_LEASED):
                    leased.append(await self._queue.lease(_LEASED))
        if {len(leases) for leases in leased} != {_LEASED}:
            sys.exit("There is not enough to lease: more rows are needed")
        visited = [[(lease, self._reading(lease)) for lease in leases] for leases in leased]
        cost = costs[ACKNOWLEDGING.name]
        with cost.step():
            for readings in visited:
                with cost.call(_LEASED):
                    await self._queue.acknowledge(readings)
        cost = costs[KNOWN.name]
        with cost.step():
            for batch in batches:
                ids = [each.id for each in batch]
                with cost.call(_ADDED):
                    await self._queue.known(ids)
        cost = costs[LOOKING.name]
        with cost.step(), cost.call(1):
            await self._queue.reclaim(FRONTIER_ATTEMPTS)
            await self._queue.is_due()
            await self._queue.leased()

    def _reading(self, lease: Lease) -> Fields:
        now = self._clock.now()
        visit = Visit(lease.id, read_status=200, digest="6b02fef74a3c", page_date=now)
        visit.etag, visit.last_modified = '"6b02fef7-4a3c"', "Sun, 22 Nov 2026 14:40:55 GMT"
        return outcome(lease, visit, now=now, policies=_POLICIES, most_attempts=FRONTIER_ATTEMPTS)[
            1
        ]
