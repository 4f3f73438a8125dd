"""Crawls with the store pipeline, in processes of their own, and a site for them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


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
    url: str, *, options: tuple[str, ...] = ("-W", "error"), **settings: Any
) -> tuple[dict[str, Any], str]:
    """Statistics and log of a crawl in a process of its own."""
    command = [sys.executable, *options, "-m", "tests.pipelines.crawl", url]
    done = subprocess.run(
        [*command, json.dumps(settings)], capture_output=True, text=True, timeout=60, check=True
    )
    stats: dict[str, Any] = json.loads(done.stdout)
    return stats, done.stderr
