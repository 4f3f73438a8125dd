"""Bulk writes that are durable: each document is written, refused, or met by another writer.

All operations here may be repeated without harm, so whatever is in doubt is repeated.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, TypeVar

from bson.errors import BSONError
from pymongo import UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, ConnectionFailure, OperationFailure

from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.values import Fields

logger = logging.getLogger(__name__)

_T = TypeVar("_T")
Collection = AsyncCollection[dict[str, Any]]

_FIRST_WAIT = 0.1
"""Seconds between the first failure and the next attempt, doubled with every attempt."""
_LONGEST_WAIT = 5.0
"""Seconds between two attempts at most."""
_REMINDED_EVERY = 60.0
"""Seconds between two log lines that say the same."""
_DUPLICATE_KEY = 11000
_VALIDATION_FAILED = 121
_TOO_LARGE = frozenset({10334, 17419, 17420})
_TOO_DEEP = 15
# What no repetition will change: it is about the document.
_REFUSALS = _TOO_LARGE | {_VALIDATION_FAILED, _TOO_DEEP}


_begun: dict[object, float] = {}
"""When each step that is not done began, on the monotonic clock."""


class Refused(Exception):  # noqa: N818 - reads as what happened
    """A document that MongoDB does not take as it is; the message says why."""


Result = Literal["inserted", "matched"] | Refused
"""The result of one update; an update that matches and inserts nothing is `matched`, too."""


async def write_all(collection: Collection, operations: Sequence[UpdateOne]) -> list[Result]:
    """Write updates that a conflict does not end: it means that another writer was quicker."""
    results: dict[int, Result] = {}
    while left := [place for place in range(len(operations)) if place not in results]:
        written = await write_once(collection, [operations[place] for place in left])
        final = zip(left, written, strict=True)
        results |= {place: result for place, result in final if result is not None}
    return [results[place] for place in range(len(operations))]


async def write_once(
    collection: Collection, operations: Sequence[UpdateOne]
) -> list[Result | None]:
    """Write one unordered bulk; return the results, in order, when all are final.

    None is a conflict: the filter matches nothing, but its `_id` is there.
    """

    async def write(some: Sequence[UpdateOne]) -> set[int]:
        return set((await collection.bulk_write(some, ordered=False)).upserted_ids or {})

    return await _write_once(write, operations)


async def update_once(
    collection: Collection, steps: Sequence[tuple[Fields, Fields]]
) -> list[Result | None]:
    """Set fields of stored documents; return the results, in order, when all are final.

    A step is a filter, which names the `_id`, and the fields; there is one for a document. None is
    a conflict: the document is not as the filter says, since another writer changed or deleted it.
    """
    matched = 0

    async def write(some: Sequence[UpdateOne]) -> set[int]:
        nonlocal matched
        matched = (await collection.bulk_write(some, ordered=False)).matched_count
        return set()

    operations = [UpdateOne(each, {"$set": fields}) for each, fields in steps]
    results = await _write_once(write, operations)
    if matched == len(steps):
        return results
    # A bulk does not say which of them matched: those whose fields stand there.
    ids = {"_id": {"$in": [each["_id"] for each, _ in steps]}}
    stored = {each["_id"]: each for each in await persist(lambda: collection.find(ids).to_list())}
    return [
        result if isinstance(result, Refused) or _has(stored.get(each["_id"]), fields) else None
        for result, (each, fields) in zip(results, steps, strict=True)
    ]


async def insert_all(collection: Collection, documents: Sequence[Fields]) -> list[Result]:
    """Insert documents; `matched` is one whose `_id` is there already, which stays as it is."""
    results = await insert_once(collection, documents)
    return ["matched" if result is None else result for result in results]


async def insert_once(collection: Collection, documents: Sequence[Fields]) -> list[Result | None]:
    """Insert documents; return the results, in order, when all are final.

    None is a conflict: the `_id` is there, be it from an attempt whose answer was lost. Costs the
    server half of what as many upserts cost: it inserts all in one transaction.
    """

    async def insert(some: Sequence[Fields]) -> set[int]:
        await collection.insert_many(some, ordered=False)
        return set(range(len(some)))

    return await _write_once(insert, documents)


def longest_step() -> float:
    """Tell for how many seconds the oldest step that is not done has been tried; 0: none is."""
    now = time.monotonic()
    return now - min(_begun.values(), default=now)


async def persist(step: Callable[[], Awaitable[_T]]) -> _T:
    """Take `step`, again for as long as MongoDB is away or fails, and return its value.

    Raises Refused where no repetition will help: a document breaks the rules of its collection.
    """
    me = object()
    _begun[me] = time.monotonic()
    try:
        return await _repeat(step, _begun[me])
    finally:
        del _begun[me]


async def _repeat(step: Callable[[], Awaitable[_T]], begun: float) -> _T:
    told, told_at = "", 0.0
    wait = _FIRST_WAIT
    while True:
        try:
            value = await step()
        except ConnectionFailure as error:
            failure: Exception = error
        except OperationFailure as error:
            if error.code in _REFUSALS:
                fault = {"errmsg": brief_reason(error), **(error.details or {}), "code": error.code}
                id_ = fault.get("errInfo", {}).get("failingDocumentId")
                which = f"the document {id_!r}: " if id_ is not None else ""
                raise Refused(which + _reason(fault)) from error
            failure = error
        else:
            if told:
                logger.warning("MongoDB answers again, after %.1f s", time.monotonic() - begun)
            return value
        now = time.monotonic()
        if told != _kind(failure) or now > told_at + _REMINDED_EVERY:
            told, told_at = _kind(failure), now
            logger.error(
                "MongoDB does not answer as it should: %s. The crawl waits for it and drops "
                "nothing; Ctrl-C ends it",
                brief_reason(failure),
            )
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


async def _write_once(
    write: Callable[[Sequence[_T]], Awaitable[set[int]]], operations: Sequence[_T]
) -> list[Result | None]:
    """Write in one unordered bulk by `write`, which returns the places of what it inserted."""
    if not operations:
        return []
    try:
        return await persist(lambda: _results(write, operations))
    except Refused as refused:
        if len(operations) == 1:
            return [refused]
    # One of them spoils the bulk: which is found by writing them one by one.
    return [(await _write_once(write, [operation]))[0] for operation in operations]


async def _results(
    write: Callable[[Sequence[_T]], Awaitable[set[int]]], operations: Sequence[_T]
) -> list[Result | None]:
    faults: dict[int, dict[str, Any]] = {}
    try:
        inserted = await write(operations)
    except BulkWriteError as error:
        faults = {fault["index"]: fault for fault in error.details["writeErrors"]}
        final = {_DUPLICATE_KEY, *_REFUSALS}
        if error.details["writeConcernErrors"] or {f["code"] for f in faults.values()} - final:
            raise
        inserted = {upserted["index"] for upserted in error.details["upserted"]}
        if error.details["nInserted"]:  # of inserts only the faults are told
            inserted = set(range(len(operations))) - faults.keys()
    except (BSONError, UnicodeError, OverflowError) as error:
        raise Refused(f"it cannot be encoded: {str(error)[:300]}") from error
    results: list[Result | None] = []
    for place in range(len(operations)):
        if place not in faults:
            results.append("inserted" if place in inserted else "matched")
        elif faults[place]["code"] == _DUPLICATE_KEY:
            results.append(None)
        else:
            results.append(Refused(_reason(faults[place])))
    return results


def _has(document: Fields | None, fields: Fields) -> bool:
    return document is not None and document | fields == document


def _reason(fault: dict[str, Any]) -> str:
    """Say why the server refused a document: which fields break which rules of the validator."""
    if fault["code"] in _TOO_LARGE:
        return f"it is too large: {str(fault['errmsg'])[:300]}"
    if fault["code"] == _TOO_DEEP:
        return f"it is nested too deep: {str(fault['errmsg'])[:300]}"
    broken: list[str] = []
    for rule in fault.get("errInfo", {}).get("details", {}).get("schemaRulesNotSatisfied", []):
        names = [each["propertyName"] for each in rule.get("propertiesNotSatisfied", [])]
        names += rule.get("missingProperties", []) + rule.get("additionalProperties", [])
        broken.append(f"{rule['operatorName']} ({', '.join(names)})")
    return f"the validator of its collection refuses it: {'; '.join(broken)}"


def _kind(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'code', None)}"
