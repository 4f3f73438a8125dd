"""The collections of crawls that ran, of what operators were told, and of the database's size."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    COUNTS,
    MOMENT,
    POSITIVE,
    STRINGS,
    WORDS,
    Collection,
    object_of,
    or_null,
)

RUNS = Collection(
    "runs",
    {
        "spider": WORDS,
        # Scrapyd's id, where it ran the crawl.
        "job": or_null(WORDS),
        "started_at": MOMENT,
        "finished_at": MOMENT,
        "finish_reason": WORDS,
        # It finished and found what outlets publish, or there was nothing to do.
        "succeeded": {"bsonType": "bool"},
        "pages": COUNT,
        # Pages that the server said were as they had been, besides.
        "unchanged": COUNT,
        # By collection and outcome: `{"articles": {"inserted": 272}}`.
        "stored": {
            "bsonType": "object",
            "additionalProperties": COUNTS,
        },
        "rejected": COUNT,
        "errors": COUNT,
        # Requests that were given up.
        "dead": COUNT,
        # Articles by what gave their body: `{"layout": 271, "general": 1}`.
        "methods": COUNTS,
        # Requests that gave no page, by kind: `{"http_404": 2}`.
        "failures": COUNTS,
        # Of pages, by kind: which layout read them, what was odd. `{"published/disagrees": 3}`.
        "notes": COUNTS,
        # Pages that were not as the outlet's facts let expect, by what was expected:
        # `{"expectation": "field/published_at", "count": 3, "urls": […]}`.
        "unmet": or_null(
            {
                "bsonType": "array",
                "items": object_of({"expectation": WORDS, "count": COUNT, "urls": STRINGS}),
            }
        ),
        # New articles by the feed, sitemap or listing that was the first to show them.
        "discovered": or_null(COUNTS),
    },
    (
        IndexModel([("spider", ASCENDING), ("started_at", DESCENDING)]),
        # The last success.
        IndexModel([("spider", ASCENDING), ("succeeded", ASCENDING), ("finished_at", DESCENDING)]),
        # What came of a job.
        IndexModel(
            [("job", ASCENDING), ("started_at", DESCENDING)],
            name="of_a_job",
            partialFilterExpression={"job": {"$type": "string"}},
        ),
    ),
)

ALERTS = Collection(
    # `_id` is what was told of: a spider's name. Without a document all is well, and ever was.
    "alerts",
    {
        # The checks that failed when the last alert was sent.
        "failing": {"bsonType": "array", "items": object_of({"check": WORDS, "reason": WORDS})},
        "since": MOMENT,
        # How often it was another; who changes it must have read the last one.
        "changes": POSITIVE,
    },
    (),
)

SIZES = Collection(
    # `_id` is a day, in UTC: the first run that ends then notes how large the database is.
    "sizes",
    {
        "noted_at": MOMENT,
        # Of documents and indexes, as the server keeps them.
        "bytes_on_disk": COUNT,
        # Of these, the kept pages', with their dictionaries.
        "archive_bytes": or_null(COUNT),
    },
    (),
)

COLLECTIONS = (RUNS, ALERTS, SIZES)
"""What this room writes."""
