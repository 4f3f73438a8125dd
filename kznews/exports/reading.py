"""Finds what a table is made of: documents one after the other, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.collection import Collection

from kznews.exports.edits import edits_of
from kznews.exports.table import Fields, Table
from kznews.exports.tables import ARTICLES, RATES, REVISIONS, STORIES, TICKERS
from kznews.mongo.connection import SyncDatabase, patience
from kznews.record import schema
from kznews.record.lifetimes import lifetime_of
from kznews.record.patches import UnfitPatchError

_AT_ONCE = 1_000
"""Documents that are asked for together."""
_EVER = datetime(1, 1, 1, tzinfo=UTC)

Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which documents are wanted."""

    since: datetime | None = None
    until: datetime | None = None
    """A moment before which; it is not included."""
    outlet: str | None = None
    zone: ZoneInfo
    """The zone in which `since` and `until` are days."""

    def within(self, name: str) -> Fields:
        """Give the filter of a moment within the time, empty where all times are wanted."""
        bounds = {"$gte": self.since, "$lt": self.until}
        given = {key: value for key, value in bounds.items() if value is not None}
        return {name: given} if given else {}

    def days(self, name: str) -> Fields:
        """Give the filter of a day within the time, likewise."""
        return {
            name: {key: f"{bound.astimezone(self.zone):%Y-%m-%d}" for key, bound in each.items()}
            for name, each in self.within(name).items()
        }

    def seen(self) -> Fields:
        """Give the filter of what was seen within the time."""
        wanted: Fields = {}
        if self.since is not None:
            wanted["last_seen_at"] = {"$gte": self.since}
        if self.until is not None:
            wanted["first_seen_at"] = {"$lt": self.until}
        return wanted

    def is_within(self, first: datetime, last: datetime) -> bool:
        """Tell whether a part of what lasted from `first` to `last` is within the time."""
        return (self.since is None or last >= self.since) and (
            self.until is None or first < self.until
        )

    def of_outlet(self) -> Fields:
        """Give the filter of the outlet."""
        return {"outlet": self.outlet} if self.outlet is not None else {}


def count(database: SyncDatabase, table: Table, wanted: Wanted) -> int | None:
    """Count the rows of a table; None where that takes as long as reading them."""
    if table.name != ARTICLES.name:
        return None
    name, where = _of_articles(wanted)
    with patience():
        if not where:
            return database[name].estimated_document_count()
        return database[name].count_documents(where)


def documents(database: SyncDatabase, table: Table, wanted: Wanted, tell: Tell) -> Iterator[Fields]:
    """Give the documents of a table; `tell` is told of what cannot be read."""
    if table.name == STORIES.name:
        yield from _stories(database, wanted)
    elif table.name == REVISIONS.name:
        yield from _revisions(database, wanted, tell)
    elif table.name == ARTICLES.name:
        name, where = _of_articles(wanted)
        yield from _found(database, name, where, table.fields, "appeared_at")
    else:
        name, where = _SHOWN[table.name](wanted)
        needed = (*table.fields, "intervals")
        for each in _found(database, name, where, needed, "last_seen_at"):
            yield from _times(each, wanted)


def _found(
    database: SyncDatabase, name: str, where: Fields, fields: Iterable[str] | None, order: str
) -> Iterator[Fields]:
    return _patiently(
        lambda: database[name].find(
            where,
            None if fields is None else dict.fromkeys(fields, True),
            sort=[(order, -1)],
            allow_disk_use=True,
            batch_size=_AT_ONCE,
        )
    )


def _patiently(ask: Callable[[], Iterator[Fields]]) -> Iterator[Fields]:
    """Give what is asked for; the server may sort or group all of it before it gives the first."""
    with patience():
        found = ask()
        first = next(found, None)
    if first is not None:
        yield first
        yield from found


def documents_by_id(
    database: SyncDatabase, ids: Iterable[str], table: Table, wanted: Wanted, tell: Tell
) -> Iterator[Fields]:
    """Give the same of the articles, or headlines, with these ids, in their order.

    Those that are not there any more are left out; a story comes once, with its first article.
    Raises ValueError for another table.
    """
    if table.name == ARTICLES.name:
        yield from _in_order(database[schema.ARTICLES.name], ids, table.fields)
    elif table.name == TICKERS.name:
        needed = (*table.fields, "intervals")
        for each in _in_order(database[schema.TICKERS.name], ids, needed):
            yield from _times(each, wanted)
    elif table.name == REVISIONS.name:
        for each in _in_order(database[schema.ARTICLES.name], ids, None):
            yield from _edits(each, wanted, tell)
    elif table.name == STORIES.name:
        yield from _stories_of(database, ids)
    else:
        raise ValueError(f"{table.name} are not found by ids")


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, _AT_ONCE)):
        yield batch


