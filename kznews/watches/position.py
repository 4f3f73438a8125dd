"""How far what is stored has been compared with the saved searches: one position for all processes.

It is the token of a change stream: the server gives changes in the order in which they were
committed, so no clock of a worker matters, and no write that commits late is passed over. The token
moves in the transaction that stores what was found; whoever was overtaken meanwhile stores nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.leases import Leases, expired_leases
from kznews.mongo.values import Fields
from kznews.search.changes import changes_since, until_when
from kznews.watches.schema import WATCH_POSITION

_ID = "position"
_LEASE = timedelta(seconds=20)


class Overtaken(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that another process has compared what this one did."""


class Position:
    """The position of one database, for one process that may compare."""

    def __init__(self, database: SyncDatabase, holder: str) -> None:
        self._collection = database[WATCH_POSITION.name]
        self._leases = Leases({"holder": holder}, _LEASE, "held")

    def take(self) -> Fields | None:
        """Be the process that compares, for some seconds; give the document; None: another is.

        It spares work. That nothing is found twice does not depend on it.
        """
        mine = {"_id": _ID, "$or": [self._leases.held(), {"lease_until": None}, expired_leases()]}
        return self._collection.find_one_and_update(
            mine, [{"$set": self._leases.take()}], return_document=True
        )

    def give_back(self) -> None:
        """Let another process compare at once."""
        self._collection.update_one(self._leases.held([_ID]), {"$set": {"lease_until": None}})

    def move(
        self, before: dict[str, Any], after: dict[str, Any], session: ClientSession | None = None
    ) -> None:
        """Move the position from a token to another. Raises Overtaken where it is elsewhere."""
        at = datetime.fromtimestamp(until_when(after).time, UTC)
        moved = self._collection.update_one(
            {"_id": _ID, "token": before}, {"$set": {"token": after, "at": at}}, session=session
        )
        if not moved.matched_count:
            raise Overtaken


def begin(database: SyncDatabase) -> None:
    """Let what is stored from now on be compared, where nobody has begun.

    Raises NoChangesTold where this MongoDB is no replica set.
    """
    if read_at(database) is not None:
        return
    with changes_since(database, None) as feed:
        token = feed.token
    at = datetime.fromtimestamp(until_when(token).time, UTC)
    free = {"state": "held", "holder": None, "lease_until": None}
    try:
        database[WATCH_POSITION.name].insert_one({"_id": _ID, "token": token, "at": at, **free})
    except DuplicateKeyError:
        return  # another process has begun just now


def read_at(database: SyncDatabase) -> datetime | None:
    """Tell up to which moment all was compared; None: nobody has begun."""
    found = database[WATCH_POSITION.name].find_one({"_id": _ID}, ["at"])
    return None if found is None else found["at"]
