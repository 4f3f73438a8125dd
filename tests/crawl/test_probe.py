"""`scrapy probe` meets an outlet by a small crawl, and tells what its pages show of its module."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from kznews.commands.probe import Command
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawled, scrapy
from tests.databases import Documents

SITE = Site({"uralskweek/wordpress": 30}, today=date(2025, 4, 28), cards=10)


def test_a_probe_reads_few_pages_and_keeps_them(
    database: Documents, mongodb_uri: str, tmp_path: Path
) -> None:
    def probe(*words: str, **settings: object) -> Crawled:
        environment = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
        return scrapy(["probe", "uralskweek", *words], environment, settings)

    nothing = probe("--archived")
    assert nothing.exit_code == 2
    assert "no page of uralskweek is kept" in nothing.log
    with Newsroom(SITE) as newsroom:
        met = probe(NEWSROOM=newsroom.address, DOWNLOAD_DELAY=0)
    assert met.exit_code == 0, met.log
    assert "+ title (unverified): confirmed: " in met.log
    assert "robots.txt of uralskweek.kz: closes no way of discovery; asks for" in met.log
    assert "article layout wordpress: no unverified; mark, title, body," in met.log
    kept = database["pages"].count_documents({"kind": "article"})
    # With those that were on their way when it had enough.
    assert 5 <= kept <= 50 < len(SITE.articles)
    assert database["articles"].count_documents({}) == kept
    # It is no run whose early end somebody should look at.
    assert database["runs"].count_documents({}) == 0

    again = probe("--archived", "--templates", str(tmp_path / "saved"))
    assert again.exit_code == 0, again.log
    assert [each for each in met.log.splitlines() if each.startswith("+")] == [
        each for each in again.log.splitlines() if each.startswith("+")
    ]
    saved = {each.name: each.read_bytes() for each in (tmp_path / "saved").iterdir()}
    assert saved.keys() >= {"article-1.html", "listing-1.html", "feed-1.xml", "sitemap-1.xml"}
    assert b'class="entry-title"' in saved["article-1.html"]
    away = probe(NEWSROOM="http://192.0.2.1:8000")  # no address of this machine
    assert "no page came (-s LOG_ENABLED=1 shows why): these are kept ones" in away.log
    assert "+ title (unverified): confirmed: " in away.log


def test_only_one_outlet_that_there_is_can_be_met() -> None:
    for names, why in (([], "name one outlet"), (["none"], "there is no outlet 'none'")):
        with pytest.raises(UsageError, match=why):
            Command().check(names, None)  # type: ignore[arg-type]
