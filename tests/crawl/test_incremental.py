"""Crawl after crawl of a newsroom that goes on publishing: only what is new or due is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from kznews.newsroom.article import Article
from kznews.newsroom.misbehaviour import Fail
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import Crawl, Crawled

Documents = Database[dict[str, Any]]
LISTING = "/category/kontekst-dnya/"


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """68 articles on four pages of today, and 30 that are to come."""
    with Newsroom(
        Site({"exclusive/wordpress": 6}, unpublished={"exclusive/wordpress": 34})
    ) as newsroom:
        yield newsroom


@pytest.fixture
def run(newsroom: Newsroom, crawl: Crawl) -> Callable[..., list[tuple[str, int]]]:
    """Crawls; returns what was asked for, with the answers, without robots.txt."""

    def run(*arguments: str, **settings: object) -> list[tuple[str, int]]:
        before = len(newsroom.requests)
        done: Crawled = crawl(
            "exclusive", "sections=kontekst-dnya", *arguments, NEWSROOM=newsroom.address, **settings
        )
        assert done.exit_code == int(bool(settings)), done.log
        return [
            (request.target, request.status)
            for request in newsroom.requests[before:]
            if request.target != "/robots.txt"
        ]

    return run


Run = Callable[..., list[tuple[str, int]]]


def paths(*articles: Article) -> list[str]:
    return sorted(article.url.removeprefix("https://exclusive.kz") for article in articles)


def pages(asked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The listing's."""
    return sorted((path, status) for path, status in asked if path.startswith(LISTING))


def articles(asked: list[tuple[str, int]]) -> list[str]:
    return sorted(path for path, _ in asked if not path.startswith(LISTING))


def published(newsroom: Newsroom) -> tuple[Article, ...]:
    return tuple(each for each in newsroom.site.articles if each.outlet == "exclusive")


def stored(database: Documents) -> list[str]:
    return sorted(
        each["url"].removeprefix("https://exclusive.kz") for each in database["articles"].find()
    )


