"""An answer that is JSON, parsed once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import jmespath
from jmespath.exceptions import JMESPathError

from kznews.extraction.page import UnreadablePageError
from kznews.outlets import Outlet, outlet_of

_MOST_HOLDERS = 100_000
"""Lists and objects in JSON that is read, at most; a listing of a hundred articles has a tenth."""


class JsonDocument:
    """A fetched answer of JSON: its data, its address, its outlet, the moment of the fetch.

    `notes` holds what was odd about it, as a Page's does.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        *,
        outlet: Outlet | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        """Parse `body`, in UTF-8; without `outlet` the URL's host decides.

        Raises UnreadablePageError where it is no JSON.
        """
        self.url = url
        self.outlet = outlet or outlet_of(url)
        self.fetched_at = fetched_at or datetime.now(UTC)
        self.notes: list[str] = []
        self.data = parse_json(body.decode("utf-8-sig", "replace"), url)

    def absolute(self, link: str) -> str | None:
        """Make a link absolute; None for what is no http(s) URL."""
        try:
            address = urljoin(self.url, link.strip())
            parts = urlsplit(address)
        except ValueError:
            return None
        return address if parts.scheme in {"http", "https"} and parts.hostname else None


def parse_json(text: str, url: str) -> Any:
    """Parse JSON that stands at `url`.

    Raises UnreadablePageError, which says where it fails, or that it has too many lists and
    objects.
    """
    if text.count("[") + text.count("{") > _MOST_HOLDERS:
        raise UnreadablePageError(
            f"{url}: the JSON has more than {_MOST_HOLDERS:,} lists and objects"
        )
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadablePageError(f"{url}: the answer is no JSON: {error}") from error


def search_json(expression: str, data: Any) -> Any:
    """Return what a JMESPath expression finds; None where the data is of another form."""
    try:
        return jmespath.search(expression, data)
    except JMESPathError:  # a function that was given another type: another document
        return None


def is_json(body: bytes) -> bool:
    """Tell whether an answer is JSON and no page: by its first character."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
