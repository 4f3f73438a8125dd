"""Redirects that lead back to where they came from."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from w3lib.url import safe_url_string


class RedirectLoopError(IgnoreRequest):
    """The server sends a request back to a URL that it has redirected from."""


class RedirectLoopMiddleware:
    """Fails a redirect loop at its first return; stands before Scrapy's RedirectMiddleware.

    Scrapy's own would schedule the URL again, the duplicate filter would drop it without a word,
    and the page would be neither fetched nor failed.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the response pass. Raises RedirectLoopError."""
        location = response.headers.get(b"Location")
        if location is not None and 300 <= response.status < 400:
            target = urljoin(request.url, safe_url_string(location.decode("latin-1")))
            if target in (request.url, *request.meta.get("redirect_urls", [])):
                raise RedirectLoopError(f"{target} redirects to itself")
        return response