def test_an_unchanged_outlet_costs_its_listings_first_page_and_new_articles_cost_themselves(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    first = run()
    assert articles(first) == paths(*published(newsroom))
    assert run() == [(LISTING, 304)]
    new = newsroom.site.publish(3)
    second = run()
    # The first page ends with known articles: below these all is known, too.
    assert pages(second) == [(LISTING, 200)]
    assert articles(second) == paths(*new)
    # More than a page of them.
    new = newsroom.site.publish(20)
    third = run()
    assert articles(third) == paths(*new)
    assert [path for path, _ in pages(third)] == [LISTING, f"{LISTING}page/2/"]
    assert stored(database) == paths(*published(newsroom))


def test_a_walk_that_was_cut_short_is_taken_up_where_it_ended(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    first = run("pages=2")
    assert len(articles(first)) == 34
    second = run()
    # Walks that are asked for have rows of their own.
    assert pages(second) == [
        (LISTING, 200),
        (f"{LISTING}page/2/", 200),
        (f"{LISTING}page/3/", 200),
        (f"{LISTING}page/4/", 200),
    ]
    assert not set(articles(first)) & set(articles(second))
    assert stored(database) == paths(*published(newsroom))
    assert run() == [(LISTING, 304)]


def test_what_a_short_walk_left_behind_is_found(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    run()
    newsroom.site.publish(20)
    # It reads the first 17 of them, and then these are known.
    assert len(articles(run("pages=1"))) == 17
    run()
    assert stored(database) == paths(*published(newsroom))


def test_a_walk_that_is_asked_for_goes_its_way_whatever_else_is_due(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    run()
    now = datetime.now(UTC)
    database["frontier"].update_many({"policy": "archive"}, {"$set": {"due_at": now}})
    asked = run("since=2000-01-01")
    assert {path for path, _ in asked} == {
        LISTING,
        *(f"{LISTING}page/{number}/" for number in (2, 3, 4)),
    }
    # The due pages, and the walk's own.
    assert len(asked) == 7


def test_a_crawl_that_was_stopped_is_taken_up_and_fetches_nothing_twice(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    first = run(CLOSESPIDER_PAGECOUNT=20)
    assert len(articles(first)) < 68
    second = run()
    assert not set(articles(first)) & set(articles(second))
    assert stored(database) == paths(*published(newsroom))


def test_since_is_not_ended_by_a_pinned_old_card_and_leaves_the_rest_to_others(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    old = published(newsroom)[-1]
    newsroom.site.pin(old)
    dates = [article.card_date for article in published(newsroom)]
    since = dates[20]
    assert since is not None
    asked = run(f"since={since}")
    newer = [each for each in published(newsroom) if each.card_date and each.card_date >= since]
    assert stored(database) == paths(*newer)
    # It ends at the first page on which everything is older.
    last = (len(newer) - 1) // 16 + 2
    assert len(pages(asked)) == last
    # What it passed over, a crawl without it does not.
    run()
    assert stored(database) == paths(*published(newsroom))


def due(database: Documents, article: Article) -> dict[str, Any]:
    """Sets an article's row due, and gives it."""
    row = database["frontier"].find_one_and_update(
        {"url": article.url}, {"$set": {"due_at": datetime.now(UTC) - timedelta(seconds=1)}}
    )
    assert row is not None
    return row


def test_articles_are_visited_when_they_are_due_and_sooner_where_they_change(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    run("pages=1")
    edited, same, gone, *_ = published(newsroom)
    first = {each.url: due(database, each)["visit"]["interval"] for each in (edited, same, gone)}
    newsroom.site.edit(edited)
    newsroom.misbehave(gone.url, Fail(404))
    asked = run("pages=1")
    assert sorted(each for each in asked if not each[0].startswith(LISTING)) == sorted(
        [(*paths(edited), 200), (*paths(same), 304), (*paths(gone), 404)]
    )
    rows = {
        row["url"]: row
        for row in database["frontier"].find({"url": {"$in": [edited.url, same.url, gone.url]}})
    }
    assert rows[edited.url]["visit"]["interval"] < first[edited.url]
    assert rows[same.url]["visit"]["interval"] >= first[same.url]
    # It may come back.
    assert rows[gone.url]["state"] == "done"
    assert rows[gone.url]["visit"]["interval"] == 6 * 3600
    assert rows[gone.url]["error"] == "the server answered 404"
    stored = {each["url"]: each for each in database["articles"].find()}
    assert [len(stored[each.url]["revisions"] or ()) for each in (edited, same)] == [1, 0]
    # The server said that it is as it was.
    assert stored[same.url]["last_seen_at"] > stored[same.url]["fetched_at"]


def test_a_card_that_says_something_else_has_its_article_visited(
    newsroom: Newsroom, run: Run, database: Documents
) -> None:
    run("pages=1")
    changed = published(newsroom)[3]
    # As if the card had said something else before.
    database["frontier"].update_one(
        {"url": changed.url}, {"$set": {"link_texts": ["kontekst-dnya: Former headline"]}}
    )
    new = newsroom.site.publish(1)
    asked = run()
    assert set(articles(asked)) >= set(paths(changed, *new))
    row = database["frontier"].find_one({"url": changed.url})
    assert row is not None
    # Another listing may go on saying the former.
    assert row["link_texts"] == [
        "kontekst-dnya: Former headline",
        f"kontekst-dnya: {changed.title}",
    ]


def test_a_crawl_by_the_clock_asks_for_what_is_due(
    newsroom: Newsroom, crawl: Crawl, database: Documents
) -> None:
    def asked() -> list[tuple[str, int]]:
        before = len(newsroom.requests)
        done = crawl("exclusive", NEWSROOM=newsroom.address, START_WHEN_DUE=True)
        assert done.exit_code == 0, done.log
        return [(each.target, each.status) for each in newsroom.requests[before:]]

    assert (LISTING, 200) in asked()
    runs = database["runs"].count_documents({})
    newsroom.site.publish(2)
    assert asked() == []
    # It had nothing to do, and did it: it is not late.
    assert database["runs"].count_documents({}) == runs + 1
    row = {"url": f"https://exclusive.kz{LISTING}"}
    listing = database["frontier"].find_one(row)
    assert listing is not None
    assert listing["visit"]["interval"] == 240
    due = {"$set": {"due_at": listing["due_at"] - timedelta(minutes=5)}}
    database["frontier"].update_one(row, due)
    # Two articles; below them the page is known, so the next one is not asked for.
    assert len(asked()) == 3
