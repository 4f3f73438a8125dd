"""One connection to the newsroom: HTTP/1.1, correct unless a rule says otherwise."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kznews.newsroom.misbehaviour import (
    BrokenJsonLd,
    CutOff,
    Edited,
    EmptyListing,
    Fail,
    Huge,
    Misbehaviour,
    NoArticle,
    RedirectLoop,
    Removed,
    Slow,
    Unavailable,
    WrongCharset,
)
from kznews.newsroom.page import PLAIN, Page, error
from kznews.newsroom.request import Request
from kznews.newsroom.rules import HOP
from kznews.newsroom.site import UnknownHostError

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from kznews.newsroom.server import Server

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
FILLER = "<p>Эта страница не кончается.</p>\n".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers requests for `newsroom`."""

    protocol_version = "HTTP/1.1"
    server_version = "kznews-newsroom"
    sys_version = ""
    disable_nagle_algorithm = True

    def __init__(self, request: socket.socket, address: tuple[str, int], server: Server) -> None:
        self.newsroom = server.newsroom
        # Handles the connection to its end.
        super().__init__(request, address, server)

    def do_GET(self) -> None:
        """Answer GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer HEAD."""
        self._answer()

    def do_POST(self) -> None:
        """Refuse, but log: a crawler must never post."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named by http.server)
        """Log malformed requests; the others are logged with their answer."""
        logger.warning(format, *args)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Leave it to `_log`, which knows the host."""

    def _answer(self) -> None:
        arrived = time.monotonic()
        host, target = self._asked_for()
        how = None
        if self.command == "POST":
            # The body is left unread, so the connection is of no more use.
            self.close_connection = True
            page = replace(error(405), headers={"Allow": "GET, HEAD", "Connection": "close"})
        elif host is None:
            page = error(400)
        else:
            how = self.newsroom.rules.take(host, target)
            if isinstance(how, Slow) and self.newsroom.stopping.wait(how.seconds):
                self.close_connection = True
                return
            page = self._page(host, target, how)
        if page.status == 200 and not isinstance(how, CutOff | Huge) and self._has(page):
            page = replace(page, status=304)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.newsroom.log(Request(arrived, self.command, host or "", target, page.status, headers))
        self._send(page, how)

    def _asked_for(self) -> tuple[str | None, str]:
        """Return host and target; a target that is a whole URL, as proxies get it, names both."""
        parts = urlsplit(self.path)
        if parts.scheme:
            query = f"?{parts.query}" if parts.query else ""
            return parts.hostname, f"{parts.path or '/'}{query}"
        return urlsplit(f"//{self.headers.get('Host', '')}").hostname, self.path

    def _page(self, host: str, target: str, how: Misbehaviour | None) -> Page:
        match how:
            case Fail(status=status) | Removed(status=status):
                return error(status)
            case Unavailable(retry_after=seconds):
                return replace(error(503), headers={"Retry-After": str(seconds)})
            case RedirectLoop(growing=growing):
                location = f"https://{host}{_next_hop(target) if growing else target}"
                return Page(body=b"", status=302, headers={"Location": location})
        change = how if isinstance(how, BrokenJsonLd | Edited | EmptyListing | NoArticle) else None
        try:
            page = self.newsroom.site.page(host, target, change)
        except UnknownHostError:
            return _misdirected(host, self.newsroom.address)
        if isinstance(how, WrongCharset):
            return replace(page, body=page.body.decode().encode("cp1251", "xmlcharrefreplace"))
        return page

    def _has(self, page: Page) -> bool:
        """Whether the client already has this very page."""
        if known := self.headers.get("If-None-Match"):
            tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
            return bool(tags & {page.etag, "*"})
        since = self.headers.get("If-Modified-Since")
        if since is None or page.last_modified is None:
            return False
        try:
            return page.last_modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            # Not an HTTP date: RFC 9110 §13.1.3 says to ignore the header.
            return False

    def _send(self, page: Page, how: Misbehaviour | None) -> None:
        chunked = isinstance(how, Huge)
        self.send_response(page.status)
        if page.last_modified:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.last_modified, usegmt=True))
        if page.status != 304:
            self.send_header("Content-Type", page.content_type)
            if chunked:
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(len(page.body)))
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD" or page.status == 304:
            return
        if isinstance(how, Huge):
            for piece in _huge(page.body, how.megabytes):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        elif isinstance(how, CutOff):
            self.wfile.write(page.body[: len(page.body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(page.body)


def _next_hop(target: str) -> str:
    found = HOP.search(target)
    if found:
        return f"{target[: found.start(1)]}{int(found[1]) + 1}"
    return f"{target}{'&' if '?' in target else '?'}hop=1"


def _misdirected(host: str, address: str) -> Page:
    words = (
        f"The newsroom plays exclusive.kz and standard.kz, not {host}.\n"
        f"Name one of them: curl -H 'Host: exclusive.kz' {address}/expertiza/daily/\n"
    )
    return Page(body=words.encode(), status=421, content_type=PLAIN)


def _huge(body: bytes, megabytes: int) -> Iterator[bytes]:
    """Cut the page open before its end, and let so much more text out."""
    head, end, tail = body.rpartition(b"</body>")
    if head:
        yield head
    piece = FILLER * (MEGABYTE // len(FILLER) + 1)
    for _ in range(megabytes):
        yield piece
    yield end + tail
