"""Crawls with the store pipeline, in processes of their own, and a site for them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import Any

from tests.scrapy_process import run_module


class Site:
    """A page over real HTTP, and how often it was asked for."""

    def __init__(self) -> None:
        self.visits = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.visits += 1
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()
    with site.server:
        Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield site
        site.server.shutdown()


def crawl(
    url: str, *, warnings_are_errors: bool = True, **settings: Any
) -> tuple[dict[str, Any], str]:
    """Statistics and log of a crawl in a process of its own."""
    with NamedTemporaryFile() as written:
        exit_code, log = run_module(
            "tests.pipelines.crawl",
            [url, json.dumps(settings), written.name],
            environment=dict(os.environ),
            folder=Path.cwd(),
            timeout=60,
            warnings_are_errors=warnings_are_errors,
        )
        assert exit_code == 0, log
        stats: dict[str, Any] = json.loads(Path(written.name).read_text())
    return stats, log
