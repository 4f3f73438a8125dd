"""What is hard to write: half characters, control characters, names that XML does not allow."""

from __future__ import annotations

import csv
import json
import marshal
import pickle
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from scrapy.exporters import BaseItemExporter
from scrapy.settings.default_settings import FEED_EXPORTERS_BASE

from kznews import settings
from kznews.exporters import (
    COLUMNS,
    CsvExporter,
    JsonExporter,
    JsonLinesExporter,
    MarshalExporter,
    PickleExporter,
    XmlExporter,
    record,
)
from kznews.items import Item
from tests.pipelines.items import NOW, article, rate, ticker
from tests.record.samples import rejection

ODD = rejection(
    reason="article: \x0bодин\ud800\ufffe",
    item={"my field": {1: ("а", NOW, {2})}, "<b>": b"\x00", "текст": "\x00\ud800"},
)


def written(kind: Callable[..., BaseItemExporter], *items: Item) -> bytes:
    file = BytesIO()
    exporter = kind(file, encoding="utf-8")
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


@pytest.mark.parametrize("item", [article(), ticker(), rate(), ODD])
def test_json_and_json_lines_hold_the_record(item: Item) -> None:
    assert json.loads(written(JsonExporter, item)) == [record(item)]
    assert json.loads(written(JsonLinesExporter, item)) == record(item)


def test_csv_holds_items_of_all_kinds() -> None:
    text = written(CsvExporter, rate(), article(tags=["а, б", '"в"']), ticker(), ODD).decode()
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["type"] for row in rows] == ["rate", "article", "ticker", "rejection"]
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["value"], rows[0]["title"]) == ("478.77", "")
    assert json.loads(rows[1]["tags"]) == ["а, б", '"в"']
    assert json.loads(rows[3]["item"])["my field"] == {"1": ["а", NOW.isoformat(), "{2}"]}


def test_xml_can_be_read_whatever_was_rejected() -> None:
    [read] = ElementTree.fromstring(written(XmlExporter, ODD))
    fields: dict[str, Any] = {child.tag: child.text for child in read}
    assert fields["reason"] == "article: один?"
    assert json.loads(fields["item"]) == record(ODD)["item"]


def test_exact_numbers_keep_their_digits() -> None:
    assert record(rate(value=Decimal("0.00000010")))["value"] == "0.00000010"


@pytest.mark.parametrize(
    ("kind", "load"), [(PickleExporter, pickle.load), (MarshalExporter, marshal.load)]
)
@pytest.mark.parametrize("item", [article(), ticker(), rate(), ODD])
def test_pickle_and_marshal_hold_the_record(
    kind: Callable[..., BaseItemExporter], load: Callable[[BytesIO], Any], item: Item
) -> None:
    assert load(BytesIO(written(kind, item))) == record(item)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+7 727 1", "'+7 727 1"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", "\t'=1"),
        ("\r=1", "\ufffd=1"),
        ("Новости;=cmd|' /C calc'!A0", "Новости;'=cmd|' /C calc'!A0"),
        ("Абзац.\n=1+1", "Абзац.\n'=1+1"),
        ("курс = 5, дом-музей, a@b.kz", "курс = 5, дом-музей, a@b.kz"),
    ],
)
def test_no_cell_of_a_table_is_a_formula(text: str, cell: str) -> None:
    [row] = csv.DictReader(StringIO(written(CsvExporter, article(title=text)).decode(), newline=""))
    assert row["title"] == cell


def test_no_file_holds_what_a_terminal_obeys() -> None:
    obeyed = "\x1b[31m\x9b31m\u202e\x07\r\u2066"
    item = rejection(reason=f"{obeyed}хабар", item={"a": obeyed})
    for kind in (JsonExporter, JsonLinesExporter, CsvExporter, XmlExporter):
        text = written(kind, item).decode().replace("\r\n", "\n")
        assert not set(obeyed) - set("[31m") & set(text), kind
        assert "хабар" in text
    assert json.loads(written(JsonLinesExporter, item)) == record(item)


def test_each_format_that_scrapy_knows_is_written_by_an_exporter_of_ours() -> None:
    assert set(settings.FEED_EXPORTERS) == set(FEED_EXPORTERS_BASE)
