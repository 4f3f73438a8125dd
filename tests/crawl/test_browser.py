"""An outlet whose archives only a browser can read, with a real Chromium and with none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl
from tests.databases import Documents

SITE = Site({"exclusive/2022": 1, "standard/archive": 1}, today=date(2025, 4, 28))


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(SITE) as newsroom:
        yield newsroom


@pytest.fixture
def chromium() -> None:
    if shutil.which("chromium"):
        return
    if os.environ.get("CI"):
        pytest.fail("no `chromium` on the PATH: apt-get install chromium")
    pytest.skip("no `chromium` on the PATH: apt-get install chromium")


@pytest.mark.usefixtures("chromium")
def test_archives_that_a_script_fills(
    newsroom: Newsroom, crawl: Crawl, database: Documents
) -> None:
    done = crawl("standard", NEWSROOM=newsroom.address)
    assert done.exit_code == 0, done.log
    expected = {article.url: article for article in SITE.articles if article.outlet == "standard"}
    stored = {article["url"]: article for article in database["articles"].find()}
    assert len(expected) == 20
    assert sorted(stored) == sorted(expected)
    for url, article in expected.items():
        found = stored[url]
        assert found["outlet"] == "standard"
        assert found["language"] == article.language
        assert found["title"] == article.title
        assert found["body"] == "\n\n".join(article.paragraphs)
        assert found["authors"] == list(article.authors)
        assert found["published_at"] == article.published_at
        assert found["published_precision"] == "minute"
    assert database["rejected"].count_documents({}) == 0
    # Only the archives need the browser.
    assert "'browser/pages': 2" in done.log
    assert "Traceback" not in done.log


def test_without_a_browser_the_outlet_says_what_to_install(
    newsroom: Newsroom, crawl: Crawl, database: Documents, tmp_path: Path
) -> None:
    done = crawl("standard", NEWSROOM=newsroom.address, CHROMIUM=tmp_path / "chromium")
    assert done.exit_code == 1
    assert "standard.kz needs a browser: apt-get install chromium" in done.log
    assert str(tmp_path / "chromium") in done.log
    assert "Traceback" not in done.log
    assert database["articles"].count_documents({}) == 0


def test_without_a_browser_other_outlets_are_read(
    newsroom: Newsroom, crawl: Crawl, database: Documents, tmp_path: Path
) -> None:
    done = crawl("exclusive", NEWSROOM=newsroom.address, CHROMIUM=tmp_path / "chromium")
    assert done.exit_code == 0, done.log
    assert "browser" not in done.log
    exclusive = [article for article in SITE.articles if article.outlet == "exclusive"]
    assert database["articles"].count_documents({}) == len(exclusive)
