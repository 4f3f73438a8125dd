"""Articles with texts, and what a crawl stores beside each of them, as many as are wanted.

Texts of 150 to 300 words come from a pool, in turn: MongoDB compresses documents that lie beside
each other, where none is twice. Identities, addresses and moments are each article's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks import exports, search_texts
from benchmarks.growth_stock import ARTICLES_A_DAY, Document, Known, Stock
from benchmarks.stock import OUTLETS
from benchmarks.templates import Template, Value
from benchmarks.tickers import headlines
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, TICKERS
from kznews.record.stories.schema import COPIES
from kznews.record.translations.documents import evidence_document
from kznews.record.translations.schema import TRANSLATION_EVIDENCE

_POOL = 20_000
"""Articles that are composed; one in twenty was edited."""
_HEADLINES = 0.3
"""Headlines of tickers for each article: 300,000 in a year of forty outlets."""
_COPIES = 0.3
"""Articles, for each article, of stories that several told."""
_EARLIER = timedelta(minutes=4)
_READ_AFTER = timedelta(minutes=4)
_EDITED_AFTER = timedelta(hours=2)
_ID, _FORMER_PAGE = "0f1e2d3c4b5a69788796a5b4c3d2e1f1", "9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f"
_AT = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
"""Of templates."""


def _pool(number: int) -> Iterator[Fields]:
    """Make articles with the identity and the moments of templates."""
    composed = search_texts.articles(number, forms=200_000)
    for place, (made, text) in enumerate(zip(exports.articles(number), composed, strict=True)):
        outlet = OUTLETS[place % len(OUTLETS)]
        article = made | {
            "_id": _ID,
            "url": f"https://{outlet}.kz/nacbank-obyavil-kurs-tenge-{_ID[:8]}/",
            "outlet": outlet,
            "language": text["language"],
            "title": text["title"],
            "body": text["body"],
            "page": _ID[::-1],
            "story_id": f"{_AT:%Y%m%d%H%M%S}-{_ID}",
            **dict.fromkeys(("published_at", "modified_at", "appeared_at", "compared_at"), _AT),
            **dict.fromkeys(("fetched_at", "first_seen_at", "last_seen_at"), _AT + _READ_AFTER),
        }
        if article["revisions"]:
            moments = {
                "last_seen_at": _AT + _READ_AFTER,
                "replaced_at": _AT + _EDITED_AFTER,
                "page": _FORMER_PAGE,
            }
            article["revisions"] = [each | moments for each in article["revisions"]]
        yield article


def _values(id_: str, at: datetime) -> tuple[Value, ...]:
    """Give what differs between articles, but for what only those have that were edited."""
    return id_, id_[:8], id_[::-1], f"{at:%Y%m%d%H%M%S}", at, at + _READ_AFTER


def _edited(id_: str, at: datetime) -> tuple[Value, ...]:
    return f"{id_[16:]}{id_[:16]}" if id_ != _ID else _FORMER_PAGE, at + _EDITED_AFTER


def _articles(random: Random, number: int, now: datetime, known: Known) -> Stock:
    templates = []
    for each in _pool(min(_POOL, number)):
        mine = _values(_ID, _AT) + (_edited(_ID, _AT) if each["revisions"] else ())
        templates.append((Template(each, mine), bool(each["revisions"])))

    def each_() -> Iterator[Document]:
        for place, (id_, at) in enumerate(_identities(random, number, now)):
            template, is_edited = templates[place % len(templates)]
            own = _values(id_, at) + (_edited(id_, at) if is_edited else ())
            yield template.with_values(*own)

    return ARTICLES, each_()


def _evidence(random: Random, number: int, now: datetime, known: Known) -> Stock:
    templates = [
        Template(evidence_document(each) | {"linked": True}, (_ID, _AT))
        for each in _pool(min(_POOL, number))
    ]

    def each_() -> Iterator[Document]:
        for place, (id_, at) in enumerate(_identities(random, number, now)):
            yield templates[place % len(templates)].with_values(id_, at)

    return TRANSLATION_EVIDENCE, each_()


def _copies(random: Random, number: int, now: datetime, known: Known) -> Stock:
    """Make what is known of the articles of stories that two outlets told."""
    story, source = f"{_AT:%Y%m%d%H%M%S}-{_FORMER_PAGE}", _ID[::-1]
    first: Fields = {
        "_id": _ID,
        "story_id": story,
        "appeared_at": _AT,
        "not_before": _AT - _EARLIER,
        "not_after": _AT,
        "place": "first",
        **dict.fromkeys(("source_id", "source_outlet", "source_place", "is_certain")),
        **dict.fromkeys(("delay", "least_delay", "most_delay", "common_source")),
        **dict.fromkeys(("taken", "changed", "added", "left_out", "share")),
        "naming": "outside",
        "named_outlets": [],
        "words": 214,
    }
    later = first | {
        "place": "later",
        "source_id": source,
        "source_place": "first",
        "is_certain": True,
        "delay": 2_700,
        "least_delay": 2_640,
        "most_delay": 2_760,
        "taken": 180,
        "changed": 12,
        "added": 34,
        "left_out": 20,
        "share": 0.84,
        "naming": "source",
    }
    values = (_ID, f"{_AT:%Y%m%d%H%M%S}-{_FORMER_PAGE}", _AT, _AT - _EARLIER)
    templates = []
    for place, outlet in enumerate(OUTLETS):
        other = OUTLETS[place - 1]
        templates.append(Template(first | {"outlet": other}, values))
        copied = {"outlet": outlet, "source_outlet": other, "named_outlets": [other]}
        templates.append(Template(later | copied, (*values, source)))

    def each_() -> Iterator[Document]:
        told = id_of_first = ""
        for place, (id_, at) in enumerate(_identities(random, round(number * _COPIES), now)):
            if place % 2 == 0:
                told, id_of_first = f"{at:%Y%m%d%H%M%S}-{id_[::-1]}", id_
            own: tuple[Value, ...] = (id_, told, at, at - _EARLIER)
            if place % 2:
                own = (*own, id_of_first)
            yield templates[place % len(templates)].with_values(*own)

    return COPIES, each_()


def _headlines(random: Random, number: int, now: datetime, known: Known) -> Stock:
    return TICKERS, headlines(random, round(number * _HEADLINES), now)


def _identities(random: Random, number: int, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Give identities and moments, the newest last, as many a day as `growth_stock` has."""
    for place in range(number):
        yield random.randbytes(16).hex(), now - timedelta(days=(number - place) / ARTICLES_A_DAY)


STOCKS = {
    "articles": _articles,
    "evidence of translations": _evidence,
    "headlines": _headlines,
    "copies": _copies,
}
"""What `growth_stock` has without texts, or not at all."""
