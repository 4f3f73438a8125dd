"""A plain HTTP client that finds an outlet's URLs at the newsroom."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPMessage
from typing import NamedTuple
from urllib.parse import urlsplit

from kznews.newsroom.server import Newsroom

TIMEOUT = 10


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(
    newsroom: Newsroom, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask for `url` over a connection of its own."""
    with contextlib.closing(connect(newsroom)) as connection:
        return ask(connection, url, method=method, headers=headers)


def connect(newsroom: Newsroom) -> HTTPConnection:
    return HTTPConnection(newsroom.address.removeprefix("http://"), timeout=TIMEOUT)


def ask(
    connection: HTTPConnection,
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={"Host": parts.netloc, **(headers or {})})
    with connection.getresponse() as response:
        return Answer(response.status, response.headers, response.read())
