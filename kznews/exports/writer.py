"""What every format has in common: rows go in one by one, bytes come out into an open file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from kznews.exports.table import Export, Notices, Row, Value

LIST_SEPARATOR = "; "
"""Stands between the values of a list, where a cell holds a list."""


class TableWriter(ABC):
    """Writes the rows of an export into an open binary file, which stays open."""

    def __init__(self, file: BinaryIO, export: Export, scratch: Path | None = None) -> None:
        self.file = file
        self.export = export
        self.scratch = scratch
        """A folder for files that are needed meanwhile; None: the system's."""
        self.notices = Notices()

    @abstractmethod
    def write(self, row: Row) -> None:
        """Write a row: a value for each column of the table, None where there is none."""

    @abstractmethod
    def finish(self) -> None:
        """Write the end of the file: it is whole then."""

    def abandon(self) -> None:  # noqa: B027  # most formats hold nothing that they must let go
        """Give up: what was written is of no use. Whoever opened the file removes it."""

    def iso(self, value: Value) -> str | None:
        """Write a moment or a day as ISO 8601 does, a moment in the zone of the file."""
        if isinstance(value, datetime):
            return self.export.local(value).isoformat()
        return value.isoformat() if isinstance(value, date) else None
