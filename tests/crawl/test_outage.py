"""MongoDB dies or freezes in the middle of a crawl: the crawl waits, or ends, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection

from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import PROJECT, crawl_into
from tests.databases import Documents
from tests.mongo.servers import PATIENCE, own_mongod, wait_until

PAGES = 6


def test_mongodb_killed_and_restarted_mid_crawl(tmp_path: Path) -> None:
    client: MongoClient[dict[str, Any]]
    site = Site({"exclusive/2022": PAGES}, today=date(2025, 4, 28))
    with (
        Newsroom(site) as newsroom,
        own_mongod(tmp_path / "mongod") as mongod,
        ThreadPoolExecutor(1) as worker,
        MongoClient(mongod.uri) as client,
    ):
        # So that the crawl is still on its way when the server dies.
        newsroom.misbehave("https://exclusive.kz/*", Slow(0.05))
        database: Documents = client["kznews_newsroom"]
        crawl = crawl_into(database, mongod.uri)
        # Two at once: listings come first, so that it soon has many articles in hand.
        crawled = worker.submit(
            crawl,
            "exclusive",
            "sections=sobytiya-dnya",
            NEWSROOM=newsroom.address,
            CONCURRENT_REQUESTS=2,
        )
        wait_until(
            lambda: database["frontier"].count_documents({"policy": "article"}) > 50,
            "the crawl has found articles on four pages",
        )
        mongod.kill()
        served = len(newsroom.requests)
        wait_until(lambda: len(newsroom.requests) > served + 10, "it goes on meanwhile")
        mongod.start()
        done = crawled.result()
        assert done.exit_code == 0, done.log
        assert "Traceback" not in done.log
        stored = {each["url"] for each in database["articles"].find()}
        assert database["frontier"].distinct("state") == ["done"]
        asked = Counter(request.target for request in newsroom.requests)
    assert stored == {
        article.url for article in site.articles if article.layout == "exclusive/2022"
    }
    assert set(asked.values()) == {1}


def test_a_crawl_ends_on_the_first_signal_where_mongodb_is_frozen(tmp_path: Path) -> None:
    client: MongoClient[dict[str, Any]]
    site = Site({"exclusive/2022": 2}, today=date(2025, 4, 28))
    with (
        Newsroom(site) as newsroom,
        own_mongod(tmp_path / "mongod") as mongod,
        MongoClient(mongod.uri) as client,
        (tmp_path / "log").open("wb") as log,
    ):
        newsroom.misbehave("https://exclusive.kz/*", Slow(0.2))
        options = [f"--set=MONGODB_URI={mongod.uri}", f"--set=NEWSROOM={newsroom.address}"]
        options += ["--set=DOWNLOAD_DELAY=0"]
        crawl = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "exclusive", *options],
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            articles: Collection[dict[str, Any]] = client["kznews_newsroom"]["articles"]
            wait_until(lambda: articles.count_documents({}) > 0, "an article is stored")
            with mongod.frozen():
                crawl.terminate()
                assert crawl.wait(PATIENCE) == 1
            told = (tmp_path / "log").read_text()
            assert "CRITICAL: The crawl ends although MongoDB at 127.0.0.1" in told
            assert "Traceback" not in told
        finally:
            crawl.kill()
        done = {"policy": "article", "state": "done"}
        visited = client["kznews_newsroom"]["frontier"].distinct("url", done)
        assert set(visited) <= set(articles.distinct("url")), "what counts as read is stored"
        others = {"policy": "article", "state": {"$ne": "done"}}
        assert client["kznews_newsroom"]["frontier"].count_documents(others) > 0, "and comes again"
