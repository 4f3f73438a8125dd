"""Tables as CSV: UTF-8 with a mark at the start, by which Excel knows that it is."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any, BinaryIO

from kznews.exports.table import Export, Row, Value
from kznews.exports.writer import LIST_SEPARATOR, TableWriter
from kznews.text.cells import without_formulas
from kznews.text.terminal import harmless


class _Encoded:
    """What takes text for a file of bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


class CsvWriter(TableWriter):
    """Writes RFC 4180: commas, quotation marks where they are needed, lines that end with CR LF.

    No cell is a formula, nor obeyed by a terminal.
    """

    def __init__(self, file: BinaryIO, export: Export, scratch: Path | None = None) -> None:
        super().__init__(file, export, scratch)
        file.write(BOM_UTF8)
        self._rows = csv.writer(_Encoded(file))
        self._rows.writerow(each.name for each in export.table.columns)

    def write(self, row: Row) -> None:
        """Write a line."""
        self._rows.writerow(map(self._cell, row))

    def finish(self) -> None:
        """Do nothing: each line is whole."""

    def _cell(self, value: Value) -> Any:
        match value:
            case str():
                return without_formulas(harmless(value))
            case tuple():
                return without_formulas(harmless(LIST_SEPARATOR.join(value)))
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case int():
                return value
        return self.iso(value) or f"{value:f}"
