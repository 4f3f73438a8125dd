"""Real crawls for the tests of this folder, and the WARC files and servers that they need."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.scrapy_process import run_scrapy

DATE = "2024-04-08T12:00:00Z"
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


@dataclass(frozen=True)
class Crawl:
    """What a crawl left behind."""

    exit_code: int
    log: str
    outcomes: dict[str, dict[str, Any]]
    stats: dict[str, Any]
    connected: list[str]
    """Addresses that the process connected to, and names that it asked DNS for."""
    playwright_imported: bool
    settings: dict[str, Any]


def crawl(
    folder: Path,
    requests: list[str | dict[str, Any]],
    *options: str,
    environment: dict[str, str] | None = None,
    timeout: float = 60,
) -> Crawl:
    """Send `requests` (URLs, or arguments of `scrapy.Request`); `options`: `NAME=VALUE`."""
    plan = [{"url": each} if isinstance(each, str) else each for each in requests]
    (folder / "requests.json").write_text(json.dumps(plan), "utf-8")
    outcome = folder / "outcome.json"
    outcome.unlink(missing_ok=True)
    settings = [part for option in options for part in ("-s", option)]
    probe = str(Path(__file__).with_name("probe.py"))
    exit_code, log = run_scrapy(
        ["runspider", probe, "-a", f"plan={folder}", *settings],
        environment={**os.environ, **(environment or {})},
        folder=folder,
        timeout=timeout,
    )
    left: dict[str, Any] = {}
    if outcome.exists():
        left = json.loads(outcome.read_text("utf-8"))
    return Crawl(
        exit_code=exit_code,
        log=log,
        outcomes=left.get("outcomes", {}),
        stats=left.get("stats", {}),
        connected=left.get("connected", []),
        playwright_imported=left.get("playwright_imported", False),
        settings=left.get("settings", {}),
    )


@dataclass
class Warc:
    """A WARC file in the making."""

    path: Path
    packed: bool = True

    def __post_init__(self) -> None:
        self.path.touch()

    def add(
        self,
        url: str,
        body: bytes = b"<p>page</p>",
        *,
        date: str = DATE,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = HTML,
        kind: str = "response",
    ) -> Warc:
        """Append one record."""
        with self.path.open("ab") as file:
            writer = WARCWriter(file, gzip=self.packed)
            http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(body),
                length=len(body),
                http_headers=http if kind in {"response", "revisit"} else None,
                warc_headers_dict={"WARC-Date": date},
                warc_content_type="text/plain" if kind == "resource" else "",
            )
            writer.write_record(record)
        return self


Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server of every host on a loopback port."""

    address: str
    replies: dict[str, Reply] = field(default_factory=dict)
    """By path with query; any other path is a 404."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Host header and path of each request."""
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """The last request's, by path."""

    @property
    def url(self) -> str:
        return f"http://{self.address}"


def page(
    body: str | bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str
) -> Reply:
    """A whole answer; `headers` with `_` for `-`."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


@contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[Site]:
    """Run a `Site` for a while."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.headers["Host"], self.path))
            site.headers[self.path] = dict(self.headers.items())
            site.replies.get(self.path, page("nothing here", status=404))(self)

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None: ...

    with Server((host, 0), Handler) as server:
        site = Site(f"{host}:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
