"""NEWSROOM: one local server answers for every host."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from kznews.mongo.connection import database_name
from kznews.transport.bounded_http import BoundedHttpHandler

_SUFFIX = "_newsroom"
"""The end of the names of databases that hold invented articles."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


class NewsroomError(Exception):
    """An error of NEWSROOM, which is not `http://`, a loopback address and a port."""


def newsroom_address(settings: BaseSettings) -> str | None:
    """Return `HOST:PORT` of NEWSROOM, e.g. `127.0.0.1:8000`; None where it is not set.

    Raises NewsroomError for any other address than one of this machine, which would be sent
    requests that are meant for every outlet, and where NEWSROOM is set and empty: whoever meant a
    newsroom must not get the network.
    """
    given: str | None = settings.get("NEWSROOM")
    if given is None:
        return None
    parts = urlsplit(given)
    try:
        port, loopback = parts.port, ip_address(parts.hostname or "").is_loopback
    except ValueError:
        port, loopback = None, False
    plain = parts.scheme == "http" and not parts.username and parts.path in {"", "/"}
    if not (plain and port and loopback):
        raise NewsroomError(f"NEWSROOM must be like http://127.0.0.1:8000, not {given!r}")
    return parts.netloc


def newsroom_database(settings: BaseSettings) -> str:
    """Give the name of the database for what a newsroom invents: never that of a real record."""
    name = database_name(settings)
    return name if name.endswith(_SUFFIX) else name + _SUFFIX


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
