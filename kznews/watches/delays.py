"""Which addresses of saved searches take nothing, in words: nothing that waits is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from kznews.mongo.clock import server_time
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.text.terminal import write_count, write_duration
from kznews.watches.schema import TELLINGS, WATCHES


def place(addresses: list[Fields], id_: str) -> str:
    """Name an address of a saved search without what it holds: its number and its kind."""
    for number, each in enumerate(addresses, start=1):
        if each["id"] == id_:
            return f"{number} ({urlsplit(each['address']).scheme})"
    return "that was removed"


def delays(database: SyncDatabase, after: timedelta, name: str | None = None) -> list[str]:
    """Say which addresses have refused messages for so long: of one search, or of all."""
    now = server_time(database.client.admin.command("hello"))
    unsent: Fields = {"state": {"$in": ["waiting", "sending"]}}
    stages: list[dict[str, Any]] = [
        {"$match": unsent if name is None else unsent | {"watch": name}},
        {
            "$group": {
                "_id": {"watch": "$watch", "address": "$address"},
                "messages": {"$sum": 1},
                "failed_at": {"$min": "$failed_at"},
                "error": {"$max": "$error"},
            }
        },
        {"$match": {"failed_at": {"$lte": now - after}}},
        {"$sort": {"_id.watch": 1, "_id.address": 1}},
    ]
    waiting = database[TELLINGS.name].aggregate(stages).to_list()
    which = {"_id": {"$in": [each["_id"]["watch"] for each in waiting]}}
    known = {each["_id"]: each["addresses"] for each in database[WATCHES.name].find(which)}
    return [
        _words(each, known[each["_id"]["watch"]], now)
        for each in waiting
        if each["_id"]["watch"] in known
    ]


def _words(waiting: Fields, addresses: list[Fields], now: datetime) -> str:
    of = waiting["_id"]
    verb = "waits" if waiting["messages"] == 1 else "wait"
    return (
        f"address {place(addresses, of['address'])} of the saved search {of['watch']!r} has taken "
        f"nothing for {write_duration(now - waiting['failed_at'])}, "
        f"{write_count(waiting['messages'], 'message')} {verb}: {waiting['error']}"
    )
