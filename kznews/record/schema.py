"""What outlets published, and what was made of it: the collections of items."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.items import Article, MissReason, Rate, Ticker
from kznews.mongo.schema import (
    COUNT,
    CURRENCY,
    DAY,
    MOMENT,
    POSITIVE,
    STRING,
    STRINGS,
    WORDS,
    Collection,
    Schema,
    object_of,
    one_of,
    one_of_or_null,
    or_null,
)
from kznews.record.absences import SIGNS_KEPT, Presence
from kznews.record.edits import EditKind
from kznews.record.migrations import (
    intervals_in_tickers,
    kind_instead_of_is_advertising,
    revisions_in_articles,
)
from kznews.record.stories.schema import COPIES
from kznews.record.translations.schema import TRANSLATION_EVIDENCE, TRANSLATIONS

_KINDS: dict[Any, Schema] = {
    str: WORDS,
    int: POSITIVE,
    bool: {"bsonType": "bool"},
    datetime: MOMENT,
    date: DAY,
    Decimal: {"bsonType": "decimal", "minimum": 0, "exclusiveMinimum": True},
}


def properties_of(kind: type) -> dict[str, Schema]:
    """Give the schema of each field of an item class, from the types in `kznews.items`."""
    return {name: _schema_of(hint) for name, hint in get_type_hints(kind).items()}


def _schema_of(hint: Any) -> Schema:
    """Give the schema of a type. Raises KeyError for one that no item has."""
    if is_dataclass(hint) and isinstance(hint, type):
        return object_of(properties_of(hint))
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        return one_of(hint)
    if get_origin(hint) is list:
        return {"bsonType": "array", "items": _schema_of(parts[0])}
    if NoneType in parts:
        [present] = [each for each in parts if each is not NoneType]
        is_choice = get_origin(present) is Literal
        return one_of_or_null(present) if is_choice else or_null(_schema_of(present))
    return _KINDS[hint]


_ARTICLE = properties_of(Article)
# A former version of an article, and how it was edited (`record.history`).
_REVISION = object_of(
    {
        # It was first seen when the one before it was replaced.
        "last_seen_at": MOMENT,
        # When the next version was first seen.
        "replaced_at": MOMENT,
        "page": or_null(WORDS),
        # Of the edit that led to the next version.
        "kinds": {"bsonType": "array", "items": one_of(EditKind), "minItems": 1},
        # Its text was changed, and `modified_at` does not say so; null where that cannot be told.
        "silent": {"bsonType": ["bool", "null"]},
        # When another `modified_at` was first seen.
        "told_at": or_null(MOMENT),
        # What it says otherwise than the next version; of `body`, a patch (`record.patches`).
        "former": {"bsonType": "object"},
    }
)
# A time in which an article was not at its address (`record.absences`).
_ABSENCE = object_of(
    {
        # When the article was last seen before, and when it was first missed.
        "last_seen_at": MOMENT,
        "missed_at": MOMENT,
        # When it was missed again; the first ones and the last.
        "missed_again_at": {"bsonType": "array", "items": MOMENT},
        # The miss by which it is known to be gone; null: it is only missing.
        "confirmed_at": or_null(MOMENT),
        # When it was there again; null: it was not.
        "returned_at": or_null(MOMENT),
        # Of the first miss: what showed it, the status of the answer, the page kept of it.
        "reason": one_of(MissReason),
        "status": POSITIVE,
        "page": or_null(WORDS),
    }
)
# When a kept page was read again, and by which version of kznews; null: as the crawl read it.
_REREAD = {"reread_at": or_null(MOMENT), "reread_by": or_null(WORDS)}
_SEEN = {"first_seen_at": MOMENT, "last_seen_at": MOMENT}


def _without_seen_at(kind: type) -> dict[str, Schema]:
    return {name: schema for name, schema in properties_of(kind).items() if name != "seen_at"}


def _intervals_of(sighting: dict[str, Schema]) -> Schema:
    """Give the schema of a lifetime (`record.lifetimes`), from that of a sighting's fields."""
    return {
        "bsonType": "array",
        "minItems": 1,
        "items": object_of(
            {
                "first_seen_at": MOMENT,
                "last_seen_at": MOMENT,
                "missed_at": or_null(MOMENT),
                "until": MOMENT,
                "sightings": {
                    "bsonType": "array",
                    "minItems": 1,
                    "items": object_of({"seen_at": MOMENT} | sighting),
                },
            }
        ),
    }


# When a page last did not show what it showed before; null: none has yet.
_MISSED = {"missed_at": or_null(MOMENT)}
# Grows with each write: what was decided on an older state is decided anew.
_WRITE_NUMBER = {"write_number": or_null(COUNT)}

# Whether something was read from a kept page.
_OF_A_PAGE = IndexModel(
    [("page", ASCENDING)], name="of_a_page", partialFilterExpression={"page": {"$type": "string"}}
)

