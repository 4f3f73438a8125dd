"""The collections of kept pages and of the dictionaries that they are compressed with."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import COUNT, MOMENT, WORDS, Collection, or_null

MOST_SIGHTINGS = 100
"""Moments that a page's `sightings` hold, at most."""

PAGES = Collection(
    # `_id` follows from the URL, the status and the bytes.
    "pages",
    {
        "outlet": WORDS,
        "kind": WORDS,
        "url": WORDS,
        "status": COUNT,
        # When these bytes came, or the server said that they are still so, the first hundred times.
        "sightings": {"bsonType": "array", "items": MOMENT},
        "first_seen_at": MOMENT,
        "last_seen_at": MOMENT,
        # Bytes of the body, unpacked.
        "size": COUNT,
        # Bytes of `data`.
        "kept_size": COUNT,
        # Status line, headers and body, compressed with zstd.
        "data": {"bsonType": "binData"},
        # `_id` of the dictionary that `data` needs.
        "dictionary": or_null(WORDS),
    },
    (
        # What stood at an address, the last first.
        IndexModel([("url", ASCENDING), ("last_seen_at", DESCENDING)]),
        # An outlet's; what is old of a kind; how much there is, told from the index alone.
        IndexModel(
            [
                ("outlet", ASCENDING),
                ("kind", ASCENDING),
                ("last_seen_at", DESCENDING),
                ("first_seen_at", ASCENDING),
                ("size", ASCENDING),
                ("kept_size", ASCENDING),
            ],
            name="figures",
        ),
        # Whether a dictionary is in use.
        IndexModel([("dictionary", ASCENDING)]),
    ),
)

DICTIONARIES = Collection(
    # `_id` is a hash of the content: an answer that others of its outlet and kind are like.
    "dictionaries",
    {
        "outlet": WORDS,
        "kind": WORDS,
        "created_at": MOMENT,
        # To within a day: a crawl says so before it keeps pages that need it.
        "used_at": MOMENT,
        # The answer, compressed with zstd.
        "data": {"bsonType": "binData"},
    },
    (IndexModel([("outlet", ASCENDING), ("kind", ASCENDING), ("created_at", DESCENDING)]),),
)

PRUNINGS = Collection(
    # `_id` is a day, in UTC: what was deleted then, as far as it got.
    "prunings",
    {
        "began_at": MOMENT,
        # Null while it goes on, or where it was cut off.
        "ended_at": or_null(MOMENT),
        "pages": COUNT,
        "dictionaries": COUNT,
    },
    (),
)

COLLECTIONS = (PAGES, DICTIONARIES, PRUNINGS)
"""What this room writes."""
