"""Answers as programs read them: JSON, CSV, Atom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from kznews.exports.delimited import CsvWriter
from kznews.exports.table import Column, Export
from kznews.exports.table import Table as ExportTable
from kznews.text.cells import writable_in_xml
from kznews.web.answer import Feed, Table
from kznews.web.asked import Asked

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml",
}
"""Of the formats that are written here."""
_ATOM = "http://www.w3.org/2005/Atom"


def to_json(data: Mapping[str, Any]) -> bytes:
    """Write plain values as JSON: moments as ISO 8601 in UTC, exact numbers as text."""
    return json.dumps(data, default=_plain, ensure_ascii=False, allow_nan=False).encode()


def to_csv(table: Table, asked: Asked) -> bytes:
    """Write a table as exports do: no cell is a formula; moments in the reader's zone."""
    columns = tuple(Column(name, "text", "") for name in table.columns)
    export = Export(
        table=ExportTable(asked.page.name, "", columns),
        asked=asked.page.name,
        made_at=asked.now,
        zone=asked.zone,
    )
    file = BytesIO()
    writer = CsvWriter(file, export)
    for row in table.rows:
        # A cell has exact numbers: the shortest that is the same float.
        writer.write([Decimal(repr(each)) if isinstance(each, float) else each for each in row])
    writer.finish()
    return file.getvalue()


def to_atom(feed: Feed, asked: Asked) -> bytes:
    """Write a feed by RFC 4287."""
    names = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=names)  # type: ignore[arg-type]
    here = f"{asked.base}{asked.here(format='atom')}"
    _add(root, "id", here)
    _add(root, "title", feed.title)
    _add(root, "link", rel="self", href=here)
    _add(root, "link", rel="alternate", href=f"{asked.base}{asked.here()}")
    newest = max((each.updated for each in feed.entries), default=asked.now)
    _add(root, "updated", _moment(newest))
    for each in feed.entries:
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        is_ours = each.address.startswith("/")
        _add(entry, "id", f"{asked.base}/{each.id.lstrip('/')}")
        _add(entry, "title", each.title)
        _add(entry, "link", href=f"{asked.base}{each.address}" if is_ours else each.address)
        _add(entry, "updated", _moment(each.updated))
        author = etree.SubElement(entry, f"{{{_ATOM}}}author")
        _add(author, "name", each.author or urlsplit(asked.base).hostname or "kznews")
        _add(entry, "summary", each.text)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = writable_in_xml(text)
    for key, value in attributes.items():
        element.set(key, writable_in_xml(value))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    raise TypeError(f"{type(value).__name__} is no plain value: {value!r}")
