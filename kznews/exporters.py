"""How items are written to files: `scrapy crawl NAME -O FILE`, in JSON, JSON Lines, CSV and XML.

Each is a record: `type` says whether it is an article, a ticker, a rate or a rejection, and the
item's fields follow. Moments and days are written as ISO 8601 has them, exact numbers as text with
all their digits.
"""

from __future__ import annotations

import json
import re
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
    XmlItemExporter,
)

from kznews.items import Article, Item, Rate, Rejection, Ticker

COLUMNS = (
    "type",
    *dict.fromkeys(
        each.name for kind in (Article, Ticker, Rate, Rejection) for each in fields(kind)
    ),
)
"""The columns of a CSV file: a cell of a field that an item's kind does not have is empty."""

# What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JsonExporter(JsonItemExporter):
    """An array of records."""

    def export_item(self, item: Item) -> None:
        """Write one record."""
        super().export_item(record(item))


class JsonLinesExporter(JsonLinesItemExporter):
    """A record a line."""

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
        super().export_item({name: _cell(value) for name, value in record(item).items()})


class XmlExporter(XmlItemExporter):
    """An element for each record; what is null is empty, and a rejected item is JSON."""

    def export_item(self, item: Item) -> None:
        """Write one element."""
        written = record(item)
        if isinstance(item, Rejection):  # its fields may have names that XML does not allow
            written["item"] = _cell(written["item"])
        super().export_item(_element(written))


def record(item: Item) -> dict[str, Any]:
    """Give the record of `item`: the types of JSON, and no other."""
    return {"type": type(item).__name__.lower(), **_plain(item)}


def _plain(value: Any) -> Any:
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
            return [_plain(each) for each in value]
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case _ if is_dataclass(value):
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return _plain(str(value))


def _cell(value: Any) -> Any:
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _element(value: Any) -> Any:
    match value:
        case dict():
            return {name: _element(each) for name, each in value.items()}
        case list():
            return [_element(each) for each in value]
    return _NOT_IN_XML.sub("", str(_cell(value)))
