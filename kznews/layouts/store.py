"""The induced layouts of one database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from itertools import chain, count
from typing import TYPE_CHECKING

from pymongo import DESCENDING, UpdateOne

from kznews import __version__
from kznews.layouts.schema import LAYOUTS
from kznews.mongo.connection import Database, SyncDatabase
from kznews.mongo.values import Fields, identity
from kznews.outlets.layouts import ArticleLayout

if TYPE_CHECKING:  # a crawl, which imports this, induces nothing
    from kznews.extraction.induction import InducedLayout

_MOST_URLS = 20
"""Addresses of pages that are kept with a layout, at most."""
_MOST_LAYOUTS = 16
"""Layouts of an outlet that are given, at most: the newest."""
_NEWEST_FIRST = [("last_published_at", DESCENDING), ("confirmed_at", DESCENDING), ("_id", 1)]


@dataclass(frozen=True, kw_only=True)
class StoredLayout:
    """An induced layout as it is stored."""

    layout: ArticleLayout
    pages: int
    agreement: dict[str, float]
    induced_at: datetime
    confirmed_at: datetime
    induced_by: str


def store(
    database: SyncDatabase, outlet: str, induced: Sequence[InducedLayout], now: datetime
) -> list[str]:
    """Store the layouts of an outlet, or put down that pages show them again; return their `_id`s.

    A layout keeps the name that it was first stored by: articles call it so.
    """
    layouts = database[LAYOUTS.name]
    taken = {each["_id"]: each["facts"]["name"] for each in layouts.find({"outlet": outlet})}
    updates, ids = [], []
    for each in induced:
        id_ = layout_id(outlet, each.layout)
        name = taken.setdefault(id_, _free_name(each.layout.name, taken.values()))
        ids.append(id_)
        new: Fields = {"outlet": outlet, "induced_at": now}
        seen: Fields = {
            "facts": _document(replace(each.layout, name=name)),
            "pages": each.pages,
            "urls": list(each.urls[:_MOST_URLS]),
            "agreement": each.agreement,
            "first_published_at": each.first_published,
            "last_published_at": each.last_published,
            "confirmed_at": now,
            "induced_by": f"kznews {__version__}",
        }
        updates.append(UpdateOne({"_id": id_}, {"$set": seen, "$setOnInsert": new}, upsert=True))
    if updates:
        layouts.bulk_write(updates)
    return ids


def layout_id(outlet: str, layout: ArticleLayout) -> str:
    """Give the `_id` of a layout: it follows from the outlet and the selectors."""
    about = {"name", "evidence", "unverified"}
    facts = {name: value for name, value in asdict(layout).items() if name not in about}
    return f"{outlet}:{identity(repr(sorted(facts.items())))[:16]}"


def stored_layouts(database: SyncDatabase, outlet: str) -> list[StoredLayout]:
    """Give the layouts of an outlet, the newest first."""
    found = database[LAYOUTS.name].find({"outlet": outlet}, sort=_NEWEST_FIRST)
    return [_stored(each) for each in found.limit(_MOST_LAYOUTS)]


async def induced_layouts(database: Database, outlet: str) -> tuple[ArticleLayout, ...]:
    """Give how pages of an outlet are read by its induced layouts, the newest first."""
    found = database[LAYOUTS.name].find({"outlet": outlet}, sort=_NEWEST_FIRST)
    return tuple(_layout(each["facts"]) for each in await found.to_list(_MOST_LAYOUTS))


def _free_name(name: str, taken: Iterable[str]) -> str:
    others = set(taken)
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(each for each in names if each not in others)


def _document(layout: ArticleLayout) -> Fields:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(layout).items()
    }


def _layout(facts: Fields) -> ArticleLayout:
    """Read a layout; a field that this version of kznews does not know is passed over."""
    known = {each.name for each in fields(ArticleLayout)}
    stated: Fields = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in facts.items()
        if name in known
    }
    return ArticleLayout(**stated)


def _stored(document: Fields) -> StoredLayout:
    return StoredLayout(
        layout=_layout(document["facts"]),
        pages=document["pages"],
        agreement=document["agreement"],
        induced_at=document["induced_at"],
        confirmed_at=document["confirmed_at"],
        induced_by=document["induced_by"],
    )
