"""Brings a database into the state that `schema` describes, beside other versions of kznews."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from pymongo import IndexModel
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import OperationFailure
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from kznews.mongo.connection import Database
from kznews.mongo.schema import Collection
from kznews.mongo.schema_merge import merge
from kznews.mongo.schema_versions import SCHEMAS, SchemaVersions

logger = logging.getLogger(__name__)

Rules = dict[str, Any]

_NAMESPACE_EXISTS = 48
_OTHER_OPTIONS = {85, 86}  # IndexOptionsConflict, IndexKeySpecsConflict
_CONFLICTING_OPERATION = 117
_INDEX_NOT_FOUND = 27
_OTHERS_AT_WORK = {_CONFLICTING_OPERATION, _INDEX_NOT_FOUND}
_ATTEMPTS = 20
"""Attempts, a tenth of a second apart, while other processes prepare the same collection."""


async def prepare(
    database: Database, collections: Iterable[Collection], *, indexed: set[Any] | None = None
) -> None:
    """Create each collection, its validator and its indexes, or make them accept these documents.

    `indexed` holds the server's ids of collections whose indexes this process has made: they are
    not asked for again (that takes longer than all else), and those that are made now are added.

    A validator goes on accepting what other versions of kznews write, and an index that one of them
    made with other options stays: `scrapy migrate` ends both. Changes nothing where nothing has to
    change, and is safe while other processes do the same. Documents stay as they are. Raises
    DatabaseUnavailable where their form is another (`SchemaVersions.enter`), and
    pymongo.errors.PyMongoError where the server refuses.
    """
    collections = list(collections)
    versions = SchemaVersions(database)
    await versions.enter(collections)
    names = [each.name for each in collections]

    async def accepting() -> dict[str, Rules]:
        accepted = await versions.accepted(names)
        merged = {name: _rules({"$jsonSchema": merge(accepted[name])}) for name in names}
        return {SCHEMAS.name: _rules(SCHEMAS.validator)} | merged

    ids = await _set_rules(database, accepting)
    indexed = set() if indexed is None else indexed
    for collection in collections:
        if collection.indexes and ids[collection.name] not in indexed:
            await _despite_others(partial(_make_indexes, database[collection.name], collection))
            indexed.add(ids[collection.name])


async def make_exact(database: Database, collection: Collection) -> None:
    """Let a collection accept no other documents than this version's, and have its indexes.

    Those of earlier versions go; those that users made stay.

    Raises pymongo.errors.PyMongoError.
    """

    async def exact() -> dict[str, Rules]:
        return {collection.name: _rules(collection.validator)}

    await _set_rules(database, exact)
    indexed = database[collection.name]
    for index in collection.indexes:
        await _despite_others(partial(_make_index, indexed, index, replace=True))
    for name in set(await indexed.index_information()).intersection(collection.former_indexes):
        await indexed.drop_index(name)


def collections_of_crawl(settings: BaseSettings) -> list[Collection]:
    """Give what the setting DATABASE_COLLECTIONS names: import paths of tuples of collections.

    Raises ValueError where it names nothing: without validators anything could be stored.
    """
    paths = settings.getlist("DATABASE_COLLECTIONS")
    if not paths:
        raise ValueError("the setting DATABASE_COLLECTIONS names no collections")
    return [each for path in paths for each in load_object(path)]


async def _set_rules(
    database: Database, wanted: Callable[[], Awaitable[dict[str, Rules]]]
) -> dict[str, Any]:
    """Give collections, by name, the rules that are wanted; return the server's ids of them.

    Asks again after each change: who was overtaken by another version's entry mends it so.
    """
    while True:
        rules = await wanted()
        listed = await database.list_collections(filter={"name": {"$in": list(rules)}})
        found = {each["name"]: each async for each in listed}
        there = {name: each.get("options", {}) for name, each in found.items()}
        wrong = [
            name
            for name, of in rules.items()
            if name not in there or {rule: there[name].get(rule) for rule in of} != of
        ]
        if not wrong:
            return {name: each["info"]["uuid"] for name, each in found.items()}
        for name in wrong:
            create = name not in there
            await _despite_others(partial(_set_rules_of, database, name, rules[name], create))


async def _set_rules_of(database: Database, name: str, rules: Rules, create: bool) -> None:
    if not create:
        await database.command("collMod", name, **rules)
        return
    try:
        await database.create_collection(name, check_exists=False, **rules)
    except OperationFailure as error:
        if error.code != _NAMESPACE_EXISTS:  # another process was quicker
            raise


def _rules(validator: dict[str, Any]) -> Rules:
    return {"validator": validator, "validationLevel": "strict"}


async def _despite_others(step: Callable[[], Awaitable[None]]) -> None:
    """Take `step` again while another process is at the same collection."""
    for attempt in range(_ATTEMPTS):
        try:
            await step()
        except OperationFailure as error:
            if error.code not in _OTHERS_AT_WORK or attempt == _ATTEMPTS - 1:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def _make_indexes(indexed: AsyncCollection[dict[str, Any]], collection: Collection) -> None:
    try:
        await indexed.create_indexes(list(collection.indexes))
    except OperationFailure as error:
        if error.code not in _OTHER_OPTIONS:
            raise
        for index in collection.indexes:
            await _make_index(indexed, index, replace=False)


async def _make_index(
    indexed: AsyncCollection[dict[str, Any]], index: IndexModel, *, replace: bool
) -> None:
    try:
        await indexed.create_indexes([index])
    except OperationFailure as error:
        if error.code not in _OTHER_OPTIONS:
            raise
        name = str(index.document["name"])
        if not replace:
            logger.warning(
                "The index %s of %s is as another version of kznews made it: `scrapy migrate` "
                "makes it anew, once that version is no longer used",
                name,
                indexed.name,
            )
            return
        await indexed.drop_index(name)
        await indexed.create_indexes([index])
