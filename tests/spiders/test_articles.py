"""Which of the articles that a way of discovery shows are asked for; how they bound a listing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from kznews.extraction.cards import Card, ListingPage
from kznews.frontier.door import Known, scheduling_of
from kznews.frontier.visit import META, Visit
from kznews.outlets.tengrinews import OUTLET
from kznews.spiders.news import NewsSpider
from kznews.spiders.walk.articles import ArticleRequests, ShownArticle
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.spiders.walk.rule import Walk
from kznews.spiders.walk.walker import ListingWalker

URL = "https://tengrinews.kz/article/chasyi-1/"


def callback() -> None:
    """Stands for what reads a page."""


class Tengri(NewsSpider):
    name = "tengrinews"
    outlet = OUTLET


class AllKnown(ArticleRequests):
    """Finds each article known, by these texts of links."""

    texts: Sequence[str] = ()

    async def shown(self, cards: Sequence[Card], way: str, since: str | None) -> list[ShownArticle]:
        return [shown(way, card.title, *self.texts) for card in cards]


def shown(way: str, title: str | None, *texts: str, is_known: bool = True) -> ShownArticle:
    known = Known("done", None, {}, [*texts]) if is_known else None
    return ShownArticle(Card(url=URL, title=title, published=None), Request(URL), known, way)


def requests() -> AllKnown:
    return AllKnown(get_crawler(Tengri), OUTLET, parse_article=callback, errback=callback)


@pytest.mark.parametrize(
    ("article", "is_asked_for", "again"),
    [
        (shown("news", "Часы", is_known=False), True, False),
        (shown("news", "Часы", "news: Часы"), False, False),
        (shown("news", "Часы пошли", "news: Часы"), True, True),
        # Another way prints another title: that changes nothing, but is noted.
        (shown("news", "Часы", "feed: Как чинят часы"), True, False),
        (shown("news", "Часы", "feed: Как чинят часы", "news: Часы"), False, False),
        (shown("news", None, "feed: Как чинят часы"), False, False),
    ],
)
def test_a_title_is_compared_with_what_the_same_way_showed(
    article: ShownArticle, *, is_asked_for: bool, again: bool
) -> None:
    due = [*requests().due([article])]
    assert due == ([article.request] if is_asked_for else [])
    assert [scheduling_of(each).again for each in due] == [again] * len(due)


@pytest.mark.parametrize(
    ("texts", "leaves_gap"),
    [
        # A feed found it a moment ago: nobody has read what stands below it in this listing.
        (["feed: 1"], True),
        (["article: 1"], False),
    ],
)
def test_what_only_another_way_has_shown_says_nothing_of_what_stands_below(
    texts: list[str], *, leaves_gap: bool
) -> None:
    articles = requests()
    articles.texts = texts
    walker = ListingWalker(
        get_crawler(Tengri),
        OUTLET,
        articles,
        DiscoveryRecord({}),
        parse_listing=callback,
        errback=callback,
    )
    found = ListingPage(
        layout="2024",
        cards=[Card(url=URL, title="1", published=None)],
        next_page="https://tengrinews.kz/article/page/2/",
    )
    walk = Walk(section="article", page=1, last_page=1, since=None, catches_up=True)
    visit = Visit("row")
    page = HtmlResponse(URL, body=b"<p>", request=Request(URL, meta={META: visit}))

    async def follow() -> None:
        async for _ in walker.follow(page, found, walk):
            pass

    asyncio.run(follow())
    assert visit.memory["gap"] is leaves_gap
