"""A spider that sends the requests it is given and writes down what came of them.

Run by `conftest.crawl` as `scrapy runspider`, in a process of its own: a real crawl with a real
reactor, in which every warning is an error.
"""

from __future__ import annotations

import atexit
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

CONNECTED: list[str] = []
_HANDLER = "kznews.transport.handler.TransportHandler"


def note_connections(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        CONNECTED.append(f"{arguments[1][0]}:{arguments[1][1]}")
    if event == "socket.getaddrinfo":
        CONNECTED.append(str(arguments[0]))


sys.addaudithook(note_connections)


class ProbeSpider(Spider):
    name = "probe"
    custom_settings = {  # noqa: RUF012  # declared by Scrapy, not as a ClassVar
        "ADDONS": {"kznews.transport.addon.TransportAddon": 100},
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_DELAY": 0.01,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0.01,
        "AUTOTHROTTLE_MAX_DELAY": 0.01,
        "ROBOTSTXT_OBEY": True,
        # Scrapy's cookies look for the list of public suffixes on the net.
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "USER_AGENT": "kznews-test/1.0",
        "RETRY_PRIORITY_ADJUST": 0,
    }

    def __init__(self, plan: str, **arguments: str) -> None:
        super().__init__(**arguments)
        folder = Path(plan)
        self.requests = json.loads((folder / "requests.json").read_text("utf-8"))
        self.outcomes: dict[str, dict[str, Any]] = {}
        self.stats: dict[str, Any] = {}
        atexit.register(self._write, folder / "outcome.json")

    def closed(self, reason: str) -> None:
        # The dictionary itself: what is counted later is in it too.
        self.stats = self.crawler.stats.get_stats()

    async def start(self) -> AsyncIterator[Request]:
        for given in self.requests:
            yield Request(
                **given,
                callback=self.note,
                errback=self.note_failure,
                cb_kwargs={"asked": given["url"]},
                dont_filter=True,
            )

    def note(self, response: Response, asked: str) -> None:
        assert response.request is not None
        self.outcomes[asked] = {
            "url": response.url,
            "status": response.status,
            "class": type(response).__name__,
            "text": response.text if isinstance(response, TextResponse) else None,
            "length": len(response.body),
            "headers": {key.decode(): value.decode() for key, value in _pairs(response)},
            "flags": response.flags,
            "meta": sorted(response.meta),
            "request_url": response.request.url,
        }

    def note_failure(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        response = getattr(failure.value, "response", None)
        self.outcomes[request.cb_kwargs["asked"]] = {
            "error": type(failure.value).__name__,
            "message": str(failure.value),
            "status": response.status if response is not None else None,
            "flags": response.flags if response is not None else [],
        }

    def _write(self, path: Path) -> None:
        settings = self.crawler.settings
        record = {
            "outcomes": self.outcomes,
            "stats": self.stats,
            "connected": CONNECTED,
            "playwright_imported": "scrapy_playwright" in sys.modules,
            "settings": {
                name: settings.get(name)
                for name in ("DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "RETRY_ENABLED")
            },
        }
        path.write_text(json.dumps(record, default=str), "utf-8")


def _pairs(response: Response) -> list[tuple[bytes, bytes]]:
    return [(key, b"; ".join(values)) for key, values in response.headers.items()]
