"""How items are written to files: `scrapy crawl NAME -O FILE`, in each format that Scrapy knows.

Each is a record: `type` says whether it is an article, a ticker, a rate or a rejection, and the
item's fields follow. Moments and days are written as ISO 8601 has them, exact numbers as text with
all their digits. No text in a file is obeyed: neither by the terminal that shows the file, nor as a
formula by the program that opens a table.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from scrapy.exporters import (
    CsvItemExporter,
    JsonItemExporter,
    JsonLinesItemExporter,
    MarshalItemExporter,
    PickleItemExporter,
    XmlItemExporter,
)
from scrapy.utils.serialize import ScrapyJSONEncoder

from kznews.items import Article, Item, Rate, Rejection, Ticker
from kznews.text.cells import without_formulas, writable_in_xml
from kznews.text.terminal import harmless, harmless_json

COLUMNS = (
    "type",
    *dict.fromkeys(
        each.name for kind in (Article, Ticker, Rate, Rejection) for each in fields(kind)
    ),
)
"""The columns of a CSV file: a cell of a field that an item's kind does not have is empty."""


class _HarmlessEncoder(ScrapyJSONEncoder):
    """Writes JSON that is safe for a terminal."""

    def encode(self, o: Any) -> str:
        return harmless_json(super().encode(o))


class JsonExporter(JsonItemExporter):
    """An array of records."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self.encoder = _HarmlessEncoder(**self._kwargs)

    def export_item(self, item: Item) -> None:
        """Write one record."""
        super().export_item(record(item))


class JsonLinesExporter(JsonLinesItemExporter):
    """A record a line."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self.encoder = _HarmlessEncoder(**self._kwargs)

    def export_item(self, item: Item) -> None:
        """Write one record."""
        super().export_item(record(item))


class CsvExporter(CsvItemExporter):
    """A table of all kinds of items, with the columns of all; lists and objects are JSON."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self.fields_to_export = self.fields_to_export or COLUMNS

    def export_item(self, item: Item) -> None:
        """Write one row."""
        super().export_item({name: cell(value) for name, value in record(item).items()})


class XmlExporter(XmlItemExporter):
    """An element for each record; what is null is empty, and a rejected item is JSON."""

    def export_item(self, item: Item) -> None:
        """Write one element."""
        written = record(item)
        if isinstance(item, Rejection):  # its fields may have names that XML does not allow
            written["item"] = _text(written["item"])
        super().export_item(_element(written))


class PickleExporter(PickleItemExporter):
    """A pickled dict for each record."""

    def export_item(self, item: Item) -> None:
        """Write one record."""
        super().export_item(record(item))


class MarshalExporter(MarshalItemExporter):
    """A marshalled dict for each record."""

    def export_item(self, item: Item) -> None:
        """Write one record."""
        super().export_item(record(item))


def record(item: Item) -> dict[str, Any]:
    """Give the record of `item`: the types of JSON, and no other."""
    return {"type": type(item).__name__.lower(), **plain(item)}


def plain(value: Any) -> Any:
    """Give any value in the types of JSON."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()  # half characters cannot be written
        case bool() | int() | float() | None:
            return value
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case list() | tuple():
            return [plain(each) for each in value]
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return plain(str(value))


def cell(value: Any) -> Any:
    """Give a value in the types of JSON as a cell of a table.

    Text is never a formula: an apostrophe stands before what a spreadsheet would take for one.
    """
    text = _text(value)
    return without_formulas(harmless(text)) if isinstance(text, str) else text


def _text(value: Any) -> Any:
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _element(value: Any) -> Any:
    match value:
        case dict():
            return {name: _element(each) for name, each in value.items()}
        case list():
            return [_element(each) for each in value]
    return harmless(writable_in_xml(str(_text(value))))
