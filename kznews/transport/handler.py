"""The one download handler of http and https."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.transport.addon import TransportAddon
from kznews.transport.address_guard import AddressGuard


class TransportHandler(BaseDownloadHandler):
    """The handler of http and https: answers from what the add-on opened, else from the network.

    A request with `meta["browser"]` goes through a browser, but for WARC files: they hold the page
    as it was stored, which is what a replay answers with.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the crawler's handler: Scrapy asks once a scheme, and one browser is enough."""
        addon = crawler.get_addon(TransportAddon)
        if addon is None:
            raise RuntimeError("ADDONS must hold kznews.transport.addon.TransportAddon")
        handler = addon.handler
        if not isinstance(handler, cls):
            addon.handler = handler = cls(crawler, addon)
        return handler

    def __init__(self, crawler: Crawler, addon: TransportAddon) -> None:
        super().__init__(crawler)
        self._replays = addon.captures is not None
        self._newsroom = addon.newsroom
        self._guard = AddressGuard(addon.allowed_networks, crawler.stats)
        self._plain = self._plain_handler(addon)
        self._browser: BaseDownloadHandler | None = None
        self._closed = False

    async def download_request(self, request: Request) -> Response:
        """Answer `request`; what it raises, the handler that answers says."""
        if "browser" in request.meta and not self._replays:
            return await self._browser_handler().download_request(request)
        return await self._plain.download_request(request)

    async def close(self) -> None:
        """Close connections and browser; Scrapy asks once a scheme."""
        if self._closed:
            return
        self._closed = True
        await self._plain.close()
        if self._browser is not None:
            await self._browser.close()

    # Only what answers is imported: TLS, WARC files and Playwright are slow to import.

    def _plain_handler(self, addon: TransportAddon) -> BaseDownloadHandler:
        if addon.captures is not None:
            from kznews.transport.replay import ReplayHandler  # noqa: PLC0415

            return ReplayHandler(self.crawler, addon.captures)
        if addon.newsroom is not None:
            from kznews.transport.newsroom_handler import NewsroomHandler  # noqa: PLC0415

            return NewsroomHandler(self.crawler, addon.newsroom)
        from kznews.transport.network import NetworkHandler  # noqa: PLC0415

        return NetworkHandler(self.crawler, self._guard)

    def _browser_handler(self) -> BaseDownloadHandler:
        if self._browser is None:
            from kznews.transport.browser import BrowserHandler  # noqa: PLC0415

            self._browser = BrowserHandler(self.crawler, self._newsroom, self._guard)
        return self._browser
