"""The collections that Scrapyd's nodes share: jobs, nodes, eggs."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pymongo import ASCENDING, DESCENDING, IndexModel

from kznews.mongo.schema import (
    COUNT,
    MOMENT,
    POSITIVE,
    STRING,
    STRINGS,
    WORDS,
    Collection,
    one_of,
    or_null,
)

JobState = Literal["pending", "running", "finished", "failed", "lost", "cancelled", "skipped"]
"""The state of a job. The last five are ends: it went well (exit code 0); it ended in any other
way; its node died too often; somebody asked for it; it is a tick while the last one still ran."""

ENDED: tuple[JobState, ...] = ("finished", "failed", "lost", "cancelled", "skipped")
"""The states of jobs that have ended; Scrapyd calls all of them finished."""

JOBS_KEPT = timedelta(days=90)
"""How long after its end a job is known."""

JOBS = Collection(
    # `_id` is the job's id; the queue and its history in one.
    "jobs",
    {
        "project": WORDS,
        "spider": WORDS,
        # Of the egg that it runs, or ran last; null: it has not begun, and nobody named one.
        "version": or_null(WORDS),
        # Scrapy's settings and the spider's arguments, by name.
        "settings": {"bsonType": "object", "additionalProperties": STRING},
        "args": {"bsonType": "object", "additionalProperties": STRING},
        # The higher the sooner.
        "priority": {"bsonType": "double"},
        "state": one_of(JobState),
        "queued_at": MOMENT,
        # The nominal moment of a job that the schedule submitted.
        "tick": or_null(MOMENT),
        # Who runs it, or ran it last: the node's name, its instance, the process there.
        "node": or_null(WORDS),
        "instance": or_null(WORDS),
        "pid": {"bsonType": ["int", "null"]},
        "started_at": or_null(MOMENT),
        # A running job whose lease has ended is lost; its node renews it.
        "lease_until": or_null(MOMENT),
        "ended_at": or_null(MOMENT),
        # Null where nobody saw the end; negative: the signal that ended it.
        "exit_code": {"bsonType": ["int", "null"]},
        "start_count": COUNT,
        # The name of the signal by which somebody asked to end it: "INT".
        "cancel": or_null(WORDS),
        # Why it failed, was lost, was skipped or is pending again.
        "reason": or_null(WORDS),
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
        # The id of one run of its Scrapyd: another each time that it starts.
        "instance": WORDS,
        # Where its API answers.
        "address": WORDS,
        "pid": POSITIVE,
        "started_at": MOMENT,
        "seen_at": MOMENT,
        # Past: it has died; or it has ended and given its jobs back, then it is `seen_at`.
        "alive_until": MOMENT,
        # How many jobs it runs at most, and how many it runs.
        "slots": POSITIVE,
        "running": COUNT,
        # The version that is installed there; eggs have their own.
        "kznews": WORDS,
    },
    (),
)

EGGS = Collection(
    # `_id` is `project/version`. One document, so a version is there wholly or not at all.
    "eggs",
    {
        "project": WORDS,
        "version": WORDS,
        "egg": {"bsonType": "binData"},
        # Of the egg, in hex; its size in bytes.
        "sha256": WORDS,
        # Of the node through which it was deployed (see signing); null: it has no key.
        "signature": or_null(WORDS),
        "size": POSITIVE,
        "uploaded_at": MOMENT,
        # Null: it has not shown yet that it can be loaded. The last one activated is current.
        "activated_at": or_null(MOMENT),
        # Their names.
        "spiders": STRINGS,
    },
    (IndexModel([("project", ASCENDING), ("activated_at", DESCENDING)]),),
)

RUNS_NAME = "runs"
"""The name of the collection in which each crawl records its results (see kznews.monitoring), with
the `job` that it ran as. The nodes only read it."""

COLLECTIONS = (JOBS, NODES, EGGS)
"""The collections that nodes write. A deployed egg of another version must not change their
validators."""
