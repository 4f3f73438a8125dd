"""What a row of the frontier costs, where there are few rows and where there are many."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from random import Random
from statistics import median

from scrapy.settings import Settings

from benchmarks.figures import percentile, table
from benchmarks.processor import cpu_seconds
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, own_mongod
from benchmarks.stock import OUTLETS, fill, found
from kznews.frontier.queue import Queue
from kznews.frontier.revisit import Policies
from kznews.frontier.rows import Lease, outcome
from kznews.frontier.visit import Visit
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.mongo.values import Fields
from kznews.settings import FRONTIER_ATTEMPTS, FRONTIER_LEASE, REVISIT

_OUTLET = OUTLETS[0]
_POLICIES = Policies.from_setting(REVISIT)
_GOAL = 1.3
# A page's children; half of what a worker holds.
_ADDED = 17
_LEASED = 24
# In a turn: about as many rows are leased as are added.
_ADDITIONS = 10
_LEASES = _ADDITIONS * _ADDED // _LEASED
_STEPS = ("adding", "leasing", "acknowledging", "asking what is known", "looking for work")
_WITH_GOAL = 3


class Cost:
    """Of one step on one database."""

    def __init__(self, mongod: int) -> None:
        self.seconds: list[float] = []
        """A row, as a worker waits for it; a number a call."""
        self.cpu = 0.0
        """Of mongod, for all rows; seconds."""
        self.rows = 0
        self._mongod = mongod

    @contextmanager
    def step(self) -> Iterator[None]:
        """Count what mongod uses within: hundredths of a second, so of several calls."""
        before = cpu_seconds(self._mongod)
        yield
        self.cpu += cpu_seconds(self._mongod) - before

    @contextmanager
    def call(self, rows: int) -> Iterator[None]:
        """Time a call for so many rows."""
        began = time.perf_counter()
        yield
        self.seconds.append((time.perf_counter() - began) / rows)
        self.rows += rows


class Frontier:
    """One database with its rows, and a worker of one of its outlets."""

    def __init__(self, queue: Queue, clock: ServerClock, mongod: int) -> None:
        self._queue = queue
        self._clock = clock
        self._mongod = mongod
        self._random = Random(5)
        self.forget_costs()

    def forget_costs(self) -> None:
        """Begin to measure."""
        self.costs = {name: Cost(self._mongod) for name in _STEPS}

    async def turn(self) -> None:
        """Add, lease and acknowledge some rows, as a crawl does, and ask what else it asks."""
        batches = [[found(self._random, _OUTLET) for _ in range(_ADDED)] for _ in range(_ADDITIONS)]
        began = self._clock.now()
        cost = self.costs["adding"]
        with cost.step():
            for batch in batches:
                with cost.call(_ADDED):
                    await self._queue.add(batch, room=0, round_began=began)
        leased = []
        cost = self.costs["leasing"]
        with cost.step():
            for _ in range(_LEASES):
                with cost.call(_LEASED):
                    leased.append(await self._queue.lease(_LEASED))
        if {len(leases) for leases in leased} != {_LEASED}:
            sys.exit("There is not enough to lease: more rows are needed")
        visited = [[(lease, self._reading(lease)) for lease in leases] for leases in leased]
        cost = self.costs["acknowledging"]
        with cost.step():
            for readings in visited:
                with cost.call(_LEASED):
                    await self._queue.acknowledge(readings)
        cost = self.costs["asking what is known"]
        with cost.step():
            for batch in batches:
                ids = [each.id for each in batch]
                with cost.call(_ADDED):
                    await self._queue.known(ids)
        cost = self.costs["looking for work"]
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


@asynccontextmanager
async def frontier(mongod: Server, rows: int) -> AsyncIterator[Frontier]:
    """Make a frontier with so many rows, most of other outlets."""
    name = f"rows_{rows}"
    began = time.monotonic()
    await asyncio.to_thread(fill, mongod.address, name, rows, Random(3))
    address = resolve(Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": name}))
    async with open_database(address) as database:
        await prepare(database, collections_of_crawl(project_settings()))
        print(f"{rows:,} rows are there after {time.monotonic() - began:.0f} s", flush=True)
        clock = ServerClock(database)
        await clock.read()
        queue = Queue(database, clock, spider=_OUTLET, worker="benchmark", lease=FRONTIER_LEASE)
        yield Frontier(queue, clock, mongod.pid)


async def measure(mongod: Server, few: int, many: int, turns: int) -> list[Frontier]:
    """Let two frontiers take turns."""
    async with frontier(mongod, few) as small, frontier(mongod, many) as large:
        for turn in range(-max(1, turns // 10), turns):
            if turn == 0:  # caches are warm, and what was inserted is on disk
                small.forget_costs()
                large.forget_costs()
            await small.turn()
            await large.turn()
        return [small, large]


def report(small: Frontier, large: Frontier, few: int, many: int) -> str:
    """Tell what a row costs."""
    rows: list[Sequence[str]] = [
        ("us a row", f"{few:,} rows", "p95", f"{many:,} rows", "p95", "ratio", "of mongod's cpu")
    ]
    for name in _STEPS:
        cells, medians, used = [], [], []
        for cost in (small.costs[name], large.costs[name]):
            medians.append(1e6 * median(cost.seconds))
            used.append(1e6 * cost.cpu / cost.rows)
            cells += [f"{medians[-1]:.0f}", f"{1e6 * percentile(cost.seconds, 95):.0f}"]
        cpu = f"{used[0]:.0f} -> {used[1]:.0f}"
        rows.append((name, *cells, f"{medians[1] / medians[0]:.2f}", cpu))
    return (
        f"{table(rows)}\n"
        f"The goal for the first {_WITH_GOAL} is a ratio of at most {_GOAL}. Adding in batches of "
        f"{_ADDED}, leasing and acknowledging of {_LEASED};\nlooking for work is a call, by a "
        "worker that has nothing to do."
    )


def main() -> None:
    """Run as `python -m benchmarks.queue`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queue", description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="rows (%(default)s)")
    parser.add_argument("--many", type=int, default=1_000_000, help="rows (%(default)s)")
    parser.add_argument("--turns", type=int, default=60, help="with each, in turn (%(default)s)")
    options = parser.parse_args()
    with own_mongod() as mongod:
        small, large = asyncio.run(measure(mongod, options.few, options.many, options.turns))
    print(report(small, large, options.few, options.many))


if __name__ == "__main__":
    main()
