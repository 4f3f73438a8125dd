"""Articles that are taken down, moved, locked away and shown again, over ten days of crawls.

The clock of the database server, by which all moments are told, is moved forward between crawls.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from pymongo.database import Database

import kznews.mongo.clock as server_clock
from kznews.newsroom.article import Article
from kznews.newsroom.misbehaviour import Fail, Notice, Redirected
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import PROJECT
from tests.scrapy_process import run_scrapy

Documents = Database[dict[str, Any]]
LISTING = "https://exclusive.kz/category/kontekst-dnya/"


def move_clock(hours: float) -> None:
    """Moves the server's clock forward, as this process reads it."""
    told = server_clock.server_time
    server_clock.server_time = lambda hello: told(hello) + timedelta(hours=hours)


class Days:
    """The crawls of some days, and what is stored then."""

    def __init__(self, newsroom: Newsroom, database: Documents, uri: str) -> None:
        self.newsroom = newsroom
        self._database = database
        self._uri = uri
        self.log = ""

    def crawl(self, hours: float, *, all_due: bool = True) -> None:
        """Crawl that many hours after the beginning."""
        if all_due:  # those that are missing have their own time
            due = {"policy": "article", "due_at": {"$ne": None}, "visit.missing_since": None}
            self._database["frontier"].update_many(due, {"$set": {"due_at": datetime.now(UTC)}})
        options = {
            "NEWSROOM": self.newsroom.address,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "REVISIT_BUDGET": "{}",
        }
        _, self.log = run_scrapy(
            [
                *("crawl", "exclusive", "-a", "sections=kontekst-dnya"),
                *(part for name, value in options.items() for part in ("-s", f"{name}={value}")),
            ],
            environment={
                **os.environ,
                "MONGODB_URI": self._uri,
                "MONGODB_DATABASE": self._database.name,
            },
            folder=PROJECT,
            timeout=120,
            before=partial(move_clock, hours),
        )

    def misbehave(self, article: Article, how: Any) -> None:
        self.newsroom.misbehave(article.url, how)

    def behave(self, article: Article) -> None:
        self.newsroom.behave(article.url)

    def stored(self, article: Article) -> dict[str, Any]:
        at = {"$or": [{"url": article.url}, {"aliases": article.url}]}
        [found] = self._database["articles"].find(at)
        return found

    def presence(self, *articles: Article) -> list[str]:
        return [self.stored(each)["presence"] for each in articles]


@pytest.fixture
def days(database: Documents, mongodb_uri: str) -> Iterator[Days]:
    with Newsroom(Site({"exclusive/wordpress": 1})) as newsroom:
        yield Days(newsroom, database, mongodb_uri)


def test_missing_gone_and_live_again_with_an_outage_in_between(days: Days) -> None:
    articles = [each for each in days.newsroom.site.articles if each.outlet == "exclusive"]
    removed, listed, deleted, soft, moved, other, locked, *others = articles
    taken_down = (removed, listed, deleted, soft, other)
    days.crawl(0)
    assert set(days.presence(*articles)) == {"live"}

    # Two hours later.
    days.misbehave(removed, Fail(410))
    days.misbehave(listed, Redirected(LISTING))
    days.misbehave(deleted, Notice("Exclusive", "Бұл материал редакция шешімімен жойылды."))
    not_found = Notice("Exclusive.kz", "Біз сіз сұраған нәрсені таба алмадық, кешіріңіз.")
    days.misbehave(soft, not_found)
    days.newsroom.misbehave("/kznews-*", not_found)
    days.misbehave(moved, Redirected(f"{moved.url}?part=2"))
    days.misbehave(other, Redirected(others[0].url))
    days.misbehave(locked, Fail(403))
    days.crawl(2)
    assert days.presence(*taken_down) == ["missing"] * 5
    assert days.presence(locked, *others) == ["live"] * (1 + len(others))
    assert [days.stored(each)["absences"][0]["reason"] for each in taken_down] == [
        *("gone", "listing", "deleted", "not-found page", "another article")
    ]
    follows(days.stored(moved), moved)

    # Nothing stands anywhere: an outage.
    days.newsroom.misbehave("*", Fail(404))
    days.crawl(8.1)
    # Its own not-found page was asked for once a day.
    assert sum(each.target.startswith("/kznews-") for each in days.newsroom.requests) == 1
    assert set(days.presence(*articles)) == {"missing"}
    days.newsroom.behave("*")

    # A day after the first miss: of three, the one in the outage says nothing.
    days.crawl(26.2)
    assert days.presence(*taken_down) == ["missing"] * 5
    assert set(days.presence(moved, *others)) == {"live"}
    days.crawl(80.5)
    assert days.presence(*taken_down, locked) == [*["gone"] * 5, "missing"]
    assert "5 articles are gone" in days.log
    gone = days.stored(removed)
    is_gone(gone, removed)
    for each in others:
        [outage] = days.stored(each)["absences"]
        assert outage["confirmed_at"] is None
        assert outage["returned_at"] is not None

    # It comes back, edited.
    days.behave(removed)
    edited = days.newsroom.site.edit(removed)
    days.crawl(243, all_due=False)
    back = days.stored(removed)
    assert back["presence"] == "live"
    assert back["absences"] == [gone["absences"][0] | {"returned_at": back["fetched_at"]}]
    assert back["body"] == "\n\n".join(edited.paragraphs)
    assert [each["last_seen_at"] for each in back["revisions"]] == [gone["last_seen_at"]]
    assert days.presence(*taken_down[1:]) == ["gone"] * 4


def follows(stored: dict[str, Any], moved: Article) -> None:
    """Its document is at its new address, and goes on."""
    assert (stored["url"], stored["aliases"]) == (f"{moved.url}?part=2", [moved.url])
    assert (stored["presence"], stored["absences"]) == ("live", None)
    assert stored["last_seen_at"] - stored["first_seen_at"] > timedelta(hours=1)


def is_gone(stored: dict[str, Any], removed: Article) -> None:
    """It has all that it had, and the two sightings between which it was taken down."""
    [absence] = stored["absences"]
    assert (absence["status"], absence["returned_at"]) == (410, None)
    assert absence["last_seen_at"] == stored["first_seen_at"] == stored["last_seen_at"]
    assert absence["confirmed_at"] - absence["missed_at"] > timedelta(hours=78)
    assert stored["body"] == "\n\n".join(removed.paragraphs)
    assert stored["revisions"] is None
