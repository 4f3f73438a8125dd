"""An outlet is redesigned: the alarm, the mended module, and the record as if nothing had been."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import kznews.outlets
from kznews.extraction.article import extract_article
from kznews.newsroom.misbehaviour import ContentChange
from kznews.newsroom.page import ServedPage
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets import uralskweek
from tests.crawl.conftest import PROJECT, Crawled, crawl_into
from tests.databases import Documents
from tests.scrapy_process import run_scrapy

KEY = "uralskweek/wordpress"
OLD, NEW = 10, 10  # articles
NAME = "uralskweek"
[_BEFORE] = uralskweek.OUTLET.article_layouts
MENDED = replace(
    uralskweek.OUTLET,
    article_layouts=(
        replace(
            _BEFORE,
            name="2026",
            mark="body.single-story",
            title="h1.story-title",
            body="div.story-text",
            published=".story-date",
        ),
        _BEFORE,
    ),
)
RENAMED = {
    "single-post": "single-story",
    "entry-title": "story-title",
    "entry-content": "story-text",
    "entry-date": "story-date",
    "<h1": "<p>Читайте нас каждый день, подписывайтесь на нашу рассылку новостей.</p><h1",
}


class RedesignedSite(Site):
    """A newsroom whose articles' pages get another design while it is open."""

    is_redesigned = False

    def page(self, host: str, target: str, change: ContentChange | None = None) -> ServedPage:
        page = super().page(host, target, change)
        if not self.is_redesigned or b"single-post" not in page.body:
            return page
        body = page.body.decode()
        for before, after in RENAMED.items():
            body = body.replace(before, after)
        return replace(page, body=body.encode())


def mend() -> None:
    """Mends the outlet's module in this process."""
    uralskweek.OUTLET = MENDED
    for known in (kznews.outlets._load, kznews.outlets._outlets_by_host):
        known.cache_clear()


def without_reading(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if not name.startswith("reread")}


def test_a_redesign_costs_nothing(database: Documents, mongodb_uri: str, tmp_path: Path) -> None:
    # The processes that read pages for `scrapy reparse` are new ones.
    (tmp_path / "sitecustomize.py").write_text("from tests.crawl.test_drift import mend\nmend()\n")
    environment = {
        **os.environ,
        "MONGODB_URI": mongodb_uri,
        "MONGODB_DATABASE": database.name,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(PROJECT)]),
    }

    def mended(*words: str) -> Crawled:
        return Crawled(
            *run_scrapy(words, environment=environment, folder=PROJECT, timeout=120, before=mend)
        )

    site = RedesignedSite({KEY: 2}, unpublished={KEY: NEW}, today=date(2025, 4, 28))
    crawl = crawl_into(database, mongodb_uri)
    with Newsroom(site) as newsroom:
        assert crawl(NAME, NEWSROOM=newsroom.address).exit_code == 0
        before = {each["url"]: each for each in database["articles"].find()}
        site.is_redesigned = True
        site.publish(NEW)
        alarmed = crawl(NAME, NEWSROOM=newsroom.address)
    assert f"no layout read {NEW} of {NEW} articles: has the outlet been redesigned?" in alarmed.log
    assert f"`scrapy probe {NAME} --archived` compares its module" in alarmed.log
    assert f"`scrapy reparse {NAME}` reads them again" in alarmed.log
    seen_at = {each["url"]: each["first_seen_at"] for each in database["articles"].find()}
    assert (len(before), len(seen_at)) == (OLD, OLD + NEW)

    environment_of_probe = {**environment, "PYTHONPATH": str(PROJECT)}
    _, told = run_scrapy(
        ["probe", NAME, "--archived"], environment=environment_of_probe, folder=PROJECT, timeout=120
    )
    assert f"no layout's mark is on {NEW} pages" in told
    shown = mended("reparse", NAME, "--dry-run")
    assert f"{NEW} versions would be corrected" in shown.log, shown.log
    assert database["articles"].count_documents({"extraction.layout": "2026"}) == 0
    done = mended("reparse", NAME)
    assert done.exit_code == 0, done.log
    stored = {each["url"]: each for each in database["articles"].find()}
    assert {url: each["first_seen_at"] for url, each in stored.items()} == seen_at
    for article in site.articles:
        found = stored[article.url]
        if article.url in before:
            assert without_reading(found) == without_reading(before[article.url])
            continue
        served = site.page("uralskweek.kz", article.url.removeprefix("https://uralskweek.kz"))
        read = extract_article(
            served.body, article.url, outlet=MENDED, fetched_at=datetime(2025, 4, 29, tzinfo=UTC)
        )
        assert found["extraction"] == {"layout": "2026", "method": "layout"}
        for name in ("title", "body", "published_at", "section", "tags", "images"):
            assert found[name] == getattr(read, name), name
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 0
    assert database["rejected"].count_documents({}) == 0
