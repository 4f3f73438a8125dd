"""Which articles tell one event in two languages, and what they are found by."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    STRINGS,
    WORDS,
    Collection,
    one_of_or_null,
    or_null,
)
from kznews.record.translations.choice import By

_WEIGHT = {"bsonType": ["double", "int"], "minimum": 0}

TRANSLATION_EVIDENCE = Collection(
    # `_id` is the article's: what is the same in its translations (`translations.evidence`).
    "translation_evidence",
    {
        "outlet": WORDS,
        "language": or_null(WORDS),
        # What another article must have one of to be compared with it; empty: it has none.
        "sought": STRINGS,
        "numbers": STRINGS,
        "names": STRINGS,
        "pictures": STRINGS,
        "title_numbers": STRINGS,
        "title_names": STRINGS,
        "addresses": STRINGS,
        "appeared_at": MOMENT,
        # Whether it states when it was published.
        "is_dated": {"bsonType": "bool"},
        # Of the article, when this was read from it.
        "write_number": COUNT,
        # Its translations were looked for; of an article that has no story it says nothing.
        "linked": {"bsonType": "bool"},
    },
    # Of one outlet, in other languages, with something in common, that came out near it.
    (
        IndexModel(
            [
                ("outlet", ASCENDING),
                ("language", ASCENDING),
                ("sought", ASCENDING),
                ("appeared_at", ASCENDING),
            ],
            name="with_something_in_common",
        ),
        # What a crawl that was killed left.
        IndexModel(
            [("linked", ASCENDING)],
            name="not_linked",
            partialFilterExpression={"linked": False},
        ),
    ),
)

TRANSLATIONS = Collection(
    # `_id` names two articles of an outlet.
    "translations",
    {
        "outlet": WORDS,
        "articles": STRINGS | {"minItems": 2, "maxItems": 2},
        "languages": STRINGS | {"minItems": 2, "maxItems": 2},
        # What says it; null: nothing does any more, one of them was edited or read again.
        "by": one_of_or_null(By),
        "numbers": STRINGS,
        "names": STRINGS,
        "pictures": STRINGS,
        "weight": _WEIGHT,
        # Between the two articles.
        "hours_apart": _WEIGHT,
        # Whether they are translations: false where one of them fits another article better.
        "holds": {"bsonType": "bool"},
        "found_at": MOMENT,
    },
    (
        # An article's.
        IndexModel([("articles", ASCENDING)]),
        # An outlet's latest.
        IndexModel([("outlet", ASCENDING), ("found_at", DESCENDING)]),
    ),
)
