"""Tables as JSON Lines: an object a line, its names those of the columns."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from kznews.exports.table import Row, Value
from kznews.exports.writer import TableWriter
from kznews.text.terminal import harmless_json


class JsonLinesWriter(TableWriter):
    """Writes UTF-8 without a mark; lists are lists, and numbers are numbers."""

    def write(self, row: Row) -> None:
        """Write an object."""
        columns = self.export.table.columns
        fields = {each.name: self._plain(value) for each, value in zip(columns, row, strict=True)}
        line = harmless_json(json.dumps(fields, ensure_ascii=False))
        self.file.write(line.encode() + b"\n")

    def finish(self) -> None:
        """Do nothing: each line is whole."""

    def _plain(self, value: Value) -> Any:
        match value:
            case str() | bool() | int() | None:
                return value
            case tuple():
                return list(value)
            case Decimal():
                return float(value)
        return self.iso(value)
