"""Which articles were taken down since when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from kznews.mongo.connection import Database
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


async def removals_since(
    database: Database, since: datetime, outlet: str | None
) -> AsyncIterator[Removal]:
    """Give what was confirmed to be gone since a moment, also what has returned; in no order."""
    of: Fields = {"absences.confirmed_at": {"$gte": since}}
    if outlet is not None:
        of["outlet"] = outlet
    wanted = dict.fromkeys(("outlet", "url", "title", "page", "absences"), True)
    async for article in database[ARTICLES.name].find(of, wanted):
        for absence in absences_of(article):
            if absence.confirmed_at is not None and absence.confirmed_at >= since:
                yield Removal(
                    article["outlet"], article["url"], article["title"], article["page"], absence
                )


async def count_missing(database: Database, outlet: str | None) -> int:
    """Count the articles that are missing, and not known to be gone yet."""
    of: Fields = {"presence": "missing"} | ({"outlet": outlet} if outlet is not None else {})
    return await database[ARTICLES.name].count_documents(of)
