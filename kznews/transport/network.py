"""Requests over the network, to addresses that the guard permits."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError
from twisted.internet.interfaces import IProtocol, IProtocolFactory, IStreamClientEndpoint
from twisted.web.client import HTTPConnectionPool
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from kznews.transport.address_guard import AddressGuard
from kznews.transport.bounded_http import BoundedHttpHandler


class NetworkHandler(BaseDownloadHandler):
    """The handler that sends requests to the network: Scrapy's own, to permitted addresses only.

    A proxy (the environment's, or a request's own) may be anywhere. What is asked of it is judged
    by what the host resolves to here; a name that only the proxy can resolve is for it to judge.
    Raises PrivateAddressError.
    """

    def __init__(self, crawler: Crawler, guard: AddressGuard) -> None:
        super().__init__(crawler)
        self._guard = guard
        self._direct = _GuardedHandler(crawler, guard)
        self._proxied = BoundedHttpHandler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch `request`."""
        if not request.meta.get("proxy"):
            return await self._direct.download_request(request)
        await self._guard.judge(urlsplit(request.url).hostname or "")
        return await self._proxied.download_request(request)

    async def close(self) -> None:
        """Close the connections."""
        await self._direct.close()
        await self._proxied.close()


class _GuardedHandler(BoundedHttpHandler):
    """Scrapy's handler of HTTP, whose connections the guard permits."""

    def __init__(self, crawler: Crawler, guard: AddressGuard) -> None:
        super().__init__(crawler)
        pool = _GuardedPool(guard, self._contextFactory)
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        pool._factory = self._pool._factory
        self._pool = pool


class _GuardedPool(HTTPConnectionPool):
    """A pool that opens its connections through a guard, whatever endpoint it is given."""

    def __init__(self, guard: AddressGuard, policy: IPolicyForHTTPS) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - installed when it is imported

        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._guard = guard
        self._policy = policy

    def getConnection(  # noqa: N802 - Twisted's
        self, key: Hashable, endpoint: IStreamClientEndpoint
    ) -> Deferred[Any]:
        """Supply a connection for one request."""
        # Scrapy's key of a request without a proxy; of others there must be none here.
        scheme, host, port, bind_address = cast("tuple[bytes, bytes, int, Any]", key)
        guarded: IStreamClientEndpoint = _GuardedEndpoint(  # type: ignore[assignment]  # it is one
            self._guard, host.decode("ascii"), port, bind_address
        )
        if scheme == b"https":
            options = self._policy.creatorForNetloc(host, port)  # type: ignore[call-arg,arg-type,misc]
            guarded = wrapClientTLS(options, guarded)
        return super().getConnection(key, guarded)


@implementer(IStreamClientEndpoint)
class _GuardedEndpoint:
    """The endpoint of a host: the first of its permitted addresses that takes a connection."""

    def __init__(self, guard: AddressGuard, host: str, port: int, bind_address: Any) -> None:
        self._guard = guard
        self._host = host
        self._port = port
        self._bind_address = bind_address

    def connect(self, factory: IProtocolFactory) -> Deferred[IProtocol]:
        """Resolve and connect; the time that this may take is the request's."""
        return Deferred.fromCoroutine(self._connect(factory))

    async def _connect(self, factory: IProtocolFactory) -> IProtocol:
        from twisted.internet import reactor  # noqa: PLC0415 - installed when it is imported

        addresses = await self._guard.resolve(self._host)
        while True:
            address = addresses.pop(0)
            kind = TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint
            try:
                return await kind(
                    reactor, address, self._port, bindAddress=self._bind_address
                ).connect(factory)
            except ConnectError:
                if not addresses:
                    raise
