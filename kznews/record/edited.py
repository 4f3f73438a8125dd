"""Which articles were edited in a time, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import DESCENDING

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.edits import EDIT_KINDS, EditKind
from kznews.record.schema import ARTICLES


@dataclass(frozen=True, kw_only=True)
class Edited:
    """An article, and its edits of a time."""

    id: str
    outlet: str
    url: str
    title: str
    language: str | None
    edits: int
    silent: int
    """Edits whose text the outlet changed without stating that it did."""
    kinds: tuple[EditKind, ...]
    """What kinds of edits there were, in their order."""
    last_at: datetime
    """When the last of them was seen."""


def edited_since(
    since: datetime,
    until: datetime | None = None,
    *,
    outlet: str | None = None,
    kind: str | None = None,
    silent: bool = False,
) -> Fields:
    """Give the filter of the articles that were edited in a time, so."""
    edit: Fields = {"replaced_at": _in(since, until)}
    if kind is not None:
        edit["kinds"] = kind
    if silent:
        edit["silent"] = True
    of: Fields = {"revisions": {"$elemMatch": edit}}
    return of if outlet is None else of | {"outlet": outlet}


def most_edited(
    database: SyncDatabase,
    since: datetime,
    until: datetime,
    most: int,
    *,
    outlet: str | None = None,
) -> list[Edited]:
    """Give the articles with the most edits in a time, of those the last edited first."""
    is_then: Fields = {
        "$and": [{"$gte": ["$$it.replaced_at", since]}, {"$lt": ["$$it.replaced_at", until]}]
    }
    edits = {"$filter": {"input": "$revisions", "as": "it", "cond": is_then}}
    fields = dict.fromkeys(("outlet", "url", "title", "language"), True)
    parts = {name: f"$edits.{name}" for name in ("silent", "kinds", "replaced_at")}
    numbers = {"number": {"$size": "$edits"}, "last_at": {"$max": "$edits.replaced_at"}}
    stages: list[Fields] = [
        {"$match": edited_since(since, until, outlet=outlet)},
        {"$project": fields | {"edits": edits}},
        {"$project": fields | parts | numbers},
        {"$sort": {"number": DESCENDING, "last_at": DESCENDING, "_id": DESCENDING}},
        {"$limit": most},
    ]
    return [
        Edited(
            id=each["_id"],
            outlet=each["outlet"],
            url=each["url"],
            title=each["title"],
            language=each.get("language"),
            edits=each["number"],
            silent=sum(is_silent is True for is_silent in each["silent"]),
            kinds=_in_order(each["kinds"]),
            last_at=each["last_at"],
        )
        for each in database[ARTICLES.name].aggregate(stages)
    ]


def _in_order(kinds: Sequence[Sequence[EditKind]]) -> tuple[EditKind, ...]:
    found = {kind for of_one in kinds for kind in of_one}
    return tuple(kind for kind in EDIT_KINDS if kind in found)


def _in(since: datetime, until: datetime | None) -> Fields:
    return {"$gte": since} if until is None else {"$gte": since, "$lt": until}
