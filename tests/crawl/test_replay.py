"""A replay remembers nothing: it reads all that its WARC files hold, however often."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl
from tests.databases import Documents
from tests.monitoring.receivers import webhook
from tests.transport.crawls import Warc

SITE = Site({"exclusive/2022": 1}, today=date(2025, 4, 28))
ARTICLES = [article.url for article in SITE.articles if article.outlet == "exclusive"]
ASKED = ("exclusive", "sections=sobytiya-dnya")


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """The newsroom's pages, captured."""
    warc = Warc(tmp_path / "newsroom.warc.gz")
    for url in ("https://exclusive.kz/expertiza/daily/", *ARTICLES):
        warc.add(url, SITE.page("exclusive.kz", url.removeprefix("https://exclusive.kz")).body)
    return warc.path


def rows(database: Documents) -> list[dict[str, Any]]:
    return list(database["frontier"].find().sort("_id", 1))


def test_each_replay_reads_all_and_leaves_the_crawls_record_as_it_was(
    crawl: Crawl, database: Documents, warc: Path
) -> None:
    with Newsroom(SITE) as newsroom:
        crawl(*ASKED, NEWSROOM=newsroom.address)
    before = rows(database)
    assert len(before) == 1 + len(ARTICLES)
    runs = list(database["runs"].find())
    failing = [{"check": "pages", "reason": "not one page could be read"}]
    database["alerts"].delete_many({})
    told = {"_id": "exclusive", "failing": failing, "since": runs[0]["started_at"], "changes": 1}
    database["alerts"].insert_one(told)
    with webhook() as hook:
        for _ in range(2):
            done = crawl(*ASKED, REPLAY=warc, ALERTS=hook.address)
            assert done.exit_code == 0, done.log
            assert f"articles: {len(ARTICLES)} unchanged" in done.log
            assert rows(database) == before
    assert hook.posts == []
    assert list(database["alerts"].find()) == [told]
    assert list(database["runs"].find()) == runs


def test_a_replay_after_one_that_was_stopped_reads_all(
    crawl: Crawl, database: Documents, warc: Path
) -> None:
    stopped = crawl(*ASKED, REPLAY=warc, CLOSESPIDER_PAGECOUNT=5)
    assert stopped.exit_code == 1
    [outlet] = database["frontier"].distinct("spider")
    assert outlet.startswith("exclusive~replay-")
    assert "done" in database["frontier"].distinct("state")
    done = crawl(*ASKED, REPLAY=warc)
    assert done.exit_code == 0, done.log
    assert f"frontier: {1 + len(ARTICLES)} added, {1 + len(ARTICLES)} done" in done.log
    assert sorted(database["articles"].distinct("url")) == sorted(ARTICLES)
    assert rows(database) == []
