"""What the former versions of articles take, beside what they would take as whole documents.

The texts are those of captured articles where these are present, else the newsroom's prose; each is
edited as outlets edit, in the shares that `EDITS` says. The same articles are stored thrice in one
mongod: as last published, with their former versions, and with each former version as a document.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import bson
from pymongo import MongoClient
from pymongo.collection import Collection

from benchmarks.copies import captured_texts, composed_texts
from benchmarks.figures import percentile, table
from benchmarks.servers import own_mongod
from kznews.items import Article, Extraction, Image
from kznews.mongo.values import Fields, identity
from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from kznews.record.steps import next_version

_NOW = datetime(2026, 4, 12, 8, 30, tzinfo=UTC)
_YEAR = 365 * 5_000  # articles of forty outlets
_EDITED = 0.1
"""Share of articles that are edited after they were first seen: a guess, told with the figures."""
_SENTENCE = "Позже уточнили, что работы завершат до конца недели, а улицу откроют раньше."
_NEW = f"{_SENTENCE} Жителей просят следить за сообщениями акимата и пользоваться объездом."

Edit = Callable[[Fields, Random], None]


def _paragraph(fields: Fields, random: Random, change: Callable[[str], str | None]) -> None:
    paragraphs = fields["body"].split("\n\n")
    place = random.randrange(len(paragraphs))
    changed = change(paragraphs[place])
    paragraphs[place : place + 1] = (
        [] if changed is None and len(paragraphs) > 1 else [changed or paragraphs[place]]
    )
    fields["body"] = "\n\n".join(paragraphs)


def _correct(fields: Fields, random: Random) -> None:
    """Change a word of a paragraph."""

    def change(paragraph: str) -> str:
        words = paragraph.split(" ")
        words[random.randrange(len(words))] = f"{random.randrange(1000)}"
        return " ".join(words)

    _paragraph(fields, random, change)


def _add(fields: Fields, random: Random) -> None:
    """Put in a paragraph, at the end more often than not."""
    paragraphs = fields["body"].split("\n\n")
    place = len(paragraphs) if random.random() < 0.7 else random.randrange(len(paragraphs))
    paragraphs.insert(place, f"{_NEW} {random.randrange(1000)}.")
    fields["body"] = "\n\n".join(paragraphs)


def _append(fields: Fields, random: Random) -> None:
    _paragraph(fields, random, lambda paragraph: f"{paragraph} {_SENTENCE}")


def _rewrite(fields: Fields, random: Random) -> None:
    """Change every third word of a paragraph."""

    def change(paragraph: str) -> str:
        words = paragraph.split(" ")
        return " ".join(word if place % 3 else word[::-1] for place, word in enumerate(words))

    _paragraph(fields, random, change)


def _cut(fields: Fields, random: Random) -> None:
    _paragraph(fields, random, lambda _: None)


def _retitle(fields: Fields, random: Random) -> None:
    fields["title"] = f"{fields['title'][: random.randrange(20, 60)]}: что известно"


def _picture(fields: Fields, random: Random) -> None:
    fields["images"] = [
        {"url": f"https://a.kz/{random.random()}.jpg", "caption": None, "credit": None}
    ]


EDITS: tuple[tuple[int, Edit], ...] = (
    (30, _correct),
    (20, _add),
    (15, _retitle),
    (12, _append),
    (10, _rewrite),
    (8, _cut),
    (5, _picture),
)
"""Of a hundred edits, how many are of which kind; every fourth is of two kinds."""


@dataclass(frozen=True)
class Sample:
    """An article with its former versions."""

    document: Fields
    former: tuple[Fields, ...]
    """The documents that it was, before."""

    @property
    def stored(self) -> int:
        """Bytes that the former versions take in the article's document."""
        return len(bson.encode({"revisions": self.document["revisions"]}))

    @property
    def texts(self) -> int:
        """Bytes of their full texts."""
        names = ("title", "lead", "body")
        return sum(len((each[n] or "").encode()) for each in self.former for n in names)


