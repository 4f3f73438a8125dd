"""Pages as a browser shows them, through scrapy-playwright.

Imported when the first such page is asked for, since Playwright takes a second to import and its
driver and Chromium a second to start.

A page has a browser context of its own, so that it shares no cookies with others, and closing the
context closes whatever the page opened. Every way out of a page leads through that close: cancelled
and timed-out pages are what scrapy-playwright itself leaves open (its issues 133, 171, 330).
"""

from __future__ import annotations

import asyncio
import logging
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from playwright.async_api import Browser, Page, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as PageRequest
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import StatsCollector
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from kznews.transport.address_guard import AddressGuard
from kznews.transport.browser_proxy import BrowserProxy, of_site
from kznews.transport.chromium import BrowserUnavailableError, launch_options

logger = logging.getLogger(__name__)

# A page takes about 100 MB.
_PAGES_AT_ONCE = 4
# Seconds beyond the page's own limit: Playwright's timeouts come first and say more.
_GRACE = 5
# Seconds.
_CLOSE_TIMEOUT = 10
# The last two tell a server of its reader, and bring nothing.
_BLOCKED_TYPES = frozenset({"image", "media", "texttrack", "font", "ping", "cspviolationreport"})


class BrowserHandler(BaseDownloadHandler):
    """The handler that answers a request with its page as Chromium shows it.

    `request.meta["browser"]["wait_for"]`: the page is read once this CSS selector matches; None:
    once it is loaded. What it then shows is the response's body, in UTF-8, as its Content-Type
    says. An answer of 400 or more, or of another kind than HTML, is not waited for. All of it must
    happen within `download_timeout` seconds, and what the page shows may have DOWNLOAD_MAXSIZE
    bytes. Pictures, films, fonts, beacons and other sites are not loaded.
    `newsroom`: HOST:PORT that answers for every host, by plain HTTP: there, pages are asked for as
    `http:`, and what they name as `https:` cannot be loaded. Without, the browser reaches the
    network through a BrowserProxy alone.
    Raises PrivateAddressError; BrowserUnavailableError; IgnoreRequest where the page leads to
    another site; DownloadCancelledError where it is too large; DownloadTimeoutError where it never
    becomes ready, DownloadFailedError where it cannot be loaded: these two are retried as over
    plain HTTP.
    Counts: `browser/pages`, `browser/blocked`, `browser/unavailable`, `browser/not_ready`,
    `browser/failed`, `browser/left_open` (contexts that were open at the end: 0), and
    scrapy-playwright's own `playwright/…`.
    """

    def __init__(self, crawler: Crawler, newsroom: str | None, guard: AddressGuard) -> None:
        super().__init__(crawler)
        self._stats = crawler.stats
        self._settings = crawler.settings
        self._newsroom = newsroom
        self._guard = guard
        self._proxy = BrowserProxy(guard, crawler.stats)
        self._playwright = _PlaywrightHandler(crawler)
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._most_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._slots = asyncio.Semaphore(_PAGES_AT_ONCE)
        self._numbers = count(1)
        self._opening = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        """Load the page and hand out what it shows."""
        load = _PageLoad(request, self._newsroom is not None, self._stats, self._most_bytes)
        if self._newsroom is None:
            await self._guard.judge(load.host)
        async with self._slots:
            await self._open(request)
            timeout = float(request.meta.get("download_timeout", self._timeout))
            context = f"page {next(self._numbers)}"
            try:
                async with asyncio.timeout(timeout + _GRACE):
                    with self._proxy.open_to(load.site):
                        return await load.read(self._playwright, context, timeout)
            except (TimeoutError, PlaywrightTimeoutError) as error:
                self._stats.inc_value("browser/not_ready")
                raise DownloadTimeoutError(
                    f"{request.url}: {load.awaited} did not come within {timeout:g} s"
                ) from error
            except PlaywrightError as error:
                load.refuse_another_site()
                self._stats.inc_value("browser/failed")
                raise DownloadFailedError(f"{request.url}: {_first_line(error)}") from error
            finally:
                await self._close_context(context, request.url)

    async def close(self) -> None:
        """End the browser."""
        self._stats.set_value("browser/left_open", self._playwright.open_contexts())
        async with asyncio.timeout(_CLOSE_TIMEOUT):
            await self._playwright.close()
            await self._proxy.close()

    async def _open(self, request: Request) -> None:
        async with self._opening:
            try:
                proxy = await self._proxy.open() if self._newsroom is None else None
                options = launch_options(self._settings, newsroom=self._newsroom, proxy=proxy)
                await self._playwright.open(options)
            except (PlaywrightError, OSError) as error:
                self._stats.inc_value("browser/unavailable")
                host = urlsplit(request.url).hostname
                raise BrowserUnavailableError(
                    f"{host} needs a browser: apt-get install chromium, or playwright install "
                    f"chromium ({_first_line(error)})"
                ) from error

    async def _close_context(self, name: str, url: str) -> None:
        wrapper = self._playwright.context_wrappers.pop(name, None)
        if wrapper is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_TIMEOUT):
                await wrapper.context.close()
        except (TimeoutError, PlaywrightError):
            self._stats.inc_value("browser/close_failed")
            logger.exception("%s: the browser's page could not be closed", url)


