"""Rows that workers lease and acknowledge in a second: one, and many on one outlet's queue."""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import AsyncExitStack
from random import Random

from scrapy.settings import Settings

from benchmarks.figures import spread, table
from benchmarks.processor import cpu_seconds
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, own_mongod
from benchmarks.stock import OUTLETS, found
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
# Half of what a worker holds.
_LEASED = 24
_ADDED = 500


class Round:
    """What some workers did."""

    def __init__(self, pace: float, cpu: float, in_vain: float) -> None:
        self.pace = pace
        """Rows a second."""
        self.cpu = cpu
        """Milliseconds of mongod's processor time a row."""
        self.in_vain = in_vain
        """Share of the rows that were read, which another worker took first."""


async def work(queue: Queue, clock: ServerClock, times: int) -> int:
    """Lease and acknowledge so often; give the number of rows."""
    rows = 0
    for _ in range(times):
        leases = await queue.lease(_LEASED)
        await queue.acknowledge([(each, _reading(each, clock)) for each in leases])
        rows += len(leases)
    return rows


def _reading(lease: Lease, clock: ServerClock) -> Fields:
    now = clock.now()
    visit = Visit(lease.id, read_status=200, digest="6b02fef74a3c", page_date=now)
    return outcome(lease, visit, now=now, policies=_POLICIES, most_attempts=FRONTIER_ATTEMPTS)[1]


async def measure(mongod: Server, many: int, times: int, rounds: int) -> dict[int, list[Round]]:
    """Let one worker and many take turns; together they lease as often."""
    settings = Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": "leasing"})
    random = Random(7)
    done: dict[int, list[Round]] = {1: [], many: []}
    async with AsyncExitStack() as stack:
        crew: list[tuple[Queue, ServerClock]] = []
        for number in range(many):
            database = await stack.enter_async_context(open_database(resolve(settings)))
            if not crew:
                await prepare(database, collections_of_crawl(project_settings()))
            clock = ServerClock(database)
            await clock.read()
            name = f"benchmark {number}"
            queue = Queue(database, clock, spider=_OUTLET, worker=name, lease=FRONTIER_LEASE)
            crew.append((queue, clock))
        # Twice as many as are leased, so that nobody comes to the end of them.
        stock = 2 * (rounds + 1) * 2 * times * many * _LEASED
        for _ in range(0, stock, _ADDED):
            batch = [found(random, _OUTLET) for _ in range(_ADDED)]
            await crew[0][0].add(batch, room=0, round_began=crew[0][1].now())
        for turn in range(rounds + 1):
            for number, turns in done.items():
                calls = times * many // number
                used, began = cpu_seconds(mongod.pid), time.monotonic()
                rows = await asyncio.gather(*(work(*each, calls) for each in crew[:number]))
                took = time.monotonic() - began
                used = cpu_seconds(mongod.pid) - used
                read = calls * number * _LEASED
                if turn:  # caches are warm
                    turns.append(
                        Round(sum(rows) / took, 1000 * used / sum(rows), 1 - sum(rows) / read)
                    )
    return done


def main() -> None:
    """Run as `python -m benchmarks.leasing`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leasing", description=__doc__)
    parser.add_argument("--workers", type=int, default=16, help="beside one (%(default)s)")
    parser.add_argument("--times", type=int, default=10, help="each of them leases (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="in turn (%(default)s)")
    options = parser.parse_args()
    with own_mongod() as mongod:
        done = asyncio.run(measure(mongod, options.workers, options.times, options.rounds))
    rows = [("workers", "rows a second", "ms of mongod a row", "read in vain")]
    for number, turns in done.items():
        rows.append(
            (
                str(number),
                spread([each.pace for each in turns], ".0f"),
                spread([each.cpu for each in turns], ".3f"),
                spread([100 * each.in_vain for each in turns], ".1f") + " %",
            )
        )
    print(table(rows))


if __name__ == "__main__":
    main()
