"""Folds the copies among what was found: which outlets told a story, and who was first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kznews.mongo.connection import SyncDatabase
from kznews.record.schema import ARTICLES

_TOLD = {"outlet": "$outlet", "url": "$url", "at": "$appeared_at"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One article that tells a story."""

    outlet: str
    url: str
    at: datetime
    """The latest moment at which it can have come out."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story, told by one article or more."""

    id: str
    articles: int
    outlets: tuple[str, ...]
    """Who told it, in the order in which they did."""
    first: Told | None
    """Who told it first; of outlets that only gather others' articles or invent their news, none
    is. None where all are such."""


def stories(database: SyncDatabase, ids: Iterable[str]) -> dict[str, Story]:
    """Give the stories of these ids that more than one article tells. Raises PyMongoError."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    is_news = {"$eq": [{"$ifNull": ["$outlet_kind", None]}, None]}
    steps: list[dict[str, Any]] = [
        {"$match": {"story_id": {"$in": wanted}}},
        {"$sort": {"story_id": 1, "appeared_at": 1}},
        {
            "$group": {
                "_id": "$story_id",
                "articles": {"$sum": 1},
                "outlets": {"$push": "$outlet"},
                "told": {"$push": {"$cond": [is_news, _TOLD, "$$REMOVE"]}},
            }
        },
        {"$match": {"articles": {"$gt": 1}}},
        {"$project": {"articles": 1, "outlets": 1, "first": {"$first": "$told"}}},
    ]
    return {each["_id"]: _story(each) for each in database[ARTICLES.name].aggregate(steps)}


def firsts(database: SyncDatabase, ids: Iterable[str]) -> dict[str, Told]:
    """Give who told each of these stories first, of those that have such. Raises PyMongoError."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    steps: list[dict[str, Any]] = [
        {"$match": {"story_id": {"$in": wanted}, "outlet_kind": None}},
        {"$sort": {"story_id": 1, "appeared_at": 1}},
        {"$group": {"_id": "$story_id", "told": {"$first": _TOLD}}},
    ]
    found = database[ARTICLES.name].aggregate(steps)
    return {each["_id"]: Told(**each["told"]) for each in found}


def fold(keys: Sequence[int], most: int) -> list[int]:
    """Give the places of the first of each story among `keys`, which name a story each."""
    seen: set[int] = set()
    places = []
    for place, key in enumerate(keys):
        if key not in seen:
            seen.add(key)
            places.append(place)
            if len(places) == most:
                break
    return places


def _story(found: dict[str, Any]) -> Story:
    first = found.get("first")
    return Story(
        id=found["_id"],
        articles=found["articles"],
        outlets=tuple(dict.fromkeys(found["outlets"])),
        first=Told(**first) if first else None,
    )
