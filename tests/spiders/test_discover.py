"""The arguments of the spider of sites that nobody described."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from kznews.items import Article
from kznews.spiders.arguments import ArgumentError
from kznews.spiders.discover import DiscoverSpider
from tests.crawl.disguise import DisguisedSite


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "say which site: url=https://example.kz"),
        ({"url": "ftp://example.kz"}, "url='ftp://example.kz' is no address"),
        ({"url": "https://"}, "url='https://' is no address"),
        ({"url": "example"}, "url='example' names no site"),
        (
            {"url": "https://tengrinews.kz/news/"},
            r"is of Tengrinews\S*, which has a spider: scrapy crawl tengrinews",
        ),
        ({"url": "example.kz", "sections": "news"}, "no argument|names"),
        ({"url": "example.kz", "page": "1"}, "there is no argument 'page'"),
        ({"url": "example.kz", "draft": "my-site.txt"}, "is no name of a module"),
        ({"url": "example.kz", "draft": "no-folder/site.py"}, "there is no folder no-folder"),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        DiscoverSpider(**arguments)


def test_a_draft_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "site.py").touch()
    with pytest.raises(ArgumentError, match="the file is there"):
        DiscoverSpider(url="example.kz", draft=str(tmp_path / "site.py"))


def test_the_host_names_the_outlet() -> None:
    spider = DiscoverSpider(url="www.Example.kz", pages="2")
    assert (spider.url, spider.name) == ("https://www.example.kz/", "example.kz")
    assert (spider.outlet.name, spider.pages) == ("example.kz", 2)
    assert "example.kz" in spider.allowed_domains


def test_the_survey_and_the_crawl_go_from_page_to_page() -> None:
    """Without a frontier: every request is followed once, as the one before gave it."""
    site = DisguisedSite({"www.kt.kz": "www.gazeta.example"}, {"kt/2023": 2}, cards=4)
    spider = DiscoverSpider.from_crawler(
        get_crawler(DiscoverSpider), url="https://www.gazeta.example/"
    )
    articles = {
        each.url for each in asyncio.run(crawled(spider, site)) if isinstance(each, Article)
    }
    assert articles == {site.renamed(each.url) for each in site.articles if each.listing}
    assert {way.section for way in spider.outlet.ways}


async def crawled(spider: DiscoverSpider, site: DisguisedSite) -> list[object]:
    """Follow a spider's requests over a site; give its items."""
    waiting = [request async for request in spider.start()]
    items: list[object] = []
    asked: set[tuple[str, str]] = set()
    while waiting:
        request = waiting.pop(0)
        assert request.callback is not None
        key = (request.url, request.callback.__name__)
        if key in asked:
            continue
        asked.add(key)
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        page = site.page(parts.hostname or "", target)
        kwargs = json.loads(json.dumps(request.cb_kwargs))
        response = HtmlResponse(request.url, page.status, body=page.body, request=request)
        if page.status == 200 or page.status in request.meta.get("handle_httpstatus_list", []):
            async for found in request.callback(response, **kwargs):
                (waiting if isinstance(found, Request) else items).append(found)
    return items
