"""Requests to the local server that NEWSROOM names: it answers for every host."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.transport.bounded_http import BoundedHttpHandler

_DEFAULT_PORTS = {"http": 80, "https": 443}


class NewsroomHandler(BaseDownloadHandler):
    """The handler that sends each request to the newsroom, with the Host header of its own URL.

    The newsroom speaks plain HTTP. What comes back is Scrapy's HTTP handler's, with the request's
    own URL: errors, retries and limits are those of the live network.
    """

    def __init__(self, crawler: Crawler, address: str) -> None:
        super().__init__(crawler)
        self._http = BoundedHttpHandler(crawler)
        self._address = address

    async def download_request(self, request: Request) -> Response:
        """Fetch `request` from the newsroom."""
        parts = urlsplit(request.url)
        sent = request.replace(url=urlunsplit(("http", self._address, parts.path, parts.query, "")))
        default_port = parts.port in {None, _DEFAULT_PORTS[parts.scheme]}
        host = parts.hostname or ""
        sent.headers["Host"] = host if default_port else f"{host}:{parts.port}"
        # A proxy of the environment (http_proxy) must not see it.
        sent.meta.pop("proxy", None)
        sent.headers.pop("Proxy-Authorization", None)
        response = await self._http.download_request(sent)
        request.meta["download_latency"] = sent.meta["download_latency"]
        return response.replace(url=request.url)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
