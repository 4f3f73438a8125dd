"""The schema of what several versions of kznews write: what any one of them accepts, it accepts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from kznews.mongo.schema import Schema


def merge(schemas: Iterable[Schema]) -> Schema:
    """Merge `$jsonSchema`s: a field may be as any says, and missing where one does not require it.

    An object has the fields of all, and must have those that all require. What else differs is a
    choice (`anyOf`). Merging a result with what it came from leaves it as it is.
    """
    return reduce(_merge_two, schemas)


def _merge_two(one: Schema, other: Schema) -> Schema:
    if one == other:
        return one
    if _are_alike(one, other, except_for={"properties", "required"}):
        required = [name for name in one["required"] if name in other["required"]]
        if required:  # MongoDB takes no empty list
            properties = _merge_properties(one["properties"], other["properties"])
            return one | {"required": required, "properties": properties}
    if _are_alike(one, other, except_for={"items"}):
        return one | {"items": _merge_two(one["items"], other["items"])}
    known = _choices(one)
    return {"anyOf": [*known, *(each for each in _choices(other) if each not in known)]}


def _are_alike(one: Schema, other: Schema, *, except_for: set[str]) -> bool:
    """Tell whether both have these rules, and are the same in all others."""
    return (
        except_for <= one.keys()
        and one.keys() == other.keys()
        and all(one[name] == other[name] for name in one.keys() - except_for)
    )


def _merge_properties(one: dict[str, Schema], other: dict[str, Schema]) -> dict[str, Schema]:
    both = {name: _merge_two(one[name], other[name]) for name in one if name in other}
    return one | other | both


def _choices(schema: Schema) -> list[Schema]:
    return schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]
