"""Tables as Parquet, for programs: typed columns, compressed with zstd."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetWriter as ArrowWriter

from kznews.exports.table import Export, Kind, Row
from kznews.exports.writer import TableWriter

_AT_ONCE = 5_000
"""Rows that are kept in memory until they are written together."""
_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "link": pa.string(),
    "list": pa.list_(pa.string()),
    "moment": pa.timestamp("ms", tz="UTC"),
    "day": pa.date32(),
    "number": pa.float64(),
    "whole number": pa.int64(),
    "yes or no": pa.bool_(),
}


class ParquetWriter(TableWriter):
    """Writes texts as they are stored, moments in UTC."""

    def __init__(self, file: BinaryIO, export: Export, scratch: Path | None = None) -> None:
        super().__init__(file, export, scratch)
        self._schema = pa.schema(
            [
                pa.field(each.name, _TYPES[each.kind], metadata={"meaning": each.meaning})
                for each in export.table.columns
            ],
            metadata={"asked": export.asked, "made_at": export.made_at.isoformat()},
        )
        self._rows: list[Row] = []
        self._arrow = ArrowWriter(file, self._schema, compression="zstd")

    def write(self, row: Row) -> None:
        """Keep a row until there are enough of them."""
        self._rows.append(row)
        if len(self._rows) == _AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """Write the last rows, and where in the file which are."""
        if self._rows:
            self._flush()
        self._arrow.close()

    def abandon(self) -> None:
        """Close what the library holds; what it could not write matters no more."""
        with suppress(OSError):
            self._arrow.close()

    def _flush(self) -> None:
        columns = [
            pa.array(map(_plain, values), type=each.type)
            for values, each in zip(zip(*self._rows, strict=True), self._schema, strict=True)
        ]
        self._arrow.write_batch(pa.record_batch(columns, schema=self._schema))
        self._rows = []


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
