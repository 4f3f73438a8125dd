"""`scrapy run --serve` as `make run` gives it: it crawls, tells and shows pages, until Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from kznews.mongo.connection import Address, open_sync_database
from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.watches.registry import add
from tests.crawl.conftest import PROJECT
from tests.databases import Documents
from tests.mongo.servers import is_open, wait_until
from tests.watches.receivers import webhook

_LONGEST = 60.0
"""Seconds within which it ends."""


@contextmanager
def _running(
    log: Path, newsroom: Newsroom, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """`scrapy run --serve` in a group of its own, as in a terminal; killed with its children."""
    settings = (
        f"NEWSROOM={newsroom.address}",
        "DOWNLOAD_DELAY=0",
        "CONCURRENT_REQUESTS_PER_DOMAIN=1",
    )
    options = [part for each in settings for part in ("-s", each)]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "run", "exclusive", "--serve", *options],
            cwd=PROJECT,
            env=os.environ | environment,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_it_tells_and_shows_what_it_crawls_and_ends_on_one_interrupt(
    database: Documents, mongodb_uri: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"

    def said() -> str:
        return log.read_text("utf-8", "replace")

    def port() -> int:
        [port] = re.findall(r"The pages are at http://127\.0\.0\.1:(\d+)/", said())
        return int(port)

    def page_has_some() -> bool:
        address = f"http://127.0.0.1:{port()}/search.json?q=outlet:exclusive"
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return bool(json.load(answer)["total"])
        except URLError:  # it begins, or says that the index is not there yet
            return False

    site = Site({"exclusive/2022": 12})  # more than it reads before it is interrupted
    address = Address(uri=mongodb_uri, database=database.name, data_dir=tmp_path, timeout=10)
    with Newsroom(site) as newsroom, webhook() as hook:
        newsroom.misbehave("*", Slow(0.5))
        with open_sync_database(address) as opened:
            add(opened, "all", "outlet:exclusive", [hook.address])
        environment = {
            "MONGODB_URI": mongodb_uri,
            "MONGODB_DATABASE": database.name.removesuffix("_newsroom"),
            "SEARCH_INDEX": str(tmp_path / "index"),
            "NODE_NAME": "run",
        }
        with _running(log, newsroom, environment) as process:
            wait_until(lambda: "The pages are at" in said(), "it says where the pages are")
            jobs, articles = database["jobs"], database["articles"]
            wait_until(lambda: articles.count_documents({}) > 0, "it stores articles")
            wait_until(page_has_some, "the pages have them")
            wait_until(lambda: bool(hook.posts), "the saved search is told")
            # All of this was while it crawls.
            assert jobs.count_documents({"state": "running"}) == 1, said()
            assert articles.count_documents({}) < len(site.articles)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(_LONGEST) == 0, said()
        assert "Traceback" not in said()
        # Politely: what was under way is stored and acknowledged, what is left is to be done.
        assert jobs.count_documents({"state": "running"}) == 0
        assert database["frontier"].count_documents({"state": "leased"}) == 0
        assert database["frontier"].count_documents({"state": "queued"}) > 0
        assert not is_open(port())
