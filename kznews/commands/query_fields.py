"""What a question may name: the fields of a collection, and the values that a field can have.

MongoDB finds nothing where a field or a value cannot be, and says nothing of it. The rules that the
database itself keeps for a collection, its validator, tell of what a question is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from bson.decimal128 import Decimal128
from scrapy.exceptions import UsageError

Schema = Mapping[str, Any]

ANYTHING: Schema = {}
"""The schema of what no rule is known of."""
# The last moment of a day: MongoDB's moments have milliseconds.
_LAST = time.max.replace(microsecond=999_000)
_COMPARISONS = frozenset({"$eq", "$ne", "$gt", "$gte", "$lt", "$lte"})
_LISTS = frozenset({"$in", "$nin", "$all"})
_JUNCTIONS = frozenset({"$and", "$or", "$nor"})
# Stages that leave the documents' fields as they are.
_SAME_FIELDS = frozenset({"$match", "$sort", "$limit", "$skip", "$sample", "$unwind"})
# Stages that name fields in expressions, and no other collection.
_OF_EXPRESSIONS = frozenset(
    {"$unwind", "$group", "$sortByCount", "$project", "$set", "$addFields", "$bucket"}
)
_KINDS: dict[type, frozenset[str]] = {
    bool: frozenset({"bool"}),
    int: frozenset({"int", "long", "double", "decimal"}),
    float: frozenset({"int", "long", "double", "decimal"}),
    Decimal128: frozenset({"int", "long", "double", "decimal"}),
    str: frozenset({"string"}),
    datetime: frozenset({"date"}),
}


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name is the nearest: ` (did you mean 'title'?)`; empty where none is near."""
    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


