"""What a page answers: the same for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kznews.exports.table import Value


@dataclass(frozen=True)
class Table:
    """The rows of an answer as CSV gives them."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Value | float]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of an Atom feed."""

    id: str
    """What it is known by for ever, as a part of an address: `articles/5b1f…`."""
    title: str
    address: str
    """Where it can be read: of this site (`/articles/…`) or elsewhere."""
    updated: datetime
    text: str = ""
    """What it says, without markup."""
    author: str = ""


@dataclass(frozen=True)
class Feed:
    """The newest of an answer, for readers of feeds."""

    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file that is made while it is sent."""

    name: str
    media_type: str
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Answer:
    """What a page answers, in every format that it has."""

    template: str
    """The file below `templates/`."""
    title: str
    data: Mapping[str, Any]
    """Plain values: the JSON of the answer, and `data` in the template."""
    table: Table | None = None
    feed: Feed | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What only the template gets, as `shown`: charts, stretches of marked text."""
    export: Download | None = None
    """The answer to a format that is neither HTML nor one of the three above."""
    status: int = 200
