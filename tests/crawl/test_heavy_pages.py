"""A page that takes long to read does not hold up the crawl meanwhile."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from benchmarks.hostile_pages import PAGES, PIECES, build
from kznews.spiders.heavy_pages import count_tags, is_heavy
from tests.crawl.conftest import Crawl

_ARTICLES = 4
HEAVY = build(PAGES["no layout"], PIECES["paragraphs of a sentence"], 3900)
LISTING = "".join(
    f"<div class='section__item item'><p class=item__title><a href=/a-{number}/>Мост</a></p></div>"
    for number in range(_ARTICLES)
).encode()
_STOOD_STILL = re.compile(r"The loop stood still for (\d+\.\d+) of the reading")


class _Handler(BaseHTTPRequestHandler):
    """Answers with a listing, and with heavy pages for its articles."""

    def do_GET(self) -> None:
        body = b"" if "robots" in self.path else HEAVY if "/a-" in self.path else LISTING
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def test_the_loop_goes_on_while_heavy_pages_are_read(crawl: Crawl) -> None:
    assert is_heavy(HEAVY, count_tags(HEAVY))
    assert not is_heavy(LISTING, count_tags(LISTING))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            done = crawl(
                "exclusive",
                "pages=1",
                NEWSROOM=f"http://127.0.0.1:{server.server_address[1]}",
                EXTENSIONS=json.dumps({"tests.crawl.heartbeat.Heartbeat": 500}),
                CONCURRENT_REQUESTS=1,
            )
        finally:
            server.shutdown()
    told = _STOOD_STILL.search(done.log)
    assert told is not None, done.log
    # In the callback it would stand still for all of the reading, and more.
    assert float(told[1]) < 0.5, done.log
