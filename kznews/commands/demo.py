"""`scrapy demo`: a crawl to look at, offline: bundled newsroom, real spider, real MongoDB."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shlex
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from pymongo import MongoClient
from pymongo.database import Database
from scrapy import signals
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.connection import Address, open_database
from kznews.mongo.embedded import default_data_dir, embedded_mongod
from kznews.monitoring.run_checks import RunChecks
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.statistics import PAGES_READ, PAGES_UNCHANGED
from kznews.text.timezones import zone

Documents = Database[dict[str, Any]]

_DATABASE = "kznews_demo_newsroom"
_OLD_PAGES, _NEW_PAGES = 16, 12
# Always of the same day, so that a run tomorrow finds nothing new either.
_TODAY = date(2025, 4, 28)
_PAGES = "response_received_count"
_LANGUAGES = {
    "ru": "Russian (ru)",
    "kk": "Kazakh (kk)",
    "en": "English (en)",
    "zh": "Chinese (zh)",
    None: "unknown",
}


class Command(DatabaseCommand, ScrapyCommand):
    """Crawls the newsroom's exclusive.kz and prints what is stored.

    The database is `kznews_demo_newsroom`, in the embedded server or the one that MONGODB_URI
    names; a second run finds nothing new in it. Ends with 1 after a crawl that was stopped.
    """

    requires_crawler_process = True
    default_settings: ClassVar[dict[str, Any]] = {}
    summary = "Crawl an invented outlet, without a network, and show what is stored"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the option that removes."""
        super().add_options(parser)
        parser.add_argument(
            "--remove", action="store_true", help="remove what the demo stored, and crawl nothing"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what needs attention: the demo prints its own progress."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl, then tell; or remove."""
        address = replace(address, database=_DATABASE)
        try:
            if opts.remove:
                asyncio.run(_remove(address))
                return 0
            if address.uri is not None:
                return self._crawl(address.uri, address)
            say(f"Starting {address.name}", flush=True)
            with embedded_mongod(address.data_dir) as uri:
                return self._crawl(uri, address)
        except KeyboardInterrupt:  # while nothing was crawled: otherwise Scrapy gets it
            say("\nStopped.")
            return 1

    def _crawl(self, uri: str, address: Address) -> int:
        assert self.settings is not None and self.crawler_process is not None  # noqa: PT018
        site = Site({"exclusive/2022": _OLD_PAGES, "exclusive/wordpress": _NEW_PAGES}, today=_TODAY)
        articles = sum(article.outlet == "exclusive" for article in site.articles)
        listings = _OLD_PAGES + _NEW_PAGES
        with Newsroom(site) as newsroom:
            for name, value in {
                "MONGODB_URI": uri,
                "MONGODB_DATABASE": _DATABASE,
                "NEWSROOM": newsroom.address,
                # Our own server on this machine needs no politeness.
                "DOWNLOAD_DELAY": 0,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
                # Who killed the last demo does not wait long for what it held.
                "FRONTIER_LEASE": 5,
            }.items():
                self.settings.set(name, value, priority="cmdline")
            # Of invented pages nobody is to be told whether they were read rightly.
            self.settings.set_in_component_priority_dict("EXTENSIONS", RunChecks, None)
            say(
                f"A newsroom at {newsroom.address} plays exclusive.kz: {listings} listing pages, "
                f"{articles} invented articles\n"
                "Crawling it as `scrapy crawl exclusive` crawls the real one, "
                f"into the database {_DATABASE} (Ctrl-C stops it)\n",
                flush=True,
            )
            crawler = self.crawler_process.create_crawler("exclusive")
            progress = _Progress(crawler)
            self.crawler_process.crawl(crawler)
            self.crawler_process.start()
        if not progress.began or not crawler.stats.get_value(_PAGES):
            say("\nNothing was crawled.")  # the log says why, or whoever stopped it knows
            return 1
        progress.end()
        finished = crawler.stats.get_value("finish_reason") == "finished"
        if not finished:
            say("\nStopped before the end: what was read is stored, run it again for the rest.")
        client: MongoClient[dict[str, Any]]
        with MongoClient(uri, tz_aware=True) as client:
            for line in (*_run(crawler), *_content(client[_DATABASE]), *_next(address)):
                say(line)
        return 0 if finished else 1


async def _remove(address: Address) -> None:
    async with open_database(address) as database:
        await database.client.drop_database(database)
    say(f"Removed the database {_DATABASE} from {address.name}.")


class _Progress:
    """A line that counts while the crawl runs: in place on a terminal, else every 5 seconds."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = monotonic()
        self._live = sys.stdout.isatty()
        self._shown = 0
        self.began = False
        """Whether the crawl was set up; only then it has statistics."""
        crawler.signals.connect(self._start, signals.spider_opened)
        crawler.signals.connect(self._stop, signals.spider_closed)

    def end(self) -> None:
        """Print the last count, and leave it there."""
        self._print()
        if self._live:
            say()

    def _start(self) -> None:
        self.began = True
        self._loop = create_looping_call(self._print)
        self._loop.start(0.5 if self._live else 5, now=self._live)
        # Log lines go to the same terminal.
        handler = get_scrapy_root_handler()
        if self._live and handler is not None:
            handler.addFilter(self._make_way)

    def _stop(self) -> None:
        self._loop.stop()

    def _print(self) -> None:
        stats = self._crawler.stats.get_stats()
        text = (
            f"{monotonic() - self._started:4.0f} s   "
            f"{stats.get(_PAGES, 0):3} pages fetched   "
            f"{_stored(stats, 'articles'):3} articles stored"
        )
        self._shown = len(text)
        if self._live:
            _rewrite(text)
        else:
            say(text, flush=True)

    def _make_way(self, _: logging.LogRecord) -> bool:
        _rewrite(" " * self._shown + "\r")
        return True


def _rewrite(text: str) -> None:
    """Write our own text over the terminal's last line."""
    sys.stdout.write(f"\r{text}")
    sys.stdout.flush()


def _stored(stats: dict[str, Any], collection: str, outcome: str = "") -> int:
    prefix = f"items/stored/{collection}/{outcome}"
    return sum(count for key, count in stats.items() if key.startswith(prefix))


def _run(crawler: Crawler) -> Iterable[str]:
    stats = crawler.stats.get_stats()
    new = {name: _stored(stats, name, "inserted") for name in ("articles", "tickers", "rates")}
    changed = _stored(stats, "articles", "changed")
    if changed or any(new.values()):
        yield (
            f"\nThis run stored {new['articles']} new articles, {new['tickers']} headlines of the "
            f"ticker and {new['rates']} rates"
            + (f", and {changed} articles that had changed." if changed else ".")
        )
    else:
        unchanged = stats.get(PAGES_UNCHANGED, 0)
        yield (
            f"\nThis run found nothing new: {stats.get(PAGES_READ, 0) + unchanged} pages were due, "
            f"and {unchanged} of them are as they were (304 Not Modified)."
        )


def _content(database: Documents) -> Iterable[str]:
    yield "\nIn the database:"
    for name in ("articles", "tickers", "rates", "rejected"):
        grouped = database[name].aggregate(
            [
                {"$match": {"language": {"$exists": True}}},
                {"$sortByCount": "$language"},
            ]
        )
        languages = ", ".join(f"{each['count']} {_LANGUAGES[each['_id']]}" for each in grouped)
        yield f"  {name:<9}{database[name].count_documents({}):>5}   {languages}".rstrip()
    yield "\nThe newest articles:"
    newest = {"published_at": {"$ne": None}}
    for article in (
        database["articles"].find(newest).sort({"published_at": -1, "title": 1}).limit(5)
    ):
        # A page that states a day means one in Kazakhstan.
        day = article["published_at"].astimezone(zone("Asia/Almaty")).date()
        yield f"  {day}  {article['language']}  {article['title']}"
    if undated := database["articles"].count_documents({"published_at": None}):
        yield f"  and {undated} articles without a date: their pages state none"
    yield "\nThe rates strip, as the pages print it (they do not say of which day it is):"
    for rate in database["rates"].find().sort("base", -1):
        yield f"  {rate['pair']}  {rate['value']!s:>7}   printed as {rate['raw_code']}"
    headlines = database["tickers"].count_documents({})
    yield f"\nThe ticker, the first 5 of its {headlines} headlines:"
    for ticker in database["tickers"].find().sort("position", 1).limit(5):
        yield f"  {ticker['position']:>2}  {ticker['language']}  {ticker['headline']}"


def _next(address: Address) -> Iterable[str]:
    question = '{"language": "kk", "$text": {"$search": "су"}}'
    asked = ("query", "articles", question, "--fields", "title,url")
    yield "\nLook further, for example at Kazakh articles about water (more: docs/database.md):"
    yield f"  {_command(address, *asked, '-s', f'MONGODB_DATABASE={_DATABASE}')}"
    yield "Remove what the demo stored:"
    yield f"  {_command(address, 'demo', '--remove')}"


def _command(address: Address, *words: str) -> str:
    """Write a command that finds this store, started as this one was."""
    # `python -m scrapy` leaves the path of a module, which cannot be run.
    module = Path(sys.argv[0]).name == "__main__.py"
    command = [*([sys.executable, "-m", "scrapy"] if module else [sys.argv[0]]), *words]
    if address.uri is None:
        if address.data_dir != default_data_dir(None):
            command += ["-s", f"KZNEWS_DATA_DIR={address.data_dir.parent}"]
    elif "@" not in address.uri:  # a password stays where it was given
        command += ["-s", f"MONGODB_URI={address.uri}"]
    return shlex.join(command)
