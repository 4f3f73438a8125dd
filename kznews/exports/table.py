"""What a table is: its columns, their kinds of value, and what is told of it beside its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

Fields = dict[str, Any]
Kind = Literal["text", "list", "link", "moment", "day", "number", "whole number", "yes or no"]
Value = str | tuple[str, ...] | datetime | date | Decimal | int | bool | None
Row = Sequence[Value]


class UnknownColumnError(Exception):
    """A column that a table does not have."""


@dataclass(frozen=True)
class Column:
    """A column, and how its value is read from a document."""

    name: str
    kind: Kind
    meaning: str
    """For people: one sentence in the file itself, and in the documents."""
    width: int = 12
    """Characters that a spreadsheet shows of it."""
    needs: tuple[str, ...] = ()
    """The fields of the document that it is read from; none: the one of its name."""
    read: Callable[[Fields], Any] | None = None
    """Reads the value; None: it is the field of its name."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the document that it is read from."""
        return self.needs or (self.name,)

    def value(self, document: Fields) -> Any:
        """Read the value."""
        return self.read(document) if self.read else document.get(self.name)


@dataclass(frozen=True)
class Table:
    """A kind of table."""

    name: str
    """The plural of what a row is of: `articles`."""
    row_is: str
    """What a row is, for people."""
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the documents that its columns are read from, each once."""
        return tuple(dict.fromkeys(name for each in self.columns for name in each.fields))

    def only(self, names: Iterable[str]) -> Table:
        """Give the table with these columns alone, in this order. Raises UnknownColumnError."""
        known = {each.name: each for each in self.columns}
        chosen = list(dict.fromkeys(names))
        for name in chosen:
            if name not in known:
                raise UnknownColumnError(
                    f"{self.name} have no column {name!r}: there are {', '.join(known)}"
                )
        return replace(self, columns=tuple(known[name] for name in chosen))


@dataclass(frozen=True, kw_only=True)
class Export:
    """What a file is to hold, for whoever writes it."""

    table: Table
    asked: str
    """What was asked for, in words."""
    made_at: datetime
    zone: ZoneInfo
    """The time zone that moments are shown in."""

    def local(self, moment: datetime) -> datetime:
        """Give a moment in the zone of the file."""
        return moment.astimezone(self.zone)


@dataclass
class Notices:
    """What a format could not hold as it is, counted."""

    cut: int = 0
    """Texts that are longer than a cell may be."""
    plain_links: int = 0
    """Addresses that are written as text, since a sheet holds no more links."""
    sheets: int = 1
    """Sheets that the rows needed."""

    def sentences(self) -> list[str]:
        """Tell them to people."""
        told = []
        if self.cut:
            told.append(
                f"Texts that are longer than a cell may be (32,767 characters) and were cut: "
                f"{self.cut:,}. Each ends with a note that says so; .csv, .jsonl and .parquet "
                "hold all of them."
            )
        if self.plain_links:
            told.append(
                "Addresses that are text instead of links, since a sheet holds 65,530 links: "
                f"{self.plain_links:,}."
            )
        if self.sheets > 1:
            told.append(f"A sheet holds 1,048,576 rows: there are {self.sheets} sheets.")
        return told
