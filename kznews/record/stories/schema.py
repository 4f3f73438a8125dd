"""Who copied whom: the collection of what each copy took over, and from where."""

from __future__ import annotations

from typing import Literal

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    STRINGS,
    WORDS,
    Collection,
    Schema,
    one_of,
    one_of_or_null,
    or_null,
)
from kznews.mongo.values import Fields

Place = Literal["first", "perhaps first", "later", "repeated"]
"""Place of an article in the order of its story. `perhaps first`: no other certainly came before,
but another may have. `repeated`: its outlet had another article of the story before."""
Naming = Literal["source", "first", "another outlet", "outside", "nobody"]
"""What a copy's text names as the source of its news. `source`: the outlet that it was copied from.
`first`: not that one, but the outlet that was the first. `another outlet`: one that we know, and
neither of these. `outside`: somebody else, such as an agency or a press service."""

COMPARED = (
    *("outlet", "outlet_kind", "lead", "body", "dateline", "attributed_to", "first_seen_at"),
    *("published_at", "published_precision", "published_raw", "published_zone"),
    "published_doubts",
)
"""Fields of articles that are compared."""


def is_compared_anew(stored: Fields, new: Fields) -> bool:
    """Tell whether what is compared of an article differs between two states of its document."""
    return any(stored.get(name) != new.get(name) for name in COMPARED)


PAIRS = "pairs"
"""Name of the index that pairs of outlets are told from."""

FIRSTS = "firsts"
"""Name of the index that is counted in who published first."""

_SECONDS: Schema = {"bsonType": ["int", "long", "null"]}

COPIES = Collection(
    # `_id` is the article's, of a story that has several. What is in it follows from the articles
    # of the story alone (`stories.copying`).
    "copies",
    {
        "story_id": WORDS,
        "outlet": WORDS,
        "place": one_of(Place),
        # As the article says.
        "appeared_at": MOMENT,
        # It came out between these; the first is null where nothing is known of it.
        "not_before": or_null(MOMENT),
        "not_after": MOMENT,
        # What it was copied from; null where no article that is stored explains its text.
        "source_id": or_null(WORDS),
        "source_outlet": or_null(WORDS),
        "source_place": one_of_or_null(Place),
        # Whether the source certainly came out before.
        "is_certain": {"bsonType": ["bool", "null"]},
        # Seconds after the source, where both moments are known to the minute; and bounds of it.
        "delay": _SECONDS,
        "least_delay": _SECONDS,
        "most_delay": _SECONDS,
        "naming": one_of(Naming),
        # Outlets that its text and dateline name.
        "named_outlets": STRINGS,
        "common_source": or_null(WORDS),
        # Words of the copy; of it taken over, changed, added; of the source left out.
        "words": COUNT,
        "taken": or_null(COUNT),
        "changed": or_null(COUNT),
        "added": or_null(COUNT),
        "left_out": or_null(COUNT),
        "share": {"bsonType": ["double", "null"]},
    },
    (
        # Pairs of outlets over time: all that is asked of a copy stands in the index.
        IndexModel(
            [
                ("appeared_at", DESCENDING),
                *((name, ASCENDING) for name in ("outlet", "source_outlet", "source_place")),
                *((name, ASCENDING) for name in ("is_certain", "naming", "delay", "share")),
            ],
            name=PAIRS,
            partialFilterExpression={"source_outlet": {"$type": "string"}},
        ),
        # Who was the first, or perhaps, over time.
        IndexModel(
            [("appeared_at", DESCENDING), ("place", ASCENDING), ("outlet", ASCENDING)],
            name=FIRSTS,
            partialFilterExpression={"place": {"$in": ["first", "perhaps first"]}},
        ),
        # An outlet's copies; what was copied from an outlet, by whom.
        IndexModel([("outlet", ASCENDING), ("appeared_at", DESCENDING)]),
        IndexModel(
            [("source_outlet", ASCENDING), ("outlet", ASCENDING), ("appeared_at", DESCENDING)]
        ),
        IndexModel([("story_id", ASCENDING), ("appeared_at", ASCENDING)]),
    ),
)
