"""What changes in the collections that the index is derived from, as MongoDB tells it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bson.timestamp import Timestamp
from pymongo.change_stream import DatabaseChangeStream
from pymongo.errors import OperationFailure

from kznews.mongo.connection import SyncDatabase, patience
from kznews.mongo.driver_errors import brief_reason
from kznews.search.documents import DECISIVE

_LOST = {
    136,  # CappedPositionLost
    260,  # InvalidResumeToken
    280,  # ChangeStreamFatalError
    286,  # ChangeStreamHistoryLost
}
_NO_REPLICA_SET = 40573
_WAIT_SECONDS = 0.5
"""Seconds that the server waits for a change before it answers that there is none."""
_GATHER_SECONDS = 2.0
"""Seconds within which changes are gathered where there is always another."""
_OF_ALL = ("drop", "rename", "dropDatabase", "invalidate")


class ChangesLost(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that MongoDB cannot tell any more what changed since the token."""


class NoChangesTold(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that this MongoDB tells nobody what changes; the message says what to do."""


@dataclass(frozen=True)
class Changes:
    """What changed up to a token."""

    ids: dict[str, list[str]]
    """By collection, the ids of documents that are new, others or gone: each once."""
    token: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One change of a document of which something stands in the index."""

    collection: str
    id: str
    operation: str
    """`insert`, `update`, `replace` or `delete`."""
    changed: frozenset[str]
    """Of an update, the names of the fields that are others now."""
    at: Timestamp
    """When the server wrote it; changes come in this order."""


class ChangeFeed:
    """The changes of one database since a token; without one, since now."""

    def __init__(self, stream: DatabaseChangeStream[dict[str, Any]]) -> None:
        self._stream = stream

    @property
    def token(self) -> dict[str, Any]:
        """The token up to which all was told."""
        token = self._stream.resume_token
        assert token is not None  # the server gives one with each answer, and one has come
        return dict(token)

    def next(self, most: int) -> Changes:
        """Wait half a second for changes, and give those of two seconds, `most` at most.

        Raises ChangesLost where not documents but whole collections went, and where the server no
        longer knows what changed.
        """
        ids: dict[str, dict[str, None]] = {name: {} for name in DECISIVE}
        for event in self.events(most):
            ids[event.collection][event.id] = None
        return Changes({name: list(each) for name, each in ids.items()}, self.token)

    def events(self, most: int) -> Iterator[Event]:
        """Give what `next` gathers, each change by itself, in order. Raises ChangesLost."""
        seen: set[tuple[str, str]] = set()
        end = time.monotonic() + _GATHER_SECONDS
        with _telling_loss():
            while len(seen) < most and time.monotonic() < end:
                told = self._stream.try_next()
                if told is None:
                    break
                if told["operationType"] in _OF_ALL:
                    raise ChangesLost(f"{told['operationType']} of a whole collection or database")
                if not is_decisive(told):
                    continue
                event = Event(
                    collection=told["ns"]["coll"],
                    id=str(told["documentKey"]["_id"]),
                    operation=told["operationType"],
                    changed=_changed(told),
                    at=told["clusterTime"],
                )
                seen.add((event.collection, event.id))
                yield event


def until_when(token: dict[str, Any]) -> Timestamp:
    """Give the moment, on the clock of the oplog, up to which all is told that a token stands for.

    A token begins with it: a byte that says what follows, then seconds and a number.
    """
    told = bytes.fromhex(token["_data"][:18])
    return Timestamp(int.from_bytes(told[1:5]), int.from_bytes(told[5:9]))


def now(database: SyncDatabase) -> Timestamp:
    """Give the moment of the last write of whichever database, on the clock of the oplog."""
    moment: Timestamp = database.client.admin.command("hello")["operationTime"]
    return moment


@contextmanager
def changes_since(database: SyncDatabase, token: dict[str, Any] | None) -> Iterator[ChangeFeed]:
    """Open the feed of a database's changes.

    Raises ChangesLost where the token is too old, or of another database, and NoChangesTold.
    """
    with _telling_loss(), patience():
        stream = database.watch(
            _PIPELINE, resume_after=token, max_await_time_ms=int(_WAIT_SECONDS * 1000)
        )
    with stream:
        yield ChangeFeed(stream)


def is_decisive(event: Mapping[str, Any]) -> bool:
    """Tell whether an event changes what stands in the index: being seen again does not."""
    if event["operationType"] != "update":
        return True
    return not _changed(event).isdisjoint(DECISIVE[event["ns"]["coll"]])


def _changed(event: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in event["changed"])


@contextmanager
def _telling_loss() -> Iterator[None]:
    try:
        yield
    except OperationFailure as error:
        if error.code in _LOST or error.has_error_label("NonResumableChangeStreamError"):
            reason = brief_reason(error)
            raise ChangesLost(f"MongoDB no longer knows what changed since: {reason}") from error
        if error.code == _NO_REPLICA_SET:
            raise NoChangesTold(
                "this MongoDB is no replica set, so it tells nobody what changes, and neither an "
                "index nor a saved search can follow it: make it a replica set of one "
                "(docs/cluster.md)"
            ) from error
        raise


_CHANGED = {
    "$concatArrays": [
        {
            "$map": {
                "input": {"$objectToArray": {"$ifNull": ["$updateDescription.updatedFields", {}]}},
                "in": "$$this.k",
            }
        },
        {"$ifNull": ["$updateDescription.removedFields", []]},
        {
            "$map": {
                "input": {"$ifNull": ["$updateDescription.truncatedArrays", []]},
                "in": "$$this.field",
            }
        },
    ]
}
# Names of fields alone: the texts are read once, however often they changed meanwhile.
_PIPELINE: list[dict[str, Any]] = [
    {"$match": {"$or": [{"ns.coll": {"$in": list(DECISIVE)}}, {"operationType": "dropDatabase"}]}},
    {
        "$project": {
            **dict.fromkeys(("operationType", "ns", "documentKey", "clusterTime"), True),
            "changed": _CHANGED,
        }
    },
]
