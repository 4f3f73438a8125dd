"""Spiders for the scheduler's tests: each starts at the address in `start`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from kznews.items import Rejection


class StartSpider(Spider):
    start_url: str

    def __init__(self, name: str | None = None, *, start: str, **_: Any) -> None:
        super().__init__(name)
        self.start_url = start

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.start_url)

    def kept(self, response: Response, reason: str) -> Rejection:
        """An item that any page can give."""
        return Rejection(
            url=response.url, outlet=self.name, reason=reason, seen_at=datetime.now(UTC)
        )


class PlainSpider(StartSpider):
    """Says which pages it read, and follows their links."""

    name = "plain"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        yield self.kept(response, f"{response.status}")
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link)


class OddSpider(StartSpider):
    """Asks for what cannot be stored."""

    name = "odd"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        def local(_: Response) -> None: ...

        yield response.follow("/local", callback=local)
        yield response.follow("/tuple", meta={"place": (1, 2)})
        yield response.follow("/good", callback=self.parse_good)

    def parse_good(self, response: Response) -> Iterator[Any]:
        yield self.kept(response, "good")


class CopyingSpider(StartSpider):
    """Gives its children the whole meta of their page, as many spiders do."""

    name = "copying"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        yield self.kept(response, "read")
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, meta=response.meta)


class RaisingSpider(StartSpider):
    """Has a callback with a fault."""

    name = "raising"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        yield response.follow("/child", callback=self.parse_child)
        raise LookupError("a fault of ours")

    def parse_child(self, response: Response) -> Iterator[Any]:
        yield self.kept(response, "read")


class FailingPipeline:
    """Cannot store what is rejected as `good`."""

    def process_item(self, item: Any) -> Any:
        if item.reason == "good":
            raise OSError("no room")
        return item
