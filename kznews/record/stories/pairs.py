"""Which outlets copy which, and when: the copies of a time by pair of outlets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal

from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.record.stories.schema import COPIES, Naming

Period = Literal["week", "month"]
_OFFSET = timedelta(hours=5)
"""Offset in which weeks and months begin: Kazakhstan's since March 2024. Older servers know another
one by the zone's name."""


@dataclass
class Pair:
    """The copies that one outlet took from another, in a time."""

    outlet: str
    source: str
    copies: int = 0
    """Number of the copies."""
    uncertain: int = 0
    """Those of which it is not certain that the source came out before."""
    of_first: int = 0
    """Those whose source certainly was the first of its story."""
    namings: Counter[Naming] = field(default_factory=Counter)
    """Number of copies by what they name as their source."""
    periods: Counter[date] = field(default_factory=Counter)
    """Number of copies by the first day of the week or month."""
    of_outlet: int = 0
    """Number of all copies of the outlet, whatever their source."""
    delays: list[int] = field(default_factory=list, repr=False)
    shares: list[float] = field(default_factory=list, repr=False)

    @property
    def median_delay(self) -> int | None:
        """Median of the seconds between source and copy, of the `delays` that are known."""
        return int(median(self.delays)) if self.delays else None

    @property
    def median_share(self) -> float:
        """Median of the share of a copy's words that was taken over."""
        return median(self.shares)

    @property
    def named(self) -> float:
        """Share of the copies that name the source, or the outlet that was the first."""
        return (self.namings["source"] + self.namings["first"]) / self.copies


def pairs_pipeline(since: datetime, period: Period) -> list[Fields]:
    """Give the pipeline that groups the `copies` since a moment; an index holds all it reads."""
    day = {
        "$dateTrunc": {
            "date": "$appeared_at",
            "unit": period,
            "timezone": "+05:00",
            "startOfWeek": "monday",
        }
    }
    return [
        {"$match": {"source_outlet": {"$type": "string"}, "appeared_at": {"$gte": since}}},
        {
            "$group": {
                "_id": {**{name: f"${name}" for name in _GROUPED}, "day": day},
                "copies": {"$sum": 1},
                "delays": {"$push": "$delay"},
                "shares": {"$push": "$share"},
            }
        },
    ]


_GROUPED = ("outlet", "source_outlet", "source_place", "is_certain", "naming")


async def pairs(
    database: Database, since: datetime, period: Period, outlet: str | None = None
) -> list[Pair]:
    """Give the pairs of outlets of which one copied from the other, those with the most first.

    With `outlet`, the pairs that it is one of.
    """
    cursor = await database[COPIES.name].aggregate(pairs_pipeline(since, period))
    found: dict[tuple[str, str], Pair] = {}
    totals: Counter[str] = Counter()
    async for group in cursor:
        key = group["_id"]
        names = key["outlet"], key["source_outlet"]
        _add(found.setdefault(names, Pair(*names)), group)
        totals[key["outlet"]] += group["copies"]
    for pair in found.values():
        pair.of_outlet = totals[pair.outlet]
    told = [each for each in found.values() if outlet in {None, each.outlet, each.source}]
    return sorted(told, key=lambda each: (-each.copies, each.outlet, each.source))


def _add(pair: Pair, group: Fields) -> None:
    key, copies = group["_id"], group["copies"]
    pair.copies += copies
    if not key["is_certain"]:
        pair.uncertain += copies
    elif key["source_place"] == "first":
        pair.of_first += copies
    pair.namings[key["naming"]] += copies
    pair.periods[(key["day"] + _OFFSET).date()] += copies
    pair.delays += [each for each in group["delays"] if each is not None]
    pair.shares += group["shares"]
