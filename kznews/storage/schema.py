"""What each collection may hold, and what can be asked of it quickly.

Every document has every field of its schema (null where nothing is known), and no other. Moments
are UTC with milliseconds. A day (`valid_on`) is a string `2026-04-01`: MongoDB has no dates without
a time, a midnight would be another day in another zone, and the string sorts and compares alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from pymongo import ASCENDING, DESCENDING, TEXT, IndexModel

from kznews.items import DateDoubt, Language, Method, Precision, RateKind, Script

Schema = dict[str, Any]

RowState = Literal["queued", "leased", "done", "dead"]
"""Of a request in the frontier."""

JobState = Literal["pending", "running", "finished", "failed", "lost", "cancelled", "skipped"]
"""Of a job. The last five are ends: it went well (exit code 0); it ended in any other way; its node
or Scrapyd died too often; somebody asked for it; it is a tick whose predecessor had not ended."""

_STRING: Schema = {"bsonType": "string"}
_TEXT: Schema = {"bsonType": "string", "minLength": 1}
_MOMENT: Schema = {"bsonType": "date"}
_COUNT: Schema = {"bsonType": ["int", "long"], "minimum": 0}
_POSITIVE: Schema = {"bsonType": ["int", "long"], "minimum": 1}
_COUNTS: Schema = {"bsonType": "object", "additionalProperties": _COUNT}
_STRINGS: Schema = {"bsonType": "array", "items": _TEXT}
_CURRENCY: Schema = {"bsonType": "string", "pattern": "^[A-Z]{3}$"}
_DAY: Schema = {"bsonType": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _or_null(schema: Schema) -> Schema:
    return schema | {"bsonType": [schema["bsonType"], "null"]}


def _one_of(literal: Any) -> Schema:
    return {"enum": list(get_args(literal))}


def _one_of_or_null(literal: Any) -> Schema:
    return {"enum": [*get_args(literal), None]}


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "bsonType": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class Collection:
    """One collection: its validator and its indexes."""

    name: str
    properties: dict[str, Schema]
    """By field; `_id`, a string, is added."""
    indexes: tuple[IndexModel, ...]
    level: Literal["strict", "moderate"] = "strict"
    """`moderate`: what another version of kznews wrote in another shape may still be updated."""

    @property
    def validator(self) -> dict[str, Schema]:
        """For `create` and `collMod`."""
        return {"$jsonSchema": _object({"_id": _TEXT} | self.properties)}


_VERSION = {
    "url": _TEXT,
    "outlet": _TEXT,
    "language": _one_of_or_null(Language),
    "script": _one_of_or_null(Script),
    "title": _TEXT,
    "lead": _or_null(_STRING),
    "dateline": _or_null(_TEXT),
    "body": _STRING,
    "authors": _STRINGS,
    "section": _or_null(_STRING),
    "tags": _STRINGS,
    "published_at": _or_null(_MOMENT),
    "published_precision": _one_of_or_null(Precision),
    "published_raw": _or_null(_STRING),
    "published_zone": _or_null(_TEXT),
    "published_doubts": {"bsonType": "array", "items": _one_of(DateDoubt)},
    "modified_at": _or_null(_MOMENT),
    "images": {
        "bsonType": "array",
        "items": _object(
            {"url": _or_null(_TEXT), "caption": _or_null(_STRING), "credit": _or_null(_STRING)}
        ),
    },
    "attributed_to": _STRINGS,
    "is_advertising": {"bsonType": "bool"},
    "extraction": _object({"layout": _or_null(_STRING), "method": _one_of(Method)}),
    "fetched_at": _MOMENT,
}
_SEEN = {"first_seen_at": _MOMENT, "last_seen_at": _MOMENT}

ARTICLES = Collection(
    "articles",
    _VERSION
    | {
        "aliases": _STRINGS | {"uniqueItems": True},
        "first_seen_at": _MOMENT,
        # The latest moment at which it can have come out (`storage.documents.appeared_at`).
        "appeared_at": _MOMENT,
        # One for all articles that tell the same text (`stories`); null while that is unknown.
        "story_id": _or_null(_TEXT),
    },
    (
        # A story's copies in order; what has no story yet.
        IndexModel([("story_id", ASCENDING), ("appeared_at", ASCENDING)]),
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
        # All that is Kazakh, newest first.
        IndexModel([("language", ASCENDING), ("published_at", DESCENDING)]),
        # What came in since the last look; what has long not been looked at.
        IndexModel([("fetched_at", DESCENDING)]),
        # Which article stands, or stood, at an address.
        IndexModel([("url", ASCENDING)]),
        IndexModel([("aliases", ASCENDING)]),
        # Full text: `{$text: {$search: "инфляция"}}` also finds «инфляции». Russian stems, since
        # MongoDB knows none for Kazakh: on Kazakh words the rules cut what looks like a Russian
        # ending, the same way in text and question, so an exact word is always found. The override
        # names a field that no document has: by default it is `language`, whose "kk" MongoDB would
        # refuse to store.
        IndexModel(
            [("title", TEXT), ("lead", TEXT), ("body", TEXT)],
            name="full_text",
            weights={"title": 10, "lead": 4, "body": 1},
            default_language="russian",
            language_override="full_text_language",
        ),
    ),
    # What older versions stored has no story until it is fetched again, or `scrapy stories` is run.
    level="moderate",
)


REVISIONS = Collection(
    "revisions",
    # What an article was; `fetched_at` is when it was last seen so.
    _VERSION | {"article_id": _TEXT, "replaced_at": _MOMENT},
    (
        IndexModel([("article_id", ASCENDING), ("replaced_at", DESCENDING)]),
        # An outlet's latest changes.
        IndexModel([("outlet", ASCENDING), ("replaced_at", DESCENDING)]),
    ),
)

BOILERPLATE = Collection(
    # `_id` is the outlet, a colon and 64 bits in hex: a paragraph, its numbers and marks aside.
    "boilerplate",
    {
        "outlet": _TEXT,
        # As it stood in the first of the articles.
        "text": _TEXT,
        # The articles that it stands in, each once: the evidence, 100 at most.
        "sightings": {
            "bsonType": "array",
            "items": _object(
                {
                    "article_id": _TEXT,
                    "day": _or_null(_DAY),
                    "section": _or_null(_STRING),
                    # Names the longest other paragraph of the article.
                    "beside": _or_null(_TEXT),
                }
            ),
        },
        "first_seen_at": _MOMENT,
        # Null while it is only watched.
        "learnt_at": _or_null(_MOMENT),
        # Of the outlet's articles since the first, when it was learnt.
        "share": {"bsonType": ["double", "int", "null"]},
        # For operators to set: it is none, whatever was learnt.
        "rejected": {"bsonType": "bool"},
    },
    # What is known of an outlet.
    (IndexModel([("outlet", ASCENDING), ("learnt_at", DESCENDING)]),),
    level="moderate",
)

TICKERS = Collection(
    "tickers",
    {
        "outlet": _TEXT,
        "headline": _TEXT,
        "url": _or_null(_TEXT),
        "language": _one_of_or_null(Language),
        "position": _POSITIVE,
        "page_url": _TEXT,
    }
    | _SEEN,
    (IndexModel([("outlet", ASCENDING), ("last_seen_at", DESCENDING)]),),
)

RATES = Collection(
    "rates",
    {
        "source": _TEXT,
        "pair": {"bsonType": "string", "pattern": "^[A-Z]{3}/[A-Z]{3}$"},
        "base": _CURRENCY,
        "raw_code": _TEXT,
        "quote": _CURRENCY,
        "value": {"bsonType": "decimal", "minimum": 0, "exclusiveMinimum": True},
        "units": _POSITIVE,
        "kind": _one_of(RateKind),
        "valid_on": _or_null(_DAY),
    }
    | _SEEN,
    (
        # A currency's history; its rate on a day.
        IndexModel([("pair", ASCENDING), ("kind", ASCENDING), ("valid_on", DESCENDING)]),
        # What a source states now.
        IndexModel([("source", ASCENDING), ("last_seen_at", DESCENDING)]),
    ),
)

REJECTED = Collection(
    "rejected",
    {
        "url": _STRING,
        "outlet": _STRING,
        "reason": _TEXT,
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
        "fetched_at": _MOMENT,
        # The half of a month in which it appeared, `2026-04-1`: copies are looked for nearby.
        "period": {"bsonType": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[12]$"},
        # The story that this text began; `story_merges` says what became of that.
        "began": _TEXT,
        # Copies of it were looked for, and the article knows its story.
        "linked": {"bsonType": "bool"},
    },
    # Texts that are alike. By period first: what is looked at again and again lies together, and
    # stays in memory, however much is stored of other times.
    (IndexModel([("period", ASCENDING), ("bands", ASCENDING)]),),
    level="moderate",
)

STORY_MERGES = Collection(
    # `_id` is a story that turned out to be another's copy. Documents are never changed.
    "story_merges",
    {"merged_into": _TEXT},
    (),
)

RUNS = Collection(
    "runs",
    {
        "outlet": _TEXT,
        # Scrapyd's id, where it ran the crawl.
        "job": _or_null(_TEXT),
        "started_at": _MOMENT,
        "finished_at": _MOMENT,
        "finish_reason": _TEXT,
        # It finished, and pages came or there were none to come.
        "succeeded": {"bsonType": "bool"},
        "pages": _COUNT,
        # Pages that the server said were as they had been, besides.
        "unchanged": _COUNT,
        # By collection and outcome: `{"articles": {"inserted": 272}}`.
        "stored": {
            "bsonType": "object",
            "additionalProperties": _COUNTS,
        },
        "rejected": _COUNT,
        "errors": _COUNT,
        # Requests that were given up.
        "dead": _COUNT,
        # Articles by what gave their body: `{"layout": 271, "general": 1}`.
        "methods": _COUNTS,
        # Requests that gave no page, by kind: `{"http_404": 2}`.
        "failures": _COUNTS,
        # Of pages, by kind: which layout read them, what was odd. `{"published/disagrees": 3}`.
        "notes": _COUNTS,
    },
    (
        IndexModel([("outlet", ASCENDING), ("started_at", DESCENDING)]),
        # The last success.
        IndexModel([("outlet", ASCENDING), ("succeeded", ASCENDING), ("finished_at", DESCENDING)]),
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
        "failing": {"bsonType": "array", "items": _object({"check": _TEXT, "reason": _TEXT})},
        "since": _MOMENT,
        # How often it was another; who changes it must have read the last one.
        "changes": _POSITIVE,
    },
    (),
    level="moderate",
)

REQUEST_FORMAT = 1
"""Of `frontier.request`: the newest that this version writes and reads."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before all moments: a query that names it has the index `revisits`, which holds no nulls."""

