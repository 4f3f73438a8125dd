"""What an answer tells the frontier: its status, its validators, and a digest of its body."""

from __future__ import annotations

from hashlib import blake2b

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from kznews.frontier.visit import visit_of


class AnswerMiddleware(BaseSpiderMiddleware):
    """Notes answers in their requests' visits; stands closest to the spider.

    So it sees only what reaches a callback: other answers have been refused before.
    """

    def process_spider_input(self, response: Response) -> None:
        """Note what came; a failure of an earlier attempt is forgotten."""
        visit = visit_of(response)
        visit.read_status, visit.error = response.status, None
        visit.digest = blake2b(response.body, digest_size=16).hexdigest()
        # A redirect's validators are another address's.
        if isinstance(response.request, Request) and "redirect_urls" not in response.meta:
            visit.etag = _header(response, "ETag")
            visit.last_modified = _header(response, "Last-Modified")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
