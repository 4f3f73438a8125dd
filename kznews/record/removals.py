"""Which articles were taken down in a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pymongo import DESCENDING

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.absences import Absence, absences_of
from kznews.record.schema import ARTICLES


@dataclass(frozen=True)
class Removal:
    """An article that was taken down, and the time in which it was not there."""

    outlet: str
    url: str
    title: str
    page: str | None
    """The `_id` of the kept page that the article was last read from."""
    absence: Absence
    id: str
    """The article's `_id`."""
    language: str | None


_READ = ("outlet", "url", "title", "language", "page", "absences")


def removals_since(
    database: SyncDatabase, since: datetime, outlet: str | None
) -> Iterator[Removal]:
    """Give what was confirmed to be gone since a moment, also what has returned; in no order."""
    of = _confirmed({"$gte": since}, outlet)
    for article in database[ARTICLES.name].find(of, list(_READ)):
        yield from _of_article(article, since, None)


def last_removals(
    database: SyncDatabase,
    since: datetime,
    until: datetime,
    most: int,
    *,
    outlet: str | None = None,
) -> list[Removal]:
    """Give what was confirmed to be gone in a time, the last first."""
    of = _confirmed({"$gte": since, "$lt": until}, outlet)
    found = database[ARTICLES.name].find(of, list(_READ))
    # An article has one at most in a time as short as a day: hardly more than `most` are read.
    last = found.sort("absences.confirmed_at", DESCENDING).limit(most)
    removals = [each for article in last for each in _of_article(article, since, until)]
    removals.sort(key=lambda each: each.absence.confirmed_at or since, reverse=True)
    return removals[:most]


def removal_fields(removal: Removal) -> Fields:
    """Give a removal as plain values."""
    absence = removal.absence
    return {
        "id": removal.id,
        "outlet": removal.outlet,
        "url": removal.url,
        "title": removal.title,
        "language": removal.language,
        "last_seen_at": absence.last_seen_at,
        "missed_at": absence.missed_at,
        "confirmed_at": absence.confirmed_at,
        "returned_at": absence.returned_at,
        "reason": absence.reason,
    }


def count_missing(database: SyncDatabase, outlet: str | None) -> int:
    """Count the articles that are missing, and not known to be gone yet."""
    of: Fields = {"presence": "missing"} | ({"outlet": outlet} if outlet is not None else {})
    return database[ARTICLES.name].count_documents(of)


def _confirmed(when: Fields, outlet: str | None) -> Fields:
    of: Fields = {"absences": {"$elemMatch": {"confirmed_at": when}}}
    return of if outlet is None else of | {"outlet": outlet}


def _of_article(article: Fields, since: datetime, until: datetime | None) -> Iterator[Removal]:
    for absence in absences_of(article):
        at = absence.confirmed_at
        if at is not None and since <= at and (until is None or at < until):
            yield Removal(
                outlet=article["outlet"],
                url=article["url"],
                title=article["title"],
                page=article["page"],
                absence=absence,
                id=article["_id"],
                language=article.get("language"),
            )
