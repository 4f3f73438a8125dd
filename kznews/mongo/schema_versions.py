"""The schemas of all versions of kznews that write to a database, in the collection `schemas`.

Each version enters its own before it writes, so that the validators, which are made of all that is
entered there, accept what any of them writes, in whatever order they began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from kznews.mongo.connection import Database
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.schema import POSITIVE, Collection, Schema
from kznews.mongo.values import Fields

SCHEMAS = Collection(
    # `_id` is the collection's name.
    "schemas",
    {
        # Of the documents' form: one more with each breaking change.
        "version": POSITIVE,
        # The schemas of this version that were written since `scrapy migrate` last ended.
        "accepted": {"bsonType": "array", "items": {"bsonType": "object"}},
        # The documents are being rewritten: nobody else may write.
        "is_migrating": {"bsonType": "bool"},
    },
    (),
)

_DUPLICATE_KEY = 11000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The entry of one collection in `schemas`."""

    version: int
    """The version of its documents' form."""
    is_migrating: bool
    """Whether they are being rewritten, or were when `scrapy migrate` was stopped."""


class SchemaVersions:
    """The entries of all collections in `schemas`, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries = database[SCHEMAS.name]

    async def enter(self, collections: Sequence[Collection]) -> None:
        """Enter the schemas of `collections`, where they are not.

        Raises DatabaseUnavailable where one's documents have another form, or are being rewritten.
        """
        while missing := await self._missing(collections):
            try:
                await self._entries.bulk_write([_entry(each) for each in missing], ordered=False)
            except BulkWriteError as error:
                # Another process entered the same collection at this moment: look again.
                if {each["code"] for each in error.details["writeErrors"]} != {_DUPLICATE_KEY}:
                    raise

    async def accepted(self, names: Sequence[str]) -> dict[str, list[Schema]]:
        """Give all schemas that were entered, by the collection's name."""
        found = self._entries.find({"_id": {"$in": list(names)}})
        return {each["_id"]: each["accepted"] async for each in found}

    async def entry(self, name: str) -> Entry:
        """Give the entry of a collection; where there is none, its documents have version 1."""
        found = await self._entries.find_one({"_id": name})
        if found is None:
            return Entry(version=1, is_migrating=False)
        return Entry(version=found["version"], is_migrating=found["is_migrating"])

    async def begin_migration(self, name: str) -> None:
        """Let nobody enter whose documents would meet those that are being rewritten."""
        await self._entries.update_one(
            {"_id": name},
            {"$set": {"is_migrating": True}, "$setOnInsert": {"version": 1, "accepted": []}},
            upsert=True,
        )

    async def set_version(self, name: str, version: int) -> None:
        """Enter that all documents have been rewritten into this version."""
        await self._entries.update_one({"_id": name}, {"$set": {"version": version}})

    async def end_migration(self, collection: Collection) -> None:
        """Let others enter again, and forget all schemas but the collection's own."""
        only = {"version": collection.version, "accepted": [collection.schema]}
        await self._entries.update_one(
            {"_id": collection.name}, {"$set": only | {"is_migrating": False}}, upsert=True
        )

    async def _missing(self, collections: Sequence[Collection]) -> list[Collection]:
        names = [each.name for each in collections]
        entries = {each["_id"]: each async for each in self._entries.find({"_id": {"$in": names}})}
        missing = []
        for collection in collections:
            entry = entries.get(collection.name)
            if entry is not None:
                _refuse_other_form(entry, collection, self._database.name)
            if entry is None or collection.schema not in entry["accepted"]:
                missing.append(collection)
        return missing


def _entry(collection: Collection) -> UpdateOne:
    return UpdateOne(
        # Of another version there is a duplicate key: who looks again is told.
        {"_id": collection.name, "version": collection.version, "is_migrating": False},
        {"$addToSet": {"accepted": collection.schema}},
        upsert=True,
    )


def _refuse_other_form(entry: Fields, collection: Collection, database: str) -> None:
    """Raise DatabaseUnavailable, which says what to do."""
    if entry["is_migrating"]:
        raise DatabaseUnavailable(
            f"the collection {collection.name!r} of the database {database!r} is being "
            "rewritten: wait until `scrapy migrate` has ended; run it again if it was stopped"
        )
    if entry["version"] == collection.version:
        return
    what = (
        f"the collection {collection.name!r} of the database {database!r} has version "
        f"{entry['version']} of its schema, and this kznews writes version {collection.version}"
    )
    if entry["version"] > collection.version:
        raise DatabaseUnavailable(f"{what}: a newer kznews is in use there, use that one")
    raise DatabaseUnavailable(
        f"{what}: end all crawls and nodes of the older kznews, then run `scrapy migrate`"
    )
