"""The only way from the browser to the network: a proxy in the worker, which judges every host.

A page can ask for an address in many ways (popups, forms, workers, WebSockets, beacons, prefetches,
redirects of each), and the interception of requests does not see all of them. Chromium takes all of
them to its proxy, and can resolve no name itself.
"""

from __future__ import annotations

import asyncio
import logging
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy.statscollectors import StatsCollector
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError

from kznews.transport.address_guard import AddressGuard, PrivateAddressError

logger = logging.getLogger(__name__)

_PIECE = 65536  # bytes
_PORTS = {"http": 80, "https": 443}


class _RefusedError(Exception):
    """An error of a request that the proxy does not pass on."""


class _OverError(Exception):
    """The sign that one side has ended a connection."""


# Why a connection of the browser's ends: it is refused, one side has gone, or it asks nonsense.
_ENDS = (
    _RefusedError,
    PrivateAddressError,
    DNSLookupError,
    OSError,
    EOFError,
    ValueError,
    asyncio.LimitOverrunError,
)


@dataclass(frozen=True)
class _Asked:
    """What the browser asks of its proxy."""

    method: str
    url: str
    """A URL of http, or `https://HOST:PORT` for a tunnel."""
    headers: Sequence[str]
    """The lines of the headers, but those that are for a proxy."""

    @classmethod
    def parse(cls, head: str) -> _Asked:
        """Read the head of a request. Raises _RefusedError, ValueError."""
        line, *headers = head.rstrip().split("\r\n")
        method, target, _ = line.split(" ")
        url = f"https://{target}" if method == "CONNECT" else target
        if method != "CONNECT" and urlsplit(url).scheme != "http":
            raise _RefusedError(f"{target} is no URL of http")
        ours = ("proxy-connection:", "proxy-authorization:", "connection:")
        return cls(method, url, [each for each in headers if not each.lower().startswith(ours)])

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return parts.port or _PORTS[parts.scheme]

    @property
    def body_length(self) -> int:
        """The bytes of the body; Chromium always says how many."""
        for line in self.headers:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                return int(value)
        return 0

    def head(self, target: str, *more: str) -> bytes:
        return "\r\n".join(
            [f"{self.method} {target} HTTP/1.1", *self.headers, *more, "", ""]
        ).encode("latin-1")


class BrowserProxy:
    """A proxy on a loopback port of its own, open to hosts of the sites whose pages are loaded.

    Of those it connects to what the guard permits. Where the environment names a proxy
    (`https_proxy`), that one is asked for what the guard permits. Requests to other hosts, such as
    those that Chromium makes for itself, are counted in `browser/blocked`.
    """

    def __init__(self, guard: AddressGuard, stats: StatsCollector) -> None:
        self._guard = guard
        self._stats = stats
        self._sites: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        """Start to listen, if it does not yet; return HOST:PORT."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    async def close(self) -> None:
        """End all connections."""
        if self._server is None:
            return
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @contextmanager
    def open_to(self, site: str) -> Iterator[None]:
        """Let the browser reach the hosts of `site` for a while."""
        self._sites[site] += 1
        try:
            yield
        finally:
            self._sites[site] -= 1

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # asyncio makes one for each connection
        self._connections.add(task)
        try:
            await self._answer(reader, writer)
        except _ENDS as error:
            # Without an answer: a status of ours would pass for the host's.
            logger.debug("The browser's proxy has ended a connection: %r", error)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = _Asked.parse((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
        if not any(of_site(asked.host, site) for site, loads in self._sites.items() if loads):
            self._stats.inc_value("browser/blocked")
            raise _RefusedError(f"{asked.host} belongs to no site that is loaded")
        from_host, to_host, head, greeting = await self._connect(asked)
        writer.write(greeting)
        to_host.write(head)
        if asked.method == "CONNECT":
            upwards = _copy(reader, to_host)
        else:
            upwards = _copy_body(reader, to_host, asked.body_length)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(upwards)
                both.create_task(_copy(from_host, writer))
        except* (OSError, _OverError):
            pass
        finally:
            to_host.close()

    async def _connect(
        self, asked: _Asked
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes, bytes]:
        """Connect to the host: its streams, what it is sent first, and what the browser is."""
        proxy = _proxy_for(asked)
        try:
            addresses = await maybe_deferred_to_future(self._guard.resolve(asked.host))
        except DNSLookupError:
            if proxy is None:
                raise
        if proxy is not None:
            return *await asyncio.open_connection(*proxy[0]), _to_proxy(asked, proxy[1]), b""
        parts = urlsplit(asked.url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        for address in addresses:
            try:
                streams = await asyncio.open_connection(address, asked.port)
            except OSError:
                continue
            if asked.method == "CONNECT":
                return *streams, b"", b"HTTP/1.1 200 Connection established\r\n\r\n"
            return *streams, asked.head(target, "Connection: close"), b""
        raise _RefusedError(f"{asked.host} takes no connection")


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy until the end. Raises _OverError then, so that the other direction ends, too."""
    while data := await reader.read(_PIECE):
        writer.write(data)
        await writer.drain()
    raise _OverError


async def _copy_body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int
) -> None:
    """Copy a request's body, and no other request that comes after it: that is for another host."""
    while length and (data := await reader.read(min(length, _PIECE))):
        writer.write(data)
        await writer.drain()
        length -= len(data)
    await reader.read(1)
    raise _OverError


def of_site(host: str | None, site: str) -> bool:
    """Tell whether `host` is `site` or a host below it."""
    return host is not None and f".{host}".endswith(f".{site}")


def _proxy_for(asked: _Asked) -> tuple[tuple[str, int], str | None] | None:
    """Give host, port and credentials of the proxy that the environment names; None without."""
    parts = urlsplit(asked.url)
    proxy = getproxies().get(parts.scheme)
    if not proxy or proxy_bypass(asked.host):
        return None
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    credentials = None
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        credentials = b64encode(login.encode()).decode()
    return (parts.hostname or "", parts.port or _PORTS["http"]), credentials


def _to_proxy(asked: _Asked, credentials: str | None) -> bytes:
    target = f"{asked.host}:{asked.port}" if asked.method == "CONNECT" else asked.url
    more = [] if asked.method == "CONNECT" else ["Connection: close"]
    if credentials is not None:
        more.append(f"Proxy-Authorization: Basic {credentials}")
    return asked.head(target, *more)
