from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from benchmarks.project_settings import project_settings
from kznews.transport.address_guard import AddressGuard, allowed_networks
from kznews.transport.browser_proxy import BrowserProxy
from tests.transport.hostile_page import listen

LONGEST = 10  # seconds


class Host:
    """A server at 127.0.0.1 that answers each piece that it gets with `ok`."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            self.got.append(data)
            writer.write(b"ok")
        writer.close()


class Browser:
    """Connections to the proxy, as the browser makes them."""

    def __init__(
        self, proxy: BrowserProxy, address: str, host: Host, stats: StatsCollector
    ) -> None:
        self.proxy, self.host, self.stats = proxy, host, stats
        self._address = address.split(":")

    async def say(self, *pieces: bytes) -> list[bytes]:
        """Send pieces, each when the one before is answered; the answers, b"" at the end."""
        reader, writer = await asyncio.open_connection(*self._address)
        answers = []
        for piece in pieces:
            writer.write(piece)
            try:
                answers.append(await reader.read(1000))
            except ConnectionResetError:  # it has not read all
                answers.append(b"")
        writer.close()
        return answers


@asynccontextmanager
async def _browser(allowed: str) -> AsyncIterator[Browser]:
    stats = get_crawler().stats
    settings = project_settings()
    settings.set("ALLOWED_PRIVATE_NETWORKS", allowed)
    proxy = BrowserProxy(AddressGuard(allowed_networks(settings), stats), stats)
    host = Host()
    async with await asyncio.start_server(host.serve, "127.0.0.1", 0) as server:
        host.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield Browser(proxy, await proxy.open(), host, stats)
        finally:
            await proxy.close()


def browse(use: Callable[[Browser], Awaitable[None]], allowed: str = "127.0.0.1") -> None:
    async def run() -> None:
        async with asyncio.timeout(LONGEST), _browser(allowed) as browser:
            await use(browser)

    asyncio.run(run())


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_host_of_a_site_that_is_loaded_is_reached() -> None:
    async def use(browser: Browser) -> None:
        at = browser.host.address
        with browser.proxy.open_to("127.0.0.1"):
            answers = await browser.say(f"CONNECT {at} HTTP/1.1\r\n\r\n".encode(), b"hello", b"you")
        assert answers == [b"HTTP/1.1 200 Connection established\r\n\r\n", b"ok", b"ok"]
        assert browser.host.got == [b"hello", b"you"]

    browse(use)


def test_a_host_of_no_such_site_is_not() -> None:
    async def use(browser: Browser) -> None:
        connect = f"CONNECT {browser.host.address} HTTP/1.1\r\n\r\n".encode()
        with browser.proxy.open_to("127.0.0.1"):
            pass
        with browser.proxy.open_to("example.org"), browser.proxy.open_to("7.0.0.1"):
            assert await browser.say(connect) == [b""]
        get = f"GET http://{browser.host.address}/ HTTP/1.1\r\n\r\n".encode()
        assert await browser.say(get) == [b""]
        assert browser.stats.get_value("browser/blocked") == 2
        assert browser.host.got == []

    browse(use)


def test_a_private_address_hears_nothing_though_its_site_is_loaded() -> None:
    with listen() as forbidden:

        async def use(browser: Browser) -> None:
            with browser.proxy.open_to("127.0.0.1"):
                for asked in (f"CONNECT {forbidden.address}", f"GET http://{forbidden.address}/"):
                    assert await browser.say(f"{asked} HTTP/1.1\r\n\r\n".encode()) == [b""]
            assert browser.stats.get_value("transport/private_address") == 2

        browse(use, allowed="")
        assert forbidden.heard == []


def test_a_plain_request_is_the_host_s_and_the_next_one_is_not_sent_there() -> None:
    async def use(browser: Browser) -> None:
        at = browser.host.address
        post = (
            f"POST http://{at}/a?b=c HTTP/1.1\r\nHost: {at}\r\nProxy-Connection: keep-alive\r\n"
            "Content-Length: 4\r\n\r\nbody"
        ).encode()
        with browser.proxy.open_to("127.0.0.1"):
            answers = await browser.say(post, b"GET http://elsewhere.org/ HTTP/1.1\r\n\r\n")
        assert answers[0].startswith(b"ok")
        assert answers[-1] == b""
        assert (
            b"".join(browser.host.got)
            == (
                f"POST /a?b=c HTTP/1.1\r\nHost: {at}\r\nContent-Length: 4\r\n"
                "Connection: close\r\n\r\nbody"
            ).encode()
        )

    browse(use)


def test_the_environment_s_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def use(browser: Browser) -> None:
        proxy = f"http://me:pa%40ss@{browser.host.address}"
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("https_proxy", proxy)
        with browser.proxy.open_to("192.0.2.1"), browser.proxy.open_to("127.0.0.2"):
            assert await browser.say(b"CONNECT 192.0.2.1:443 HTTP/1.1\r\n\r\n") == [b""]
            assert browser.host.got == []
            connect = b"CONNECT 127.0.0.2:443 HTTP/1.1\r\n\r\n"
            assert await browser.say(connect) == [b"ok"]
            get = b"GET http://127.0.0.2/a HTTP/1.1\r\n\r\n"
            assert await browser.say(get) == [b"ok"]
        login = "Proxy-Authorization: Basic bWU6cGFAc3M="
        assert browser.host.got == [
            f"CONNECT 127.0.0.2:443 HTTP/1.1\r\n{login}\r\n\r\n".encode(),
            f"GET http://127.0.0.2/a HTTP/1.1\r\nConnection: close\r\n{login}\r\n\r\n".encode(),
        ]

    browse(use, allowed="127.0.0.2")


@pytest.mark.parametrize(
    "nonsense",
    [b"\r\n\r\n", b"CONNECT\r\n\r\n", b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n", b"x" * 200_000],
)
def test_nonsense_ends_the_connection(nonsense: bytes) -> None:
    async def use(browser: Browser) -> None:
        with browser.proxy.open_to("127.0.0.1"):
            assert await browser.say(nonsense) == [b""]

    browse(use)
