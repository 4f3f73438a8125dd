"""Writes lifetimes: what pages show, and what they no longer show.

A document is read, its lifetime moved on, and written where nobody else has written it in between;
else it is read again. So several workers may tell the same pages, in any order and twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial, reduce
from typing import Any

from pymongo import UpdateOne

from kznews.mongo.bulk import Refused, Result, persist, write_once
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields, moment
from kznews.record.documents import Sighting, ticker_id
from kznews.record.lifetimes import (
    Lifetime,
    is_long,
    lifetime_fields,
    lifetime_of,
    with_miss,
    with_sighting,
)
from kznews.record.schema import RATES, TICKERS

logger = logging.getLogger(__name__)

_BATCH = 500
"""Documents that are read and written at once."""


@dataclass(frozen=True, kw_only=True)
class TickerShown:
    """The headlines that a page showed in the ticker of its outlet, and no other."""

    outlet: str
    edition: str | None
    headlines: Sequence[str]
    seen_at: datetime


async def write_sightings(
    database: Database, collection: str, seen: Sequence[Sighting]
) -> list[Result]:
    """Write sightings of things that have a lifetime; end the values of strips that they replace.

    The results are in order; of several sightings of a new thing, the first is `inserted`.
    """
    results: dict[int, Result] = {}
    while len(results) < len(seen):
        # Of several of one thing, the first: the others are added to what it makes of it.
        now = {seen[each].id: each for each in reversed(range(len(seen))) if each not in results}
        stored = await persist(partial(_read, database, collection, list(now)))
        steps = [_shown(stored.get(id_), seen[place]) for id_, place in now.items()]
        written = await write_once(database[collection], steps)
        final = zip(now.values(), written, strict=True)
        results |= {place: result for place, result in final if result is not None}
    if collection == RATES.name:
        await _end_replaced(database, seen)
    return [results[place] for place in range(len(seen))]


async def note_ticker(database: Database, shown: TickerShown) -> None:
    """End the headlines of an outlet's edition that a page of it no longer shows."""
    at = moment(shown.seen_at)
    shown_ids = [ticker_id(shown.outlet, shown.edition, each) for each in shown.headlines]
    missed = _may_be_shown(shown.outlet, at) | {
        "edition": shown.edition,
        "_id": {"$nin": shown_ids},
    }
    await _note_misses(database, TICKERS.name, missed, lambda stored: [at])


async def _end_replaced(database: Database, seen: Sequence[Sighting]) -> None:
    """End the values of strips in whose place others were seen."""
    moments: dict[tuple[Any, ...], dict[datetime, set[str]]] = {}
    for each in seen:
        at = moments.setdefault(_place(each.fields), {}).setdefault(each.seen_at, set())
        at.add(each.id)
    for outlet in sorted({place[0] for place in moments}):
        latest = max(max(of) for place, of in moments.items() if place[0] == outlet)
        earliest = min(min(of) for place, of in moments.items() if place[0] == outlet)
        others = _may_be_shown(outlet, earliest, latest) | {
            "valid_on": None,
            "pair": {"$in": sorted({place[1] for place in moments})},
        }

        def missed(stored: Fields) -> list[datetime]:
            of = moments.get(_place(stored), {})
            return [at for at, shown in of.items() if stored["_id"] not in shown]

        await _note_misses(database, RATES.name, others, missed)


def _place(rate: Fields) -> tuple[Any, ...]:
    """Name what has one value at a time."""
    return rate["outlet"], rate["pair"], rate["kind"], rate["side"]


def _may_be_shown(outlet: str, at: datetime, latest: datetime | None = None) -> Fields:
    """Ask for what an outlet may have shown at a moment, or at one between two."""
    return {
        "outlet": outlet,
        "$or": [{"missed_at": None}, {"missed_at": {"$gt": at}}],
        "first_seen_at": {"$lt": latest or at},
    }


async def _note_misses(
    database: Database, collection: str, which: Fields, missed: Callable[[Fields], list[datetime]]
) -> None:
    ids = await persist(partial(_ids, database, collection, which))
    for start in range(0, len(ids), _BATCH):
        todo = ids[start : start + _BATCH]
        while todo:
            stored = await persist(partial(_read, database, collection, todo))
            steps = {
                id_: step
                for id_, document in stored.items()
                if (step := _missed(collection, document, missed(document))) is not None
            }
            written = await write_once(database[collection], list(steps.values()))
            for id_, result in zip(steps, written, strict=True):
                if isinstance(result, Refused):
                    logger.error(
                        "%s %s: it is not noted that a page no longer shows it: %s",
                        *(collection, id_, result),
                    )
            todo = [id_ for id_, result in zip(steps, written, strict=True) if result is None]


async def _ids(database: Database, collection: str, which: Fields) -> list[str]:
    return [each["_id"] async for each in database[collection].find(which, {"_id": True})]


async def _read(database: Database, collection: str, ids: list[str]) -> dict[str, Fields]:
    return {each["_id"]: each async for each in database[collection].find({"_id": {"$in": ids}})}


def _shown(stored: Fields | None, seen: Sighting) -> UpdateOne:
    """Make the upsert that adds a sighting of a thing to what is stored of it."""
    assert seen.seen is not None  # of things that have a lifetime
    lifetime = with_sighting(lifetime_of(stored) if stored is not None else (), seen.seen)
    is_newest = stored is None or seen.seen_at >= stored["last_seen_at"]
    fields = (seen.fields if is_newest else {}) | _fields(seen.collection, lifetime)
    if stored is None:
        # No stored document is without `last_seen_at`.
        missing: Fields = {"_id": seen.id, "last_seen_at": {"$exists": False}}
        return UpdateOne(missing, {"$set": fields | {"write_number": 1}}, upsert=True)
    return _step(stored, fields)


def _fields(collection: str, lifetime: Lifetime) -> Fields:
    """Give the fields that hold a lifetime; those of headlines are asked for by moments, too."""
    fields = lifetime_fields(lifetime)
    return fields | {"is_long": is_long(lifetime)} if collection == TICKERS.name else fields


def _missed(collection: str, stored: Fields, moments: Iterable[datetime]) -> UpdateOne | None:
    """Make the update that notes when a thing was missed; None where that is known."""
    former = lifetime_of(stored)
    lifetime = reduce(with_miss, sorted(moments), former)
    return None if lifetime == former else _step(stored, _fields(collection, lifetime))


def _step(stored: Fields, fields: Fields) -> UpdateOne:
    """Make the update of a document that nobody else has written since it was read."""
    number = stored.get("write_number")
    unwritten = {"_id": stored["_id"], "write_number": number}
    new = {name: value for name, value in (stored | fields).items() if name != "_id"}
    if stored != stored | fields:
        new["write_number"] = (number or 0) + 1
    # All fields, since an upsert that matches nothing must fail for its `_id`, not for its form.
    return UpdateOne(unwritten, {"$set": new}, upsert=True)
