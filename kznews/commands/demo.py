"""`scrapy demo`: a crawl to look at, offline: bundled newsroom, real spider, real MongoDB."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from pymongo import MongoClient
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.demo_progress import PAGES, Progress
from kznews.commands.demo_text import (
    DATABASE,
    Documents,
    content_text,
    next_text,
    outlets_text,
    run_text,
    samples_text,
)
from kznews.commands.output import say
from kznews.mongo.connection import Address, open_database, open_sync_database
from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.preparation import collections_of_crawl
from kznews.mongo.schema import Collection
from kznews.mongo.schema_versions import SCHEMAS
from kznews.monitoring.run_checks import RunChecks
from kznews.monitoring.summary import CrawlSummary
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import MOST_PAGES, Site

_DEFAULT = "exclusive"
_PAGES_OF_ONE = {"exclusive/2022": 16, "exclusive/wordpress": 12}
"""Pages of the listings where that outlet is played alone."""
_PAGES_OF_MANY, _CARDS_OF_MANY = 1, 10
"""Pages of each listing, and cards of each page, where several outlets are played: all outlets
take about two minutes."""
# Always of the same day, so that a run tomorrow finds nothing new either.
_TODAY = date(2025, 4, 28)


class Command(DatabaseCommand, ScrapyCommand):
    """Crawls outlets of the newsroom, at once in one process, and prints what is stored.

    The database is `kznews_demo_newsroom`, in the embedded server or the one that MONGODB_URI
    names; a second run finds nothing new in it. What a demo of an older version stored is removed.
    Ends with 1 after a crawl that was stopped, with 2 and a line on stderr where there is no
    database.
    """

    requires_crawler_process = True
    default_settings: ClassVar[dict[str, Any]] = {}
    summary = "Crawl invented outlets, without a network, and show what is stored"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the outlets, their size, and the option that removes."""
        super().add_options(parser)
        parser.add_argument(
            "--outlets",
            metavar="all|NAME,...",
            default=_DEFAULT,
            help=f"outlets to play and crawl at once, of {', '.join(playable_outlets())} "
            f"(default: {_DEFAULT})",
        )
        parser.add_argument(
            "--pages",
            type=int,
            metavar="NUMBER",
            help="number of pages of each listing (default: 1; 16 and 12 of exclusive alone)",
        )
        parser.add_argument(
            "--cards",
            type=int,
            metavar="NUMBER",
            help="number of articles on a page of a listing (default: 10; 17 of exclusive alone)",
        )
        parser.add_argument(
            "--remove", action="store_true", help="remove what the demo stored, and crawl nothing"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what needs attention: the demo prints its own progress."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def check(self, _: list[str], opts: argparse.Namespace) -> None:
        """Refuse outlets that the newsroom does not play, and impossible numbers."""
        playable = playable_outlets()
        chosen = playable if opts.outlets == "all" else opts.outlets.split(",")
        self._outlets = tuple(dict.fromkeys(chosen))
        if unknown := [name for name in self._outlets if name not in playable]:
            raise UsageError(
                f"the newsroom does not play {unknown[0]!r}; it plays {', '.join(playable)}"
            )
        if opts.pages is not None and not 1 <= opts.pages <= MOST_PAGES:
            raise UsageError(f"--pages must be from 1 to {MOST_PAGES}, not {opts.pages}")
        if opts.cards is not None and opts.cards < 1:
            raise UsageError(f"--cards must be 1 or more, not {opts.cards}")
        self._site = partial(demo_site, self._outlets, opts.pages, opts.cards)

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl, then tell; or remove."""
        address = replace(address, database=DATABASE)
        try:
            if opts.remove:
                asyncio.run(_remove(address))
                self._remove_index(address)
                return 0
            if address.uri is not None:
                return self._crawl(address.uri, address)
            say(f"Starting {address.name}", flush=True)
            with embedded_mongod(address.data_dir) as uri:
                return self._crawl(uri, address)
        except KeyboardInterrupt:  # while nothing was crawled: otherwise Scrapy gets it
            say("\nStopped.")
            return 1

    def _remove_index(self, address: Address) -> None:
        """Remove what the suggested search left on the disk."""
        from kznews.search.index_folder import IndexFolder  # noqa: PLC0415 - a demo needs it not

        assert self.settings is not None  # set by Scrapy
        IndexFolder.of(address, self.settings).remove()

    def _crawl(self, uri: str, address: Address) -> int:
        assert self.settings is not None and self.crawler_process is not None  # noqa: PT018
        remove_older(replace(address, uri=uri), collections_of_crawl(self.settings))
        site = self._site()
        with Newsroom(site) as newsroom:
            for name, value in {
                "MONGODB_URI": uri,
                "MONGODB_DATABASE": DATABASE,
                "NEWSROOM": newsroom.address,
                # Our own server on this machine needs no politeness.
                "DOWNLOAD_DELAY": 0,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            }.items():
                self.settings.set(name, value, priority="cmdline")
            if len(self._outlets) == 1:
                # Who killed the last demo does not wait long for what it held.
                self.settings.set("FRONTIER_LEASE", 5, priority="cmdline")
            # Of invented pages nobody is to be told whether they were read rightly.
            for told in (RunChecks, CrawlSummary):
                self.settings.set_in_component_priority_dict("EXTENSIONS", told, None)
            say(
                f"A newsroom at {newsroom.address} plays {_in_words(self._outlets)}: "
                f"{site.listing_pages} listing pages, {len(site.articles)} invented articles\n"
                f"Crawling {_as_commands(self._outlets)}, "
                f"into the database {DATABASE} (Ctrl-C stops it)\n",
                flush=True,
            )
            crawlers = [self.crawler_process.create_crawler(name) for name in self._outlets]
            progress = Progress(crawlers)
            for crawler in crawlers:
                self.crawler_process.crawl(crawler)
            self.crawler_process.start()
        if not progress.began or not any(_stat(crawler, PAGES) for crawler in crawlers):
            say("\nNothing was crawled.")  # the log says why, or whoever stopped it knows
            return 1
        progress.end()
        finished = all(_stat(crawler, "finish_reason") == "finished" for crawler in crawlers)
        if not finished:
            say("\nStopped before the end: what was read is stored, run it again for the rest.")
        client: MongoClient[dict[str, Any]]
        with MongoClient(uri, tz_aware=True) as client:
            for line in _told(crawlers, client[DATABASE], address):
                say(line)
        return 0 if finished else 1


def demo_site(outlets: Sequence[str], pages: int | None = None, cards: int | None = None) -> Site:
    """Open the site that the demo crawls: the same arguments give the same articles."""
    if pages is None and list(outlets) == [_DEFAULT]:
        return Site(_PAGES_OF_ONE, cards=cards, today=_TODAY)
    layouts = [key for key, layout in all_layouts().items() if layout.outlet.name in outlets]
    return Site(
        dict.fromkeys(layouts, pages or _PAGES_OF_MANY),
        cards=cards or _CARDS_OF_MANY,
        today=_TODAY,
    )


def playable_outlets() -> list[str]:
    """Name the outlets that have templates and a way of discovery."""
    return list(
        dict.fromkeys(layout.outlet.name for layout in all_layouts().values() if layout.outlet.ways)
    )


def _in_words(outlets: Sequence[str]) -> str:
    if len(outlets) > 1:
        return f"{len(outlets)} outlets"
    [layout, *_] = [each for each in all_layouts().values() if each.outlet.name == outlets[0]]
    return layout.outlet.domains[0]


def _as_commands(outlets: Sequence[str]) -> str:
    if len(outlets) > 1:
        return "them at once, each as `scrapy crawl NAME` crawls the real one"
    return f"it as `scrapy crawl {outlets[0]}` crawls the real one"


def _told(crawlers: Sequence[Crawler], database: Documents, address: Address) -> Iterator[str]:
    yield from run_text(crawlers)
    yield from content_text(database)
    if len(crawlers) == 1:
        yield from samples_text(database)
    else:
        yield from outlets_text(crawlers, database)
    yield from next_text(address)


def _stat(crawler: Crawler, name: str) -> Any:
    return crawler.stats.get_value(name) if crawler.stats is not None else None


def remove_older(address: Address, collections: Sequence[Collection]) -> None:
    """Remove what a demo of an older version stored: its articles are invented again."""
    with open_sync_database(address) as database:
        stored = {each["_id"]: each["version"] for each in database[SCHEMAS.name].find()}
        if any(stored.get(each.name, each.version) < each.version for each in collections):
            database.client.drop_database(DATABASE)
            say(f"Removed the database {DATABASE}: a demo of an older kznews had stored it.")


async def _remove(address: Address) -> None:
    async with open_database(address) as database:
        await database.client.drop_database(database)
    say(f"Removed the database {DATABASE} from {address.name}.")