class Fields:
    """The fields of a collection, as the questions about it name them."""

    def __init__(self, collection: str, schema: Schema, zone: ZoneInfo) -> None:
        """Take the collection's `$jsonSchema`, and the zone of days and moments without one."""
        self.collection = collection
        self._schema = schema
        self._zone = zone

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of a document, in their order; none where no rule tells."""
        return tuple(self._schema.get("properties", ()))

    def check(self, path: str) -> None:
        """Raise UsageError where there is no field `path`, such as `extraction.layout`."""
        self._at(path, self._schema)

    def filter(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Give the filter with its days and moments as MongoDB compares them.

        Raises UsageError for a field that there is not, and a value that it never has.
        """
        return self._filter(asked, self._schema)

    def pipeline(self, stages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Do the same for a pipeline, up to the stage behind which documents have other fields."""
        read: list[dict[str, Any]] = []
        known = True
        for stage in stages:
            if known and isinstance(stage.get("$match"), Mapping):
                stage = {"$match": self.filter(stage["$match"])}  # noqa: PLW2901
            for name in set(stage) & _OF_EXPRESSIONS if known else ():
                self._check_references(stage[name])
            if known and isinstance(stage.get("$sort"), Mapping):
                for path, way in stage["$sort"].items():
                    if not isinstance(way, Mapping):  # as {"$meta": "textScore"}
                        self.check(path)
            known = known and set(stage) <= _SAME_FIELDS
            read.append(dict(stage))
        return read

    def _check_references(self, expression: Any) -> None:
        match expression:
            case str() if expression.startswith("$") and not expression.startswith("$$"):
                self.check(expression[1:])
            case Mapping():
                for name, value in expression.items():
                    if name != "$literal":
                        self._check_references(value)
            case list():
                for each in expression:
                    self._check_references(each)

    def _at(self, path: str, schema: Schema) -> Schema:
        """Give the schema of a field. Raises UsageError where there is none."""
        for part in path.split("."):
            if part.isdecimal() and "items" in schema:
                schema = schema["items"]
                continue
            schema = _element(schema)
            within = schema.get("properties", {})
            if part in within:
                schema = within[part]
            elif isinstance(schema.get("additionalProperties"), Mapping):
                schema = schema["additionalProperties"]
            elif not within and part and _may_be(schema, "object"):
                return ANYTHING
            else:
                there_are = f": there are {', '.join(within)}" if within else ""
                raise UsageError(
                    f"{self.collection} has no field {path!r}{nearest(part, within)}{there_are}"
                )
        return schema

    def _filter(self, asked: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name, value in asked.items():
            if name in _JUNCTIONS and isinstance(value, list):
                read[name] = [
                    self._filter(each, schema) if isinstance(each, Mapping) else each
                    for each in value
                ]
            elif name.startswith("$"):
                if name == "$expr":
                    self._check_references(value)
                read[name] = value
            else:
                read[name] = self._condition(name, value, self._at(name, schema))
        return read

    def _condition(self, path: str, value: Any, schema: Schema) -> Any:
        """Read what is asked of one field: a value, or operators."""
        if not _is_operators(value):
            if _is_day(value, _element(schema)):
                start, end = self._day(path, value)
                return {"$gte": start, "$lte": end}
            return self._value(path, value, schema)
        return {name: self._operand(path, name, operand, schema) for name, operand in value.items()}

    def _operand(self, path: str, operator: str, operand: Any, schema: Schema) -> Any:
        of = _element(schema)
        if operator in _COMPARISONS:
            if _is_day(operand, of):
                start, end = self._day(path, operand)
                if operator in {"$eq", "$ne"}:
                    raise UsageError(
                        f"{path} holds moments, and {operator} compares with a single one: "
                        f'ask for a day with {{"$gte": "{operand}", "$lte": "{operand}"}}'
                    )
                # A day is the whole of it.
                return start if operator in {"$gte", "$lt"} else end
            return self._value(path, operand, schema)
        if operator in _LISTS and isinstance(operand, list):
            return [self._value(path, each, schema) for each in operand]
        if operator == "$not":
            return self._condition(path, operand, schema)
        if operator == "$elemMatch" and isinstance(operand, Mapping):
            if _is_operators(operand):
                return self._condition(path, operand, of)
            return self._filter(operand, of)
        if operator == "$regex" and not _may_be(of, "string"):
            raise UsageError(f"{path} holds no text that $regex could search")
        return operand

    def _value(self, path: str, value: Any, schema: Schema) -> Any:
        """Read a value that a field is compared with. Raises UsageError where it never has it."""
        if isinstance(value, list | Mapping) or value is None:
            return value
        of = _element(schema)
        if isinstance(value, str) and _may_be(of, "date") and not _may_be(of, "string"):
            return self._moment(path, value)
        choices = of.get("enum")
        if choices is not None and value not in choices:
            shown = ", ".join("null" if each is None else str(each) for each in choices)
            raise UsageError(f"{path} is never {value!r}: it is one of {shown}")
        kinds = _KINDS.get(type(value))
        if kinds is not None and not any(_may_be(of, kind) for kind in kinds):
            hint = ': a day is text, "2026-04-01"' if isinstance(value, datetime) else ""
            types = of["bsonType"] if isinstance(of["bsonType"], str) else ", ".join(of["bsonType"])
            raise UsageError(f"{path} is never {_shown(value)}, as it is of type {types}{hint}")
        return value

    def _moment(self, path: str, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(
                f"{path} holds moments, and {text!r} is none: "
                "write 2026-04-01 or 2026-04-01T06:30:00Z"
            ) from None
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self._zone)

    def _day(self, path: str, text: str) -> tuple[datetime, datetime]:
        start = self._moment(path, text)
        return start, datetime.combine(start.date(), _LAST, tzinfo=start.tzinfo)


def _element(schema: Schema) -> Schema:
    """Give what a value is compared with: of a list, its elements."""
    while "items" in schema:
        schema = schema["items"]
    return schema


def _may_be(schema: Schema, kind: str) -> bool:
    kinds = schema.get("bsonType")
    if kinds is None:  # of a choice, see `_value`
        return kind == "string" or "enum" not in schema
    return kind == kinds or (isinstance(kinds, list) and kind in kinds)


def _is_day(value: Any, schema: Schema) -> bool:
    """Tell a day, without a time, where a moment is stored."""
    if not isinstance(value, str) or not _may_be(schema, "date") or _may_be(schema, "string"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_operators(value: Any) -> bool:
    return isinstance(value, Mapping) and any(str(name).startswith("$") for name in value)


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
