"""How right it is told who copied whom, and what comparing and asking cost.

Right: on composed stories of which the truth is known (`composed_stories.py`), without a database.
The cost of a story's comparison is measured on articles of such stories; that of the question which
outlets copy which on copies that are made up, few and many in turn in one mongod.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from statistics import mean, median
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection
from scrapy.settings import Settings

from benchmarks.composed_stories import Told, composed_stories
from benchmarks.figures import table
from benchmarks.processor import cpu_seconds
from benchmarks.project_settings import project_settings
from benchmarks.servers import Server, own_mongod
from kznews.mongo.connection import Database, open_database, resolve
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.mongo.values import Fields
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.schema import ARTICLES
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.copying import publications
from kznews.record.stories.pairs import pairs
from kznews.record.stories.schema import COPIES

_NOW = datetime(2026, 4, 12, tzinfo=UTC)
_YEAR = 365 * 24 * 3600  # seconds
_AT_ONCE = 10_000


@dataclass
class Judgement:
    """What came of composed stories."""

    pairs: int = 0
    """Pairs of articles of one story."""
    certain: list[bool] = field(default_factory=list)
    """Of those whose order is told as certain: whether it is right."""
    sources: list[tuple[bool, bool]] = field(default_factory=list)
    """Of each copy: whether it is told as certain which was earlier, and whether the source is
    right."""
    earliest: list[bool] = field(default_factory=list)
    """Of each copy: whether the article with the earliest stated time is its source."""
    namings: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Copies by what they name in truth, and as told; of those whose source is right."""
    off: list[float] = field(default_factory=list)
    """How far the share of words taken over is off; of those whose source is right."""
    firsts: list[tuple[str, bool]] = field(default_factory=list)
    """Of each article that is told to be the first, or perhaps: whether it is."""

    @property
    def order(self) -> float:
        """The share of the orders told as certain that are right."""
        return mean(self.certain)

    @property
    def source(self) -> float:
        """The share of the copies whose source is right."""
        return mean(right for _, right in self.sources)

    @property
    def certain_source(self) -> float:
        """The same of those whose source is told to have been certainly earlier."""
        return mean(right for certain, right in self.sources if certain)

    @property
    def naming(self) -> float:
        """The share of the copies of which it is told right what they name."""
        right = sum(number for (true, told), number in self.namings.items() if true == told)
        return right / self.namings.total()

    @property
    def first(self) -> float:
        """The share right of the articles that are told to be certainly the first."""
        return mean(right for place, right in self.firsts if place == "first")


def judge(stories: Iterable[list[Told]]) -> Judgement:
    """Tell who copied whom, and compare it with the truth."""
    judged = Judgement()
    for story in stories:
        _judge_story(story, judged)
    return judged


def _judge_story(story: list[Told], judged: Judgement) -> None:
    truth = {each.article["_id"]: each for each in story}
    told = publications((each.article for each in story), outlet_named, outlets_in_dateline)
    for one, other in combinations(told, 2):
        judged.pairs += 1
        if one.span.is_before(other.span) or other.span.is_before(one.span):
            is_before = truth[one.id].came_out_at < truth[other.id].came_out_at
            judged.certain.append(is_before == one.span.is_before(other.span))
    naive = min(story, key=lambda each: each.article["published_at"] or each.article["fetched_at"])
    for one in told:
        true = truth[one.id]
        if one.place in {"first", "perhaps first"}:
            judged.firsts.append((one.place, true.source is None))
        if true.source is None:
            continue
        right = one.source is not None and one.source.id == true.source
        judged.sources.append((one.source is not None and one.is_certain, right))
        judged.earliest.append(naive.article["_id"] == true.source)
        if right:
            assert one.takeover is not None
            judged.namings[true.naming, one.naming] += 1
            judged.off.append(abs(one.takeover.share - true.share))


def report(judged: Judgement) -> str:
    """Write it for people."""
    certain = [right for sure, right in judged.sources if sure]
    uncertain = [right for sure, right in judged.sources if not sure]
    perhaps = [right for place, right in judged.firsts if place != "first"]
    wrong = {pair: n for pair, n in judged.namings.items() if pair[0] != pair[1]}
    rows = [
        ("", "number", "right"),
        ("orders told as certain", f"{len(judged.certain)}", f"{judged.order:.3f}"),
        ("  of all pairs", f"{judged.pairs}", ""),
        ("told to be the first", f"{len(judged.firsts) - len(perhaps)}", f"{judged.first:.3f}"),
        ("told to be perhaps the first", f"{len(perhaps)}", f"{mean(perhaps):.3f}"),
        ("sources of copies", f"{len(judged.sources)}", f"{judged.source:.3f}"),
        ("  certainly earlier", f"{len(certain)}", f"{mean(certain):.3f}"),
        ("  perhaps earlier, or none", f"{len(uncertain)}", f"{mean(uncertain):.3f}"),
        (
            "the earliest date of each story",
            f"{len(judged.earliest)}",
            f"{mean(judged.earliest):.3f}",
        ),
        ("what copies name", f"{judged.namings.total()}", f"{judged.naming:.3f}"),
    ]
    off = f"share of words taken over: off by {mean(judged.off):.3f} on average"
    return f"{table(rows)}\n{off}\nnamed, told: {wrong}"


