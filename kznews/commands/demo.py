"""`scrapy demo`: a crawl to look at, offline: bundled newsroom, real spider, real MongoDB."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from time import monotonic
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from scrapy import signals
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.utils.asyncio import create_looping_call

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.storage.connection import Address, resolve
from kznews.storage.embedded import embedded_mongod
from kznews.storage.errors import StoreUnavailable

_DATABASE = "kznews_demo"
# Always of the same day, so that a run tomorrow finds nothing new either.
_TODAY = date(2025, 4, 28)


class Command(ScrapyCommand):
    """Crawls the newsroom's exclusive.kz and prints what is stored.

    The database is `kznews_demo`, in the embedded server or the one that MONGODB_URI names; a
    second run finds nothing new in it.
    """

    requires_project = True

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "See a crawl happen, offline, and what it stores"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what needs attention: the demo prints its own progress."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then tell."""
        assert self.settings is not None and self.crawler_process is not None  # noqa: PT018
        address = resolve(self.settings)
        with ExitStack() as stack:
            try:
                uri = address.uri or stack.enter_context(embedded_mongod(address.data_dir))
            except StoreUnavailable as error:
                raise UsageError(str(error), print_help=False) from error
            newsroom = stack.enter_context(Newsroom(Site(old_pages=16, new_pages=12, today=_TODAY)))
            for name, value in {
                "MONGODB_URI": uri,
                "MONGODB_DATABASE": _DATABASE,
                "NEWSROOM": newsroom.address,
                # Our own server on this machine needs no politeness.
                "DOWNLOAD_DELAY": 0,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            }.items():
                self.settings.set(name, value, priority="cmdline")
            print(f"The newsroom plays exclusive.kz at {newsroom.address}")
            print(f"The store is {address.name}, database {_DATABASE}\n")
            crawler = self.crawler_process.create_crawler("exclusive")
            progress = _Progress(crawler)
            self.crawler_process.crawl(crawler)
            self.crawler_process.start()
            progress.end()
            reason = crawler.stats.get_value("finish_reason")
            if reason != "finished":
                self.exitcode = 1
                print(f"The crawl was stopped ({reason}).")
            client = stack.enter_context(MongoClient[dict[str, Any]](uri, tz_aware=True))
            for line in _told(client[_DATABASE], crawler, address):
                print(line)


class _Progress:
    """A line that counts while the crawl runs: in place on a terminal, else every 5 seconds."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.started = monotonic()
        self.live = sys.stdout.isatty()
        crawler.signals.connect(self._start, signals.spider_opened)
        crawler.signals.connect(self._stop, signals.spider_closed)

    def end(self) -> None:
        """The last count."""
        self._print()
        print()

    def _start(self) -> None:
        self.loop = create_looping_call(self._print)
        self.loop.start(0.5 if self.live else 5, now=False)

    def _stop(self) -> None:
        self.loop.stop()

    def _print(self) -> None:
        stats = self.crawler.stats.get_stats()
        text = (
            f"{monotonic() - self.started:4.0f} s   "
            f"{stats.get('response_received_count', 0)} pages fetched   "
            f"{_stored(stats, 'articles')} articles stored"
        )
        print(f"\r{text}" if self.live else text, end="" if self.live else "\n", flush=True)


def _stored(stats: dict[str, Any], collection: str, *outcomes: str) -> int:
    prefix = f"items/stored/{collection}/"
    return sum(
        count
        for key, count in stats.items()
        if key.startswith(prefix) and (not outcomes or key.removeprefix(prefix) in outcomes)
    )


def _told(database: Database[dict[str, Any]], crawler: Crawler, address: Address) -> Iterable[str]:
    stats = crawler.stats.get_stats()
    new, changed = _stored(stats, "articles", "inserted"), _stored(stats, "articles", "changed")
    if new or changed:
        yield f"This run stored {new} new articles and found {changed} changed."
    else:
        yield (
            f"Nothing new: the {_stored(stats, 'articles')} articles met in this run were there "
            "already, unchanged."
        )
    yield "\nIn the database:"
    for name in ("articles", "tickers", "rates", "rejected"):
        languages = database[name].aggregate(
            [
                {"$match": {"language": {"$exists": True}}},
                {"$group": {"_id": "$language", "count": {"$sum": 1}}},
                {"$sort": {"count": -1}},
            ]
        )
        by_language = ", ".join(f"{each['count']} {each['_id']}" for each in languages)
        yield f"  {name:<9}{database[name].count_documents({}):>5}   {by_language}".rstrip()
    yield "\nThe newest articles:"
    for article in database["articles"].find().sort("published_at", -1).limit(5):
        published = article["published_at"]
        day = f"{published:%Y-%m-%d}" if published else "no date   "
        yield f"  {day}  {article['language']}  {article['title']}"
    yield "\nThe rates strip, as the pages print it (they do not say of which day it is):"
    for rate in database["rates"].find().sort("base", -1):
        yield f"  {rate['pair']}  {rate['value']}   printed as {rate['raw_code']}"
    yield "\nThe ticker:"
    for ticker in database["tickers"].find().sort("position", 1).limit(5):
        yield f"  {ticker['position']:>2}  {ticker['language']}  {ticker['headline']}"
    python = sys.argv[0]
    yield "\nLook further, for example at the Kazakh articles about water:"
    yield (
        f"  {python} query -s MONGODB_DATABASE={_DATABASE} articles "
        '\'{"language": "kk", "title": {"$regex": "су"}}\' --fields title,url'
    )
    yield f"(The store is {address.name}.)"
