"""Finds what a table is made of: documents one after the other, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pymongo

from kznews.exports.edits import edits_of
from kznews.exports.table import Fields, Table
from kznews.exports.tables import ARTICLES, RATES, REVISIONS, STORIES, TICKERS
from kznews.mongo.connection import SyncDatabase
from kznews.record import schema
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

    def of_outlet(self) -> Fields:
        """Give the filter of the outlet."""
        return {"outlet": self.outlet} if self.outlet is not None else {}


def count(database: SyncDatabase, table: Table, wanted: Wanted) -> int | None:
    """Count the documents of a table; None where that takes as long as reading them."""
    if table.name in {STORIES.name, REVISIONS.name}:
        return None
    found, where = _FILTERS[table.name](wanted)
    with pymongo.timeout(None):
        if not where:
            return database[found].estimated_document_count()
        return database[found].count_documents(where)


def documents(database: SyncDatabase, table: Table, wanted: Wanted, tell: Tell) -> Iterator[Fields]:
    """Give the documents of a table; `tell` is told of what cannot be read."""
    with pymongo.timeout(None):  # a server that sorts answers late
        if table.name == STORIES.name:
            yield from _stories(database, wanted)
        elif table.name == REVISIONS.name:
            yield from _revisions(database, wanted, tell)
        else:
            name, where = _FILTERS[table.name](wanted)
            order = "appeared_at" if table.name == ARTICLES.name else "last_seen_at"
            yield from database[name].find(
                where,
                dict.fromkeys(table.fields, True),
                sort=[(order, -1)],
                allow_disk_use=True,
                batch_size=_AT_ONCE,
            )


def articles_by_id(database: SyncDatabase, ids: Iterable[str], table: Table) -> Iterator[Fields]:
    """Give the articles with these ids, in their order, but those that are not there any more."""
    waiting = iter(ids)
    shown = dict.fromkeys((*table.fields, "_id"), True)
    while batch := list(islice(waiting, _AT_ONCE)):
        found = database[schema.ARTICLES.name].find(
            {"_id": {"$in": batch}}, shown, batch_size=_AT_ONCE
        )
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


_FILTERS = {ARTICLES.name: _of_articles, TICKERS.name: _of_tickers, RATES.name: _of_rates}


def _revisions(database: SyncDatabase, wanted: Wanted, tell: Tell) -> Iterator[Fields]:
    """Give the edits, article by article: those with the newest edit first."""
    seen = wanted.within("replaced_at") or {"replaced_at": {"$gt": _EVER}}
    where = wanted.of_outlet() | {"revisions": {"$elemMatch": seen}}
    order = [("revisions.replaced_at", -1)]
    found = database[schema.ARTICLES.name].find(where, sort=order, allow_disk_use=True)
    for article in found:
        try:
            edits = list(edits_of(article))
        except UnfitPatchError as error:
            tell(f"{article['url']}: its former versions cannot be read: {error}")
            continue
        for edit in edits:
            at = edit["seen_at"]
            if at >= (wanted.since or _EVER) and (wanted.until is None or at < wanted.until):
                yield edit


def _stories(database: SyncDatabase, wanted: Wanted) -> Iterator[Fields]:
    """Give the stories, as MongoDB puts them together; what no outlet invented counts first."""
    shown = {"story_id", "outlet", "outlet_kind", "title", "url", "appeared_at", "language"}
    firsts = ("outlet", "title", "url", "appeared_at")
    stages: list[dict[str, Any]] = [
        {"$match": wanted.within("appeared_at") | {"story_id": {"$ne": None}}},
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
    if wanted.outlet is not None:
        stages.append({"$match": {"all_outlets": wanted.outlet}})
    stages.append({"$sort": {"appeared_at": -1, "_id": 1}})
    found = database[schema.ARTICLES.name].aggregate(stages, allowDiskUse=True, batchSize=_AT_ONCE)
    for story in found:
        outlets = list(dict.fromkeys(story["all_outlets"]))
        languages = list(dict.fromkeys(each for each in story["all_languages"] if each))
        yield story | {
            "story_id": story["_id"],
            "outlets": len(outlets),
            "told_by": outlets,
            "languages": languages,
        }
