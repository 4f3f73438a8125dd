"""Redirects that fail: back to where they came from, or to another site."""

from __future__ import annotations

from typing import Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from w3lib.url import safe_url_string

# Those that Scrapy's RedirectMiddleware follows.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Bytes of an invalid redirect target that its error shows at most.
_SHOWN = 200


class RedirectLoopError(IgnoreRequest):
    """An error of the server: it redirects to a URL that it has redirected from."""


class OffsiteRedirectError(IgnoreRequest):
    """An error of the server: it redirects to a site that the spider does not visit."""


class InvalidRedirectError(IgnoreRequest):
    """An error of the server: it redirects to something that is no URL of a page."""


class RedirectGuardMiddleware:
    """The middleware that fails redirects which would be lost, before Scrapy's RedirectMiddleware.

    Scrapy's own would schedule them, and the duplicate filter would drop a loop, OffsiteMiddleware
    another site, both silently: the page would be neither fetched nor failed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of the crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the response pass.

        Raises RedirectLoopError, OffsiteRedirectError, InvalidRedirectError.
        """
        location = response.headers.get(b"Location")
        if location is None or response.status not in _REDIRECTS:
            return response
        try:
            target = _target(request, location)
            redirected = request.replace(url=target)
        except ValueError as error:
            said = f"{location[:_SHOWN]!r}"[1:]
            raise InvalidRedirectError(
                f"it redirects to {said}, which is no URL: {error}"
            ) from None
        if target in (request.url, *request.meta.get("redirect_urls", [])):
            raise RedirectLoopError(f"{target} redirects to itself")
        if self._is_offsite(redirected):
            raise OffsiteRedirectError(f"it redirects to {target}, another site")
        return response

    def _is_offsite(self, request: Request) -> bool:
        """Tell whether the crawl's OffsiteMiddleware, if it has one, would drop the request."""
        offsite = self._crawler.get_downloader_middleware(OffsiteMiddleware)
        if offsite is None or request.dont_filter or request.meta.get("allow_offsite"):
            return False
        if urlparse_cached(request).scheme not in {"http", "https"}:
            return False  # it is not followed: the answer itself is what is refused
        assert self._crawler.spider is not None  # something was answered
        return not offsite.should_follow(request, self._crawler.spider)


def _target(request: Request, location: bytes) -> str:
    """Give the address that a redirect leads to. Raises ValueError where it is none."""
    address = safe_url_string(location.decode("latin-1"))
    if location.startswith(b"//"):
        address = f"//{address.lstrip('/')}"  # `///host/` is a host's for Scrapy, no path
    return urljoin(request.url, address)
