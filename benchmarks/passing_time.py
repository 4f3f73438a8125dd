"""Lets time pass for a frontier: all its moments move back, so that the server's clock is later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from kznews.frontier.schema import BUDGETS, FRONTIER, HOSTS, ROUNDS

_ROW = ("added_at", "due_at", "lease_until", "failed_at")
_VISIT = ("visited_at", "changed_at", "page_date")
_HOST = ("next_at", "paused_until")


def let_pass(database: Database[dict[str, Any]], time: timedelta) -> None:
    """Make everything that the frontier remembers so much older."""
    ago = int(time.total_seconds() * 1000)
    visit = {"$mergeObjects": ["$visit", _earlier(_VISIT, ago, "$visit.")]}
    worker = {"$mergeObjects": ["$$this", _earlier(("alive_until",), ago, "$$this.")]}
    let_pass_for_hosts(database, time)
    for collection, fields in (
        (FRONTIER, _earlier(_ROW, ago) | {"visit": {"$cond": ["$visit", visit, None]}}),
        (BUDGETS, _earlier(("counted_at", "filled_at"), ago)),
        (
            ROUNDS,
            _earlier(("started_at",), ago)
            | {"workers": {"$map": {"input": "$workers", "as": "this", "in": worker}}},
        ),
    ):
        database[collection.name].update_many({}, [{"$set": fields}])


def let_pass_for_hosts(database: Database[dict[str, Any]], time: timedelta) -> None:
    """Make what is remembered of hosts so much older: the server compares it with its own clock."""
    ago = int(time.total_seconds() * 1000)
    robots = {"$mergeObjects": ["$robots", _earlier(("fetched_at",), ago, "$robots.")]}
    fields = _earlier(_HOST, ago) | {"robots": {"$cond": ["$robots", robots, None]}}
    database[HOSTS.name].update_many({}, [{"$set": fields}])


def _earlier(names: Sequence[str], milliseconds: int, of: str = "$") -> dict[str, Any]:
    # What is null stays null.
    return {name: {"$subtract": [f"{of}{name}", milliseconds]} for name in names}
