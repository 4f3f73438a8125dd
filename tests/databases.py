"""Databases of tests in the mongod of this process, with aware moments.

By their names, crawls of a newsroom store in them, too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from kznews.mongo.schema import Collection
from kznews.mongo.schema_versions import SCHEMAS
from kznews.nodes.schema import COLLECTIONS as NODE_COLLECTIONS
from kznews.watches.schema import COLLECTIONS as WATCH_COLLECTIONS
from tests.record.stores import CRAWL_COLLECTIONS

Documents = Database[dict[str, Any]]

_OURS = {
    each.name: each for each in (*CRAWL_COLLECTIONS, *NODE_COLLECTIONS, *WATCH_COLLECTIONS, SCHEMAS)
}


@contextmanager
def new_database(uri: str) -> Iterator[Documents]:
    """A database that does not exist yet and is dropped afterwards."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri, tz_aware=True) as client:
        name = _new_name()
        yield client[name]
        client.drop_database(name)


@contextmanager
def empty_database(uri: str) -> Iterator[Documents]:
    """A database without a document, whose collections may have been prepared by another test.

    To prepare all that a crawl needs takes a second; to empty it, little.
    """
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri, tz_aware=True) as client:
        yield client[_SHARED]
        _empty(client[_SHARED])


def _new_name() -> str:
    return f"test_{uuid.uuid4().hex[:12]}_newsroom"


_SHARED = _new_name()


def _empty(database: Documents) -> None:
    """Delete all documents, and each collection that is not as this version prepares it."""
    for found in database.list_collections():
        name = found["name"]
        if name in _OURS and _is_as_prepared(database, found, _OURS[name]):
            database[name].delete_many({})
        else:
            database.drop_collection(name)


def _is_as_prepared(database: Documents, found: Mapping[str, Any], collection: Collection) -> bool:
    indexes = {"_id_", *(each.document["name"] for each in collection.indexes)}
    return (
        found["options"].get("validator") == collection.validator
        and {each["name"] for each in database[collection.name].list_indexes()} == indexes
    )
