"""Tables as workbooks of Excel: rows go to a file at once, however many there are.

XlsxWriter makes the workbook. Its way of writing a cell takes ten times as long as ours, so the
rows' XML is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import ZipFile

from xlsxwriter import Workbook, workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kznews.exports.table import Column, Export, Kind, Row
from kznews.exports.writer import LIST_SEPARATOR, TableWriter
from kznews.text.cells import writable_in_xml
from kznews.text.terminal import harmless

MOST_ROWS = 1_048_576
"""Rows of a sheet, with its heading."""
MOST_LINKS = 65_530
"""Links of a sheet."""
LONGEST = 32_767
"""Units of UTF-16 that a cell holds."""
_LONGEST_LINK = 2_079
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  # a day without a zone, from which Excel counts
_FIRST_YEAR = 1901
"""Of the year before, Excel counts a day that there never was."""
_DAY = 86_400  # seconds
# What most texts have not, so that one search is enough for them.
_SPECIAL = re.compile(
    "[^\t\n -%'-;=?-^`-~\xa0-\u061b\u0620-\u1fff\u2010-\u2027\u2030-\u2065\u20a0-\u9fff]"
)
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMATS: dict[Kind, str] = {
    "moment": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd",
    "whole number": "#,##0",
    "number": "#,##0.00##",
}
_LEFT: dict[Kind, dict[str, Any]] = {"moment": {"align": "left"}, "day": {"align": "left"}}
_A3 = 8  # of paper sizes
_ROW_HEIGHT = 15
"""Points: of text in several lines a row shows the first."""
_HEADING_HEIGHT = 32  # points

# At zlib's usual level, for which XlsxWriter has no option, packing takes as long as all the rest
# together; at this one a quarter of that, for files that are larger by half.
workbook.ZipFile = partial(ZipFile, compresslevel=1)

_Render = Callable[[Any, str], str]


class _RowSheet(Worksheet):  # type: ignore[misc]  # it has no types
    """A sheet that takes whole rows of XML after its heading."""

    number = 0
    """Of the last row; the heading's is 1."""
    links = 0

    def heading(self, names: list[str], style: Any) -> None:
        self.set_row(0, _HEADING_HEIGHT)
        self.write_row(0, 0, names, style)
        self._write_single_row(1)
        self.number = 1

    def add(self, cells: list[str]) -> None:
        self.row_data_fh.write(
            f'<row r="{self.number}" ht="{_ROW_HEIGHT}" customHeight="1">{"".join(cells)}</row>'
        )
        self.dim_rowmax = self.number - 1

    def link(self, column: int, address: str) -> None:
        self.hyperlinks[self.number - 1][column] = Url(address)
        self.links += 1


