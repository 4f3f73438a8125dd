"""MongoDB dies in the middle of a crawl and comes back: the crawl waits and loses nothing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Documents, crawl_into
from tests.mongo.servers import own_mongod, wait_until

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
