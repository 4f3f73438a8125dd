"""Which pages are not as an outlet's facts let expect."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, replace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.spiders.news import NewsSpider
from kznews.spiders.walk.card_date import CardDate
from kznews.spiders.walk.rule import Walk
from kznews.statistics import UNMET, UNMET_PAGES
from tests.spiders.parsing import parse_article

LAYOUT = ArticleLayout(
    name="2024", mark="h1.a", title="h1.a", body="div.b", published="time", authors="i"
)
OUTLET = Outlet(
    name="alem",
    title="Әлем",
    editions=(
        Edition(host="alem.kz", languages=("ru",)),
        Edition(host="alem.kz", path="/kz/", languages=("kk",)),
    ),
    time_zone="Asia/Almaty",
    listings=(Listing(section="news", url="https://alem.kz/news"),),
    listing_layouts=(
        ListingLayout(
            name="2024", card="li", link="a::attr(href)", title="a", unverified=("card",)
        ),
    ),
    article_layouts=(LAYOUT,),
    article_url=re.compile(r"^(?:/kz)?/a-\d$"),
    always_has=("title", "body", "published_at", "authors"),
)
RUSSIAN = "<p>Жители посёлка получили новую школу, сообщили вчера в областном акимате.</p>"
LONG = "".join(RUSSIAN.replace("школу", f"школу на {n} мест") for n in range(200, 900, 50))
KAZAKH = "<p>Ауыл мектебінде жаңа спорт залы ашылды, деп хабарлады әкімдік өкілдері бүгін.</p>"
CARD_DATE = CardDate(
    published_at="2024-04-05T01:26:00+00:00",
    published_precision="minute",
    published_raw="05.04.2024 06:26",
    published_zone="Asia/Almaty",
    published_doubts=[],
)


def page(text: str = RUSSIAN, date: str = "05.04.2024 06:26", author: str = "Ж. Ан") -> str:
    return f'<h1 class="a">Школа</h1><time>{date}</time><i>{author}</i><div class="b">{text}</div>'


def crawled(outlet: Outlet = OUTLET) -> NewsSpider:
    kind: type[NewsSpider] = type(
        "AlemSpider", (NewsSpider,), {"name": outlet.name, "outlet": outlet}
    )
    return kind.from_crawler(get_crawler(kind))


def read(spider: NewsSpider, html: str, path: str = "/a-1", **card: Any) -> None:
    url = f"https://alem.kz{path}"
    parse_article(spider, HtmlResponse(url, body=html.encode(), request=Request(url)), **card)


def unmet(spider: NewsSpider) -> dict[str, Any]:
    stats = spider.crawler.stats.get_stats()
    return {key: stats[key] for key in stats if key.startswith((UNMET, UNMET_PAGES))}


@pytest.mark.parametrize(
    ("html", "path", "expectation"),
    [
        (page(), "/a-1", None),
        (page(KAZAKH), "/kz/a-1", None),
        # A copy of the main edition's article: its address is that one's.
        (page(), "/kz/a-1", None),
        (page(KAZAKH), "/a-1", "language/kk"),
        (page(date=""), "/a-1", "field/published_at"),
        (page(author=""), "/a-1", "field/authors"),
        (page(LONG).replace('h1 class="a"', "h1"), "/a-1", "layout"),
        ("<p></p>", "/a-1", "field/title"),
        ("<h1>Школа</h1>", "/a-1", "field/body"),
    ],
)
def test_an_article_that_is_otherwise_is_named(
    html: str, path: str, expectation: str | None
) -> None:
    spider = crawled()
    read(spider, html, path)
    found = unmet(spider)
    if expectation is None:
        assert found == {}
    else:
        assert found[f"{UNMET}{expectation}"] == 1
        assert found[f"{UNMET_PAGES}{expectation}"] == [f"https://alem.kz{path}"]


def test_a_card_s_date_is_a_date() -> None:
    spider = crawled()
    read(spider, page(date=""), **CARD_DATE.arguments())
    assert unmet(spider) == {}


def test_an_unverified_layout_is_named_and_a_field_that_is_not_expected_is_not() -> None:
    layout = replace(LAYOUT, unverified=("body",))
    spider = crawled(replace(OUTLET, article_layouts=(layout,), always_has=("title", "body")))
    read(spider, page(date="", author=""))
    assert set(unmet(spider)) == {
        f"{UNMET}unverified_layout/2024",
        f"{UNMET_PAGES}unverified_layout/2024",
    }


def test_three_pages_are_named_and_all_are_counted() -> None:
    spider = crawled()
    for number in range(5):
        read(spider, page(date=""), f"/a-{number}")
    read(spider, page(date=""), "/a-0")
    assert unmet(spider) == {
        f"{UNMET}field/published_at": 6,
        f"{UNMET_PAGES}field/published_at": [f"https://alem.kz/a-{n}" for n in range(3)],
    }


@pytest.mark.parametrize(
    ("html", "number", "expected"),
    [
        ("<p>nothing</p>", 1, {"listing"}),
        ("<p>nothing</p>", 2, set()),
        ('<li><a href="/news">a</a></li>', 1, {"cards", "unverified_listing_layout/2024"}),
    ],
)
def test_a_listing_that_is_otherwise_is_named(html: str, number: int, expected: set[str]) -> None:
    spider, url = crawled(), f"https://alem.kz/news?page={number}"
    response = HtmlResponse(url, body=html.encode(), request=Request(url))
    walk = Walk(section="news", page=number, last_page=3, since=None, catches_up=True)

    async def follow() -> None:
        async for _ in spider.parse_listing(response, **asdict(walk)):
            pass

    asyncio.run(follow())
    found = unmet(spider)
    assert set(found) == {f"{UNMET}{each}" for each in expected} | {
        f"{UNMET_PAGES}{each}" for each in expected
    }
    assert all(found[f"{UNMET_PAGES}{each}"] == [url] for each in expected)


def test_an_article_that_is_lost_is_named() -> None:
    spider = crawled()
    read(spider, "<p></p>")
    assert unmet(spider)[f"{UNMET_PAGES}articles"] == ["https://alem.kz/a-1"]
