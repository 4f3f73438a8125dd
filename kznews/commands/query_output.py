"""How the answers of `scrapy query` are written: JSON lines, or a table in CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bson import json_util

from kznews.commands.output import say
from kznews.exporters import cell, plain
from kznews.outlets import DEFAULT_TIME_ZONE, all_outlets
from kznews.text.terminal import harmless_json
from kznews.text.timezones import zone

Document = dict[str, Any]

OUTLETS = ("outlet", "spider")
"""The fields that name a document's outlet."""


async def print_json(documents: AsyncIterable[Document]) -> None:
    """Print a line for each document, in MongoDB's extended JSON."""
    async for document in documents:
        options = json_util.RELAXED_JSON_OPTIONS
        text = json_util.dumps(document, json_options=options, ensure_ascii=False)
        say(harmless_json(text))


async def print_csv(documents: AsyncIterable[Document], columns: Sequence[str]) -> None:
    """Print a row for each document; without columns, of all the fields that a document has."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    if not columns:
        read = [document async for document in documents]
        columns = list(dict.fromkeys(name for document in read for name in document))
        rows.writerow(map(cell, columns))
        rows.writerows(_row(document, columns) for document in read)
        return
    rows.writerow(map(cell, columns))
    async for document in documents:
        rows.writerow(_row(document, columns))


def _row(document: Document, columns: Sequence[str]) -> list[Any]:
    return [cell(plain(_value_at(document, name))) for name in columns]


def _value_at(value: Any, path: str) -> Any:
    """Give the value of a field such as `extraction.layout`; of lists, each element's."""
    if isinstance(value, list):
        return [_value_at(each, path) for each in value]
    if not isinstance(value, Mapping) or path in value:
        return value.get(path) if isinstance(value, Mapping) else None
    first, _, rest = path.partition(".")
    return _value_at(value.get(first), rest) if rest else None


async def in_local_times(
    documents: AsyncIterable[Document], hidden: Sequence[str]
) -> AsyncIterator[Document]:
    """Give the documents without the hidden fields, moments as text in the zone of the outlet."""
    zones = {outlet.name: zone(outlet.time_zone) for outlet in all_outlets()}
    async for document in documents:
        named = next((document[each] for each in OUTLETS if each in document), None)
        here = zones.get(named) if isinstance(named, str) else None
        for each in hidden:
            document.pop(each, None)
        yield _local(document, here or zone(DEFAULT_TIME_ZONE))


def _local(value: Any, here: ZoneInfo) -> Any:
    match value:
        case datetime():
            moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
            return moment.astimezone(here).isoformat()
        case dict():
            return {name: _local(each, here) for name, each in value.items()}
        case list():
            return [_local(each, here) for each in value]
    return value
