"""What exports take: each format and each table, from a database with as many articles as wanted.

Every export is a process of its own, which opens the database, writes a whole file and ends; so the
peak of its memory is its own. Each twentieth article was edited once, each third is a copy.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection
from scrapy.settings import Settings

from benchmarks.copies import composed_texts
from benchmarks.figures import table
from benchmarks.servers import own_mongod
from kznews.exports.file import whole_file
from kznews.exports.formats import FORMATS, writer_of
from kznews.exports.reading import Wanted, documents
from kznews.exports.rows import rows
from kznews.exports.table import Export
from kznews.exports.tables import TABLES
from kznews.items import Article, Extraction, Image
from kznews.mongo.connection import open_sync_database, resolve
from kznews.mongo.values import Fields, identity
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.record.steps import next_version
from kznews.text.terminal import write_bytes
from kznews.text.timezones import zone

_NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
_DATABASE = "exports"
_LENGTH = 1_500
"""Least number of characters of a text: some 200 words."""
_TEXTS = 500
_STOCK = 5_000
_READ_AFTER = timedelta(minutes=4)
_AT_ONCE = 2_000
_FILES = (*(f"articles{each}" for each in FORMATS), "revisions.xlsx", "stories.xlsx")
_OUTLETS = ("zakon", "tengrinews", "nur", "inform", "kapital", "egemen", "azattyq", "orda")
_GOAL = 300  # seconds for a million rows


@dataclass(frozen=True)
class Cost:
    """What one export took."""

    rows: int
    seconds: float
    processor: float
    """Seconds of the exporting process."""
    memory: int
    """Bytes at the peak."""
    size: int
    """Bytes of the file."""


def articles(number: int) -> Iterator[Fields]:
    """Make documents, the newest first.

    A stock of articles comes again and again, each time with another address, headline, end,
    moments and story.
    """
    random = Random(15)
    # Shuffled, so that no article repeats another's run of sentences.
    sentences = [
        f"{each.strip()}."
        for text in composed_texts(min(_TEXTS, number))
        for each in text.replace("\n\n", " ").split(". ")
    ]
    stock = [
        _stocked(place, _text(sentences, random), random) for place in range(min(_STOCK, number))
    ]
    for place in range(number):
        document = stock[place % len(stock)]
        at = _NOW - timedelta(seconds=30 * place)
        url = f"{document['url']}{place}"
        story = place - place % 3 if place % 3 < 2 else place
        yield document | {
            "_id": identity(url),
            "url": url,
            "title": f"{document['title']} {place}",
            "body": f"{document['body']}\n\n{place}.",
            "story_id": f"20261123083000-{identity(str(story))}",
            **dict.fromkeys(("published_at", "modified_at", "appeared_at"), at),
            **dict.fromkeys(("fetched_at", "first_seen_at", "last_seen_at"), at + _READ_AFTER),
        }


def _stocked(number: int, text: str, random: Random) -> Fields:
    """Make an article; each twentieth was edited."""
    document = _article(number, text, random)
    if number % 20 == 0:
        fields = dict(document, body=document["body"].replace(". ", ", уточнили позже. ", 1))
        fields |= {"fetched_at": document["fetched_at"] + timedelta(hours=2)}
        fields |= {"page": identity(f"{number} later")}
        document |= next_version(document, fields).fields
    return document


def _text(sentences: Sequence[str], random: Random) -> str:
    text = ""
    while len(text) < _LENGTH:
        paragraph = " ".join(random.choices(sentences, k=3))
        text = f"{text}\n\n{paragraph}" if text else paragraph
    return text


def _article(number: int, text: str, random: Random) -> Fields:
    outlet = random.choice(_OUTLETS)
    return article_fields(
        Article(
            url=f"https://{outlet}.kz/news/ulttyk-bank-tenge-bagamyn-zhariyalady-{number}-",
            outlet=outlet,
            title=text[:70].strip(),
            lead=text[:150],
            body=text,
            extraction=Extraction(layout="2025", method="layout"),
            fetched_at=_NOW + _READ_AFTER,
            language="ru" if number % 2 else "kk",
            script="Cyrl",
            published_at=_NOW,
            published_precision="minute",
            published_raw="23 ноября 2026, 13:30",
            published_zone="Asia/Almaty",
            modified_at=_NOW,
            authors=["Айгүл Сәрсенова"],
            tags=["экономика", "Алматы", "тенге"],
            section="Экономика",
            topic="economy",
            kind="news",
            attributed_to=["Ұлттық банк", "пресс-служба МЧС"],
            images=[Image(url=f"https://{outlet}.kz/userdata/{number}.jpeg")],
            page=identity(f"{number}"),
        )
    )


def _fill(uri: str, number: int) -> None:
    client: MongoClient[Fields]
    with MongoClient(uri) as client:
        collection: Collection[Fields] = client[_DATABASE].get_collection(
            ARTICLES.name, write_concern=WriteConcern(1)
        )
        stock = articles(number)
        while batch := list(islice(stock, _AT_ONCE)):
            collection.insert_many(batch, ordered=False)
        collection.create_index([("appeared_at", -1)])
        collection.create_index([("revisions.replaced_at", -1)], sparse=True)


def _export(uri: str, path: Path) -> Cost:
    """Export a table as the command does, in a process of its own."""
    chosen = TABLES[path.stem]
    address = resolve(Settings({"MONGODB_URI": uri, "MONGODB_DATABASE": _DATABASE}))
    began, used = perf_counter(), process_time()
    at = zone("Asia/Almaty")
    export = Export(table=chosen, asked="all", made_at=_NOW, zone=at)
    number = 0
    with open_sync_database(address) as database, whole_file(path) as (file, scratch):
        writer = writer_of(path)(file, export, scratch)
        for row in rows(documents(database, chosen, Wanted(zone=at), _fail), chosen):
            writer.write(row)
            number += 1
        writer.finish()
    return Cost(
        rows=number,
        seconds=perf_counter() - began,
        processor=process_time() - used,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        size=path.stat().st_size,
    )


def _fail(fault: str) -> None:
    raise ValueError(fault)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000, help="number of articles")
    parser.add_argument("--files", default=",".join(_FILES), help="only these, of the same names")
    options = parser.parse_args()
    lines = [("", "rows", "file", "seconds", "processor", "a million rows", "peak of memory")]
    context = multiprocessing.get_context("spawn")
    with own_mongod() as server, TemporaryDirectory(prefix="kznews-benchmark-") as folder:
        began = perf_counter()
        _fill(server.address, options.rows)
        print(f"{options.rows:,} articles are there, after {perf_counter() - began:.0f} s\n")
        for name in options.files.split(","):
            path = Path(folder) / name
            with ProcessPoolExecutor(1, mp_context=context) as pool:
                cost = pool.submit(_export, server.address, path).result()
            path.unlink()
            lines.append(
                (
                    name,
                    f"{cost.rows:,}",
                    write_bytes(cost.size),
                    f"{cost.seconds:.1f}",
                    f"{cost.processor:.1f}",
                    f"{cost.seconds / max(cost.rows, 1) * 1_000_000:.0f} s",
                    write_bytes(cost.memory),
                )
            )
            print(table(lines[-1:]), flush=True)
    print(f"\n{table(lines)}\nGoal: a million rows in at most {_GOAL} s.")


if __name__ == "__main__":
    main()
