"""Who copies whom, how long after, who is first, and what is copied most: counts of a time.

MongoDB counts from the indexes of `copies` alone, but for the stories, whose copies it reads: of a
day. `pairs` tells more of each pair, and reads every copy for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES
from kznews.record.stories.pairs import copies_since
from kznews.record.stories.schema import COPIES, PAIRS

SHOWN = ("outlet", "url", "title", "language")
"""Fields of an article that are given of a story's first."""


@dataclass(frozen=True)
class PairCount:
    """The copies that one outlet took from another."""

    outlet: str
    source: str
    certain: int
    """Those of which it is certain that the source came out before."""
    uncertain: int

    @property
    def copies(self) -> int:
        """The number of all."""
        return self.certain + self.uncertain


@dataclass(frozen=True)
class FirstCount:
    """The stories that several articles tell and that an outlet was the first with."""

    outlet: str
    certain: int
    perhaps: int
    """Those of which no other certainly came before, but may have."""


@dataclass(frozen=True)
class Copied:
    """A story that was copied."""

    story_id: str
    copies: int
    outlets: tuple[str, ...]
    """Those that copied it."""
    first: Fields | None
    """`_id` and SHOWN of the article that was the first, or perhaps; None where it is not known."""
    is_certain: bool
    """That article certainly was the first."""


def pair_counts(database: SyncDatabase, since: datetime, until: datetime) -> list[PairCount]:
    """Count the copies of a time by pair of outlets, those with the most first."""
    by: Fields = {"outlet": "$outlet", "source": "$source_outlet"}
    certain = {"$sum": {"$cond": ["$is_certain", 1, 0]}}
    group = {"_id": by, "copies": {"$sum": 1}, "certain": certain}
    found = [
        PairCount(
            **each["_id"], certain=each["certain"], uncertain=each["copies"] - each["certain"]
        )
        for each in _of_pairs(database, since, until, {"$group": group})
    ]
    return sorted(found, key=lambda each: (-each.copies, each.outlet, each.source))


def delay_counts(database: SyncDatabase, since: datetime, until: datetime) -> dict[int, int]:
    """Count the copies of a time by the seconds after their sources, in order.

    Only copies that certainly came later, and where both moments are known to the minute.
    """
    known = {"$match": {"is_certain": True, "delay": {"$gte": 0}}}
    group = {"$group": {"_id": "$delay", "copies": {"$sum": 1}}}
    counted = _of_pairs(database, since, until, known, group)
    return dict(sorted((int(each["_id"]), each["copies"]) for each in counted))


def quantile(counts: dict[int, int], share: float) -> int | None:
    """Give the least value that this share of what is counted does not exceed.

    The values of `counts` are in order. None where nothing is counted.
    """
    wanted, below = share * sum(counts.values()), 0
    for value, number in counts.items():
        below += number
        if below >= wanted:
            return value
    return None


def first_counts(database: SyncDatabase, since: datetime, until: datetime) -> list[FirstCount]:
    """Count by outlet the stories of a time that it was the first with; those with most first."""
    of = {"place": {"$in": ["first", "perhaps first"]}, "appeared_at": _in(since, until)}
    group: Fields = {"_id": {"outlet": "$outlet", "place": "$place"}, "stories": {"$sum": 1}}
    counted: Counter[tuple[str, str]] = Counter()
    pipeline: list[Fields] = [{"$match": of}, {"$group": group}]
    for each in database[COPIES.name].aggregate(pipeline):
        counted[each["_id"]["outlet"], each["_id"]["place"]] = each["stories"]
    found = [
        FirstCount(outlet, counted[outlet, "first"], counted[outlet, "perhaps first"])
        for outlet in {outlet for outlet, _ in counted}
    ]
    return sorted(found, key=lambda each: (-each.certain, -each.perhaps, each.outlet))


def most_copied(
    database: SyncDatabase, since: datetime, until: datetime, most: int
) -> list[Copied]:
    """Give the stories that most outlets copied in a time."""
    group = {
        "_id": "$story_id",
        "copies": {"$sum": 1},
        "outlets": {"$addToSet": "$outlet"},
    }
    number = {"$set": {"number": {"$size": "$outlets"}}}
    order = {"$sort": {"number": DESCENDING, "copies": DESCENDING, "_id": DESCENDING}}
    counted = list(
        _of_pairs(database, since, until, {"$group": group}, number, order, {"$limit": most})
    )
    firsts = _firsts(database, [each["_id"] for each in counted])
    return [
        Copied(
            each["_id"],
            each["copies"],
            tuple(sorted(each["outlets"])),
            *firsts.get(each["_id"], (None, False)),
        )
        for each in counted
    ]


def _firsts(database: SyncDatabase, stories: Sequence[str]) -> dict[str, tuple[Fields, bool]]:
    """Give of stories the article that was the first, or perhaps, and whether that is certain."""
    of = {"story_id": {"$in": [*stories]}, "place": {"$in": ["first", "perhaps first"]}}
    found = database[COPIES.name].find(of, {"story_id": True, "place": True})
    told = list(found.sort([("story_id", ASCENDING), ("appeared_at", DESCENDING)]))
    # The earliest of each story stays, and one that certainly is the first before all.
    told.sort(key=lambda each: each["place"] == "first")
    ids = {each["story_id"]: (each["_id"], each["place"] == "first") for each in told}
    wanted = [id_ for id_, _ in ids.values()]
    shown = dict.fromkeys(SHOWN, True)
    articles = {
        each["_id"]: each for each in database[ARTICLES.name].find({"_id": {"$in": wanted}}, shown)
    }
    return {
        story: (articles[id_], is_certain)
        for story, (id_, is_certain) in ids.items()
        if id_ in articles
    }


def _of_pairs(
    database: SyncDatabase, since: datetime, until: datetime, *stages: Fields
) -> list[dict[str, Any]]:
    of, _ = copies_since(since)
    match = {"$match": of | {"appeared_at": _in(since, until)}}
    return database[COPIES.name].aggregate([match, *stages], hint=PAIRS).to_list()


def _in(since: datetime, until: datetime) -> Fields:
    return {"$gte": since, "$lt": until}
