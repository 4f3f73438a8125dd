"""Which kept pages the record was read from."""

from __future__ import annotations

from collections.abc import Sequence

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, REVISIONS


def pages_in_use(database: SyncDatabase, pages: Sequence[str]) -> set[str]:
    """Tell which of these pages (`_id`s) an article or a revision names."""
    named: Fields = {"page": {"$in": list(pages), "$type": "string"}}
    return {
        page
        for collection in (ARTICLES, REVISIONS)
        for page in database[collection.name].distinct("page", named)
    }
