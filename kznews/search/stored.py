"""Reads from MongoDB what the index is derived from, and makes its documents."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from tantivy import Document

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.patches import UnfitPatchError
from kznews.record.schema import ARTICLES
from kznews.search import fields
from kznews.search.documents import (
    READ,
    document_of_article,
    document_of_ticker,
    former_versions,
)
from kznews.search.folding import is_copy, tellings

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Documents that are read at once."""

Made = list[tuple[str, Document]]
"""Documents of the index, by `_id`."""


class Stored:
    """What one database has stored of what the index is derived from; pymongo's errors pass."""

    def __init__(self, database: SyncDatabase) -> None:
        self._database = database

    def origin(self) -> dict[str, str]:
        """Tell, by name, by what MongoDB tells the collections that there are from others."""
        listed = self._database.list_collections(filter={"name": {"$in": list(READ)}})
        return {each["name"]: each["info"]["uuid"].hex() for each in listed}

    def count(self) -> int:
        """Tell how many documents there are, about."""
        return sum(self._database[name].estimated_document_count() for name in READ)

    def all_after(self, name: str, after: str) -> Iterator[tuple[str, int, Made]]:
        """Give a collection's documents in the order of their ids, from behind `after`.

        Of each batch the last id, how many were read, and what was made of them.
        """
        while True:
            asked = self._database[name].find({"_id": {"$gt": after}}, list(READ[name]))
            stored = asked.sort("_id", 1).limit(AT_ONCE).to_list()
            if not stored:
                return
            after = stored[-1]["_id"]
            yield after, len(stored), self._made(name, stored)

    def of_ids(self, name: str, ids: Sequence[str]) -> Made:
        """Give those of a collection's documents that are there."""
        asked = self._database[name].find({"_id": {"$in": list(ids)}}, list(READ[name]))
        return self._made(name, asked.to_list())

    def that_depend_on(self, name: str, ids: Sequence[str]) -> list[str]:
        """Give the ids of the articles that may become copies of others, or no longer be ones."""
        if name != ARTICLES.name or not ids:
            return []
        articles = self._database[name]
        changed = articles.find({"_id": {"$in": list(ids)}}, ["story_id", "appeared_at"])
        later = [
            {"story_id": each["story_id"], "appeared_at": {"$gte": each["appeared_at"]}}
            for each in changed
            if each["story_id"] is not None
        ]
        if not later:
            return []
        known = set(ids)
        found = articles.find({"$or": later}, ["_id"])
        return [each["_id"] for each in found if each["_id"] not in known]

    def _made(self, name: str, stored: Sequence[Fields]) -> Made:
        ours = [each for each in stored if fields.is_id(each["_id"])]
        for each in stored:
            if not fields.is_id(each["_id"]):
                logger.error(
                    "The document %r of %s is not searched: its id is none that kznews gives",
                    each["_id"],
                    name,
                )
        if name != ARTICLES.name:
            return [(each["_id"], document_of_ticker(each)) for each in ours]
        told = tellings(self._database, (story for each in ours if (story := each["story_id"])))
        return [
            (
                each["_id"],
                document_of_article(
                    each,
                    former=_former(each),
                    is_copy=is_copy(each, told.get(each["story_id"] or "", ())),
                ),
            )
            for each in ours
        ]


def _former(article: Fields) -> list[Fields]:
    try:
        return former_versions(article)
    except UnfitPatchError as error:
        logger.error(
            "The former versions of the article %s are not searched: they cannot be read: %s",
            article["url"],
            error,
        )
        return []
