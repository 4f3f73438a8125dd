"""What a database holds that has been at work for long, as many rows as are wanted, made quickly.

Documents are made up as far as no step that is measured reads them: articles have no text, kept
pages no page. What indexes are made of is as it would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient, WriteConcern
from pymongo.collection import Collection as Stored

from benchmarks.search_texts import articles
from benchmarks.stock import OUTLETS, rows
from benchmarks.templates import Template
from kznews.archive.schema import PAGES
from kznews.frontier.schema import FRONTIER
from kznews.mongo.schema import Collection
from kznews.mongo.values import Fields
from kznews.monitoring.runs import run_fields
from kznews.monitoring.schema import RUNS
from kznews.record.schema import ARTICLES, SIGNATURES
from kznews.record.stories.linking import period_of
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words

_APART = timedelta(days=365) / 1_000_000
"""Between two signatures, and two kept pages: a year has a million. Copies are looked for among
those of some weeks, which are as many then wherever there are 100,000."""
ARTICLES_A_DAY = 250
"""Articles that are published: those of five weeks, which the status counts, are as many wherever
there are 10,000."""
_AT_ONCE = 5_000
_BANDS = 52
_POOL, _POOLS = 4000, 2
"""Of pairs of unrelated news texts one in two thousand has a band in common, as measured on 82,000
of two outlets: each text has two that come from pools of so many."""
_DICTIONARIES = 7
_ROWS_A_RUN = 10
_FORMS = 20_000
"""Forms of words that the texts are made of which are linked."""
_ID, _AT = "0f1e2d3c4b5a69788796a5b4c3d2e1f1", datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
"""Of templates."""
Document = Fields | RawBSONDocument
Stock = tuple[Collection, Iterable[Document]]
Making = Callable[[Random, int, datetime, "Known"], Stock]
"""Makes so many documents of a collection, as they are at a moment."""


@dataclass(frozen=True)
class Known:
    """Articles with texts, to be linked; a part of the signatures shares bands with each."""

    articles: tuple[Fields, ...]
    bands: tuple[tuple[int, ...], ...]

    @classmethod
    def compose(cls, number: int) -> Known:
        """Compose so many."""
        made = tuple(articles(number, seed=17, forms=_FORMS))
        signed = (signature(skeleton_words(each["body"])).bands for each in made)
        return cls(made, tuple(signed))


def fill(uri: str, name: str, number: int, known: Known, what: str, made: Making) -> None:
    """Insert so many documents of a collection, then build its indexes.

    That is quicker than the other way round. Where it has indexes, all of that was done before.
    """
    now = datetime.now(UTC)
    collection, documents = made(Random(f"{what} {number}"), number, now, known)
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        filled: Stored[Document] = client[name].get_collection(
            collection.name, write_concern=WriteConcern(1)
        )
        if len(filled.index_information()) > 1:
            return
        filled.drop()  # what was begun and not ended
        left = iter(documents)
        while batch := list(islice(left, _AT_ONCE)):
            filled.insert_many(batch, ordered=False)
        filled.create_indexes(list(collection.indexes))


def _frontier(random: Random, number: int, now: datetime, known: Known) -> Stock:
    return FRONTIER, rows(random, number, now)


def _signatures(random: Random, number: int, now: datetime, known: Known) -> Stock:
    """Make as many a day wherever there are so many, in the order of time."""

    def shared(pool: int) -> int:
        place = random.randrange(_POOL)
        taken = known.bands[place] if place < len(known.bands) else ()
        return taken[pool] if taken else (pool + 1) * _POOL + place

    def each() -> Iterator[Document]:
        for place in range(number):
            id_ = random.randbytes(16).hex()
            at = now - (number - place) * _APART
            bands = [shared(pool) for pool in range(_POOLS)]
            bands += [random.getrandbits(53) for _ in range(_BANDS - _POOLS)]
            yield {
                "_id": id_,
                "bands": bands,
                "minima": random.randbytes(256),
                "fetched_at": at,
                "period": period_of(at),
                "first_story_id": f"{at:%Y%m%d%H%M%S}-{id_}",
                "linked": True,
            }

    return SIGNATURES, each()


def _articles(random: Random, number: int, now: datetime, known: Known) -> Stock:
    """Make articles without texts, the newest last, as many a day wherever there are so many."""
    templates = [
        Template(
            {
                "_id": _ID,
                "url": f"https://{outlet}.kz/nacbank-obyavil-kurs-tenge-{_ID[:8]}/",
                "outlet": outlet,
                "language": language,
                "aliases": [],
                "page": _ID[::-1],
                "extraction": {"layout": "2025", "method": "layout"},
                "story_id": f"{_AT:%Y%m%d%H%M%S}-{_ID}",
                "presence": "live",
                **dict.fromkeys(("published_at", "appeared_at", "first_seen_at"), _AT),
                **dict.fromkeys(("fetched_at", "last_seen_at", "compared_at"), _AT),
            },
            (_ID, _ID[:8], _ID[::-1], _AT, f"{_AT:%Y%m%d%H%M%S}"),
        )
        for language in ("ru", "ru", "kk")
        for outlet in OUTLETS
    ]

    def each() -> Iterator[Document]:
        for place in range(number):
            id_ = random.randbytes(16).hex()
            at = now - timedelta(days=(number - place) / ARTICLES_A_DAY)
            template = templates[place % len(templates)]
            yield template.with_values(id_, id_[:8], id_[::-1], at, f"{at:%Y%m%d%H%M%S}")

    return ARTICLES, each()


def _pages(random: Random, number: int, now: datetime, known: Known) -> Stock:
    """Make kept pages without their bytes, two articles to a listing, as many a day."""
    data = Random(0).randbytes(32)
    templates = [
        Template(
            {
                "_id": _ID,
                "outlet": outlet,
                "kind": kind,
                "url": f"https://{outlet}.kz/nacbank-obyavil-kurs-tenge-{_ID[:8]}/",
                "status": 200,
                "sightings": [_AT],
                "first_seen_at": _AT,
                "last_seen_at": _AT,
                "size": 13_000,
                "kept_size": 32,
                "data": data,
                "dictionary": f"{outlet}-{dictionary}",
            },
            (_ID, _ID[:8], _AT, data),
        )
        for dictionary in range(_DICTIONARIES)
        for kind in ("listing", "article", "article")
        for outlet in OUTLETS
    ]

    def each() -> Iterator[Document]:
        for place in range(number):
            id_ = random.randbytes(16).hex()
            at = now - (number - place) * _APART
            template = templates[place % len(templates)]
            yield template.with_values(id_, id_[:8], at, random.randbytes(32))

    return PAGES, each()


def _runs(random: Random, number: int, now: datetime, known: Known) -> Stock:
    """Make runs of each outlet, one an hour."""

    def each() -> Iterator[Document]:
        for place in range(max(number // _ROWS_A_RUN, len(OUTLETS))):
            outlet = OUTLETS[place % len(OUTLETS)]
            at = now - timedelta(hours=1 + place // len(OUTLETS))
            ended = at + timedelta(minutes=1)
            yield run_fields(
                outlet,
                {"kznews/pages": 9},
                started_at=at,
                finished_at=ended,
                finish_reason="finished",
                job=None,
            )

    return RUNS, each()


STOCKS = {
    "signatures": _signatures,
    "frontier rows": _frontier,
    "kept pages": _pages,
    "articles": _articles,
    "runs": _runs,
}
"""How each is made, the slowest first."""
OF_FRONTIER = {what: STOCKS[what] for what in ("frontier rows", "runs")}
"""What a frontier and the status need, which tells of no articles then."""
