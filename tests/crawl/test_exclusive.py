"""The whole way of a page: the newsroom's exclusive.kz, crawled, compared with what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo.database import Database

from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl

Documents = Database[dict[str, Any]]
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(old_pages=3, new_pages=2, today=date(2025, 4, 28))


@pytest.fixture
def newsroom(site: Site) -> Iterator[Newsroom]:
    with Newsroom(site) as newsroom:
        yield newsroom


def test_all_that_the_newsroom_holds_is_stored_as_it_is(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    done = crawl("exclusive", NEWSROOM=newsroom.address)
    assert done.exit_code == 0, done.log
    expected = {article.url: article for article in site.articles if article.outlet == "exclusive"}
    stored = {article["url"]: article for article in database["articles"].find()}
    assert sorted(stored) == sorted(expected)
    for url, article in expected.items():
        found = stored[url]
        assert found["title"] == article.title
        assert found["body"] == "\n\n".join(article.paragraphs)
        assert found["lead"] == article.lead
        assert found["language"] == article.language
        assert found["authors"] == ([article.author] if article.author else [])
        credited = [image["credit"] for image in found["images"] if image["credit"]]
        assert credited == ([article.photo_credit] if article.photo_credit else [])
        if article.card_date is None:
            assert found["published_at"] is None
            assert found["published_precision"] is None
        else:
            midnight = datetime.combine(article.card_date, time.min, ALMATY)
            assert found["published_at"] == midnight
            assert found["published_precision"] == "day"
    assert {article["extraction"]["method"] for article in stored.values()} == {"layout"}
    assert database["rejected"].count_documents({}) == 0


def test_ticker_and_rates(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    crawl("exclusive", "sections=sobytiya-dnya", "pages=1", NEWSROOM=newsroom.address)
    tickers = list(database["tickers"].find().sort("position", 1))
    assert [(each["headline"], each["language"], each["url"]) for each in tickers] == [
        (headline.text, headline.language, headline.url) for headline in site.ticker
    ]
    assert [each["position"] for each in tickers] == list(range(1, len(site.ticker) + 1))
    rates = database["rates"].find({"source": "exclusive"})
    assert {
        (each["pair"], each["raw_code"], str(each["value"]), each["valid_on"], each["kind"])
        for each in rates
    } == {
        ("USD/KZT", "USD", "425.67", None, "page strip"),
        ("EUR/KZT", "EUR", "496.42", None, "page strip"),
        ("RUB/KZT", "RUR", "5.81", None, "page strip"),
    }


def test_a_second_run_stores_nothing_new(
    newsroom: Newsroom, crawl: Crawl, database: Documents
) -> None:
    arguments = ("exclusive", "pages=1")
    crawl(*arguments, NEWSROOM=newsroom.address)
    before = list(database["articles"].find({}, {"fetched_at": 0}).sort("_id", 1))
    assert len(before) == 34
    crawl(*arguments, NEWSROOM=newsroom.address)
    assert list(database["articles"].find({}, {"fetched_at": 0}).sort("_id", 1)) == before
    last = database["runs"].find_one(sort=[("started_at", -1)])
    assert last is not None
    assert last["stored"]["articles"] == {"unchanged": 34}
    assert database["revisions"].count_documents({}) == 0


def test_what_must_not_be_followed_is_not(newsroom: Newsroom, crawl: Crawl) -> None:
    crawl("exclusive", NEWSROOM=newsroom.address)
    asked = [request.target for request in newsroom.requests if request.target != "/robots.txt"]
    assert len(asked) == len(set(asked))
    for part in ("post_action", "id=", "/tags/", "/search", "utm_", "/kz/", "amp"):
        assert not [target for target in asked if part in target]
    assert {request.host for request in newsroom.requests} == {"exclusive.kz"}
    agents = {request.headers["user-agent"] for request in newsroom.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("kznews/")


def test_the_header_of_the_old_layout_dates_nothing(
    newsroom: Newsroom, crawl: Crawl, database: Documents
) -> None:
    crawl("exclusive", "sections=sobytiya-dnya", "pages=1", NEWSROOM=newsroom.address)
    assert database["articles"].count_documents({}) == 17
    assert database["articles"].count_documents({"published_at": {"$ne": None}}) == 0


def test_an_edited_article_keeps_its_former_version(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    article = site.articles[0]
    arguments = ("exclusive", "sections=sobytiya-dnya", "pages=1")
    crawl(*arguments, NEWSROOM=newsroom.address)
    newsroom.misbehave(article.url, Edited())
    crawl(*arguments, NEWSROOM=newsroom.address)
    stored = database["articles"].find_one({"url": article.url})
    assert stored is not None
    assert stored["body"] == "\n\n".join(site.edited(article).paragraphs)
    revision = database["revisions"].find_one({"article_id": stored["_id"]})
    assert revision is not None
    assert revision["body"] == "\n\n".join(article.paragraphs)
    assert database["revisions"].count_documents({}) == 1


def test_since_ends_a_listing_after_a_page_of_older_cards(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    dates = sorted(a.card_date for a in site.articles if a.card_date is not None)
    since = dates[-10]
    crawl("exclusive", f"since={since}", "sections=kontekst-dnya", NEWSROOM=newsroom.address)
    newer = [each for each in dates if each >= since]
    assert database["articles"].count_documents({}) == len(newer)


def test_robots_txt_is_obeyed(newsroom: Newsroom, crawl: Crawl) -> None:
    crawl("exclusive", "pages=1", NEWSROOM=newsroom.address)
    assert newsroom.requests[0].target == "/robots.txt"
