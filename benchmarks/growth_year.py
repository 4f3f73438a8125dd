"""What articles and all that belongs to them take on a disk, collection by collection.

Texts have 150 to 300 words, as frequent as in news (`search_texts`); one article in twenty was
edited. What a year takes is reckoned from these: documents and indexes grow in proportion.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection as Stored
from pymongo.database import Database as SyncDatabase

from benchmarks import exports, search_texts
from benchmarks.figures import table
from benchmarks.growth_stock import Known, fill
from benchmarks.servers import own_mongod
from benchmarks.tickers import headlines
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, TICKERS
from kznews.record.translations.documents import evidence_document
from kznews.record.translations.schema import TRANSLATION_EVIDENCE

_DATABASE = "growth_year"
_YEAR = 1_000_000
"""Articles of a year that the figures are reckoned for."""
_HEADLINES = 0.3
"""Headlines of tickers for each article: 300,000 in a year of forty outlets."""
_AT_ONCE = 2_000


def _articles(number: int) -> Iterator[Fields]:
    composed = search_texts.articles(number, forms=200_000)
    for document, text in zip(exports.articles(number), composed, strict=True):
        yield document | {"title": text["title"], "body": text["body"]}


def _fill(uri: str, number: int) -> None:
    nothing = Known((), ())
    for what in ("signatures", "frontier rows", "kept pages", "runs"):
        fill(uri, _DATABASE, number, nothing, what)
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        stored: dict[str, Stored[Fields]] = {
            each.name: client[_DATABASE].get_collection(each.name, write_concern=WriteConcern(1))
            for each in (ARTICLES, TRANSLATION_EVIDENCE, TICKERS)
        }
        made = _articles(number)
        while batch := list(islice(made, _AT_ONCE)):
            stored[ARTICLES.name].insert_many(batch, ordered=False)
            evidence = [evidence_document(each) | {"linked": True} for each in batch]
            stored[TRANSLATION_EVIDENCE.name].insert_many(evidence, ordered=False)
        shown = headlines(Random(21), round(number * _HEADLINES), datetime.now(UTC))
        while batch := list(islice(shown, _AT_ONCE)):
            stored[TICKERS.name].insert_many(batch, ordered=False)
        for each in (ARTICLES, TRANSLATION_EVIDENCE, TICKERS):
            stored[each.name].create_indexes(list(each.indexes))


def _told(uri: str, number: int) -> str:
    """Tell what each collection takes, after a checkpoint, and what a year's would."""
    client: MongoClient[dict[str, Any]]
    headings = ("", "documents", "bytes each", "on disk each", "indexes each")
    lines: list[Sequence[str]] = [(*headings, f"GB of {_YEAR:,} articles", "of it indexes")]
    disk = indexes = 0.0
    with MongoClient(uri) as client:
        client.admin.command("fsync")
        database: SyncDatabase[Fields] = client[_DATABASE]
        for name in sorted(database.list_collection_names()):
            size = database.command("collStats", name)
            year = _YEAR / number / 1e9
            disk += year * (size["storageSize"] + size["totalIndexSize"])
            indexes += year * size["totalIndexSize"]
            each = [
                size[what] / size["count"] for what in ("size", "storageSize", "totalIndexSize")
            ]
            lines.append(
                (
                    name,
                    f"{size['count']:,}",
                    *(f"{bytes_:,.0f}" for bytes_ in each),
                    f"{year * (size['storageSize'] + size['totalIndexSize']):.2f}",
                    f"{year * size['totalIndexSize']:.2f}",
                )
            )
    return f"{table(lines)}\nAll: {disk:.2f} GB, of it {indexes:.2f} GB of indexes."


def main() -> None:
    """Run as `python -m benchmarks.growth_year`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth_year", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="stored (%(default)s)")
    options = parser.parse_args()
    began = time.monotonic()
    with own_mongod() as mongod:
        _fill(mongod.address, options.articles)
        print(f"{options.articles:,} articles are there after {time.monotonic() - began:.0f} s")
        print(_told(mongod.address, options.articles))


if __name__ == "__main__":
    main()
