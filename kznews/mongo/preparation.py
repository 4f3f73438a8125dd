"""Brings a database into the state that `schema` describes."""

from __future__ import annotations

import asyncio
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

_NAMESPACE_EXISTS = 48
_OTHER_OPTIONS = {85, 86}  # IndexOptionsConflict, IndexKeySpecsConflict
_CONFLICTING_OPERATION = 117
_INDEX_NOT_FOUND = 27
_OTHERS_AT_WORK = {_CONFLICTING_OPERATION, _INDEX_NOT_FOUND}
_ATTEMPTS = 20
"""Attempts, a tenth of a second apart, while other processes prepare the same collection."""


async def prepare(database: Database, collections: Iterable[Collection]) -> None:
    """Create or update each collection, its validator and its indexes.

    Changes nothing where nothing has to change, and is safe while other processes do the same.
    Documents stay as they are, also where a newer validator would refuse them. Raises
    pymongo.errors.PyMongoError where the server refuses.
    """
    for collection in collections:
        await _despite_others(partial(_prepare_collection, database, collection))


def collections_of_crawl(settings: BaseSettings) -> list[Collection]:
    """Give what the setting DATABASE_COLLECTIONS names: import paths of tuples of collections.

    Raises ValueError where it names nothing: without validators anything could be stored.
    """
    paths = settings.getlist("DATABASE_COLLECTIONS")
    if not paths:
        raise ValueError("the setting DATABASE_COLLECTIONS names no collections")
    return [each for path in paths for each in load_object(path)]


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


async def _prepare_collection(database: Database, collection: Collection) -> None:
    rules: dict[str, Any] = {"validator": collection.validator, "validationLevel": "strict"}
    existing = {
        each["name"]: each.get("options", {})
        async for each in await database.list_collections(filter={"name": collection.name})
    }
    if collection.name not in existing:
        try:
            await database.create_collection(collection.name, check_exists=False, **rules)
        except OperationFailure as error:
            if error.code != _NAMESPACE_EXISTS:
                raise
            # Another process was quicker; its version of kznews may be another.
            await database.command("collMod", collection.name, **rules)
    elif {name: existing[collection.name].get(name) for name in rules} != rules:
        await database.command("collMod", collection.name, **rules)
    if not collection.indexes:
        return
    indexes = database[collection.name]
    try:
        await indexes.create_indexes(list(collection.indexes))
    except OperationFailure as error:
        if error.code not in _OTHER_OPTIONS:
            raise
        # One of them is there with the options of another version of kznews.
        for index in collection.indexes:
            await _replace_index(indexes, index)


async def _replace_index(indexes: AsyncCollection[dict[str, Any]], index: IndexModel) -> None:
    try:
        await indexes.create_indexes([index])
    except OperationFailure as error:
        if error.code not in _OTHER_OPTIONS:
            raise
        await indexes.drop_index(str(index.document["name"]))
        await indexes.create_indexes([index])
