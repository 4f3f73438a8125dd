"""The collections of induced layouts, and of when pages were last looked at to induce some."""

from __future__ import annotations

from dataclasses import fields

from pymongo import DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    POSITIVE,
    STRINGS,
    WORDS,
    Collection,
    Schema,
    object_of,
    or_null,
)
from kznews.outlets.layouts import ArticleLayout

_LISTS = frozenset({"drop", "unverified"})


def _facts(layout: type) -> Schema:
    """Give the schema of a layout's facts, by its fields."""
    return object_of(
        {
            field.name: STRINGS if field.name in _LISTS else or_null(WORDS)
            for field in fields(layout)
        }
    )


LAYOUTS = Collection(
    # `_id` follows from the outlet and the selectors: the same layout, induced again, is the same.
    "layouts",
    {
        "outlet": WORDS,
        # The fields of `ArticleLayout`, by name; the name that articles call it by is among them.
        "facts": _facts(ArticleLayout),
        # Number of the pages that it was last induced from, and the addresses of some.
        "pages": POSITIVE,
        "urls": STRINGS,
        # Share of the pages, by field, on which the field is what is known otherwise.
        "agreement": {"bsonType": "object", "additionalProperties": {"bsonType": "number"}},
        # Of the articles on those pages.
        "first_published_at": or_null(MOMENT),
        "last_published_at": or_null(MOMENT),
        "induced_at": MOMENT,
        # When pages last showed it, and by which version of kznews it was induced then.
        "confirmed_at": MOMENT,
        "induced_by": WORDS,
    },
    # An outlet's, the newest first.
    (IndexModel([("outlet", 1), ("last_published_at", DESCENDING), ("confirmed_at", DESCENDING)]),),
)

INDUCTIONS = Collection(
    # `_id` is the outlet: when its pages were last looked at, so that one process a day does.
    "inductions",
    {
        "looked_at": MOMENT,
        # When layouts were last induced, from how many pages, and how many layouts; null: never.
        "induced_at": or_null(MOMENT),
        "pages": COUNT,
        "layouts": COUNT,
    },
    (),
)

COLLECTIONS = (LAYOUTS, INDUCTIONS)
"""What this room writes."""
