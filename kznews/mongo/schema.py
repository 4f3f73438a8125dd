"""What a collection is: which documents it may hold, and what can be asked of it quickly.

Every document has every field of its schema (null where nothing is known), and no other. Moments
are UTC with milliseconds. A day (`valid_on`) is a string `2026-04-01`: MongoDB has no dates without
a time, a midnight would be another day in another zone, and the string sorts and compares alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, get_args

from pymongo import IndexModel
from pymongo.asynchronous.collection import AsyncCollection

Schema = dict[str, Any]
Migration = Callable[[AsyncCollection[dict[str, Any]]], Awaitable[None]]
"""A step that rewrites a collection's documents; it may be cut off and repeated."""

STRING: Schema = {"bsonType": "string"}
WORDS: Schema = {"bsonType": "string", "minLength": 1}
MOMENT: Schema = {"bsonType": "date"}
COUNT: Schema = {"bsonType": ["int", "long"], "minimum": 0}
POSITIVE: Schema = {"bsonType": ["int", "long"], "minimum": 1}
COUNTS: Schema = {"bsonType": "object", "additionalProperties": COUNT}
STRINGS: Schema = {"bsonType": "array", "items": WORDS}
CURRENCY: Schema = {"bsonType": "string", "pattern": "^[A-Z]{3}$"}
DAY: Schema = {"bsonType": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def or_null(schema: Schema) -> Schema:
    """Allow what `schema` allows, or null."""
    kinds = schema["bsonType"]
    return schema | {"bsonType": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}


def one_of(literal: Any) -> Schema:
    """Allow one of the values of a Literal type."""
    return {"enum": list(get_args(literal))}


def one_of_or_null(literal: Any) -> Schema:
    """Allow one of them, or null."""
    return {"enum": [*get_args(literal), None]}


def object_of(properties: dict[str, Schema]) -> Schema:
    """Describe an object with each of these fields, and no other."""
    return {
        "bsonType": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class Collection:
    """A collection: its name, its validator and its indexes."""

    name: str
    properties: dict[str, Schema]
    """The rules of the fields, by name; that of `_id`, a string, is added."""
    indexes: tuple[IndexModel, ...]
    migrations: tuple[Migration, ...] = ()
    """The breaking changes so far, the oldest first. A new field that may be null is none; one that
    may not, one that goes, and one that means something else are."""
    former_indexes: tuple[str, ...] = ()
    """Names of indexes that earlier versions made and this one does not use."""

    @property
    def schema(self) -> Schema:
        """The `$jsonSchema` of the documents that this version of kznews writes."""
        return object_of({"_id": WORDS} | self.properties)

    @property
    def validator(self) -> dict[str, Schema]:
        """The validator that accepts these and no other, for `create` and `collMod`."""
        return {"$jsonSchema": self.schema}

    @property
    def version(self) -> int:
        """The number of the schema, from 1; each breaking change adds one."""
        return len(self.migrations) + 1
