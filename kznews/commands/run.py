"""`scrapy run`: crawl all outlets, each when it is due, in one process until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from filelock import FileLock, Timeout
from pymongo.errors import PyMongoError
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.error import ReactorNotRunning

from kznews.commands.daily_work import DailyWork
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.run_crawls import Crawls
from kznews.commands.run_table import Table
from kznews.commands.run_watches import telling
from kznews.mongo.connection import Address, as_unavailable, open_database, open_sync_database
from kznews.mongo.embedded import embedded_mongod
from kznews.mongo.preparation import prepare
from kznews.nodes.node import Node
from kznews.nodes.schema import COLLECTIONS
from kznews.outlets import broken_outlets
from kznews.transport.newsroom import NewsroomError, newsroom_address, newsroom_database
from kznews.watches.schema import COLLECTIONS as COLLECTIONS_OF_WATCHES

logger = logging.getLogger(__name__)

_LEASE = timedelta(seconds=30)
"""The time after which another process takes the crawls of one that gives no sign of life."""
_DRAW_SECONDS = 2.0
"""Seconds between two drawings of the table."""


class Command(DatabaseCommand, ScrapyCommand):
    """Crawls outlets, all that have a spider where none is named, whenever each is due.

    Many crawls go on at once in this one process (setting RUN_CRAWLS), until Ctrl-C, which lets
    them end politely; a second one does not wait. Any number of such processes, on any machines,
    and Scrapyd's nodes share the crawls: each is begun by one of them. On a terminal it draws a
    table of what each outlet does, when it is next and what it found; elsewhere it prints a line
    for each crawl. A crawl that has not ended after RUN_DEADLINE minutes is stopped. Once a day it
    prunes the archive and induces layouts, as `scrapy tick` does. It tells of what answers saved
    searches, as `scrapy watch run` does. Under NEWSROOM all of this is done in the database that
    the crawls store in, whose name ends with `_newsroom`. With `--serve` the pages of `scrapy
    serve` are there meanwhile. Ends with 0 when it was stopped, with 2 and a line on stderr where
    there is no database.
    """

    requires_crawler_process = True
    default_settings: ClassVar[dict[str, Any]] = {}
    summary = "Crawl all outlets when they are due, in one process until it is stopped"
    arguments = "[OUTLET ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the pages."""
        super().add_options(parser)
        parser.add_argument(
            "--serve", action="store_true", help="serve the pages, too, as `scrapy serve` does"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what needs attention: the command prints what its crawls do."""
        super().process_options(args, opts)
        assert self.settings is not None  # set by Scrapy
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
        # It is the clock: no crawl is somebody's wish to know at once what is new.
        if not any(each.startswith("START_WHEN_DUE=") for each in opts.set):
            self.settings.set("START_WHEN_DUE", True, priority="cmdline")

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for names of no spider with a schedule, and for impossible settings."""
        assert self.settings is not None  # set by Scrapy
        scheduled = {name: every for name, every in self.crawl_intervals().items() if every}
        if unknown := [name for name in args if name not in scheduled]:
            raise UsageError(
                f"{unknown[0]!r} is no spider with a schedule: there are {', '.join(scheduled)}"
            )
        self._schedule = {name: scheduled[name] for name in args or scheduled}
        for name in ("RUN_CRAWLS", "RUN_DEADLINE"):
            if self.settings.getfloat(name) <= 0:
                raise UsageError(f"the setting {name} is {self.settings[name]}: it must be above 0")
        try:
            invents = newsroom_address(self.settings) is not None
        except NewsroomError as error:
            raise UsageError(str(error)) from error
        if invents:  # else its ticks would be taken for those of real crawls
            name = newsroom_database(self.settings)
            self.settings.set("MONGODB_DATABASE", name, priority="cmdline")
        self._daily_work = DailyWork(self.settings)

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl until stopped."""
        for name, fault in broken_outlets().items():
            self.complain(f"{name} is not crawled: {fault}")
        assert self.settings is not None  # set by Scrapy
        given = address
        with ExitStack() as stack:
            if address.uri is None:
                # Its user for as long as this process lives, not anew for each crawl.
                uri = stack.enter_context(embedded_mongod(address.data_dir))
                address = replace(address, uri=uri)
                self.settings.set("MONGODB_URI", uri, priority="cmdline")
            if opts.serve:
                from kznews.commands.pages_beside import pages_beside  # noqa: PLC0415

                stack.enter_context(pages_beside(given, address.uri, self.settings))
            name = stack.enter_context(node_name())
            database = stack.enter_context(open_sync_database(address))
            node = Node(
                database,
                name=name,
                slots=self.settings.getint("RUN_CRAWLS"),
                lease=_LEASE,
                about={
                    "address": f"process {os.getpid()} on {socket.gethostname()}",
                    "pid": os.getpid(),
                    "kznews": version("kznews"),
                },
            )
            crawls = Crawls(
                process=self._process,
                database=database,
                node=node,
                outlets=self._schedule,
                deadline=timedelta(minutes=self.settings.getfloat("RUN_DEADLINE")),
                do_daily_work=lambda now: self._daily_work.do(database, address, now, logger.info),
            )
            stack.enter_context(telling(database, self.settings.get("WATCH_PAGES")))
            return self._crawl(crawls, address)

    @property
    def _process(self) -> AsyncCrawlerProcess:
        # What Scrapy makes for the reactor that the settings name.
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        return self.crawler_process

    def _crawl(self, crawls: Crawls, address: Address) -> int:
        running = asyncio.get_event_loop().create_task(self._go_on(crawls, address))
        # The signals are handled there: Scrapy's own handlers know of no crawls to come.
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)
        if not running.done():  # a second Ctrl-C
            return 1
        if error := running.exception():
            return self.fail(str(error))
        return 0

    async def _go_on(self, crawls: Crawls, address: Address) -> None:
        """Crawl until a signal comes, then let the reactor end."""
        loop = asyncio.get_running_loop()
        stops = count(1)

        def stop() -> None:
            if next(stops) > 1:
                _stop_reactor()
                return
            table.stop()
            crawls.stop()

        table = Table(crawls)
        crawls.tell = table.tell
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, stop)
        drawing = asyncio.ensure_future(_draw_on(table))
        try:
            await _prepare(address)
            await crawls.run()
        finally:
            drawing.cancel()
            table.end()
            _stop_reactor()


async def _draw_on(table: Table) -> None:
    """Draw the table again and again."""
    handler = get_scrapy_root_handler()
    if handler is not None:  # log lines go to the same terminal

        def make_way(_: logging.LogRecord) -> bool:
            table.clear()
            return True

        handler.addFilter(make_way)
    while table.is_live:
        table.draw()
        await asyncio.sleep(_DRAW_SECONDS)


async def _prepare(address: Address) -> None:
    """Prepare the collections that processes share. Raises DatabaseUnavailable."""
    async with open_database(address) as database:
        try:
            await prepare(database, (*COLLECTIONS, *COLLECTIONS_OF_WATCHES))
        except PyMongoError as error:
            raise as_unavailable(error, address) from error


@contextmanager
def node_name() -> Iterator[str]:
    """Give a name for this process among the nodes: free on this machine, the same after a restart.

    By it the process takes back at once what one that was killed left running.
    """
    if own := os.environ.get("NODE_NAME"):
        yield own
        return
    for number in count(1):
        # The system lets go of a file's lock when its process ends, by whatever death.
        lock = FileLock(Path(tempfile.gettempdir(), f"kznews-run-{os.getuid()}-{number}.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:  # another process of this machine has the name
            continue
        try:
            yield f"{socket.gethostname()}:run-{number}"
        finally:
            lock.release()
        return


def _stop_reactor() -> None:
    # Imported before Scrapy does, it would be Twisted's default.
    reactor: Any = import_module("twisted.internet.reactor")
    with suppress(ReactorNotRunning):  # it is stopping already
        reactor.stop()