FRONTIER = Collection(
    # `_id` is the spider's name, a colon and the request's fingerprint in hex.
    "frontier",
    {
        # The spider's name: whose row it is.
        "outlet": _TEXT,
        "url": _TEXT,
        "host": _STRING,
        # Which policy says when it is due again; `other` is never due by itself.
        "kind": _TEXT,
        # `request` is JSON in this format; null for a request that cannot be stored: it is dead.
        "format": _POSITIVE,
        "request": _or_null(_TEXT),
        "state": _one_of(RowState),
        "priority": {"bsonType": ["int", "long"]},
        # What listings' cards have said of it.
        "cards": {"bsonType": "array", "items": _STRING},
        "added_at": _MOMENT,
        # Of a queued row: not before; of a done one: to be visited again then, null is never.
        "due_at": _or_null(_MOMENT),
        "worker": _or_null(_TEXT),
        "lease_until": _or_null(_MOMENT),
        # Failures since it was last read; at FRONTIER_ATTEMPTS the row is dead.
        "attempts": _COUNT,
        # How often in a row its worker died while it held the row.
        "crashes": _COUNT,
        # Its worker has nothing else in work: if it dies now, this page is to blame.
        "alone": {"bsonType": "bool"},
        "error": _or_null(_TEXT),
        "failed_at": _or_null(_MOMENT),
        # The last time that it was read.
        "visit": {
            "bsonType": ["object", "null"],
            "required": ["visited_at"],
            "properties": {
                "visited_at": _MOMENT,
                "changed_at": _MOMENT,
                "status": _POSITIVE,
                "etag": _or_null(_STRING),
                "last_modified": _or_null(_STRING),
                "content": _or_null(_STRING),
                # Seconds to the next visit, as the policy said; null is never.
                "interval": {"bsonType": ["double", "int", "long", "null"]},
                "published_at": _or_null(_MOMENT),
                # What the spider left for its next visit.
                "memory": {"bsonType": "object"},
            },
            "additionalProperties": False,
        },
    },
    (
        # What to lease next; what is leased; how many there are of each state.
        IndexModel(
            [
                ("outlet", ASCENDING),
                ("state", ASCENDING),
                ("priority", DESCENDING),
                ("due_at", ASCENDING),
            ]
        ),
        # What was read and is due again.
        IndexModel(
            [("outlet", ASCENDING), ("due_at", ASCENDING)],
            name="revisits",
            partialFilterExpression={"state": "done", "due_at": {"$gt": LONG_AGO}},
        ),
        # What only a newer version of kznews can read: normally empty.
        IndexModel(
            [("outlet", ASCENDING), ("state", ASCENDING)],
            name="newer",
            partialFilterExpression={"format": {"$gt": REQUEST_FORMAT}},
        ),
        # What was given up, the latest first.
        IndexModel(
            [("outlet", ASCENDING), ("failed_at", DESCENDING)],
            name="given_up",
            partialFilterExpression={"state": "dead"},
        ),
    ),
    level="moderate",
)

