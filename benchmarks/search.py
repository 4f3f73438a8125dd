"""How large the index is, how long it takes to build, and how fast and how fresh it answers.

The articles are composed (`search_texts`), stored in a mongod of its own, and indexed by the code
that `scrapy index` runs.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np
from pymongo import WriteConcern

from benchmarks.search_texts import FORMS, LANGUAGES, Texts, articles
from benchmarks.servers import own_mongod
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES
from kznews.search import fields
from kznews.search.documents import document_of_article
from kznews.search.index_folder import IndexFolder
from kznews.search.index_writer import Checkpoint, GenerationWriter
from kznews.search.query import parse
from kznews.search.searching import Searcher, Wanted
from kznews.search.snapshot import Sort
from kznews.search.upkeep import Upkeep

QUESTIONS = 200
_AT_ONCE = 2_000
_FRESH_SECONDS = 60.0
"""Seconds after which a new article that is not found is told as never found."""


def fill(database: SyncDatabase, number: int) -> None:
    """Store composed articles, with the one index that folding copies needs."""
    collection = database.get_collection(ARTICLES.name, write_concern=WriteConcern(1))
    made = articles(number)
    while batch := list(islice(made, _AT_ONCE)):
        collection.insert_many(batch, ordered=False)
    collection.create_index([("story_id", 1), ("appeared_at", 1)])


def questions(number: int, seed: int = 7, forms: int = FORMS) -> Iterator[tuple[str, Wanted]]:
    """Make questions as people ask: words rare and frequent, phrases, filters, alternatives."""
    numbers = np.random.default_rng(seed)
    texts = [Texts(language, forms=forms) for language in LANGUAGES]

    def word(of: Texts) -> str:
        # Nobody searches for the hundred words that each text has.
        place = 100 + int((len(of.words) - 100) ** numbers.random())
        chosen = str(of.words[min(place, len(of.words) - 1)])
        return chosen if len(chosen) > 2 else word(of)

    def frequent(of: Texts) -> str:
        # As often as texts have them, but for those hundred.
        words = dict.fromkeys(of.words[:100].tolist())
        drawn = of.words_of(numbers, 50)
        return next(each for each in drawn if each not in words and each.isalpha())

    for place in range(number):
        of = texts[place % 2]
        one, two, three = word(of), word(of), word(of)
        drawn = [frequent(of), frequent(of), frequent(of)]
        question = [
            one,
            f"{one} {two}",
            f"{one} OR {two}",
            f'"{drawn[0]} {drawn[1]}"',
            f"{one} outlet:tengrinews",
            f"{one} -{two}",
            f"({one} OR {two}) {drawn[2]} language:{of.language}",
            f"{one} after:2026-01-01",
            f"title:{one}",
            f'"{drawn[0]} {drawn[1]}"~5 after:2025-06-01 before:2025-09-01',
            f"{drawn[0]} {drawn[1]} {one}",
            f"{one} {two} OR {three} section:спорт",
        ][place % 12]
        sort: Sort = "newest" if place % 3 == 0 else "relevance"
        yield question, Wanted(sort=sort)


def measured(
    searcher: Searcher, clock: Callable[[], float] = time.perf_counter
) -> list[tuple[float, str, int]]:
    """Ask each question once, and give the milliseconds, the question and how many answer."""
    times = []
    for question, wanted in list(questions(QUESTIONS)):
        begun = clock()
        total = searcher.search(parse(question), wanted).total
        times.append(((clock() - begun) * 1000, question, total))
    return sorted(times)


def checked(number: int) -> None:
    """Fail where a question of the benchmark is none, or the composed texts are not as told."""
    made = list(articles(number, forms=2_000))
    assert len({each["_id"] for each in made}) == number
    assert any(each["story_id"] != each["_id"] for each in made)
    lengths = [len(each["body"].split()) for each in made]
    assert 150 <= min(lengths) <= max(lengths) <= 300
    assert len([parse(question) for question, _ in questions(24, forms=2_000)]) == 24


def freshness(database: SyncDatabase, folder: IndexFolder, upkeep: Upkeep) -> float:
    """Give the seconds from storing an article until it is found, while the index is followed."""
    ended = threading.Event()
    follower = threading.Thread(target=upkeep.follow, args=[ended.is_set])
    follower.start()
    try:
        searcher = Searcher(database, folder)
        [article] = articles(1, seed=99, forms=1_000)
        now = datetime.now(UTC)
        article |= {"title": "Жаңакөкшетаутау", "published_at": now, "appeared_at": now}
        asked = parse("жаңакөкшетаутаудың")
        begun = time.perf_counter()
        database[ARTICLES.name].insert_one(article | {"_id": "f" * 32, "story_id": None})
        while not searcher.count(asked) and time.perf_counter() - begun < _FRESH_SECONDS:
            time.sleep(0.05)
        return time.perf_counter() - begun
    finally:
        ended.set()
        follower.join()


def run(number: int, folder: Path, uri: str) -> None:
    """Measure, and print what was measured."""
    address = Address(uri=uri, database="search", data_dir=folder, timeout=60)
    index = IndexFolder(folder / "index")
    with open_sync_database(address) as database:
        begun = time.perf_counter()
        fill(database, number)
        print(f"{number:,} articles composed and stored in {time.perf_counter() - begun:.0f} s")
        with index.writing(), closing(Upkeep(database, index)) as upkeep:
            begun, worked = time.perf_counter(), time.process_time()
            upkeep.catch_up()
            seconds, processor = time.perf_counter() - begun, time.process_time() - worked
            print(
                f"built in {seconds:.0f} s ({processor / number * 1e6:.0f} µs of processor time an "
                f"article), {index.size() / 1e6:.0f} MB"
            )
            for kind, size in sorted(sizes(index).items(), key=lambda each: -each[1])[:6]:
                print(f"  {kind}: {size / number:.0f} bytes an article")
            print(f"a new article is found after {freshness(database, index, upkeep):.1f} s")
        searcher = Searcher(database, index)
        for _ in range(2):  # the first time, files are read from the disk
            times = measured(searcher)
        tell(times)
        begun = time.perf_counter()
        count = sum(1 for _ in searcher.ids(parse("language:ru OR language:kk")))
        print(f"all {count:,} ids, newest first: {time.perf_counter() - begun:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"memory of this process, at most: {memory:.0f} MB")


class _NothingStored:
    """A database, and its collections, without a document."""

    def __getitem__(self, name: str) -> _NothingStored:
        return self

    def find(self, *_asked: object) -> _NothingStored:
        return self

    def sort(self, *_by: object) -> _NothingStored:
        return self

    def __iter__(self) -> Iterator[Fields]:
        return iter(())


def run_index(number: int, folder: Path) -> None:
    """Measure the index alone, in processor time: also on a machine that others use."""
    index = IndexFolder(folder / "index")
    begun = time.process_time()
    with index.writing():
        generation = index.begin(fields.version())
        writer = GenerationWriter(generation)
        for article in articles(number):
            is_other = article["story_id"] != article["_id"]
            writer.add(document_of_article(article, is_copy=is_other))
        writer.commit(Checkpoint(complete=True))
        writer.close(finish=True)
        index.swap(generation)
    worked = time.process_time() - begun
    print(f"{number:,} articles composed and indexed in {worked:.0f} s of processor time")
    print(f"{index.size() / 1e6:.0f} MB, {index.size() / number:.0f} bytes an article")
    searcher = Searcher(cast(SyncDatabase, _NothingStored()), index)
    for _ in range(2):
        times = measured(searcher, time.thread_time)
    print("Processor time, without what MongoDB takes:")
    tell(times)


def sizes(index: IndexFolder) -> Counter[str]:
    """Give the bytes of the index by kind of file."""
    current = index.generation("current")
    assert current is not None  # it was built just now
    found: Counter[str] = Counter()
    for file in current.path.iterdir():
        found[file.suffix] += file.stat().st_size
    return found


def tell(times: list[tuple[float, str, int]]) -> None:
    """Print how long sorted questions took."""
    taken = [each for each, _, _ in times]
    share = sum(each < 100 for each in taken) / len(taken)
    print(
        f"{len(times)} questions: median {statistics.median(taken):.1f} ms, 95 % within "
        f"{taken[int(len(taken) * 0.95)]:.1f} ms, the slowest {taken[-1]:.1f} ms; "
        f"{share:.0%} within 100 ms"
    )
    for each, question, total in times[-5:]:
        print(f"  {each:.1f} ms: {question} ({total:,} articles)")


def main() -> None:
    """Measure with as many articles as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--without-mongodb", action="store_true")
    options = parser.parse_args()
    number = options.articles
    if options.without_mongodb:
        with TemporaryDirectory(prefix="kznews-search-") as folder:
            run_index(number, Path(folder))
        return
    with TemporaryDirectory(prefix="kznews-search-") as folder, own_mongod() as server:
        run(number, Path(folder), server.address)


if __name__ == "__main__":
    main()