class XlsxWriter(TableWriter):
    """Writes sheets of rows with a frozen heading and a filter, and a sheet that tells of them."""

    def __init__(self, file: BinaryIO, export: Export, scratch: Path | None = None) -> None:
        super().__init__(file, export, scratch)
        self._folder = TemporaryDirectory(prefix="kznews-xlsx-", dir=scratch)
        self._book = Workbook(file, {"constant_memory": True, "tmpdir": self._folder.name})
        self._book.use_zip64()
        self._book.set_properties({"title": export.asked, "created": export.made_at})
        self._heading = self._book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E8EDF3", "valign": "top", "text_wrap": True}
        )
        self._styles = {
            kind: self._book.add_format({"num_format": shown} | _LEFT.get(kind, {}))
            for kind, shown in _FORMATS.items()
        }
        self._styles["link"] = self._book.add_format({"font_color": "#0563C1", "underline": 1})
        self._cells = [
            (number, xl_col_to_name(number), each, self._renderer(each))
            for number, each in enumerate(export.table.columns)
        ]
        self._sheets: list[_RowSheet] = []
        self._sheet = self._new_sheet()

    def write(self, row: Row) -> None:
        """Write a row, on a new sheet where the last one is full."""
        sheet = self._sheet
        if sheet.number == MOST_ROWS:
            sheet = self._sheet = self._new_sheet()
        sheet.number += 1
        cells = []
        for (number, letter, column, render), value in zip(self._cells, row, strict=True):
            if value is None or value == ():
                continue
            place = f"{letter}{sheet.number}"
            if column.kind == "link":
                cells.append(self._link(str(value), number, place, render))
            else:
                cells.append(render(value, place))
        sheet.add(cells)

    def finish(self) -> None:
        """Write the sheet that tells of the others, and pack them all."""
        self.notices.sheets = len(self._sheets)
        last = len(self.export.table.columns) - 1
        for each in self._sheets:
            each.autofilter(0, 0, max(each.number - 1, 1), last)
        self._tell()
        try:
            self._book.close()
        except FileCreateError as error:
            # It holds the OSError that says what is wrong.
            raise error.args[0] from error
        self._folder.cleanup()

    def abandon(self) -> None:
        """Remove what was written meanwhile."""
        self._book.fileclosed = True  # else the library writes it when it is collected
        for each in self._book.worksheets():
            with suppress(OSError):  # of the last bytes on a full disk
                each.row_data_fh.close()
        self._folder.cleanup()

    def _new_sheet(self) -> _RowSheet:
        number = len(self._sheets) + 1
        name = self.export.table.name
        sheet: _RowSheet = self._book.add_worksheet(
            name if number == 1 else f"{name} {number}", worksheet_class=_RowSheet
        )
        for place, each in enumerate(self.export.table.columns):
            sheet.set_column(place, place, each.width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(_A3)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.heading([self._title(each) for each in self.export.table.columns], self._heading)
        self._sheets.append(sheet)
        return sheet

    def _title(self, column: Column) -> str:
        return f"{column.name}\n{self.export.zone.key}" if column.kind == "moment" else column.name

    def _renderer(self, column: Column) -> _Render:
        style = self._styles.get(column.kind)
        index = f' s="{style._get_xf_index()}"' if style else ""
        match column.kind:
            case "text" | "link":
                return lambda value, place: self._text(value, place, index)
            case "list":
                return lambda value, place: self._text(LIST_SEPARATOR.join(value), place, index)
            case "moment":
                return lambda value, place: self._moment(value, place, index)
            case "day":
                return lambda value, place: self._day(value, place, index)
            case "yes or no":
                return lambda value, place: f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        return lambda value, place: f'<c r="{place}"{index}><v>{value:f}</v></c>'

    def _text(self, text: str, place: str, index: str) -> str:
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST:
            text = self._cut(text)
        if _SPECIAL.search(text):
            text = _LOOKS_ESCAPED.sub("_x005F_", writable_in_xml(harmless(text)))
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        kept = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f'<c r="{place}"{index} t="inlineStr"><is><t{kept}>{text}</t></is></c>'

    def _cut(self, text: str) -> str:
        self.notices.cut += 1
        note = f" […cut: the whole text has {len(text):,} characters]"
        # Not within a character of two units.
        kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(note))].decode("utf-16-le", "ignore")
        return kept + note

    def _link(self, address: str, number: int, place: str, render: _Render) -> str:
        is_link = address.startswith(("https://", "http://")) and len(address) <= _LONGEST_LINK
        if not is_link:
            return self._text(address, place, "")
        if self._sheet.links == MOST_LINKS:
            self.notices.plain_links += 1
            return self._text(address, place, "")
        self._sheet.link(number, address)
        return render(address, place)

    def _moment(self, value: datetime, place: str, index: str) -> str:
        shown = self.export.local(value).replace(tzinfo=None)
        if shown.year < _FIRST_YEAR:
            return self._text(shown.isoformat(" "), place, "")
        days = (shown - _FIRST_DAY).total_seconds() / _DAY
        return f'<c r="{place}"{index}><v>{days:.8f}</v></c>'

    def _day(self, value: date, place: str, index: str) -> str:
        if value.year < _FIRST_YEAR:
            return self._text(value.isoformat(), place, "")
        return f'<c r="{place}"{index}><v>{(value - _FIRST_DAY.date()).days}</v></c>'

    def _tell(self) -> None:
        table = self.export.table
        sheet = self._book.add_worksheet("about")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 110)
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        top = self._book.add_format({"valign": "top"})
        count = sum(each.number - 1 for each in self._sheets)
        zone = self.export.zone.key
        made = f"{self.export.local(self.export.made_at):%Y-%m-%d %H:%M} ({zone})"
        lines = [
            ("asked", self.export.asked),
            ("made at", made),
            ("rows", f"{count:,}; each is {table.row_is}"),
            ("moments", f"in the time zone {zone}"),
            *(("note", each) for each in self.notices.sentences()),
            ("", ""),
        ]
        for number, (name, text) in enumerate(lines):
            sheet.write_string(number, 0, name, top)
            sheet.write_string(number, 1, text, wrapped)
        start = len(lines)
        sheet.write_row(start, 0, ["column", "meaning"], self._heading)
        for number, each in enumerate(table.columns, start=start + 1):
            sheet.write_string(number, 0, each.name, top)
            sheet.write_string(number, 1, each.meaning.replace("`", ""), wrapped)
