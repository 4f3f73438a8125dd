"""What a spider asks for after a feed, a sitemap, a page without a link to the next."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, XmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from kznews.frontier.door import scheduling_of
from kznews.frontier.visit import META, Visit
from kznews.items import Rejection
from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import JsonListingLayout
from kznews.outlets.tengrinews import OUTLET
from kznews.spiders.article_finder import Found
from kznews.spiders.news import NewsSpider
from kznews.spiders.walk.rule import Walk

SITE = "https://tengrinews.kz"
OLD, NEW = f"{SITE}/article/old-1/", f"{SITE}/article/new-2/"


class TengriSpider(NewsSpider):
    name = "tengrinews"
    outlet = replace(
        OUTLET,
        feeds=(Feed(section="feed", url=f"{SITE}/news.rss"),),
        sitemaps=(Sitemap(section="map", url=f"{SITE}/sitemap.xml", members="articles"),),
        listings=(
            Listing(
                section="api",
                url=f"{SITE}/api/1",
                page_url=SITE + "/api/{page}",
                day_url=SITE + "/news/%Y/%m/%d/",
            ),
        ),
        listing_layouts=(JsonListingLayout(name="api", card="news", link="url", title="title"),),
    )


def spider(**arguments: str) -> TengriSpider:
    return TengriSpider.from_crawler(get_crawler(TengriSpider), **arguments)


async def _all(found: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in found]


def started(**arguments: str) -> list[Request]:
    return asyncio.run(_all(spider(**arguments).start()))


def walk(section: str, *, page: int = 1, since: str | None = None) -> Walk:
    return Walk(section=section, page=page, last_page=20, since=since, catches_up=since is None)


def answer(body: str, url: str, visit: Visit | None = None, status: int = 200) -> Response:
    request = Request(url, meta={META: visit or Visit("row")})
    kind = HtmlResponse if body.startswith("<!DOCTYPE html") else XmlResponse
    return kind(url, status, body=body.encode(), request=request)


def parsed(callback: Callable[..., AsyncIterator[Found]], page: Response, at: Walk) -> list[Found]:
    return asyncio.run(_all(callback(page, **asdict(at))))


def urls(found: list[Found]) -> list[str]:
    return [each.url for each in found if isinstance(each, Request)]


def rss(*links: str) -> str:
    items = "".join(f"<item><title>{link[-2]}</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel>{items}</channel></rss>'


def index(*names: str, lastmod: str = "") -> str:
    stated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = (f"<sitemap><loc>{name}</loc>{stated}</sitemap>" for name in names)
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


def urlset(*entries: tuple[str, str]) -> str:
    urls = (f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in entries)
    return f"<urlset>{''.join(urls)}</urlset>"


MEMBERS = [f"{SITE}/articles-{number}.xml" for number in (4, 3, 2, 1)]


def test_a_crawl_starts_with_the_feed_then_the_sitemap_then_the_listing() -> None:
    requests = sorted(started(), key=lambda each: -each.priority)
    assert urls([*requests]) == [f"{SITE}/news.rss", f"{SITE}/sitemap.xml", f"{SITE}/api/1"]
    assert [scheduling_of(each).policy for each in requests] == ["feed", "sitemap", "listing"]
    assert urls([*started(sections="feed")]) == [f"{SITE}/news.rss"]


def test_a_walk_back_to_a_day_takes_the_list_of_each_day() -> None:
    requests = started(since="2026-01-01", sections="api")
    days = [re.fullmatch(rf"{SITE}/news/(\d{{4}}/\d\d/\d\d)/", each.url) for each in requests]
    written = [day[1] for day in days if day]
    assert len(written) == len(requests) > 300
    assert written[-1] == "2026/01/01"
    assert written == sorted(written, reverse=True)


def test_a_feeds_articles_are_asked_for() -> None:
    found = parsed(spider().parse_feed, answer(rss(NEW, OLD), f"{SITE}/news.rss"), walk("feed"))
    assert urls(found) == [NEW, OLD]
    assert scheduling_of(found[0]).link_text == "feed: 2"  # type: ignore[arg-type]


def test_html_in_place_of_a_feed_is_kept_counted_and_told() -> None:
    tengri, visit = spider(), Visit("row")
    page = answer("<!DOCTYPE html><p>404", f"{SITE}/news.rss", visit)
    [rejection] = parsed(tengri.parse_feed, page, walk("feed"))
    assert isinstance(rejection, Rejection)
    assert "no feed but an HTML page" in rejection.reason
    assert tengri.crawler.stats.get_value("feed/unreadable") == 1
    assert tengri.crawler.stats.get_value("discovery/fault/unreadable/feed") == 1
    assert visit.error == rejection.reason


def test_a_feed_that_cannot_be_had_is_a_fault_of_discovery() -> None:
    tengri = spider()
    for way in ("feed", "map", "api"):
        page = answer("", f"{SITE}/{way}", status=404)
        assert page.request is not None
        page.request.cb_kwargs.update(asdict(walk(way)))
        failure = Failure(HttpError(page, "failed"))  # type: ignore[no-untyped-call]
        failure.request = page.request  # type: ignore[attr-defined]  # as Scrapy sets it
        assert len(list(tengri.failed(failure))) == 1
    stats = tengri.crawler.stats.get_stats()
    assert {key for key in stats if key.startswith("discovery/")} == {
        "discovery/fault/failed/feed",
        "discovery/fault/failed/map",
    }


@pytest.mark.parametrize("since", [None, "2026-01-01"])
def test_an_index_leads_to_its_newest_sitemaps_of_articles(since: str | None) -> None:
    body = index(*MEMBERS, f"{SITE}/tags-9.xml", "https://other.kz/articles-1.xml")
    page = answer(body, f"{SITE}/sitemap.xml")
    found = parsed(spider().parse_sitemap, page, walk("map", since=since))
    # A walk back takes all: none says how old its articles are.
    assert urls(found) == (MEMBERS if since else MEMBERS[:2])


def test_an_index_with_dates_leads_to_no_sitemap_that_is_older() -> None:
    body = index(MEMBERS[0], lastmod="2026-01-02").replace(
        "</sitemapindex>", index(MEMBERS[1], lastmod="2025-12-30").partition(">")[2]
    )
    page = answer(body, f"{SITE}/sitemap.xml")
    found = parsed(spider().parse_sitemap, page, walk("map", since="2026-01-01"))
    assert urls(found) == MEMBERS[:1]


def test_an_index_without_dates_that_is_as_it_was_leads_to_its_newest_all_the_same() -> None:
    visit = Visit("row")
    tengri = spider()
    parsed(tengri.parse_sitemap, answer(index(*MEMBERS), MEMBERS[0], visit), walk("map"))
    unchanged = answer("", f"{SITE}/sitemap.xml", Visit("row", memory=visit.memory), 304)
    assert urls(parsed(tengri.parse_sitemap, unchanged, walk("map"))) == MEMBERS[:2]
    dated = index(*MEMBERS, lastmod="2026-01-02")
    parsed(tengri.parse_sitemap, answer(dated, MEMBERS[0], visit), walk("map"))
    assert visit.memory == {}


def test_a_sitemaps_articles_are_followed_as_far_back_as_is_asked() -> None:
    page = answer(urlset((OLD, "2025-12-31"), (NEW, "2026-01-01")), MEMBERS[0])
    assert urls(parsed(spider().parse_sitemap, page, walk("map", page=2))) == [NEW, OLD]
    since = walk("map", page=2, since="2026-01-01")
    assert urls(parsed(spider().parse_sitemap, page, since)) == [NEW]


def test_indexes_of_indexes_end() -> None:
    page = answer(index(*MEMBERS), MEMBERS[0])
    assert urls(parsed(spider().parse_sitemap, page, walk("map", page=3))) == []


def test_a_listing_without_links_goes_on_until_nothing_comes() -> None:
    tengri = spider()
    body = json.dumps({"news": [{"url": NEW, "title": "2"}]})
    found = parsed(tengri.parse_listing, answer(body, f"{SITE}/api/3"), walk("api", page=3))
    assert urls(found) == [NEW, f"{SITE}/api/4"]
    behind = found[-1]
    assert isinstance(behind, Request)
    assert behind.meta["handle_httpstatus_list"] == [404]
    for end in (answer("{}", behind.url), answer("", behind.url, status=404)):
        assert parsed(tengri.parse_listing, end, walk("api", page=4)) == []
    stats = tengri.crawler.stats
    assert stats.get_value("listing/empty") is None
    parsed(tengri.parse_listing, answer("{}", f"{SITE}/api/1"), walk("api"))
    assert stats.get_value("listing/empty") == 1


def test_a_page_that_shows_what_the_page_before_showed_is_the_end() -> None:
    tengri = spider()
    body = json.dumps({"news": [{"url": NEW, "title": "2"}]})
    first = parsed(tengri.parse_listing, answer(body, f"{SITE}/api/1"), walk("api"))
    assert urls(first) == [NEW, f"{SITE}/api/2"]
    again = first[-1]
    assert isinstance(again, Request)
    second = parsed(tengri.parse_listing, answer(body, again.url), Walk(**again.cb_kwargs))
    assert urls(second) == [NEW]
    other = answer(body.replace("new-2", "new-3"), again.url)
    third = parsed(tengri.parse_listing, other, Walk(**again.cb_kwargs))
    assert urls(third)[-1] == f"{SITE}/api/3"


def test_what_the_ways_found_and_lacked_is_told_at_the_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tengri = spider()
    parsed(tengri.parse_feed, answer(rss(OLD), f"{SITE}/news.rss"), walk("feed"))
    news = [{"url": f"{SITE}/article/new-{number}/", "title": "2"} for number in range(9, 5, -1)]
    body = json.dumps({"news": news})
    parsed(tengri.parse_listing, answer(body, f"{SITE}/api/1"), walk("api"))
    tengri.closed("finished")
    stats = tengri.crawler.stats.get_stats()
    assert (stats["discovery/new/feed"], stats["discovery/new/api"]) == (1, 4)
    assert stats["discovery/fault/behind/feed"] == 1
    assert (
        f"{SITE}/news.rss: the feed of tengrinews is behind: a listing begins with 4 new articles "
        "that it lacks. The other ways of discovery carry the outlet."
    ) in caplog.messages