TO_COMPARE = "to_compare"
"""Name of the index of articles that are to be compared with the others of their stories."""

ARTICLES = Collection(
    "articles",
    _ARTICLE
    | {
        "aliases": STRINGS | {"uniqueItems": True},
        # The `_id`s that it had at addresses that it left (`record.moves`); null: none.
        "former_ids": {"bsonType": ["array", "null"], "items": WORDS, "uniqueItems": True},
        "first_seen_at": MOMENT,
        # When it was last seen so: fetched, or said by the server to be unchanged.
        "last_seen_at": or_null(MOMENT),
        # Its former versions, the oldest first; null: none was seen.
        "revisions": {"bsonType": ["array", "null"], "items": _REVISION},
        # When it was not at its address, the oldest first; null: it never was missed.
        "absences": {"bsonType": ["array", "null"], "items": _ABSENCE},
        # By the last of these; null: live.
        "presence": one_of_or_null(Presence),
        # The latest moment at which it can have come out (`record.documents.appeared_at`).
        "appeared_at": MOMENT,
        # One for all articles that tell the same text (`stories`); null while that is unknown.
        "story_id": or_null(WORDS),
        # When it was last compared with the others of its story (`stories.copies`); null: it is to
        # be, since it is new, or something changed.
        "compared_at": or_null(MOMENT),
    }
    | _WRITE_NUMBER
    | _REREAD,
    (
        # A story's copies in order; what has no story yet.
        IndexModel([("story_id", ASCENDING), ("appeared_at", ASCENDING)]),
        # What is to be compared with the others of its story.
        IndexModel(
            [("appeared_at", DESCENDING)],
            name=TO_COMPARE,
            partialFilterExpression={"compared_at": None},
        ),
        # The stories of a week.
        IndexModel([("appeared_at", DESCENDING)]),
        # An outlet's, or everybody's, newest; a day, a month.
        IndexModel([("outlet", ASCENDING), ("published_at", DESCENDING)]),
        IndexModel([("published_at", DESCENDING)]),
        # An outlet's that state no date: by when they were found.
        IndexModel(
            [("outlet", ASCENDING), ("first_seen_at", DESCENDING)],
            name="undated",
            partialFilterExpression={"published_at": None},
        ),
        # An outlet's that no layout read, the last first: layouts are induced from their pages.
        IndexModel(
            [("outlet", ASCENDING), ("fetched_at", DESCENDING)],
            name="without_layout",
            partialFilterExpression={"extraction.layout": None},
        ),
        # All that is Kazakh, newest first.
        IndexModel([("language", ASCENDING), ("published_at", DESCENDING)]),
        # What came in since the last look; what has long not been looked at.
        IndexModel([("fetched_at", DESCENDING)]),
        # Which article stands, or stood, at an address.
        IndexModel([("url", ASCENDING)]),
        IndexModel([("aliases", ASCENDING)]),
        # Which article an address of a page names that was given away before the article moved.
        IndexModel(
            [("former_ids", ASCENDING)],
            name="of_a_former_id",
            partialFilterExpression={"former_ids": {"$type": "string"}},
        ),
        _OF_A_PAGE,
        IndexModel([("revisions.page", ASCENDING)], sparse=True),
        # The latest edits; those of a kind.
        IndexModel([("revisions.replaced_at", DESCENDING)], sparse=True),
        IndexModel(
            [("revisions.kinds", ASCENDING), ("revisions.replaced_at", DESCENDING)], sparse=True
        ),
        # What was taken down, the latest first; what was first missed at a time.
        IndexModel([("absences.confirmed_at", DESCENDING)], sparse=True),
        IndexModel([("absences.missed_at", DESCENDING)], sparse=True),
        # An outlet's that are missing, and may be confirmed to be gone.
        IndexModel(
            [("outlet", ASCENDING)],
            name="missing",
            partialFilterExpression={"presence": "missing"},
        ),
    ),
    migrations=(kind_instead_of_is_advertising, revisions_in_articles),
    # `scrapy search` found what it did not, and each corrected article cost mongod 38 ms for it.
    former_indexes=("full_text",),
)


BOILERPLATE = Collection(
    # `_id` is the outlet, a colon and 64 bits in hex: a paragraph, its numbers and marks aside.
    "boilerplate",
    {
        "outlet": WORDS,
        # As it stood in the first of the articles.
        "text": WORDS,
        # The articles that it stands in, each once: the evidence, 100 at most.
        "sightings": {
            "bsonType": "array",
            "items": object_of(
                {
                    "article_id": WORDS,
                    "day": or_null(DAY),
                    "section": or_null(STRING),
                    # Names the longest other paragraph of the article.
                    "beside": or_null(WORDS),
                }
            ),
        },
        "first_seen_at": MOMENT,
        # Null while it is only watched.
        "learnt_at": or_null(MOMENT),
        # Of the outlet's articles since the first, when it was learnt.
        "share": {"bsonType": ["double", "int", "null"]},
        # For operators to set: it stays in the articles, whatever was learnt.
        "kept_by_operator": {"bsonType": "bool"},
    },
    # What is known of an outlet.
    (IndexModel([("outlet", ASCENDING), ("learnt_at", DESCENDING)]),),
)