def samples(texts: list[str], random: Random) -> list[Sample]:
    """Edit each text once, twice or three times."""
    found = []
    for number, text in enumerate(texts):
        document = _first(number, text)
        former: list[Fields] = []
        for edit in range(random.choice((1, 1, 2, 3))):
            at = document["fetched_at"] + timedelta(hours=edit + 1)
            fetched = document | {"fetched_at": at, "page": identity(f"{number} {edit}")}
            for _ in range(random.choice((1, 1, 1, 2))):
                [change] = random.choices(
                    [each for _, each in EDITS], [share for share, _ in EDITS]
                )
                change(fetched, random)
            step = next_version(document, fetched)
            if step.outcome == "changed":
                former.append(document)
            document = document | step.fields
        if former:
            assert [each.fields["body"] for each in versions_of(document)][:-1] == [
                each["body"] for each in former
            ]
            found.append(Sample(document, tuple(former)))
    return found


def _first(number: int, text: str) -> Fields:
    opening = text.partition("\n\n")[0]
    return article_fields(
        Article(
            url=f"https://a.kz/news/{number}/",
            outlet="a",
            title=opening[:90],
            lead=opening[:150],
            body=text,
            extraction=Extraction(layout="2025", method="layout"),
            fetched_at=_NOW,
            published_at=_NOW,
            published_precision="minute",
            published_raw="12 апреля 2026, 13:30",
            published_zone="Asia/Almaty",
            modified_at=_NOW,
            authors=["Редакция"],
            tags=["общество", "Алматы"],
            section="Новости",
            images=[Image(url=f"https://a.kz/{number}.jpg")],
            page=identity(f"{number}"),
        )
    )


def _on_disk(address: str, documents: dict[str, list[Fields]]) -> dict[str, int]:
    """Store them, and give the bytes that each collection takes."""
    client: MongoClient[dict[str, Any]]
    sizes = {}
    with MongoClient(address) as client:
        for name, rows in documents.items():
            collection: Collection[Fields] = client["edits"][name]
            collection.insert_many(rows)
        client.admin.command("fsync")
        for name in documents:
            sizes[name] = client["edits"].command("collStats", name)["storageSize"]
    return sizes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=20, help="how often each text is edited")
    parser.add_argument("--prose", action="store_true", help="the newsroom's prose, not captures")
    options = parser.parse_args()
    texts = (not options.prose and captured_texts()) or composed_texts(200)
    random = Random(14)
    found = [each for _ in range(options.copies) for each in samples(texts, random)]
    shares = [100 * each.stored / each.texts for each in found]
    stored, full = sum(each.stored for each in found), sum(each.texts for each in found)
    versions = sum(len(each.former) for each in found)
    print(
        f"{len(found):,} edited articles, {versions:,} former versions, of "
        f"{full / versions:,.0f} bytes of text each\n"
        f"revisions: {stored / versions:,.0f} bytes a version, {100 * stored / full:.1f} % of the "
        f"full texts' bytes; by article: median {median(shares):.1f} %, "
        f"95 of 100 below {percentile(shares, 95):.1f} %\n"
    )
    for number, each in enumerate(found):
        each.document["_id"] = identity(f"{number}")
    with own_mongod() as server:
        sizes = _on_disk(
            server.address,
            {
                "alone": [each.document | {"revisions": None} for each in found],
                "with": [each.document for each in found],
                "whole": [
                    {name: value for name, value in former.items() if name != "_id"}
                    for each in found
                    for former in each.former
                ],
            },
        )
    more = sizes["with"] - sizes["alone"]
    rows = [
        ("on disk, as MongoDB compresses", "bytes a version", "of whole documents"),
        (
            "former versions in their articles",
            f"{more / versions:,.0f}",
            f"{more / sizes['whole']:.1%}",
        ),
        ("former versions as documents", f"{sizes['whole'] / versions:,.0f}", "100.0%"),
    ]
    print(table(rows))
    per_article = versions / len(found)
    a_year = _YEAR * _EDITED * per_article
    print(
        f"\nA year of forty outlets: {_YEAR:,} articles; if {_EDITED:.0%} of them are edited, "
        f"{per_article:.1f} times each, {a_year:,.0f} former versions: "
        f"{a_year * more / versions / 1e6:,.0f} MB on disk, "
        f"{a_year * sizes['whole'] / versions / 1e6:,.0f} MB as whole documents"
    )


if __name__ == "__main__":
    main()
