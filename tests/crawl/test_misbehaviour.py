"""Pages that go wrong are counted and kept with the reason; all the others are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.newsroom.article import Article
from kznews.newsroom.misbehaviour import (
    BrokenJsonLd,
    CutOff,
    EmptyListing,
    Fail,
    Huge,
    Misbehaviour,
    NoArticle,
    RedirectLoop,
    Slow,
    Unavailable,
    WrongCharset,
)
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets.exclusive import OUTLET
from tests.crawl.conftest import Crawl, crawl_into
from tests.databases import Documents

SITE = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
LISTING = "https://exclusive.kz/expertiza/daily/"

# Pages that are none, why, and what the statistics call it.
BROKEN: list[tuple[Misbehaviour, str, str]] = [
    (Fail(500), "the server answered 500", "failures/http_500"),
    (Fail(404), "the server answered 404", "failures/http_404"),
    (Fail(410), "the server answered 410", "failures/http_410"),
    (RedirectLoop(), "it redirects without end", "failures/redirect_loop"),
    (RedirectLoop(growing=True), "it redirects without end", "failures/redirect_loop"),
    (CutOff(), "the page was cut off on the way", "failures/cut_off"),
    (Huge(megabytes=2), "the page is too large", "failures/too_large"),
    (NoArticle(), "the page is a listing, no article", "article/unreadable"),
]
RECOVERING: list[Misbehaviour] = [Fail(500, times=1), Unavailable(1, times=1), CutOff(times=1)]
_OLD = [article for article in SITE.articles if article.layout == "exclusive/2022"]
BROKEN_PAGES = [article.url for article in _OLD[: len(BROKEN)]]
HANGING, MISDECLARED, *_REST = _OLD[len(BROKEN) :]
RECOVERING_PAGES = _REST[: len(RECOVERING)]
WORDPRESS = next(article for article in SITE.articles if article.layout == "exclusive/wordpress")


@dataclass(frozen=True)
class BadDay:
    log: str
    articles: dict[str, dict[str, Any]]
    rejected: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def bad_day(mongodb_uri: str) -> Iterator[BadDay]:
    """One crawl of an outlet on which much goes wrong at once."""
    client: MongoClient[dict[str, Any]]
    with Newsroom(SITE) as newsroom, MongoClient(mongodb_uri, tz_aware=True) as client:
        for url, (how, _, _) in zip(BROKEN_PAGES, BROKEN, strict=True):
            newsroom.misbehave(url, how)
        for article, how in zip(RECOVERING_PAGES, RECOVERING, strict=True):
            newsroom.misbehave(article.url, how)
        newsroom.misbehave(HANGING.url, Slow(60))
        newsroom.misbehave(MISDECLARED.url, WrongCharset())
        newsroom.misbehave(WORDPRESS.url, BrokenJsonLd())
        database: Documents = client["test_bad_day_newsroom"]
        done = crawl_into(database, mongodb_uri)(
            "exclusive",
            NEWSROOM=newsroom.address,
            DOWNLOAD_MAXSIZE=1_000_000,
            DOWNLOAD_TIMEOUT=2,
            RETRY_TIMES=1,
        )
        assert done.exit_code == 0, done.log
        yield BadDay(
            log=done.log,
            articles={each["url"]: each for each in database["articles"].find()},
            rejected={each["url"]: each for each in database["rejected"].find()},
        )
        client.drop_database(database)


@pytest.mark.parametrize(("url", "broken"), list(zip(BROKEN_PAGES, BROKEN, strict=True)))
def test_a_page_that_is_none_is_rejected_with_the_reason(
    bad_day: BadDay, url: str, broken: tuple[Misbehaviour, str, str]
) -> None:
    how, reason, counted = broken
    times = sum(counted == other for _, _, other in BROKEN)
    assert reason in bad_day.rejected[url]["reason"], how
    assert f"ERROR: {url}: " in bad_day.log
    assert f"'{counted}': {times}" in bad_day.log


def test_all_the_others_are_stored(bad_day: BadDay) -> None:
    lost = {*BROKEN_PAGES, HANGING.url}
    exclusive = {article.url for article in SITE.articles if article.outlet == "exclusive"}
    assert set(bad_day.articles) == exclusive - lost
    assert set(bad_day.rejected) == set(BROKEN_PAGES)


def test_a_page_that_hangs_is_an_error_of_the_network(bad_day: BadDay) -> None:
    assert f"ERROR: {HANGING.url}: its host did not answer in time" in bad_day.log
    assert "'failures/timeout': 1" in bad_day.log


@pytest.mark.parametrize(
    "article", RECOVERING_PAGES, ids=[type(how).__name__ for how in RECOVERING]
)
def test_a_page_that_fails_once_is_stored(bad_day: BadDay, article: Article) -> None:
    assert bad_day.articles[article.url]["body"] == "\n\n".join(article.paragraphs)


def test_broken_json_ld_is_counted_and_the_page_read(bad_day: BadDay) -> None:
    assert "'extraction/jsonld/broken': 1" in bad_day.log
    assert bad_day.articles[WORDPRESS.url]["body"] == "\n\n".join(WORDPRESS.paragraphs)


def test_cp1251_declared_as_utf8_is_counted_and_read(bad_day: BadDay) -> None:
    assert "'extraction/charset/mismatch': 1" in bad_day.log
    assert bad_day.articles[MISDECLARED.url]["title"] == MISDECLARED.title
    assert bad_day.articles[MISDECLARED.url]["body"] == "\n\n".join(MISDECLARED.paragraphs)


def test_an_empty_listing_is_an_alarm(crawl: Crawl, database: Documents) -> None:
    with Newsroom(SITE) as newsroom:
        newsroom.misbehave(LISTING, EmptyListing())
        done = crawl("exclusive", NEWSROOM=newsroom.address)
    assert "'listing/empty': 1" in done.log
    assert f"ERROR: {LISTING}: page 1 of sobytiya-dnya shows no article" in done.log
    # The other listings show some: the crawl did what it could.
    assert done.exit_code == 0
    shown = len(OUTLET.listings)
    assert f"check failed: listings: 1 of {shown} listings showed no article" in done.log
    assert database["articles"].count_documents({}) == 17


def test_an_outlet_that_shows_nothing_at_all_is_an_error(crawl: Crawl, database: Documents) -> None:
    with Newsroom(SITE) as newsroom:
        newsroom.misbehave("https://exclusive.kz/*", EmptyListing())
        done = crawl("exclusive", "sections=kontekst-dnya", NEWSROOM=newsroom.address)
    assert "pages came, but nothing was found on them" in done.log
    assert done.exit_code == 1
    assert database["articles"].count_documents({}) == 0
    assert [run["succeeded"] for run in database["runs"].find()] == [False]


def test_a_crawl_that_can_keep_no_article_fails_though_its_listing_and_strips_are_well(
    crawl: Crawl, database: Documents
) -> None:
    asked = ("exclusive", "sections=sobytiya-dnya", "pages=1")
    with Newsroom(SITE) as newsroom:
        for article in _OLD:
            newsroom.misbehave(article.url, Fail(404))
        done = crawl(*asked, NEWSROOM=newsroom.address)
    assert done.exit_code == 1
    assert f"not one article could be kept, of {len(_OLD)} ({len(_OLD)} http_404)" in done.log
    assert database["tickers"].count_documents({}) > 0
    assert [run["succeeded"] for run in database["runs"].find()] == [False]
