"""What a crawl's steps, and reading the status, cost where few and where many rows are stored.

Both databases are in one mongod and take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from scrapy.settings import Settings

from benchmarks import growing_frontier, growing_record, growing_status
from benchmarks.costs import HEADINGS, Costs, Part, Step, compared
from benchmarks.figures import table
from benchmarks.growing_frontier import Frontier
from benchmarks.growing_record import AT_ONCE, Record
from benchmarks.growing_status import Status
from benchmarks.growth_stock import OF_FRONTIER, WHAT, Known, fill
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, own_mongod
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare

STEPS: tuple[Step, ...] = (
    *growing_frontier.STEPS,
    *growing_status.STEPS,
    *growing_record.STEPS,
)
_WARM = 2
"""Turns before what is measured: caches are warm then."""


def fill_all(
    mongod: Server, numbers: tuple[int, ...], known: Known, whats: tuple[str, ...]
) -> None:
    """Fill one database for each number, two collections at a time."""
    began = time.monotonic()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        filling = {
            pool.submit(fill, mongod.address, _name(number), number, known, what): (number, what)
            for number in numbers
            for what in whats
        }
        for done, (number, what) in filling.items():
            done.result()
            print(
                f"{number:,}: {what} are there after {time.monotonic() - began:.0f} s", flush=True
            )


def _name(number: int) -> str:
    return f"growth_{number}"


@asynccontextmanager
async def parts(mongod: Server, number: int, known: Known) -> AsyncIterator[tuple[Part, ...]]:
    """Open a database that is filled; without anything known only the frontier and the status."""
    address = resolve(Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": _name(number)}))
    async with open_database(address) as database:
        await prepare(database, collections_of_crawl(project_settings()))
        clock = ServerClock(database)
        await clock.read()
        now = datetime.now(UTC).replace(microsecond=0)
        frontier = (Frontier(database, clock), Status(database))
        yield (*frontier, Record(database, known, now)) if known.articles else frontier


async def measure(
    mongod: Server, few: int, many: int, known: Known, rounds: int, turns: int
) -> str:
    """Let two databases take turns; tell what each step costs on either."""
    steps = STEPS if known.articles else (*growing_frontier.STEPS, *growing_status.STEPS)
    names = [step.name for step in steps]
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(parts(mongod, each, known)) for each in (few, many)
        ]
        costs = [Costs(mongod.pid, names) for _ in opened]
        for turn in range(-_WARM, rounds * turns):
            if turn == 0:
                costs = [Costs(mongod.pid, names) for _ in opened]
            if turn <= 0 or turn % turns == 0:
                for each in costs:
                    each.begin_round()
            for cost, database in zip(costs, opened, strict=True):
                for part in database:
                    await part.turn(cost)
    lines = [compared(step, *(each[step.name] for each in costs)) for step in steps]
    return (
        f"few: {few:,} rows, many: {many:,}\n{table([HEADINGS, *lines])}\n"
        "Medians of all calls; the ratio's extremes are those of single rounds. What has a goal "
        "may cost at most so many times as much."
    )


def main() -> None:
    """Run as `python -m benchmarks.growth`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="rows (%(default)s)")
    parser.add_argument("--many", type=int, default=3_000_000, help="rows (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="of turns (%(default)s)")
    parser.add_argument("--turns", type=int, default=5, help="in a round (%(default)s)")
    parser.add_argument(
        "--frontier", action="store_true", help="fill and measure the frontier and the status only"
    )
    options = parser.parse_args()
    whats, composed = (OF_FRONTIER, 0) if options.frontier else (WHAT, AT_ONCE)
    known = Known.compose(composed * (_WARM + options.rounds * options.turns))
    with own_mongod() as mongod:
        fill_all(mongod, (options.many, options.few), known, whats)
        print(
            asyncio.run(
                measure(mongod, options.few, options.many, known, options.rounds, options.turns)
            )
        )


if __name__ == "__main__":
    main()