def _articles(number: int, texts: list[list[Told]]) -> Iterator[list[Fields]]:
    """Make articles, each in one story; three of ten stories have several."""
    random, done = Random(3), 0
    while done < number:
        story = random.choice(texts)
        members = story if random.random() < 0.3 else story[:1]
        done += len(members)
        yield [
            each.article
            | {"_id": f"{done:x}-{place}", "url": f"https://x/{done}/{place}"}
            | {"story_id": f"story-{done}"}
            for place, each in enumerate(members)
        ]


async def _comparing(mongod: Server, number: int, texts: list[list[Told]]) -> str:
    settings = Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": "comparing"})
    async with open_database(resolve(settings)) as database:
        await prepare(database, collections_of_crawl(project_settings()))
        stories = [*_articles(number, texts)]
        for start in range(0, len(stories), 500):
            some = [each for story in stories[start : start + 500] for each in story]
            await database[ARTICLES.name].insert_many(some, ordered=False)
        record = CopyRecord(
            database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
        )
        began, cpu, mongods = time.monotonic(), time.process_time(), cpu_seconds(mongod.pid)
        done = sum([each async for each in record.compare()])
        spent = time.monotonic() - began, time.process_time() - cpu
        await database.client.admin.command("fsync")
        stats = await database.command("collStats", COPIES.name)
        copies = stats["count"]
        size = (stats["storageSize"] + stats["totalIndexSize"]) / copies
        return (
            f"{done:,} articles compared, {copies:,} of them of stories with several: "
            f"{1e3 * spent[0] / done:.2f} ms an article, of it {1e3 * spent[1] / done:.2f} ms of "
            f"our processor's time and {1e3 * (cpu_seconds(mongod.pid) - mongods) / done:.2f} ms "
            f"of mongod's; a document of `copies` takes {size:.0f} bytes on disk"
        )


def _fill(address: str, name: str, number: int, documents: list[Fields]) -> None:
    random = Random(3)
    outlets = [f"outlet{place}" for place in range(50)]
    client: MongoClient[dict[str, Any]]
    with MongoClient(address) as client:
        collection: Collection[dict[str, Any]] = client[name][COPIES.name]
        batch: list[Fields] = []
        for place in range(number):
            outlet, source = random.sample(outlets, 2)
            moment = _NOW - timedelta(seconds=_YEAR * (1 - place / number))
            batch.append(
                random.choice(documents)
                | {"_id": f"{random.getrandbits(128):032x}", "appeared_at": moment}
                | {"outlet": outlet, "source_outlet": source, "story_id": f"{place}"}
            )
            if len(batch) == _AT_ONCE or place == number - 1:
                collection.insert_many(batch, ordered=False)
                batch = []


async def _asking(mongod: Server, few: int, many: int, turns: int, example: Database) -> str:
    documents = await example[COPIES.name].find({"source_outlet": {"$ne": None}}).to_list(200)
    rows = [("ms a question", "copies", "of 30 days", "of a year")]
    for number in (few, many):
        name = f"copies_{number}"
        await asyncio.to_thread(_fill, mongod.address, name, number, documents)
        settings = Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": name})
        async with open_database(resolve(settings)) as database:
            await prepare(database, [COPIES])
            spent: list[list[float]] = [[], []]
            for _ in range(turns):
                for place, days in enumerate((30, 366)):
                    began = time.perf_counter()
                    await pairs(database, _NOW - timedelta(days=days), "week")
                    spent[place].append(1e3 * (time.perf_counter() - began))
        month, year = (f"{median(each):.0f}" for each in spent)
        rows.append(("", f"{number:,}", month, year))
    return table(rows)


async def measure(mongod: Server, options: argparse.Namespace) -> None:
    """Measure what comparing costs, then what asking costs."""
    texts = [*composed_stories(60)]
    print(await _comparing(mongod, options.articles, texts), flush=True)
    settings = Settings({"MONGODB_URI": mongod.address, "MONGODB_DATABASE": "comparing"})
    async with open_database(resolve(settings)) as database:
        print(await _asking(mongod, options.few, options.many, options.turns, database))


def main() -> None:
    """Run as `python -m benchmarks.copying`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copying", description=__doc__)
    parser.add_argument("--stories", type=int, default=400, help="composed (%(default)s)")
    parser.add_argument("--articles", type=int, default=10_000, help="compared (%(default)s)")
    parser.add_argument("--few", type=int, default=10_000, help="copies (%(default)s)")
    parser.add_argument("--many", type=int, default=1_000_000, help="copies (%(default)s)")
    parser.add_argument("--turns", type=int, default=5, help="of questions (%(default)s)")
    options = parser.parse_args()
    print(f"{options.stories} composed stories\n{report(judge(composed_stories(options.stories)))}")
    with own_mongod() as mongod:
        asyncio.run(measure(mongod, options))


if __name__ == "__main__":
    main()
