"""The frontier's rows listed, for an operator: what was given up, what is due next.

Nothing here writes, or waits for a database that is away: pymongo's errors are the caller's. All
moments are UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pymongo import ASCENDING, DESCENDING

from kznews.frontier.schema import FRONTIER, LONG_AGO
from kznews.mongo.connection import Database

Row = TypeVar("Row")

_DUE = ("spider", "url", "policy", "state", "due_at")


@dataclass(frozen=True, kw_only=True)
class DeadRow:
    """A request that was given up."""

    spider: str
    url: str
    attempts: int
    failed_at: datetime | None
    error: str | None
    revivable: bool
    """False where the request could not be stored: nothing is there to be asked again."""


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """A request that will be visited."""

    spider: str
    url: str
    policy: str | None
    state: str
    """`queued`, or `done`: to be visited again."""
    due_at: datetime
    visited_at: datetime | None
    changed_at: datetime | None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The first rows of a list."""

    rows: list[Row]
    more: bool
    """There are others."""


async def dead_rows(database: Database, spiders: Sequence[str], limit: int) -> Page[DeadRow]:
    """List what was given up, the latest first, at most `limit` rows; 0 is all."""
    dead = {"spider": {"$in": list(spiders)}, "state": "dead"}
    wanted = dict.fromkeys(("spider", "url", "attempts", "failed_at", "error"), True) | {
        "_id": False,
        "revivable": {"$eq": [{"$type": "$request"}, "string"]},
    }
    latest = [("failed_at", DESCENDING), ("_id", ASCENDING)]
    found = database[FRONTIER.name].find(dead, wanted, sort=latest, limit=_one_more(limit))
    return _page([DeadRow(**row) async for row in found], limit)


async def due_rows(database: Database, spiders: Sequence[str], limit: int) -> Page[DueRow]:
    """List what is to be visited, the longest due first, at most `limit` rows; 0 is all."""
    wanted = dict.fromkeys((*_DUE, "visit.visited_at", "visit.changed_at"), True)
    rows = []
    # One by one: each is in its index by due time.
    for spider in spiders:
        for state in ("queued", "done"):
            which = {"spider": spider, "state": state, "due_at": {"$gt": LONG_AGO}}
            found = database[FRONTIER.name].find(
                which, wanted, sort=[("due_at", ASCENDING)], limit=_one_more(limit)
            )
            rows += [_due_row(row) async for row in found]
    return _page(sorted(rows, key=lambda row: (row.due_at, row.spider, row.url)), limit)


def _due_row(row: dict[str, Any]) -> DueRow:
    visit = row.get("visit") or {}  # of a null, a projection leaves nothing
    return DueRow(
        **{name: row[name] for name in _DUE},
        visited_at=visit.get("visited_at"),
        changed_at=visit.get("changed_at"),
    )


def _one_more(limit: int) -> int:
    """Give one more than is shown, which tells whether there are more."""
    return limit and limit + 1


def _page(rows: list[Row], limit: int) -> Page[Row]:
    shown = rows[:limit] if limit else rows
    return Page(shown, more=len(rows) > len(shown))