def _in_order(
    collection: Collection[Fields], ids: Iterable[str], fields: Iterable[str] | None
) -> Iterator[Fields]:
    shown = None if fields is None else dict.fromkeys((*fields, "_id"), True)
    for batch in _batches(ids):
        found = collection.find({"_id": {"$in": batch}}, shown, batch_size=_AT_ONCE)
        by_id = {each["_id"]: each for each in found}
        yield from (by_id[each] for each in batch if each in by_id)


def _of_articles(wanted: Wanted) -> tuple[str, Fields]:
    return schema.ARTICLES.name, wanted.of_outlet() | wanted.within("appeared_at")


def _of_tickers(wanted: Wanted) -> tuple[str, Fields]:
    return schema.TICKERS.name, wanted.of_outlet() | wanted.seen()


def _of_rates(wanted: Wanted) -> tuple[str, Fields]:
    """Choose by the day that a rate is for; where none is stated, by when it was seen."""
    where = wanted.of_outlet()
    if days := wanted.days("valid_on"):
        where["$or"] = [days, {"valid_on": None} | wanted.seen()]
    return schema.RATES.name, where


_SHOWN = {TICKERS.name: _of_tickers, RATES.name: _of_rates}


def _times(document: Fields, wanted: Wanted) -> Iterator[Fields]:
    """Give each time in which a thing was shown, the last first; a day's rate as it is."""
    if document.get("valid_on") is not None:
        yield document
        return
    for each in reversed(lifetime_of(document)):
        if wanted.is_within(each.first_seen_at, each.last_seen_at):
            yield (
                document
                | each.sightings[-1].where
                | {
                    "first_seen_at": each.first_seen_at,
                    "last_seen_at": each.last_seen_at,
                    "missed_at": each.missed_at,
                }
            )


def _revisions(database: SyncDatabase, wanted: Wanted, tell: Tell) -> Iterator[Fields]:
    """Give the edits, article by article: those with the newest edit first."""
    seen = wanted.within("replaced_at") or {"replaced_at": {"$gt": _EVER}}
    where = wanted.of_outlet() | {"revisions": {"$elemMatch": seen}}
    name, order = schema.ARTICLES.name, "revisions.replaced_at"
    for article in _found(database, name, where, None, order):
        yield from _edits(article, wanted, tell)


def _edits(article: Fields, wanted: Wanted, tell: Tell) -> Iterator[Fields]:
    try:
        edits = list(edits_of(article))
    except UnfitPatchError as error:
        tell(f"{article['url']}: its former versions cannot be read: {error}")
        return
    for edit in edits:
        if wanted.is_within(edit["seen_at"], edit["seen_at"]):
            yield edit


def _stories(database: SyncDatabase, wanted: Wanted) -> Iterator[Fields]:
    """Give the stories of a time: of each the articles that came out then."""
    of_outlet = {} if wanted.outlet is None else {"all_outlets": wanted.outlet}
    match = wanted.within("appeared_at") | {"story_id": {"$ne": None}}
    return _told(database, match, of_outlet)


def _stories_of(database: SyncDatabase, ids: Iterable[str]) -> Iterator[Fields]:
    """Give the whole stories of the articles with these ids."""
    given: set[str] = set()
    for batch in _batches(ids):
        found = database[schema.ARTICLES.name].find(
            {"_id": {"$in": batch}, "story_id": {"$ne": None}}, {"story_id": True}
        )
        new = {each["story_id"] for each in found} - given
        given |= new
        yield from _told(database, {"story_id": {"$in": [*new]}}, {})


def _told(database: SyncDatabase, match: Fields, among: Fields) -> Iterator[Fields]:
    """Let MongoDB put stories together: aggregators and satire come last in each."""
    shown = {"story_id", "outlet", "outlet_kind", "title", "url", "appeared_at", "language"}
    firsts = ("outlet", "title", "url", "appeared_at")
    stages: list[dict[str, Any]] = [
        {"$match": match},
        {"$project": dict.fromkeys(shown, True)},
        {"$sort": {"outlet_kind": 1, "appeared_at": 1}},
        {
            "$group": {
                "_id": "$story_id",
                **{name: {"$first": f"${name}"} for name in firsts},
                "articles": {"$sum": 1},
                "all_outlets": {"$push": "$outlet"},
                "all_languages": {"$push": "$language"},
                "last_at": {"$max": "$appeared_at"},
            }
        },
    ]
    stages += [{"$match": among}, {"$sort": {"appeared_at": -1, "_id": 1}}]
    found = _patiently(
        lambda: database[schema.ARTICLES.name].aggregate(
            stages, allowDiskUse=True, batchSize=_AT_ONCE
        )
    )
    for story in found:
        outlets = list(dict.fromkeys(story["all_outlets"]))
        languages = list(dict.fromkeys(each for each in story["all_languages"] if each))
        yield story | {
            "story_id": story["_id"],
            "outlets": len(outlets),
            "told_by": outlets,
            "languages": languages,
        }
