"""Brings the documents of a collection forward: to the form that this version of kznews writes.

Each step may be cut off and taken again: what is done already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING
from pymongo.asynchronous.collection import AsyncCollection

from kznews.mongo.connection import Database
from kznews.mongo.preparation import make_exact, prepare
from kznews.mongo.schema import Collection, Schema
from kznews.mongo.schema_versions import SchemaVersions
from kznews.mongo.values import Fields

Tell = Callable[[str], None]

_BATCH = 2000
"""Documents that are filled up at once."""


class MigrationRefused(Exception):  # noqa: N818 - reads as what happened
    """The refusal to bring a collection forward; the message says why and what to do."""


async def migrate(
    database: Database, collection: Collection, *, is_alone: bool, tell: Tell
) -> None:
    """Bring one collection forward; `tell` gets a line about each part of the work.

    Breaking changes are made first; then null is written where a field is missing that may be null.
    From then on the collection accepts no other documents than those of this version. `is_alone`
    says that no crawl and no node is at work: where one is, which may be of an older version,
    breaking changes are refused, and the collection goes on accepting what it did.
    Raises MigrationRefused, DatabaseUnavailable for a database of a newer kznews, and
    pymongo.errors.PyMongoError.
    """
    versions = SchemaVersions(database)
    documents = database[collection.name]
    entry = await versions.entry(collection.name)
    due = collection.migrations[entry.version - 1 :]
    if due or entry.is_migrating:
        if not is_alone:
            raise MigrationRefused(
                f"{collection.name}: nobody may write while its documents are rewritten: end all "
                "crawls and nodes, then run this again"
            )
        await versions.begin_migration(collection.name)
        # Between two steps, documents may have a form that no version writes.
        await database.command("collMod", collection.name, validationLevel="off")
        for version, step in enumerate(due, start=entry.version + 1):
            tell(f"{collection.name}: being rewritten into version {version} of its schema")
            await step(documents)
            await versions.set_version(collection.name, version)
    else:
        await prepare(database, [collection])
    await _fill(documents, collection, tell)
    await _refuse_others(documents, collection)
    if not is_alone:
        tell(
            f"{collection.name}: all documents are as this version writes them; it goes on "
            "accepting those of other versions, since crawls or nodes are at work"
        )
        return
    await make_exact(database, collection)
    await versions.end_migration(collection)
    tell(f"{collection.name}: all documents are as this version writes them, and must be")


async def _fill(documents: AsyncCollection[Fields], collection: Collection, tell: Tell) -> None:
    """Write null where a document lacks a field that may be null."""
    others: Fields = {"$nor": [collection.validator]}
    fields = list(_nullable(collection.schema))
    total = await documents.count_documents(others)
    done = 0
    after: Fields = {}
    while ids := [
        each["_id"]
        async for each in documents.find(others | after, ["_id"])
        .sort("_id", ASCENDING)
        .limit(_BATCH)
    ]:
        for field in fields:
            await field.fill(documents, ids)
        done += len(ids)
        after = {"_id": {"$gt": ids[-1]}}
        tell(f"{collection.name}: {done:,} of {max(done, total):,} documents filled up")


async def _refuse_others(documents: AsyncCollection[Fields], collection: Collection) -> None:
    others: Fields = {"$nor": [collection.validator]}
    first = await documents.find_one(others, ["_id"], sort=[("_id", ASCENDING)])
    if first is None:
        return
    count = await documents.count_documents(others)
    raise MigrationRefused(
        f"{collection.name}: {count:,} of its documents break its rules in other ways, the first "
        f"is {first['_id']!r}: mend or delete them, then run this again"
    )


@dataclass(frozen=True)
class _Field:
    """A field that may be null: of the document, of objects in it, or of each object in a list."""

    path: tuple[str, ...]
    list_at: int | None = None
    """How many parts of the path lead to the list; None where none is on the way."""

    async def fill(self, documents: AsyncCollection[Fields], ids: list[Any]) -> None:
        """Set it to null in those documents that have what it belongs to, but not it."""
        missing: Fields = {"$exists": False}
        array_filters: list[Fields] | None = None
        if self.list_at is None:
            place = ".".join(self.path)
            without: Fields = {place: missing}
            if len(self.path) > 1:
                without[".".join(self.path[:-1])] = {"$type": "object"}
        else:
            of, within = ".".join(self.path[: self.list_at]), ".".join(self.path[self.list_at :])
            place = f"{of}.$[each].{within}"
            without = {of: {"$type": "array", "$elemMatch": {within: missing}}}
            array_filters = [{f"each.{within}": missing}]
        await documents.update_many(
            {"_id": {"$in": ids}} | without,
            {"$set": {place: None}},
            array_filters=array_filters,
            # What breaks the rules otherwise is told at the end.
            bypass_document_validation=True,
        )


def _nullable(
    schema: Schema, path: tuple[str, ...] = (), list_at: int | None = None
) -> Iterator[_Field]:
    for name, of in schema.get("properties", {}).items():
        here = (*path, name)
        if _may_be_null(of):
            yield _Field(here, list_at)
        yield from _nullable(of, here, list_at)
        if list_at is None:  # MongoDB would need a filter for each level of lists in lists
            yield from _nullable(of.get("items", {}), here, len(here))


def _may_be_null(schema: Schema) -> bool:
    kinds = schema.get("bsonType", ())
    return (isinstance(kinds, list) and "null" in kinds) or None in schema.get("enum", ())
