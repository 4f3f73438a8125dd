"""One connection to the newsroom: HTTP/1.1, correct unless a misbehaviour says otherwise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from kznews.newsroom.answers import Answer, Answers
from kznews.newsroom.misbehaviour import CutOff, Huge

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
FILLER = "<p>Эта страница не кончается.</p>\n".encode()


class Handler(BaseHTTPRequestHandler):
    """A connection's requests, answered one after another."""

    protocol_version = "HTTP/1.1"
    server_version = "kznews-newsroom"
    sys_version = ""
    disable_nagle_algorithm = True

    def __init__(self, answers: Answers, *connection: Any) -> None:
        self._answers = answers
        # Handles the connection to its end.
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer GET."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self._answers.answer(host, self.path, headers)
        if answer is None:
            self.close_connection = True
        else:
            self._send(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named by http.server)
        """Log malformed requests; the others are logged with their answer."""
        logger.warning(format, *args)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Leave it to `Answers`, which knows the host."""

    def _send(self, answer: Answer) -> None:
        page, how = answer
        self.send_response(page.status)
        if page.last_modified:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.last_modified, usegmt=True))
        if page.status != 304:
            self.send_header("Content-Type", page.content_type)
            if isinstance(how, Huge):
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(len(page.body)))
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if page.status == 304:
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


def _huge(body: bytes, megabytes: int) -> Iterator[bytes]:
    """Cut the page open before its end, and let so much more text out."""
    head, end, tail = body.rpartition(b"</body>")
    if head:
        yield head
    piece = FILLER * (MEGABYTE // len(FILLER) + 1)
    for _ in range(megabytes):
        yield piece
    yield end + tail
