"""Rows of tables, made of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bson.decimal128 import Decimal128

from kznews.exports.table import Fields, Row, Table, Value


def rows(documents: Iterable[Fields], table: Table) -> Iterator[Row]:
    """Make a row of each document."""
    readers = [each.value for each in table.columns]
    for document in documents:
        yield [_plain(read(document)) for read in readers]


def _plain(value: Any) -> Value:
    plain: Value = value.to_decimal() if isinstance(value, Decimal128) else value
    return plain
