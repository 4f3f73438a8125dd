"""How well copies are found, and what finding them costs where few and where many texts are stored.

Recall and precision are of a labelled set (`copies.py`, `series.py`). The cost is of the query for
a text's candidates, on two databases of one mongod in turn, with signatures that are made up: their
bands are like those of real texts in how many of them are shared by chance.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection
from scrapy.settings import Settings

from benchmarks.copies import captured_texts, composed_texts
from benchmarks.figures import percentile, table
from benchmarks.likeness import judge, report
from benchmarks.processor import cpu_seconds
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, own_mongod
from benchmarks.streams import captured_stream, taken_for_copies
from kznews.mongo.connection import Database, open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.record.schema import SIGNATURES
from kznews.record.stories.likeness import Text
from kznews.record.stories.linking import alike, period_of
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words

_GOAL = 1.5
_YEAR = 365 * 24 * 3600  # seconds
_NOW = datetime(2026, 4, 12, tzinfo=UTC)  # the newest signature's moment; queries are of it
_BANDS = 52
_AT_ONCE = 10_000
# Of pairs of unrelated news texts one in two thousand has a band in common, as measured on 82,000
# of two outlets: each text has two that come from pools of so many.
_POOL, _POOLS = 4000, 2
_EACH = 30
"""Of each length of the labelled set: how many are edited, in all ways."""


def _bands(random: Random) -> list[int]:
    shared = [pool * _POOL + random.randrange(_POOL) for pool in range(_POOLS)]
    return [*shared, *(random.getrandbits(53) for _ in range(_BANDS - _POOLS))]


def _signatures(number: int, random: Random) -> Iterator[dict[str, Any]]:
    """Make a year's, in the order of time."""
    for place in range(number):
        id_ = f"{random.getrandbits(128):032x}"
        moment = _NOW - timedelta(seconds=_YEAR * (1 - place / number))
        yield {
            "_id": id_,
            "bands": _bands(random),
            "minima": random.randbytes(256),
            "fetched_at": moment,
            "period": period_of(moment),
            "first_story_id": f"20260401120000-{id_}",
            "linked": True,
        }


def _fill(address: str, name: str, number: int) -> None:
    """Insert, then build the index: thrice as quick as the other way round."""
    random = Random(3)
    client: MongoClient[dict[str, Any]]
    with MongoClient(address) as client:
        quick = WriteConcern(w=1)
        collection: Collection[dict[str, Any]] = client[name].get_collection(
            SIGNATURES.name, write_concern=quick
        )
        batch: list[dict[str, Any]] = []
        for each in _signatures(number, random):
            batch.append(each)
            if len(batch) == _AT_ONCE:
                collection.insert_many(batch, ordered=False)
                batch = []
        if batch:
            collection.insert_many(batch, ordered=False)
        collection.create_indexes(list(SIGNATURES.indexes))


async def _open(stack: AsyncExitStack, mongod: Server, rows: int) -> Database:
    name = f"signatures_{rows}"
    began = time.monotonic()
    await asyncio.to_thread(_fill, mongod.address, name, rows)
    print(f"{rows:,} signatures are there after {time.monotonic() - began:.0f} s", flush=True)
    settings = Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": name})
    database = await stack.enter_async_context(open_database(resolve(settings)))
    await prepare(database, collections_of_crawl(project_settings()))
    return database


class Cost:
    """Of the queries on one database."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.found = 0
        self.cpu = 0.0

    async def ask(self, database: Database, queries: list[list[int]], mongod: int) -> None:
        before = cpu_seconds(mongod)
        for bands in queries:
            began = time.perf_counter()
            cursor = await database[SIGNATURES.name].aggregate(alike(bands, _NOW))
            self.found += len(await cursor.to_list())
            self.seconds.append(time.perf_counter() - began)
        self.cpu += cpu_seconds(mongod) - before


async def measure(mongod: Server, few: int, many: int, turns: int) -> str:
    """Let two databases take turns; tell what a query costs on each."""
    random = Random(5)
    costs = [Cost(), Cost()]
    async with AsyncExitStack() as stack:
        databases = [await _open(stack, mongod, rows) for rows in (few, many)]
        for turn in range(-max(2, turns // 5), turns):
            if turn == 0:  # caches are warm
                costs = [Cost(), Cost()]
            queries = [_bands(random) for _ in range(25)]
            for cost, database in zip(costs, databases, strict=True):
                await cost.ask(database, queries, mongod.pid)
    rows = [("us a query", "median", "p95", "of mongod's cpu", "candidates")]
    for number, cost in zip((few, many), costs, strict=True):
        asked = len(cost.seconds)
        rows.append(
            (
                f"{number:,} signatures",
                f"{1e6 * median(cost.seconds):.0f}",
                f"{1e6 * percentile(cost.seconds, 95):.0f}",
                f"{1e6 * cost.cpu / asked:.0f}",
                f"{cost.found / asked:.1f}",
            )
        )
    ratio = median(costs[1].seconds) / median(costs[0].seconds)
    return f"{table(rows)}\nratio of the medians: {ratio:.2f} (goal: at most {_GOAL})"


def _signing(texts: list[str]) -> str:
    """What a worker's processor does for an article, and for each candidate that it reads."""
    texts = [" ".join(text.split(" ")[:600]) for text in texts if len(text.split(" ")) >= 600]
    texts = texts[:60]
    spent: dict[str, list[float]] = {"sign": [], "read to compare": []}
    for _ in range(3):
        for text in texts:
            began = time.process_time()
            signature(skeleton_words(text))
            signed = time.process_time()
            Text.of(text)
            spent["sign"].append(signed - began)
            spent["read to compare"].append(time.process_time() - signed)
    figures = ", ".join(f"{name} {1e6 * median(each):.0f} us" for name, each in spent.items())
    return f"cpu for a text of 600 words: {figures}"


def main() -> None:
    """Run as `python -m benchmarks.stories`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="signatures (%(default)s)")
    parser.add_argument("--many", type=int, default=1_000_000, help="signatures (%(default)s)")
    parser.add_argument("--turns", type=int, default=20, help="of 25 queries (%(default)s)")
    parser.add_argument("--each", type=int, default=_EACH, help="originals edited (%(default)s)")
    options = parser.parse_args()
    captured = captured_texts()
    for name, texts in (("captured", captured), ("our own", composed_texts(100))):
        if texts:
            print(f"{len(texts)} {name} texts\n{report(judge(texts, each=options.each))}\n")
    if captured:
        stream = captured_stream()
        print(f"of {len(stream)} captured articles taken for copies: {taken_for_copies(stream)}")
        print(f"{_signing(captured)}\n")
    with own_mongod() as mongod:
        print(asyncio.run(measure(mongod, options.few, options.many, options.turns)))


if __name__ == "__main__":
    main()
