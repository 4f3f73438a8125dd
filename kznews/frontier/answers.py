"""What an answer tells the frontier: its status, its validators, a digest of its body, requests."""

from __future__ import annotations

import logging
from hashlib import blake2b

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from kznews.frontier.visit import visit_of

logger = logging.getLogger(__name__)


class AnswerMiddleware(BaseSpiderMiddleware):
    """Notes answers in their requests' visits; stands closest to the spider.

    So it sees only what reaches a callback: other answers have been refused before. Of the requests
    that a page leads to it lets `FRONTIER_PAGE_REQUESTS` pass; it counts the others as
    `frontier/beyond_page`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._most = crawler.settings.getint("FRONTIER_PAGE_REQUESTS")

    def process_spider_input(self, response: Response) -> None:
        """Note what came; a failure of an earlier attempt is forgotten."""
        visit = visit_of(response)
        visit.read_status, visit.error = response.status, None
        visit.digest = blake2b(response.body, digest_size=16).hexdigest()
        # A redirect's validators are another address's.
        if isinstance(response.request, Request) and "redirect_urls" not in response.meta:
            visit.etag = _header(response, "ETag")
            visit.last_modified = _header(response, "Last-Modified")

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """Let a request pass, unless its page has led to too many."""
        if response is None:  # a start request
            return request
        visit = visit_of(response)
        visit.request_count += 1
        if visit.request_count <= self._most:
            return request
        if visit.request_count == self._most + 1:
            logger.error(
                "%s leads to more than %d requests (FRONTIER_PAGE_REQUESTS): others are dropped",
                response.url,
                self._most,
            )
        self.crawler.stats.inc_value("frontier/beyond_page")
        return None


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
