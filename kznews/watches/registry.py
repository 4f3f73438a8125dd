"""The saved searches of a database: added, read, paused, removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bson.timestamp import Timestamp
from pymongo.errors import DuplicateKeyError

from kznews.mongo.clock import server_time
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.transactions import transact_at_once
from kznews.mongo.values import Fields, identity
from kznews.search.query import parse
from kznews.search.query_nodes import Node
from kznews.watches.position import begin
from kznews.watches.schema import FINDINGS, TELLINGS, WATCHES, Every, Language
from kznews.watches.sending import ADDRESS_EXAMPLES, check_address

NAME_LETTERS: Final = 60
"""Letters that the name of a saved search may have."""
NAME = re.compile(rf"[\w.-]{{1,{NAME_LETTERS}}}")
"""What a saved search can be called: it stands in addresses of pages."""
_PERIODS = {"0": None, "1h": timedelta(hours=1), "1d": timedelta(days=1)}


MESSAGES: Final = {
    "name": "{name!r} is no name for a saved search: it has up to {most} letters, digits, . _ and "
    "-",
    "choice": "{field} is {given!r}: it is one of {choices}",
    "zone": "there is no time zone {zone!r}: write one as Asia/Almaty",
    "address": "address {place} is none that Apprise knows: write it as {examples}",
    "recipients": "address {place} has several recipients: give an address for each of them",
    "taken": "there is a saved search {name!r} already: remove it first, or take another name",
}
"""Why a search cannot be saved, by the kind of the fault; names in braces stand for values."""


class WatchError(ValueError):
    """The error that a saved search cannot be as it was asked for; the message says why."""

    def __init__(self, kind: str, **values: Any) -> None:
        super().__init__(MESSAGES[kind].format(**values))
        self.kind = kind
        """One of MESSAGES."""
        self.values = values
        """What stands in the message."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A saved search."""

    name: str
    question: str
    addresses: tuple[tuple[str, str], ...]
    """The id of each, and itself."""
    every: Every
    language: Language
    zone: str
    is_paused: bool
    added_at: datetime
    since: Timestamp

    @property
    def period(self) -> timedelta | None:
        """The time of which a digest tells; None: all is told at once."""
        return _PERIODS[self.every]

    @property
    def places(self) -> list[str]:
        """The addresses as they may be shown: what kind each is, and its number."""
        return [
            f"{number} {urlsplit(address).scheme}"
            for number, (_, address) in enumerate(self.addresses, start=1)
        ]

    def node(self, now: datetime) -> Node:
        """Read the question. Raises QueryError for one that an older version understood."""
        return parse(self.question, now=now)


def add(
    database: SyncDatabase,
    name: str,
    question: str,
    addresses: Sequence[str],
    *,
    every: str = "0",
    language: str = "ru",
    zone: str = "Asia/Almaty",
) -> Watch:
    """Save a search: what is stored from now on is told. Raises WatchError and QueryError."""
    if NAME.fullmatch(name) is None:
        raise WatchError("name", name=name, most=NAME_LETTERS)
    parse(question)
    for what, given, known in (("every", every, Every), ("language", language, Language)):
        if given not in get_args(known):
            choices = ", ".join(get_args(known))
            raise WatchError("choice", field=what, given=given, choices=choices)
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise WatchError("zone", zone=zone) from error
    for number, address in enumerate(addresses, start=1):
        if (fault := check_address(address)) is not None:
            raise WatchError(fault, place=number, examples=ADDRESS_EXAMPLES)
    begin(database)
    hello = database.client.admin.command("hello")
    document: Fields = {
        "_id": name,
        "question": question,
        "addresses": [
            {"id": identity(name, each), "address": each} for each in dict.fromkeys(addresses)
        ],
        "every": every,
        "language": language,
        "zone": zone,
        "is_paused": False,
        "added_at": server_time(hello),
        "since": hello["operationTime"],
    }
    try:
        database[WATCHES.name].insert_one(document)
    except DuplicateKeyError:
        raise WatchError("taken", name=name) from None
    return _watch(document)


def watches(database: SyncDatabase) -> list[Watch]:
    """Give all saved searches, by name."""
    return [_watch(each) for each in database[WATCHES.name].find().sort("_id", 1)]


def watch(database: SyncDatabase, name: str) -> Watch | None:
    """Give the saved search of a name; None where there is none."""
    document = database[WATCHES.name].find_one({"_id": name})
    return None if document is None else _watch(document)


def pause(database: SyncDatabase, name: str, *, is_paused: bool) -> bool:
    """Let a search find without telling, or tell again what it finds from now on.

    Returns whether there is one of this name.
    """
    change = {"$set": {"is_paused": is_paused}}
    return bool(database[WATCHES.name].update_one({"_id": name}, change).matched_count)


def remove(database: SyncDatabase, name: str) -> bool:
    """Delete a search, what it found and what waits to be sent; tell whether there was one."""

    def delete(session: Any) -> bool:
        for collection in (FINDINGS, TELLINGS):
            database[collection.name].delete_many({"watch": name}, session=session)
        deleted = database[WATCHES.name].delete_one({"_id": name}, session=session)
        return bool(deleted.deleted_count)

    return transact_at_once(database, delete)


def _watch(document: Fields) -> Watch:
    return Watch(
        name=document["_id"],
        question=document["question"],
        addresses=tuple((each["id"], each["address"]) for each in document["addresses"]),
        every=document["every"],
        language=document["language"],
        zone=document["zone"],
        is_paused=document["is_paused"],
        added_at=document["added_at"],
        since=document["since"],
    )
