"""What each format holds of all kinds of values, as other libraries read it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from kznews.exports import xlsx
from kznews.exports.formats import FORMATS, writer_of
from kznews.exports.table import Column, Export, Notices, Row, Table, UnknownColumnError
from kznews.exports.tables import ARTICLES
from kznews.text.timezones import zone

TABLE = Table(
    "things",
    "a thing",
    (
        Column("title", "text", "`its` title"),
        Column("tags", "list", "its tags"),
        Column("url", "link", "its address"),
        Column("at", "moment", "when"),
        Column("day", "day", "on which day"),
        Column("value", "number", "how much"),
        Column("count", "whole number", "how many"),
        Column("silent", "yes or no", "whether"),
    ),
)
AT = datetime(2026, 11, 23, 4, 14, 30, tzinfo=UTC)
FULL: Row = (
    "Үкімет «мұнай» & <газ> туралы айтты",
    ("экономика", "мұнай"),
    "https://exclusive.kz/?a=1&b=%D0%B0#top",
    AT,
    date(2026, 11, 23),
    Decimal("425.67"),
    1234,
    True,
)
EMPTY: Row = (None, (), None, None, None, None, None, None)
HOSTILE: Row = ("=1+1 _x0041_ \x1b[31m\x0b\ufffe\n-2", ("@SUM(1)",), "javascript:1", *EMPTY[3:])
FORMER: Row = (None, (), None, datetime(1899, 1, 1, tzinfo=UTC), date(1899, 1, 1), *EMPTY[5:])


def written(
    suffix: str, rows: Sequence[Row], table: Table = TABLE, name: str = "Asia/Almaty"
) -> tuple[bytes, Notices]:
    file = BytesIO()
    export = Export(table=table, asked="things since then", made_at=AT, zone=zone(name))
    writer = writer_of(Path(f"a{suffix}"))(file, export)
    for row in rows:
        writer.write(row)
    writer.finish()
    return file.getvalue(), writer.notices


def book(rows: Sequence[Row], table: Table = TABLE, name: str = "Asia/Almaty") -> Any:
    return openpyxl.load_workbook(BytesIO(written(".xlsx", rows, table, name)[0]))


def cells(sheet: Any) -> list[list[Any]]:
    return [[each.value for each in row] for row in sheet.iter_rows()]


def test_a_workbook_holds_dates_numbers_and_links() -> None:
    read = book([FULL, EMPTY])
    assert read.sheetnames == ["things", "about"]
    sheet = read["things"]
    heading, full = cells(sheet)
    assert heading == [
        *("title", "tags", "url", "at\nAsia/Almaty", "day", "value", "count", "silent")
    ]
    assert full == [
        FULL[0],
        "экономика; мұнай",
        FULL[2],
        datetime(2026, 11, 23, 9, 14, 30),  # noqa: DTZ001  # cells have no zone
        datetime(2026, 11, 23),  # noqa: DTZ001
        425.67,
        1234,
        True,
    ]
    link = sheet["C2"].hyperlink
    assert f"{link.target}#{link.location}" == FULL[2]
    assert (sheet["D2"].number_format, sheet["E2"].number_format) == (
        "yyyy-mm-dd hh:mm",
        "yyyy-mm-dd",
    )
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H3")


def test_a_workbook_tells_of_itself() -> None:
    told = cells(book([FULL], name="Europe/Berlin")["about"])
    assert ["asked", "things since then"] in told
    assert ["made at", "2026-11-23 05:14 (Europe/Berlin)"] in told
    assert ["rows", "1; each is a thing"] in told
    assert ["title", "its title"] in told


def test_a_workbook_obeys_no_text() -> None:
    sheet = book([HOSTILE, FORMER])["things"]
    title = sheet["A2"]
    # openpyxl leaves the escapes of Excel as they are.
    assert (title.data_type, title.value) == ("s", "=1+1 _x005F_x0041_ \ufffd[31m\ufffd\n-2")
    assert (sheet["B2"].data_type, sheet["C2"].hyperlink) == ("s", None)
    # Before 1900 Excel has no dates.
    assert (sheet["D3"].value, sheet["E3"].value) == ("1899-01-01 05:07:48", "1899-01-01")


def test_a_long_text_is_cut_and_the_cut_is_told() -> None:
    text = "😀" * 20_000  # two units of UTF-16 each
    content, notices = written(".xlsx", [(text, *EMPTY[1:])])
    [_, [cut, *_]] = cells(openpyxl.load_workbook(BytesIO(content))["things"])
    assert len(cut.encode("utf-16-le")) <= 2 * xlsx.LONGEST
    assert cut.endswith("😀 […cut: the whole text has 20,000 characters]")
    assert cut.count("😀") > 16_000
    [sentence] = notices.sentences()
    assert "were cut: 1." in sentence


def test_links_and_rows_go_on_where_a_sheet_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    monkeypatch.setattr(xlsx, "MOST_LINKS", 2)
    content, notices = written(".xlsx", [FULL] * 7)
    read = openpyxl.load_workbook(BytesIO(content))
    assert read.sheetnames == ["things", "things 2", "things 3", "about"]
    assert [len(cells(read[name])) for name in read.sheetnames[:3]] == [4, 4, 2]
    linked = [bool(row[2].hyperlink) for row in read["things"].iter_rows(min_row=2)]
    assert linked == [True, True, False]
    assert (notices.plain_links, notices.sheets) == (2, 3)
    assert len(notices.sentences()) == 2


def test_csv_is_marked_as_utf_8_and_has_no_formula() -> None:
    content, _ = written(".csv", [FULL, EMPTY, HOSTILE])
    assert content.startswith(b"\xef\xbb\xbftitle,tags,")
    assert content.count(b"\r\n") == 4
    _, full, empty, hostile = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert full == [
        FULL[0],
        "экономика; мұнай",
        FULL[2],
        "2026-11-23T09:14:30+05:00",
        "2026-11-23",
        *("425.67", "1234", "true"),
    ]
    assert empty == [""] * 8
    assert hostile[:3] == ["'=1+1 _x0041_ \ufffd[31m\ufffd\ufffe\n'-2", "'@SUM(1)", "javascript:1"]


def test_json_lines_hold_lists_and_numbers() -> None:
    content, _ = written(".jsonl", [FULL, EMPTY, HOSTILE], name="UTC")
    full, empty, hostile = map(json.loads, content.decode().splitlines())
    assert list(full) == [each.name for each in TABLE.columns]
    assert full["tags"] == ["экономика", "мұнай"]
    assert (full["at"], full["day"]) == ("2026-11-23T04:14:30+00:00", "2026-11-23")
    assert (full["value"], full["count"], full["silent"]) == (425.67, 1234, True)
    assert [*empty.values()] == [None, [], *[None] * 6]
    assert hostile["title"] == HOSTILE[0]
    assert b"\x1b" not in content


def test_parquet_has_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kznews.exports.parquet._AT_ONCE", 2)
    content, _ = written(".parquet", [FULL, EMPTY, HOSTILE])
    read = pyarrow.parquet.read_table(BytesIO(content))
    full, empty, hostile = read.to_pylist()
    assert tuple(full.values()) == (FULL[0], [*FULL[1]], FULL[2], AT, *FULL[4:5], 425.67, *FULL[6:])  # type: ignore[misc]
    assert full["at"].utcoffset() == timedelta(0)
    assert [*empty.values()] == [None, [], *[None] * 6]
    assert hostile["title"] == HOSTILE[0]
    assert read.schema.field("title").metadata == {b"meaning": b"`its` title"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_rows_has_its_columns(suffix: str) -> None:
    content, _ = written(suffix, [], ARTICLES)
    if suffix == ".xlsx":
        names = [
            cell.partition("\n")[0]
            for cell in cells(openpyxl.load_workbook(BytesIO(content))["articles"])[0]
        ]
    elif suffix == ".csv":
        names = content.decode("utf-8-sig").strip().split(",")
    elif suffix == ".parquet":
        names = pyarrow.parquet.read_table(BytesIO(content)).column_names
    else:
        assert content == b""
        return
    assert names == [each.name for each in ARTICLES.columns]


def test_columns_are_chosen_by_name() -> None:
    assert [each.name for each in TABLE.only(["url", "title", "url"]).columns] == ["url", "title"]
    with pytest.raises(UnknownColumnError, match="things have no column 'x': there are title, "):
        TABLE.only(["x"])
