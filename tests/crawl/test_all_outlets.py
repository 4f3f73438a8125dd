"""All outlets at once, over HTTP, in one process: what the newsroom publishes is what is stored.

The crawl is the demo's: `scrapy demo --outlets all`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from kznews.commands.demo import demo_site, playable_outlets
from kznews.commands.demo_text import DATABASE
from kznews.newsroom.article import Article
from kznews.newsroom.layout import layout_of
from kznews.text.timezones import zone
from tests.crawl.conftest import PROJECT, Crawled
from tests.scrapy_process import run_scrapy

OUTLETS = playable_outlets()
PAGES, CARDS = 2, 1
LONGEST = 600  # seconds: where other tests run beside it, it takes a quarter of that
SITE = demo_site(OUTLETS, PAGES, CARDS)
PLAYED = {
    article.url: article
    for article in SITE.articles
    # Old designs stand in no listing: a crawl of what is new need not find them.
    if article.listing is not None
}


@dataclass(frozen=True)
class Stored:
    crawled: Crawled
    articles: dict[str, dict[str, Any]]
    rejected: list[dict[str, Any]]


@pytest.fixture(scope="module")
def stored(mongodb_uri: str) -> Iterator[Stored]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        client.drop_database(DATABASE)
        size = ["--pages", str(PAGES), "--cards", str(CARDS)]
        environment = {**os.environ, "MONGODB_URI": mongodb_uri}
        exit_code, log = run_scrapy(
            ["demo", "--outlets", "all", *size],
            environment=environment,
            folder=PROJECT,
            timeout=LONGEST,
        )
        database: Database[dict[str, Any]] = client[DATABASE]
        yield Stored(
            Crawled(exit_code, log),
            {article["url"]: article for article in database["articles"].find()},
            list(database["rejected"].find()),
        )
        client.drop_database(DATABASE)


def named(articles: dict[str, Any]) -> list[str]:
    """The addresses by outlet, few of each: of forty outlets, not all can be shown."""
    return sorted(articles)[:20]


def test_every_article_is_found_and_no_other_page_is_taken_for_one(stored: Stored) -> None:
    assert stored.crawled.exit_code == 0, stored.crawled.log
    unknown = stored.articles.keys() - PLAYED.keys() - {each.url for each in old_articles()}
    missing = PLAYED.keys() - stored.articles.keys()
    assert (named(dict.fromkeys(missing)), named(dict.fromkeys(unknown))) == ([], [])
    assert [each.get("reason") for each in stored.rejected] == []


def old_articles() -> list[Article]:
    return [each for each in SITE.articles if each.listing is None]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_what_is_stored_is_what_the_pages_state(stored: Stored, outlet: str) -> None:
    wrong = []
    for url, article in PLAYED.items():
        if article.outlet == outlet and url in stored.articles:
            expected, found = stated(article), stored.articles[url]
            for name, value in expected.items():
                if found[name] != value:
                    wrong.append((url, name, found[name], value))
            if not (article.published_at or is_dated(article, found)):
                wrong.append((url, "published_at", found["published_at"], article.appeared_at))
    assert wrong[:3] == []


def stated(article: Article) -> dict[str, Any]:
    """What a document says of an article of which its page states the moment, or not."""
    fields = {
        "outlet": article.outlet,
        "title": article.title,
        "body": "\n\n".join(article.paragraphs),
        "language": article.language,
    }
    return fields | ({"published_at": article.published_at} if article.published_at else {})


def is_dated(article: Article, found: dict[str, Any]) -> bool:
    """Whether a moment that no article's page states is a feed's, a card's, or none."""
    at = found["published_at"]
    if at is None or at == article.appeared_at:
        return True
    local = at.astimezone(zone(layout_of(article.layout).time_zone))
    return bool(local.date() == article.card_date)


def test_the_table_counts_the_articles_of_each_outlet(stored: Stored) -> None:
    rows = dict(re.findall(r"^  (\w+) +(\d+)  +\d+ (?:ru|kk|en)", stored.crawled.log, re.MULTILINE))
    counted = Counter(article["outlet"] for article in stored.articles.values())
    assert {name: int(rows[name]) for name in OUTLETS} == dict(counted)
    assert re.search(rf"^  {len(OUTLETS)} outlets +{counted.total()} ", stored.crawled.log, re.M)
    assert re.search(r"took \d+ MB of memory at most", stored.crawled.log)
