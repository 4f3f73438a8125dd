"""Keeps every answer that a spider reads, before anything is read from it."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from kznews.archive.addon import ArchiveAddon
from kznews.archive.answers import Header, is_media, unpacked
from kznews.frontier.door import Visit, visit_of
from kznews.items import Article
from kznews.spiders.recording import KEPT_PAGE, fetch_time
from kznews.text.kinds import kind_of_section

_WARC_DATE = b"WARC-Date"


class ServedHeadersMiddleware:
    """The downloader middleware that notes headers as they were sent, and keeps redirects.

    It stands before Scrapy's own that unpack bodies and follow redirects.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._headers: WeakKeyDictionary[Request, list[Header]] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note the headers; keep the answer if it leads elsewhere."""
        self._headers[request] = headers = _pairs(response.headers)
        is_redirect = response.status in range(300, 400) and b"Location" in response.headers
        if is_redirect and request.callback is not None:
            _keep(self._crawler, request, response, headers, visit_of(request))
        return response

    def headers_of(self, response: Response) -> list[Header]:
        """Give the headers as they were sent."""
        noted = self._headers.get(response.request) if response.request else None
        return _pairs(response.headers) if noted is None else noted


class KeepingMiddleware(BaseSpiderMiddleware):
    """The spider middleware that keeps what comes, and tells articles the page they were read from.

    An answer's row in the frontier waits until it is kept; a 304 is noted as a sighting of the page
    that is known. The kind of a page is named by its callback: `parse_listing` reads a `listing`.
    Media, and pages whose address says that they are adverts, are not kept; they are counted as
    `archive/skipped/media` and `archive/skipped/advert`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pages: WeakKeyDictionary[Request, str] = WeakKeyDictionary()

    def process_spider_input(self, response: Response) -> None:
        """Begin to keep an answer."""
        request = response.request
        archive = ArchiveAddon.of(self.crawler)
        if archive is None or request is None:
            return
        visit = visit_of(response)
        if response.status == 304:
            keeping = archive.sight(response.url, fetch_time(response))
            visit.writes += [keeping] if keeping is not None else []
            return
        served = self.crawler.get_downloader_middleware(ServedHeadersMiddleware)
        headers = served.headers_of(response) if served else _pairs(response.headers)
        page = _keep(self.crawler, request, response, headers, visit)
        if page is not None:
            self._pages[request] = request.meta[KEPT_PAGE] = page

    def get_processed_item(self, item: Any, response: Response | None) -> Any:
        """Name the page in an article; one that is a dict has a title and a body."""
        page = self._pages.get(response.request) if response and response.request else None
        if isinstance(item, Article):
            item.page = page
        elif isinstance(item, dict) and {"title", "body"} <= item.keys():
            item["page"] = page
        return item


def _keep(
    crawler: Crawler, request: Request, response: Response, headers: list[Header], visit: Visit
) -> str | None:
    archive = ArchiveAddon.of(crawler)
    spider = crawler.spider
    if archive is None or spider is None:
        return None
    if "replay" in response.flags and _WARC_DATE not in response.headers:
        return None  # no capture answered
    if is_media(headers):
        archive.skip("media")
        return None
    if "advert" in map(kind_of_section, urlsplit(response.url).path.split("/")[1:-1]):
        archive.skip("advert")
        return None
    answer = unpacked(
        response.status,
        [each for each in headers if each[0].title() != _WARC_DATE.title()],
        response.body,
        keeps=response.headers.get(b"Content-Encoding") or b"",
    )
    kept = archive.keep(
        spider.name, _kind(request, spider), response.url, answer, fetch_time(response)
    )
    if kept is None:
        return None
    page, keeping = kept
    visit.writes.append(keeping)
    return page


def _kind(request: Request, spider: Spider) -> str:
    name = getattr(request.callback, "__name__", "")
    kinds: dict[str, str] = getattr(spider, "page_kinds", {})
    return kinds.get(name) or (name.removeprefix("parse_") if name.startswith("parse_") else "page")


def _pairs(headers: Headers) -> list[Header]:
    return [(name, value) for name in headers for value in headers.getlist(name)]