class _PlaywrightHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it has no types
    """scrapy-playwright's handler, started with the first page, not with the engine."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # The browser's own headers: ours beside Chromium's would be no browser's.
        self.process_request_headers = None
        self._has_driver = False

    async def open(self, launch_options: dict[str, Any]) -> None:
        """Start driver and browser where they are not running."""
        self.config.launch_options = launch_options
        if not self._has_driver:
            await self._launch()
            self._has_driver = True
        await self._maybe_launch_browser()

    def open_contexts(self) -> int:
        browser: Browser | None = getattr(self, "browser", None)
        return len(browser.contexts) if browser else 0


class _PageLoad:
    """The loading of one page: its URL in and out, what it may load, and what it waits for."""

    def __init__(
        self, request: Request, in_newsroom: bool, stats: StatsCollector, most_bytes: int
    ) -> None:
        self._most_bytes = most_bytes
        self._request = request
        self._in_newsroom = in_newsroom
        self._stats = stats
        self._parts = urlsplit(request.url)
        self.host = self._parts.hostname or ""
        self.site = self.host.removeprefix("www.")
        self._wait_for: str | None = request.meta["browser"]["wait_for"]
        self.awaited = "the page"
        self._leads_to = request.url

    async def read(self, handler: _PlaywrightHandler, context: str, seconds: float) -> Response:
        """Load the page in a new context, wait until it is ready, and read what it shows."""
        started = monotonic()
        sent = self._playwright_request(context, seconds)
        response: Response = await handler.download_request(sent)
        response = response.replace(request=self._request)
        url = self._public_url(response.url)
        if response.status < 400 and isinstance(response, HtmlResponse):
            page: Page = sent.meta["playwright_page"]
            await self._wait(page, seconds - (monotonic() - started))
            url = self._public_url(page.url)
            # What the browser shows may hold characters that the page's own charset lacks.
            headers = response.headers.copy()
            headers["Content-Type"] = "text/html; charset=utf-8"
            body = (await page.content()).encode()
            if len(body) > self._most_bytes:
                raise DownloadCancelledError(
                    f"{self._request.url} shows {len(body)} bytes, DOWNLOAD_MAXSIZE is "
                    f"{self._most_bytes}"
                )
            response = response.replace(headers=headers, body=body, encoding="utf-8")
        self._stats.inc_value("browser/pages")
        self._request.meta["download_latency"] = monotonic() - started
        return response.replace(url=url)

    def _playwright_request(self, context: str, seconds: float) -> Request:
        # The newsroom speaks plain HTTP.
        scheme = "http" if self._in_newsroom else self._parts.scheme
        user_agent = self._request.headers.get("User-Agent")
        return self._request.replace(
            url=urlunsplit(self._parts._replace(scheme=scheme)),
            meta={
                "playwright": True,
                # We read the page, and close it with its context.
                "playwright_include_page": True,
                "playwright_context": context,
                "playwright_context_kwargs": {
                    "user_agent": user_agent.decode("latin-1") if user_agent else None,
                    "ignore_https_errors": True,
                    # `_guard` does not see their requests.
                    "service_workers": "block",
                    "accept_downloads": False,
                },
                "playwright_page_init_callback": self._prepare,
                # Not until it is loaded: a script that hangs would hold that up.
                "playwright_page_goto_kwargs": {
                    "wait_until": "commit",
                    "timeout": seconds * 1000,
                },
            },
        )

    async def _wait(self, page: Page, seconds: float) -> None:
        # To Playwright, 0 is for ever.
        milliseconds = max(seconds * 1000, 1)
        if self._wait_for is None:
            self.awaited = "loading all of it"
            await page.wait_for_load_state(timeout=milliseconds)
        else:
            self.awaited = f"{self._wait_for!r}"
            await page.wait_for_selector(
                f"css={self._wait_for}", state="attached", timeout=milliseconds
            )

    async def _prepare(self, page: Page, _: Request) -> None:
        await page.route("**/*", self._guard)
        # For popups, which have no route of their own.
        await page.context.route("**/*", self._guard)
        page.on("request", self._note_navigation)

    async def _guard(self, route: Route, request: PageRequest) -> None:
        is_read = request.resource_type not in _BLOCKED_TYPES
        if is_read and of_site(urlsplit(request.url).hostname, self.site):
            await route.fallback()
        else:
            self._stats.inc_value("browser/blocked")
            await route.abort()

    def _note_navigation(self, request: PageRequest) -> None:
        # Redirects, too, which the proxy does not follow to another site.
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._leads_to = request.url

    def refuse_another_site(self) -> None:
        """Raise IgnoreRequest where the page has led to another site."""
        self._public_url(self._leads_to)

    def _public_url(self, url: str) -> str:
        # `_guard` does not see redirects.
        parts = urlsplit(url)
        if not of_site(parts.hostname, self.site):
            raise IgnoreRequest(f"{self._request.url} leads to another site: {url}")
        if not self._in_newsroom:
            return url
        return urlunsplit(parts._replace(scheme=self._parts.scheme))


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
