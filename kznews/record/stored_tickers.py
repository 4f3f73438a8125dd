"""Reads which headlines outlets pushed: at a moment, in a time, last; and one headline's times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.documents import ticker_id
from kznews.record.lifetimes import LONG, Interval, lifetime_of
from kznews.record.schema import TICKERS


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """A headline in one time in which an outlet pushed it."""

    outlet: str
    edition: str | None
    """Host and path of the edition; None of the outlet's main one."""
    headline: str
    url: str | None
    language: str | None
    interval: Interval

    @property
    def id(self) -> str:
        """The `_id` of the headline, whatever the time."""
        return ticker_id(self.outlet, self.edition, self.headline)

    def position_at(self, at: datetime) -> int | None:
        """Give its place in the ticker when it was last seen before a moment, as far as is kept."""
        before = [each for each in self.interval.sightings if each.seen_at <= at]
        place: int | None = before[-1].where.get("position") if before else None
        return place

    @property
    def positions(self) -> list[int]:
        """Its places in the ticker, of the sightings that are kept, in order."""
        places = (each.where.get("position") for each in self.interval.sightings)
        return sorted({place for place in places if place is not None})

    @property
    def pages(self) -> list[str]:
        """The pages on which it stood, of the sightings that are kept."""
        urls = (each.where.get("page_url") for each in self.interval.sightings)
        return list(dict.fromkeys(url for url in urls if url is not None))


def shown_at(
    database: SyncDatabase, at: datetime, outlet: str | None = None, *, most: int = 0
) -> list[Pushed]:
    """Read what was pushed at a moment, or may have been: it was missed only later.

    `most` headlines are read; 0: all.
    """
    found = _find(database, _of(outlet) | in_time(at, at), most)
    return [each for each in found if each.interval.first_seen_at <= at <= each.interval.until]


def shown_between(
    database: SyncDatabase,
    first: datetime,
    last: datetime,
    outlet: str | None = None,
    *,
    most: int = 0,
) -> list[Pushed]:
    """Read what was pushed in a time, by when it came up; each of its times by itself.

    `most` headlines are read; 0: all.
    """
    found = _find(database, _of(outlet) | in_time(first, last), most)
    return sorted(
        (
            each
            for each in found
            if each.interval.first_seen_at <= last and each.interval.until >= first
        ),
        key=lambda each: each.interval.first_seen_at,
    )


def shown_last(database: SyncDatabase, outlet: str | None = None) -> list[Pushed]:
    """Read what the last page showed that was read of each outlet's edition."""
    outlets = [outlet] if outlet is not None else outlets_with_tickers(database)
    found = _find(database, {"outlet": {"$in": outlets}, "missed_at": None})
    return [each for each in found if each.interval.missed_at is None]


def times_of(
    database: SyncDatabase, headline: str, editions: Iterable[tuple[str, str | None]]
) -> list[Pushed]:
    """Read when a headline was pushed, by whichever of these outlets' editions."""
    ids = [ticker_id(outlet, edition, headline) for outlet, edition in editions]
    found = _find(database, {"_id": {"$in": ids}})
    return sorted(found, key=lambda each: each.interval.first_seen_at)


def life_of(database: SyncDatabase, ticker: str) -> list[Pushed]:
    """Read all times in which a headline was pushed, by its `_id`; none where it is unknown."""
    return _find(database, {"_id": ticker})


def outlets_with_tickers(database: SyncDatabase) -> list[str]:
    """Name the outlets of which headlines are stored."""
    return sorted(database[TICKERS.name].distinct("outlet"))


def last_change(database: SyncDatabase, outlet: str, edition: str | None) -> datetime | None:
    """Tell when a page last missed a headline of an edition; None where none ever did."""
    last = database[TICKERS.name].find_one(
        {"outlet": outlet, "edition": edition, "missed_at": {"$ne": None}},
        {"missed_at": True},
        sort=[("missed_at", -1)],
    )
    return last["missed_at"] if last else None


def _of(outlet: str | None) -> Fields:
    return {} if outlet is None else {"outlet": outlet}


def in_time(first: datetime, last: datetime) -> Fields:
    """Ask for what has an interval that touches a time.

    One that does ended within a week, or is long: so what was pushed since is not looked at.
    """
    begun: Fields = {"first_seen_at": {"$lte": last}}
    soon = begun | {"until": {"$gte": first, "$lte": last + LONG}}
    ever = begun | {"until": {"$gte": first}}
    return {
        "$or": [
            {"intervals": {"$elemMatch": soon}},
            {"is_long": True, "intervals": {"$elemMatch": ever}},
        ]
    }


def _find(database: SyncDatabase, which: Fields, most: int = 0) -> list[Pushed]:
    """Read headlines; of each, all times in which it was pushed. By outlet, edition and place."""
    documents = database[TICKERS.name].find(which).limit(most).to_list()
    documents.sort(
        key=lambda each: (each["outlet"], each["edition"] or "", each["position"], each["headline"])
    )
    return [
        Pushed(
            outlet=document["outlet"],
            edition=document["edition"],
            headline=document["headline"],
            url=document["url"],
            language=document["language"],
            interval=interval,
        )
        for document in documents
        for interval in lifetime_of(document)
    ]
