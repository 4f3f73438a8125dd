"""The collections of the frontier: its requests, the hosts, the rounds of workers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    POSITIVE,
    STRING,
    WORDS,
    Collection,
    Schema,
    object_of,
    one_of,
    or_null,
)

RowState = Literal["queued", "leased", "done", "dead"]
"""The state of a request in the frontier."""

NUMBER: Schema = {"bsonType": ["double", "int", "long"], "minimum": 0}

REQUEST_FORMAT = 3
"""Number of the format of `frontier.request` that this version writes and reads."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before all moments: a query that names it has the index `revisits`, which holds no nulls."""

FRONTIER = Collection(
    # `_id` is the spider's name, a colon and the request's fingerprint in hex.
    "frontier",
    {
        # The spider's name: whose row it is.
        "spider": WORDS,
        "url": WORDS,
        "host": STRING,
        # The policy of REVISIT that says when it is due again; null: it is never due by itself.
        "policy": or_null(WORDS),
        # `request` is JSON in this format; null for a request that cannot be stored: it is dead.
        "format": POSITIVE,
        "request": or_null(WORDS),
        "state": one_of(RowState),
        "priority": {"bsonType": ["int", "long"]},
        # The texts of the links that led to it.
        "link_texts": {"bsonType": "array", "items": STRING},
        "added_at": MOMENT,
        # Of a queued row: not before; of a done one: to be visited again then, null is never.
        "due_at": or_null(MOMENT),
        "worker": or_null(WORDS),
        "lease_until": or_null(MOMENT),
        # Failures since it was last read; at FRONTIER_ATTEMPTS the row is dead.
        "attempts": COUNT,
        # How often in a row its worker died while it held the row.
        "crashes": COUNT,
        # Its worker has nothing else in work: if it dies now, this page is to blame.
        "alone": {"bsonType": "bool"},
        "error": or_null(WORDS),
        "failed_at": or_null(MOMENT),
        # The last time that it was read.
        "visit": {
            "bsonType": ["object", "null"],
            "required": ["visited_at"],
            "properties": {
                "visited_at": MOMENT,
                "changed_at": MOMENT,
                "status": POSITIVE,
                "etag": or_null(STRING),
                "last_modified": or_null(STRING),
                "digest": or_null(STRING),
                # Visits that found it changed.
                "changes": or_null(COUNT),
                # Seconds to the next visit, as the policy said; null is never.
                "interval": {"bsonType": ["double", "int", "long", "null"]},
                "page_date": or_null(MOMENT),
                # What the spider left for its next visit.
                "memory": {"bsonType": "object"},
                # When it was first not shown since then; null: it is, as far as is known.
                "missing_since": or_null(MOMENT),
            },
            "additionalProperties": False,
        },
    },
    (
        # What to lease next; what is leased; how many there are of each state.
        IndexModel(
            [
                ("spider", ASCENDING),
                ("state", ASCENDING),
                ("priority", DESCENDING),
                ("due_at", ASCENDING),
            ]
        ),
        # What was read and is due again.
        IndexModel(
            [("spider", ASCENDING), ("due_at", ASCENDING)],
            name="revisits",
            partialFilterExpression={"state": "done", "due_at": {"$gt": LONG_AGO}},
        ),
        # What only a newer version of kznews can read: normally empty.
        IndexModel(
            [("spider", ASCENDING), ("state", ASCENDING)],
            name="newer",
            partialFilterExpression={"format": {"$gt": REQUEST_FORMAT}},
        ),
        # What was given up, the latest first.
        IndexModel(
            [("spider", ASCENDING), ("failed_at", DESCENDING)],
            name="given_up",
            partialFilterExpression={"state": "dead"},
        ),
    ),
)

HOSTS = Collection(
    # `_id` is the host's name; all workers take turns there.
    "hosts",
    {
        # Nobody may ask before.
        "next_at": MOMENT,
        "paused_until": or_null(MOMENT),
        # Why it is paused, for people.
        "reason": or_null(STRING),
        # Seconds, from robots.txt.
        "crawl_delay": {"bsonType": ["double", "int", "long", "null"]},
        # In a row, of all workers.
        "failures": COUNT,
        # Its robots.txt, as it was last answered; `netloc` is the host and port.
        "robots": or_null(object_of({"netloc": WORDS, "text": STRING, "fetched_at": MOMENT})),
    },
    (),
)

ROUNDS = Collection(
    # `_id` is the spider's name: which workers run it together, and since when.
    "rounds",
    {
        "started_at": MOMENT,
        "workers": {
            "bsonType": "array",
            "items": object_of({"worker": WORDS, "alive_until": MOMENT}),
        },
    },
    (),
)

PACES = Collection(
    # `_id` is the spider's name, the policy and the stage's `younger` in seconds, colons between.
    "paces",
    {
        "spider": WORDS,
        "policy": WORDS,
        # The stage's `younger` in seconds; empty for a stage without.
        "stage": STRING,
        # Visits that found a page changed, and changes that the setting expects; see `Pace`.
        "found": NUMBER,
        "expected": NUMBER,
    },
    (IndexModel([("spider", ASCENDING)]),),
)

BUDGETS = Collection(
    # `_id` is the spider's name, a colon and the policy; see `Allowance`.
    "budgets",
    {
        "watched": COUNT,
        "counted_at": MOMENT,
        # Revisits that may be made now.
        "left": NUMBER,
        "filled_at": MOMENT,
    },
    (),
)

COLLECTIONS = (FRONTIER, HOSTS, ROUNDS, PACES, BUDGETS)
"""What this room writes."""