TICKERS = Collection(
    "tickers",
    _without_seen_at(Ticker)
    | _SEEN
    | _MISSED
    | _WRITE_NUMBER
    | {
        "intervals": _intervals_of({"page_url": or_null(WORDS), "position": or_null(POSITIVE)}),
        # One of them is longer than a week.
        "is_long": {"bsonType": ["bool", "null"]},
    },
    (
        # What an outlet pushed last.
        IndexModel([("outlet", ASCENDING), ("last_seen_at", DESCENDING)]),
        # What a page of the outlet may have missed.
        IndexModel([("outlet", ASCENDING), ("missed_at", ASCENDING), ("first_seen_at", ASCENDING)]),
        # What was pushed at a moment, on a day.
        IndexModel([("intervals.until", ASCENDING), ("intervals.first_seen_at", ASCENDING)]),
        # The few that ended long after, or never.
        IndexModel(
            [("intervals.first_seen_at", ASCENDING), ("intervals.until", ASCENDING)],
            name="long",
            partialFilterExpression={"is_long": True},
        ),
    ),
    migrations=(intervals_in_tickers,),
)

RATES = Collection(
    "rates",
    _without_seen_at(Rate)
    | {
        "pair": {"bsonType": "string", "pattern": "^[A-Z]{3}/[A-Z]{3}$"},
        "base": CURRENCY,
        "quote": CURRENCY,
        # Null where it states a day: it is of that day; and of an older version of kznews.
        "intervals": or_null(_intervals_of({})),
    }
    | _SEEN
    | _MISSED
    | _WRITE_NUMBER,
    (
        # A currency's history; its rate on a day.
        IndexModel([("pair", ASCENDING), ("kind", ASCENDING), ("valid_on", DESCENDING)]),
        # What an outlet states now.
        IndexModel([("outlet", ASCENDING), ("last_seen_at", DESCENDING)]),
        # Which values of a strip another one may have ended.
        IndexModel(
            [("outlet", ASCENDING), ("missed_at", ASCENDING), ("first_seen_at", ASCENDING)],
            name="of_strips",
            partialFilterExpression={"valid_on": None},
        ),
    ),
)

REJECTED = Collection(
    "rejected",
    {
        "url": STRING,
        "outlet": STRING,
        "reason": WORDS,
        # Its fields as they were, where there was an item: nothing is known of their shape.
        "item": {"bsonType": ["object", "null"]},
    }
    | _SEEN,
    (IndexModel([("outlet", ASCENDING), ("last_seen_at", DESCENDING)]),),
)

SIGNATURES = Collection(
    # `_id` is the article's: what its text is found by when a copy comes in (`stories.signature`).
    "signatures",
    {
        "bands": {"bsonType": "array", "items": {"bsonType": ["int", "long"]}},
        "minima": {"bsonType": "binData"},
        # When the text that was signed was fetched.
        "fetched_at": MOMENT,
        # The half of a month in which it appeared, `2026-04-1`: copies are looked for nearby.
        "period": {"bsonType": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[12]$"},
        # The story that this text began; `story_merges` says what became of that.
        "first_story_id": WORDS,
        # Copies of it were looked for, and the article knows its story; of an article that has
        # no story it says nothing.
        "linked": {"bsonType": "bool"},
    },
    # Texts that are alike. By period first: what is looked at again and again lies together, and
    # stays in memory, however much is stored of other times.
    (IndexModel([("period", ASCENDING), ("bands", ASCENDING)]),),
)

STORY_MERGES = Collection(
    # `_id` is a story that turned out to be another's copy. Documents are never changed.
    "story_merges",
    {"merged_into": WORDS},
    (),
)

SIGNS_OF_LIFE = Collection(
    # `_id` is the host and the hour, `exclusive.kz 2026-04-01T06`: what the host showed in it.
    "signs_of_life",
    {
        "host": WORDS,
        # Its start.
        "hour": MOMENT,
        # An article of the host was read, or said to be unchanged.
        "articles": {"bsonType": "bool"},
        # A list of articles was.
        "listings": {"bsonType": "bool"},
    },
    # A miss is judged by the hours around it: MongoDB deletes what no judgement needs any more.
    (IndexModel([("hour", ASCENDING)], expireAfterSeconds=int(SIGNS_KEPT.total_seconds())),),
)

COLLECTIONS = (
    *(ARTICLES, BOILERPLATE, SIGNATURES, STORY_MERGES, COPIES, SIGNS_OF_LIFE),
    *(TICKERS, RATES, REJECTED),
    *(TRANSLATION_EVIDENCE, TRANSLATIONS),
)
"""What this room writes."""
