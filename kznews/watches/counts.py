"""How many new articles a saved search found: in a time, by day, and how many it usually does."""

from __future__ import annotations

from datetime import datetime, timedelta

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.watches.registry import Watch
from kznews.watches.schema import FINDINGS

_USUAL_OF = timedelta(days=28)
"""The time of which it is said what is usual."""
_KNOWN_AFTER = timedelta(days=1)
"""The time after which something can be said."""


def count_new(database: SyncDatabase, watch: str, since: datetime, until: datetime) -> int:
    """Count the new articles of a time."""
    within = {"watch": watch, "stored_at": {"$gte": since, "$lt": until}, "kind": "new"}
    return database[FINDINGS.name].count_documents(within)


def usual(database: SyncDatabase, watch: Watch, time: timedelta, now: datetime) -> float | None:
    """Tell how many new articles there usually are in such a time, on average of four weeks.

    The time itself does not count. None where the search was saved within the last day.
    """
    until = now - time
    since = max(watch.added_at, until - _USUAL_OF)
    if until - since < _KNOWN_AFTER:
        return None
    return count_new(database, watch.name, since, until) / ((until - since) / time)


def found_since(database: SyncDatabase, watch: str, since: datetime, most: int) -> list[Fields]:
    """Give what a search found since a moment, the last first."""
    which = {"watch": watch, "stored_at": {"$gte": since}}
    return database[FINDINGS.name].find(which).sort("stored_at", -1).limit(most).to_list()


def new_by_day(database: SyncDatabase, watch: str, since: datetime, zone: str) -> dict[str, int]:
    """Count the new articles by day of a zone, `2026-11-29`, in order; days without any aside."""
    day: Fields = {"$dateToString": {"date": "$stored_at", "format": "%Y-%m-%d", "timezone": zone}}
    counted = database[FINDINGS.name].aggregate(
        [
            {"$match": {"watch": watch, "stored_at": {"$gte": since}, "kind": "new"}},
            {"$group": {"_id": day, "articles": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
    )
    return {each["_id"]: each["articles"] for each in counted}
