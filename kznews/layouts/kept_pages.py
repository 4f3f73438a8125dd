"""Kept pages, as extraction takes them, and those that layouts are induced from."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from pymongo import DESCENDING

from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.archive.schema import PAGES
from kznews.extraction.page import Page
from kznews.extraction.page import UnreadablePageError as NoPageError
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.outlets import Outlet, all_outlets
from kznews.outlets.addresses import is_article_url
from kznews.outlets.layouts import ArticleLayout

logger = logging.getLogger(__name__)

_MOST_LISTINGS = 20
"""Listings, the newest, that a layout's mark must not be on."""


def page_of(kept: KeptPage, induced: tuple[ArticleLayout, ...] = ()) -> Page:
    """Give a kept page to extraction, as a spider would. Raises extraction's errors."""
    sent = {name.lower(): value for name, value in kept.answer.headers}
    content_type = sent.get(b"content-type")
    return Page(
        kept.answer.body,
        kept.url,
        content_type=content_type.decode("latin-1") if content_type else None,
        outlet=outlet_named(kept.outlet),
        fetched_at=kept.sightings[0],
        induced=induced,
    )


def outlet_named(name: str) -> Outlet | None:
    """Give the outlet of a name; None for a host that no outlet describes."""
    return _outlets_by_name().get(name)


@cache
def _outlets_by_name() -> dict[str, Outlet]:
    return {each.name: each for each in all_outlets()}


def newest_pages(
    database: SyncDatabase, outlet: str, kind: Literal["article", "listing"], most: int
) -> list[Page]:
    """Give the newest kept pages of an outlet, one for each address, spread over their time.

    Damaged ones are logged and left out, and those at addresses that are none of an article.
    """
    rows = database[PAGES.name].aggregate(
        [
            {"$match": {"outlet": outlet, "kind": kind, "status": 200}},
            {"$sort": {"last_seen_at": DESCENDING}},
            {"$group": {
                "_id": "$url",
                "page": {"$first": "$_id"},
                "at": {"$first": "$last_seen_at"},
            }},
            {"$sort": {"at": DESCENDING, "_id": 1}},
        ]
    )  # fmt: skip
    known = outlet_named(outlet)
    ids = [
        each["page"]
        for each in rows
        if kind != "article" or known is None or is_article_url(each["_id"], known)
    ]
    return list(_pages(database, ids[:: max(1, -(-len(ids) // most))]))


def listings(database: SyncDatabase, outlet: str) -> list[Page]:
    """Give some listings of an outlet, as pages that hold no article."""
    return newest_pages(database, outlet, "listing", _MOST_LISTINGS)


def named_pages(database: SyncDatabase, ids: Sequence[str]) -> list[Page]:
    """Give the kept pages with these `_id`s; damaged ones are logged and left out."""
    return list(_pages(database, ids))


def without_own_layouts(pages: Sequence[Page]) -> list[Page]:
    """Give pages as if nobody had described how the outlet's articles are read."""
    for page in pages:
        if page.outlet is not None:
            page.outlet = replace(page.outlet, article_layouts=())
    return list(pages)


def _pages(database: SyncDatabase, ids: Sequence[str]) -> Iterator[Page]:
    reader = Reader(database)
    wanted: Fields = {"_id": {"$in": list(ids)}}
    for document in reader.select(wanted):
        try:
            yield page_of(reader.read(document))
        except (UnreadablePageError, NoPageError) as error:
            logger.warning("a kept page is left out where layouts are induced: %s", error)