HOSTS = Collection(
    # `_id` is the host's name; all workers take turns there.
    "hosts",
    {
        # Nobody may ask before.
        "next_at": _MOMENT,
        "paused_until": _or_null(_MOMENT),
        # Why it is paused, for people.
        "reason": _or_null(_STRING),
        # Seconds, from robots.txt.
        "crawl_delay": {"bsonType": ["double", "int", "long", "null"]},
        # In a row, of all workers.
        "failures": _COUNT,
    },
    (),
    level="moderate",
)

ROUNDS = Collection(
    # `_id` is the spider's name: who crawls an outlet together, and since when.
    "rounds",
    {
        "started_at": _MOMENT,
        "workers": {
            "bsonType": "array",
            "items": _object({"worker": _TEXT, "alive_until": _MOMENT}),
        },
    },
    (),
    level="moderate",
)

JOBS_KEPT = timedelta(days=90)
"""How long after its end a job is known."""

JOBS = Collection(
    # `_id` is the job's id; the queue and its history in one.
    "jobs",
    {
        "project": _TEXT,
        "spider": _TEXT,
        # Of the egg; null: the one that is current when the job starts.
        "version": _or_null(_TEXT),
        # Scrapy's settings and the spider's arguments, by name.
        "settings": {"bsonType": "object", "additionalProperties": _STRING},
        "args": {"bsonType": "object", "additionalProperties": _STRING},
        # The higher the sooner.
        "priority": {"bsonType": "double"},
        "state": _one_of(JobState),
        "queued_at": _MOMENT,
        # The nominal moment of a job that the schedule submitted.
        "tick": _or_null(_MOMENT),
        # Who runs it, or ran it last: the node's name, which life of it, the process there.
        "node": _or_null(_TEXT),
        "boot": _or_null(_TEXT),
        "pid": {"bsonType": ["int", "null"]},
        "started_at": _or_null(_MOMENT),
        # A running job whose lease has ended is lost; its node renews it.
        "lease_until": _or_null(_MOMENT),
        "ended_at": _or_null(_MOMENT),
        # Null where nobody saw the end; negative: the signal that ended it.
        "exit_code": {"bsonType": ["int", "null"]},
        # How often it was started.
        "starts": _COUNT,
        # The name of the signal by which somebody asked to end it: "INT".
        "cancel": _or_null(_TEXT),
        # Why it failed, was lost, was skipped or is pending again.
        "reason": _or_null(_TEXT),
    },
    (
        # What to start next; what runs.
        IndexModel([("state", ASCENDING), ("priority", DESCENDING), ("queued_at", ASCENDING)]),
        # Whether a spider's last job has ended.
        IndexModel([("spider", ASCENDING), ("state", ASCENDING), ("queued_at", DESCENDING)]),
        # What ended last. MongoDB deletes what ended long ago.
        IndexModel(
            [("ended_at", ASCENDING)],
            name="history",
            expireAfterSeconds=int(JOBS_KEPT.total_seconds()),
        ),
    ),
)

