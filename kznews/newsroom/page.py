"""A page as the newsroom serves it, before it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from html import escape
from http import HTTPStatus

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
GZIP = "application/gzip"


@dataclass(frozen=True, kw_only=True)
class ServedPage:
    """Status, headers and bytes of an answer."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that only some answers have: `Location`, `Retry-After`."""
    last_modified: datetime | None = None

    @property
    def etag(self) -> str:
        """A strong validator: equal for equal bytes only."""
        return f'"{sha256(self.body).hexdigest()[:32]}"'


def error(status: int) -> ServedPage:
    """Make an HTML page that says nothing but its status."""
    words = f"{status} {HTTPStatus(status).phrase}"
    return ServedPage(body=_plain(words), status=status)


def notice(heading: str, text: str) -> ServedPage:
    """Make an HTML page that says nothing but these words, as if all were well."""
    return ServedPage(body=_plain(heading, f"<p>{escape(text)}</p>"))


def _plain(words: str, more: str = "") -> bytes:
    said = escape(words)
    text = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{said}</title></head>'
        f"<body><h1>{said}</h1>{more}</body></html>"
    )
    return text.encode()


def redirect(location: str) -> ServedPage:
    """Make a permanent redirect to the absolute URL `location`."""
    headers = {"Location": location}
    return ServedPage(body=b"", status=HTTPStatus.MOVED_PERMANENTLY, headers=headers)
