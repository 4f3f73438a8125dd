"""Scrapy without kznews, as many projects use it: what kznews is measured beside.

`python -m benchmarks.plain_scrapy WAY -s SETTING=VALUE`, as `benchmarks.crawls` starts it; the file
that the setting ADDRESSES names holds the addresses of the pages.
"""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Self

import scrapy
from pymongo import MongoClient
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import HtmlResponse, Response

Item = dict[str, Any]

COLLECTION = "items"


def nothing(response: HtmlResponse) -> Iterator[Item]:
    """Parse nothing."""
    return iter(())


def selectors(response: HtmlResponse) -> Iterator[Item]:
    """Read eight fields by selectors that search the whole page."""
    yield {
        "_id": response.url,
        "title": response.css("h1::text").get(),
        "headline": response.css('meta[property="og:title"]::attr(content)').get(),
        "description": response.css('meta[name="description"]::attr(content)').get(),
        "published": response.css("time::text").get(),
        "body": "\n\n".join(response.css("p::text").getall()),
        "links": response.css("a::attr(href)").getall(),
        "images": response.css("img::attr(src)").getall(),
        "canonical": response.css('link[rel="canonical"]::attr(href)').get(),
    }


def trafilatura(response: HtmlResponse) -> Iterator[Item]:
    """Read the article with trafilatura, metadata and all."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a peer: only the extra `bench` has it

    document = bare_extraction(response.body, url=response.url, with_metadata=True)
    fields = ("title", "author", "date", "text", "description", "sitename", "tags", "image")
    if document is not None:
        yield {"_id": response.url, **{name: getattr(document, name) for name in fields}}


WAYS: dict[str, Callable[[HtmlResponse], Iterator[Item]]] = {
    "nothing": nothing,
    "selectors": selectors,
    "trafilatura": trafilatura,
}


class PlainSpider(scrapy.Spider):
    """Spider that fetches addresses and reads each page in one of the ways."""

    def __init__(self, name: str, addresses: list[str]) -> None:
        super().__init__(name)
        self._addresses = addresses
        self._read = WAYS[name]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for all of them."""
        for url in self._addresses:
            yield scrapy.Request(url)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Item]:
        """Read a page, if it is one."""
        if isinstance(response, HtmlResponse):
            yield from self._read(response)


class UpsertPipeline:
    """Writes each item at once, as Scrapy's documentation shows it for MongoDB."""

    def __init__(self, crawler: Crawler) -> None:
        self._settings = crawler.settings

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self._client: MongoClient[Item] = MongoClient(self._settings["MONGODB_URI"])
        self._items = self._client[self._settings["MONGODB_DATABASE"]][COLLECTION]

    def close_spider(self) -> None:
        self._client.close()

    def process_item(self, item: Item) -> Item:
        self._items.update_one({"_id": item["_id"]}, {"$set": item}, upsert=True)
        return item


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plain_scrapy")
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("-s", action="append", default=[], dest="settings")
    options = parser.parse_args()
    settings = dict(each.split("=", 1) for each in options.settings)
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {UpsertPipeline: 300},
            "TELNETCONSOLE_ENABLED": False,
            "STOPWATCH_LOADS": "trafilatura" if options.way == "trafilatura" else "",
            **settings,
        }
    )
    addresses = Path(settings["ADDRESSES"]).read_text("utf-8").split()
    process.crawl(PlainSpider, options.way, addresses=addresses)
    process.start()


if __name__ == "__main__":
    main()
