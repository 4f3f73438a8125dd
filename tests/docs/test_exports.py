"""The columns that docs/exports.md tells are those that are written."""

from __future__ import annotations

import pytest

from kznews.exports.formats import FORMATS
from kznews.exports.table import Table
from kznews.exports.tables import TABLES
from tests.docs.documents import section, tables

PAGE = "docs/exports.md"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_columns_are_told_in_their_order(table: Table) -> None:
    written = section(PAGE, table.name.capitalize())
    assert f"A row is {table.row_is}.\n" in written
    told = [(name, *cells) for name, cells in tables(written, "column").items()]
    assert told == [(each.name, each.kind, each.meaning) for each in table.columns]


def test_formats_are_told() -> None:
    assert tuple(tables(section(PAGE, "Formats"), "format")) == FORMATS
