"""Induces layouts for outlets whose pages no layout reads, and again once layouts read fewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from kznews.archive.schema import PAGES
from kznews.layouts.schema import INDUCTIONS
from kznews.layouts.store import store
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES

if TYPE_CHECKING:
    from kznews.extraction.induction import InducedLayout

_LOOKED_EVERY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What was induced for one outlet."""

    outlet: str
    pages: int
    """Number of the pages that no layout had read."""
    layouts: list[InducedLayout]


def renew_next(database: SyncDatabase, now: datetime) -> Renewal | None:
    """Look at one outlet that nobody has looked at for a day; None where nothing was induced.

    Layouts are induced from the articles that no layout read since they last were: ten or more, so
    an outlet gets its first ones, and new ones once it is redesigned.
    """
    recently: Fields = {"looked_at": {"$gte": now - _LOOKED_EVERY}}
    looked_at = set(database[INDUCTIONS.name].distinct("_id", recently))
    for outlet in sorted(set(database[PAGES.name].distinct("outlet")) - looked_at):
        if _claim(database, outlet, now):
            return renew(database, outlet, now)
    return None


def renew(database: SyncDatabase, outlet: str, now: datetime) -> Renewal | None:
    """Induce layouts from what no layout has read since the last time; None where that is little.

    What is induced is stored.
    """
    # Imported here: few looks for due crawls need what reads pages.
    from kznews.extraction.induction import FEWEST_PAGES, induce_articles  # noqa: PLC0415
    from kznews.extraction.induction.articles import MOST_PAGES  # noqa: PLC0415
    from kznews.layouts.kept_pages import listings, named_pages  # noqa: PLC0415

    inductions = database[INDUCTIONS.name]
    before = inductions.find_one({"_id": outlet}) or {}
    unread: Fields = {
        "outlet": outlet,
        "page": {"$type": "string"},
        "extraction.layout": None,
    }
    if before.get("induced_at") is not None:
        unread["fetched_at"] = {"$gt": before["induced_at"]}
    newest = database[ARTICLES.name].find(
        unread, {"page": True}, sort=[("fetched_at", DESCENDING)], limit=MOST_PAGES
    )
    pages = named_pages(database, [each["page"] for each in newest])
    if len(pages) < FEWEST_PAGES:
        return None
    layouts = induce_articles(pages, listings(database, outlet))
    store(database, outlet, layouts, now)
    told: Fields = {"induced_at": now, "pages": len(pages), "layouts": len(layouts)}
    inductions.update_one(
        {"_id": outlet}, {"$set": told, "$setOnInsert": {"looked_at": now}}, upsert=True
    )
    return Renewal(outlet=outlet, pages=len(pages), layouts=layouts)


def _claim(database: SyncDatabase, outlet: str, now: datetime) -> bool:
    """Put down that the outlet is looked at now; False where somebody did within a day."""
    new: Fields = {"induced_at": None, "pages": 0, "layouts": 0}
    try:
        claimed = database[INDUCTIONS.name].update_one(
            {"_id": outlet, "looked_at": {"$lt": now - _LOOKED_EVERY}},
            {"$set": {"looked_at": now}, "$setOnInsert": new},
            upsert=True,
        )
    except DuplicateKeyError:
        return False
    return bool(claimed.modified_count or claimed.upserted_id)
