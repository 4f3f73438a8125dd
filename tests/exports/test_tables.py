"""Columns are fields of their collections, and have the kinds that these have."""

from __future__ import annotations

import pytest

from kznews.exports.rows import rows
from kznews.exports.table import Kind, Table
from kznews.exports.tables import ARTICLES, RATES, TABLES, TICKERS
from kznews.mongo.schema import Collection, Schema
from kznews.record import schema

KINDS: dict[Kind, set[str]] = {
    "text": {"string"},
    "link": {"string"},
    "list": {"array"},
    "moment": {"date"},
    "day": {"string"},
    "number": {"decimal"},
    "whole number": {"int", "long"},
    "yes or no": {"bool"},
}
COUNTED = {"edits", "edited_at", "words", "images", "missed_at", "missed_for"}
"""Columns that are reckoned."""


def types(field: Schema) -> set[str]:
    if "enum" in field:
        return {"string"}
    of = field["bsonType"]
    return {of} if isinstance(of, str) else {*of} - {"null"}


@pytest.mark.parametrize(
    ("table", "collection"),
    [(ARTICLES, schema.ARTICLES), (RATES, schema.RATES), (TICKERS, schema.TICKERS)],
    ids=lambda each: each.name,
)
def test_columns_are_fields(table: Table, collection: Collection) -> None:
    properties = collection.properties
    for column in table.columns:
        assert {name.partition(".")[0] for name in column.fields} <= {*properties, "_id"}
        if column.name not in COUNTED | {"id"}:
            assert types(properties[column.name]) & KINDS[column.kind], column.name


def test_each_column_is_there_once_and_is_explained() -> None:
    for table in TABLES.values():
        names = [each.name for each in table.columns]
        assert len(names) == len({*names})
        assert all(each.meaning and each.width >= 5 for each in table.columns)


def test_an_article_that_returned_is_not_missed() -> None:
    absences = [{"missed_at": 1, "reason": "gone"}, {"missed_at": 2, "reason": "not found"}]
    table = ARTICLES.only(["presence", "missed_at", "missed_for"])
    told = rows(
        [{"presence": each, "absences": absences} for each in ("gone", "live")] + [{}], table
    )
    assert [*told] == [["gone", 2, "not found"], ["live", None, None], ["live", None, None]]