NODES = Collection(
    # `_id` is the node's name: `host:port`, or NODE_NAME.
    "nodes",
    {
        # Which life of it: another each time that it starts.
        "boot": _TEXT,
        # Where its API answers.
        "address": _TEXT,
        "pid": _POSITIVE,
        "started_at": _MOMENT,
        "seen_at": _MOMENT,
        # Past: it has died, or has ended and given its jobs back.
        "alive_until": _MOMENT,
        # How many jobs it runs at most, and how many it runs.
        "slots": _POSITIVE,
        "running": _COUNT,
        # The version that is installed there; eggs have their own.
        "kznews": _TEXT,
    },
    (),
)

EGGS = Collection(
    # `_id` is `project/version`. One document, so a version is there wholly or not at all.
    "eggs",
    {
        "project": _TEXT,
        "version": _TEXT,
        "egg": {"bsonType": "binData"},
        # Of the egg, in hex; its size in bytes.
        "sha256": _TEXT,
        "size": _POSITIVE,
        "uploaded_at": _MOMENT,
        # Null: it has not shown yet that it can be loaded. The last one activated is current.
        "activated_at": _or_null(_MOMENT),
        # Their names.
        "spiders": _STRINGS,
    },
    (IndexModel([("project", ASCENDING), ("activated_at", DESCENDING)]),),
)

COLLECTIONS = (
    *(ARTICLES, REVISIONS, BOILERPLATE, SIGNATURES, STORY_MERGES, TICKERS, RATES, REJECTED, RUNS),
    *(ALERTS, FRONTIER, HOSTS, ROUNDS),
)
"""What a crawl uses, and prepares."""

NODE_COLLECTIONS = (JOBS, NODES, EGGS)
"""What Scrapyd's nodes share. A deployed egg of another version must leave their rules alone."""
