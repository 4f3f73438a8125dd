"""Which kept pages the record was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES


def read_from(pages: Sequence[str]) -> Fields:
    """Give the filter of the articles of which a version was read from one of these pages."""
    named = {"$in": list(pages), "$type": "string"}
    return {"$or": [{"page": named}, {"revisions.page": named}]}


def pages_of(article: Mapping[str, Any]) -> set[str]:
    """Name the pages that the versions of an article were read from."""
    named = [article["page"], *(each["page"] for each in article.get("revisions") or ())]
    return {page for page in named if page is not None}


def pages_in_use(database: SyncDatabase, pages: Sequence[str]) -> set[str]:
    """Tell which of these pages (`_id`s) a version of an article was read from."""
    named = {"page": True, "revisions.page": True}
    found = database[ARTICLES.name].find(read_from(pages), named)
    return {page for article in found for page in pages_of(article)}.intersection(pages)
