"""The whole way of a page: the newsroom's exclusive.kz, crawled, compared with what it holds."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from pymongo.database import Database

from kznews.archive.reader import Reader
from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.record.history import versions_of
from tests.crawl.conftest import Crawl
from tests.mongo.servers import wait_until
from tests.record.samples import rate, ticker
from tests.record.stores import open_writer

Documents = Database[dict[str, Any]]
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture(scope="module")
def site() -> Site:
    return Site({"exclusive/2022": 3, "exclusive/wordpress": 2}, today=date(2025, 4, 28))


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
        assert found["authors"] == list(article.authors)
        assert found["images"] == [asdict(image) for image in article.images]
        if article.card_date is None:
            assert found["published_at"] is None
            assert found["published_precision"] is None
        else:
            midnight = datetime.combine(article.card_date, time.min, ALMATY)
            assert found["published_at"] == midnight
            assert found["published_precision"] == "day"
    assert {article["extraction"]["method"] for article in stored.values()} == {"layout"}
    assert database["rejected"].count_documents({}) == 0
    reader = Reader(database)
    pages = {each.id: each for each in map(reader.read, reader.select({}))}
    assert Counter(each.kind for each in pages.values()) == {"article": len(expected), "listing": 5}
    for url, found in stored.items():
        page = pages[found["page"]]
        assert page.url == url
        assert page.answer.body == site.page("exclusive.kz", urlsplit(url).path).body
        assert page.sightings == (found["fetched_at"],)
        assert dict(page.answer.headers)[b"Content-Type"] == b"text/html; charset=utf-8"


def test_ticker_and_rates(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents, mongodb_uri: str
) -> None:
    async def push_and_state_what_no_page_shows() -> None:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        async with open_writer(mongodb_uri, database.name) as writer:
            await writer.write(ticker(headline="Кешегі жаңалық", seen_at=yesterday))
            strip = {"outlet": "exclusive", "kind": "page strip", "valid_on": None}
            await writer.write(rate(**strip, value=Decimal("425.11"), seen_at=yesterday))

    asyncio.run(push_and_state_what_no_page_shows())
    crawl("exclusive", "sections=sobytiya-dnya", "pages=1", NEWSROOM=newsroom.address)
    for collection in ("tickers", "rates"):
        [former] = database[collection].find({"missed_at": {"$ne": None}})
        shown = database[collection].find({"outlet": "exclusive", "missed_at": None}).to_list()
        assert former["missed_at"] in {each["first_seen_at"] for each in shown}
        database[collection].delete_one(former)
    tickers = list(database["tickers"].find().sort("position", 1))
    assert [(each["headline"], each["language"], each["url"]) for each in tickers] == [
        (headline.text, headline.language, headline.url) for headline in site.ticker
    ]
    assert [each["position"] for each in tickers] == list(range(1, len(site.ticker) + 1))
    rates = database["rates"].find({"outlet": "exclusive"})
    assert {
        (each["pair"], each["raw_code"], str(each["value"]), each["valid_on"], each["kind"])
        for each in rates
    } == {
        ("USD/KZT", "USD", "425.67", None, "page strip"),
        ("EUR/KZT", "EUR", "496.42", None, "page strip"),
        ("RUB/KZT", "RUR", "5.81", None, "page strip"),
    }


def test_a_second_run_stores_nothing_new(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    crawl("exclusive", NEWSROOM=newsroom.address)
    before = list(database["articles"].find().sort("_id", 1))
    assert len(before) == sum(article.outlet == "exclusive" for article in site.articles)
    asked = len(newsroom.requests)
    done = crawl("exclusive", NEWSROOM=newsroom.address)
    assert done.exit_code == 0, done.log
    assert "pages: 0 read, 2 unchanged (304)" in done.log
    assert "ERROR" not in done.log
    assert sorted((each.target, each.status) for each in newsroom.requests[asked:]) == [
        ("/category/kontekst-dnya/", 304),
        ("/expertiza/daily/", 304),
    ]
    assert list(database["articles"].find().sort("_id", 1)) == before
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 0
    # A listing is read again where pages are asked for. It has no ticker, and its cards are known.
    done = crawl("exclusive", "sections=kontekst-dnya", "pages=1", NEWSROOM=newsroom.address)
    assert done.exit_code == 0, done.log
    assert "ERROR" not in done.log
    _, *runs = database["runs"].find().sort("started_at", 1)
    found = [(run["pages"], run["unchanged"], run["stored"]) for run in runs]
    assert found == [(0, 2, {}), (1, 0, {})]


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
    arguments = ("exclusive", "sections=sobytiya-dnya", "pages=1")
    done = crawl(*arguments, NEWSROOM=newsroom.address, STRICT=1)
    assert database["articles"].count_documents({}) == 17
    assert database["articles"].count_documents({"published_at": {"$ne": None}}) == 0
    # No date is expected there, but somebody to verify the layout.
    assert done.exit_code == 1
    run = database["runs"].find_one()
    assert run is not None
    assert run["succeeded"] is True
    by_article, by_listing = run["unmet"]
    assert (by_article["expectation"], by_article["count"]) == ("unverified_layout/2022", 17)
    pages = database["articles"].distinct("url")
    assert len(set(by_article["urls"]) & set(pages)) == 3
    assert f"layout 2022 (see {', '.join(by_article['urls'])})" in done.log
    assert by_listing == {
        "expectation": "unverified_listing_layout/2022",
        "count": 1,
        "urls": ["https://exclusive.kz/expertiza/daily/"],
    }


def test_an_edited_article_that_is_due_keeps_its_former_version(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    article = site.articles[0]
    arguments = ("exclusive", "sections=sobytiya-dnya", "pages=1")
    soon = json.dumps({"article": [{"first": "1s", "least": "1s", "most": "1s"}]})
    crawl(*arguments, NEWSROOM=newsroom.address, REVISIT=soon)
    newsroom.misbehave(article.url, Edited())
    later = {"policy": "article", "$expr": {"$gt": ["$due_at", "$$NOW"]}}
    wait_until(lambda: not database["frontier"].count_documents(later), "all articles are due")
    asked = len(newsroom.requests)
    crawl(*arguments, NEWSROOM=newsroom.address, REVISIT=soon, REVISIT_BUDGET="{}")
    answers = Counter(request.status for request in newsroom.requests[asked:])
    assert answers == {200: 2, 304: 16}  # the listing and the article
    stored = database["articles"].find_one({"url": article.url})
    assert stored is not None
    assert stored["body"] == "\n\n".join(site.edited(article).paragraphs)
    former, _ = versions_of(stored)
    assert former.fields["body"] == "\n\n".join(article.paragraphs)
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 1
    run = database["runs"].find_one(sort=[("started_at", -1)])
    assert run is not None
    assert run["unchanged"] == 16
    assert run["stored"]["articles"] == {"changed": 1}


def test_since_ends_a_listing_after_a_page_of_older_cards(
    newsroom: Newsroom, site: Site, crawl: Crawl, database: Documents
) -> None:
    dates = sorted(a.card_date for a in site.articles if a.card_date is not None)
    since = dates[-10]
    arguments = ("exclusive", f"since={since}", "sections=kontekst-dnya")
    done = crawl(*arguments, NEWSROOM=newsroom.address, STRICT=1)
    assert done.exit_code == 0, done.log  # all is as the outlet's facts let expect
    newer = [each for each in dates if each >= since]
    assert database["articles"].count_documents({}) == len(newer)


def test_robots_txt_is_obeyed(newsroom: Newsroom, crawl: Crawl) -> None:
    crawl("exclusive", "pages=1", NEWSROOM=newsroom.address)
    assert newsroom.requests[0].target == "/robots.txt"
