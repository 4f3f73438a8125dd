"""What a crawl's steps, and reading the status, cost where few and where many rows are stored.

Both databases are in one mongod and take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from scrapy.settings import Settings

from benchmarks import growing_frontier, growing_record, growing_status
from benchmarks.costs import HEADINGS, Costs, Part, Step, compared
from benchmarks.figures import table
from benchmarks.growing_crawl import crawl
from benchmarks.growing_frontier import Frontier, hold_back
from benchmarks.growing_record import AT_ONCE, Record
from benchmarks.growing_status import Status
from benchmarks.growth_stock import OF_FRONTIER, STOCKS, Known, Making, fill
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, filling_mongod, kept_or_temporary, own_mongod
from benchmarks.stock import OUTLETS
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
_ROUNDS = _TURNS = 5
USUAL_TURNS = _WARM + _ROUNDS * _TURNS
"""Turns that a database has articles for that are linked."""


def fill_all(
    uri: str, numbers: tuple[int, ...], known: Known, stocks: Mapping[str, Making]
) -> None:
    """Fill one database for each number, two collections at a time; what is there is left.

    `stocks`: how what is filled is made, by what it is.
    """
    began = time.monotonic()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        filling = {
            pool.submit(fill, uri, name_of(number), number, known, what, made): (number, what)
            for number in numbers
            for what, made in stocks.items()
        }
        for done, (number, what) in filling.items():
            done.result()
            print(
                f"{number:,}: {what} are there after {time.monotonic() - began:.0f} s", flush=True
            )


def name_of(number: int) -> str:
    """Name the database that has so many of each."""
    return f"growth_{number}_newsroom"  # else no invented site is crawled into it


@asynccontextmanager
async def parts(mongod: Server, number: int, known: Known) -> AsyncIterator[tuple[Part, ...]]:
    """Open a database that is filled; without anything known only the frontier and the status."""
    address = resolve(
        Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": name_of(number)})
    )
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
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="of turns (%(default)s)")
    parser.add_argument("--turns", type=int, default=_TURNS, help="in a round (%(default)s)")
    parser.add_argument(
        "--frontier", action="store_true", help="fill and measure the frontier and the status only"
    )
    parser.add_argument(
        "--data",
        type=Path,
        help="folder of mongod's that is kept, with rows for further runs; without it nothing is",
    )
    parser.add_argument(
        "--new",
        action="store_true",
        help="lease what was added a moment ago, not what is due for long: all that is held back",
    )
    parser.add_argument(
        "--crawl", action="store_true", help="measure whole crawls instead of single steps"
    )
    parser.add_argument("--fill", action="store_true", help="only fill, into the folder of --data")
    options = parser.parse_args()
    if options.fill and options.data is None:
        parser.error("--fill leaves nothing without --data")
    stocks = OF_FRONTIER if options.frontier else STOCKS
    turns = 0 if options.frontier else _WARM + options.rounds * options.turns
    known = Known.compose(AT_ONCE * turns)
    few, many = options.few, options.many
    with kept_or_temporary(options.data) as data:
        with filling_mongod(data) as uri:
            fill_all(uri, (many, few), known, stocks)
        if options.fill:
            return
        if options.new:
            client: MongoClient[dict[str, Any]]
            with filling_mongod(data) as uri, MongoClient(uri) as client:
                for number in (few, many):
                    hold_back(client[name_of(number)], OUTLETS[0])
        with own_mongod(data) as mongod:
            if options.crawl:
                print(crawl(mongod, (name_of(few), name_of(many)), options.rounds))
            else:
                print(asyncio.run(measure(mongod, few, many, known, options.rounds, options.turns)))


if __name__ == "__main__":
    main()
