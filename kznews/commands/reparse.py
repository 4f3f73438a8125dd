"""`scrapy reparse`: read kept pages again, with today's code."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta
from itertools import groupby
from multiprocessing import get_context
from operator import itemgetter

from pymongo import ASCENDING, DESCENDING
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from kznews.archive.reader import Reader
from kznews.archive.schema import PAGES
from kznews.commands import reparse_reading
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say, say_difference, say_on_stderr
from kznews.commands.reparse_counts import ReparseCounts
from kznews.commands.reparse_reading import Kept, PageReader, Rereading, begin, read_pages
from kznews.commands.reparse_table import table_lines
from kznews.mongo.bulk import persist
from kznews.mongo.connection import Address, Database, open_database, open_sync_database
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.mongo.values import Fields
from kznews.outlets import all_outlets
from kznews.record.schema import ARTICLES
from kznews.text.terminal import write_duration

_AT_ONCE = 64
"""Pages that a process is given at a time, about."""
_MOST_AT_A_TICK = 1_000
"""Pages that are read again after layouts were induced; `scrapy reparse` reads them all."""
_LISTED_AT_ONCE = 512
"""Pages that are asked for at a time."""
_TOLD_EVERY = 10.0
"""Seconds between two lines of progress."""


class Command(DatabaseCommand, ScrapyCommand):
    """Reads kept articles' pages again and corrects what was stored from them, in place.

    A better reading is no edit: it makes no version. Pages that gave no article are tried as well.
    Crawls may go on meanwhile; a command that was killed may be repeated. With `--dry-run` it
    prints what would change and writes nothing. Ends with 1 where a page is damaged, with 2 and a
    line on stderr where there is no database.
    """

    summary = "Read kept pages again with today's code, and correct the record"
    arguments = "[outlet ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what says which pages, and the option that only shows."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="only pages seen from this day on")
        parser.add_argument("--url", metavar="URL", help="only pages of this address")
        parser.add_argument(
            "--layout",
            metavar="NAME",
            help="only pages of articles that this layout read; `none`: that no layout read",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, and write nothing"
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for outlets that there are not, and for a day that is none."""
        known = [each.name for each in all_outlets()]
        for name in args:
            if name not in known and "." not in name:  # a host that no outlet describes
                raise UsageError(f"there is no outlet {name!r}: there are {', '.join(known)}")
        self._since = None
        if opts.since:
            try:
                self._since = datetime.fromisoformat(opts.since).replace(tzinfo=UTC)
            except ValueError:
                raise UsageError(f"--since {opts.since!r} is no day: give YYYY-MM-DD") from None

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Read, and correct or show."""
        assert self.settings is not None  # set by Scrapy
        question: Fields = {"kind": "article"}
        if args:
            question["outlet"] = {"$in": args}
        if opts.url:
            question["url"] = opts.url
        if self._since is not None:
            question["last_seen_at"] = {"$gte": self._since}
        rereading = Rereading(address, opts.layout, opts.dry_run)
        began = time.monotonic()
        try:
            counts = asyncio.run(_reparse(rereading, self.settings, question))
        except BrokenProcessPool:
            return self.fail(
                "a process that reads pages has died (out of memory?): what it had corrected "
                "stays; give the same command again"
            )
        lines = table_lines(counts, time.monotonic() - began, dry_run=opts.dry_run)
        for line in lines:
            if isinstance(line, str):
                say(line)
            else:
                say_difference(line)
        for fault in counts.damaged:
            self.complain(fault)
        return 1 if counts.damaged else 0


def reread_without_layout(address: Address, settings: BaseSettings, outlet: str) -> ReparseCounts:
    """Read the pages of an outlet's articles again that no layout read, the newest."""
    of: Fields = {"outlet": outlet, "extraction.layout": None, "page": {"$type": "string"}}
    with open_sync_database(address) as database:
        newest = database[ARTICLES.name].find(of, {"page": True}, limit=_MOST_AT_A_TICK)
        pages = [each["page"] for each in newest.sort("fetched_at", DESCENDING)]
        urls = database[PAGES.name].distinct("url", {"_id": {"$in": pages}})
    rereading = Rereading(address, "none", dry_run=False)
    return asyncio.run(_reparse(rereading, settings, {"kind": "article", "url": {"$in": urls}}))


async def _reparse(rereading: Rereading, settings: BaseSettings, question: Fields) -> ReparseCounts:
    async with open_database(rereading.address) as database:
        if not rereading.dry_run:
            await prepare(database, collections_of_crawl(settings))
        total = await database[PAGES.name].count_documents(question)
        parts = _parts(database, question | {"status": 200})
        if total > _AT_ONCE:
            return await _read_in_processes(rereading, parts, _Progress(total))
        counts = ReparseCounts()
        with open_sync_database(rereading.address) as blocking:
            reader = PageReader(database, Reader(blocking), rereading)
            async for pages in parts:
                counts.merge(await reader.read(pages))
        return counts


async def _read_in_processes(
    rereading: Rereading, parts: AsyncIterator[list[Kept]], progress: _Progress
) -> ReparseCounts:
    counts = ReparseCounts()
    # Not forked from this process: a fork would share its connections. A process that imports all
    # once, which takes seconds, forks them.
    context = get_context("forkserver")
    context.set_forkserver_preload([reparse_reading.__name__])
    # One more than cores: each waits for the database now and then.
    pool = ProcessPoolExecutor(
        (os.cpu_count() or 1) + 1,
        mp_context=context,
        initializer=begin,
        initargs=(rereading,),
    )
    loop = asyncio.get_running_loop()
    try:
        tasks = (loop.run_in_executor(pool, read_pages, pages) async for pages in parts)
        async for part in _in_turn(tasks):
            counts.merge(part)
            progress.tell(counts.read + counts.passed_over)
    finally:
        pool.shutdown(cancel_futures=True)
    return counts


class _Progress:
    """Says on stderr, now and then, how far it is."""

    def __init__(self, total: int) -> None:
        """`total` pages, about, are to be read."""
        self._total = total
        self._began = self._told_at = time.monotonic()

    def tell(self, done: int) -> None:
        """Say that so many are done."""
        now = time.monotonic()
        if now < self._told_at + _TOLD_EVERY or not done:
            return
        self._told_at = now
        pace = done / (now - self._began)
        left = timedelta(seconds=max(0, self._total - done) / pace)
        say_on_stderr(
            f"{done:,} of {self._total:,} pages, {pace:.0f} a second, {write_duration(left)} left"
        )


async def _in_turn(
    tasks: AsyncIterator[asyncio.Future[ReparseCounts]],
) -> AsyncIterator[ReparseCounts]:
    """Give results in order, with some tasks on their way."""
    waiting: list[asyncio.Future[ReparseCounts]] = []
    async for task in tasks:
        waiting.append(task)
        if len(waiting) > 2 * (os.cpu_count() or 1) + 2:
            yield await waiting.pop(0)
    for task in waiting:
        yield await task


async def _parts(database: Database, question: Fields) -> AsyncIterator[list[Kept]]:
    """Give pages in parts, by address; those of one address are in one part."""
    part: list[Kept] = []
    async for same in _by_address(database, question):
        part += same
        if len(part) >= _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


async def _by_address(database: Database, question: Fields) -> AsyncIterator[list[Kept]]:
    """Give the pages of each address. No cursor stays open: reading may take hours."""
    pages = database[PAGES.name]
    after: Fields = {}
    while True:
        found = pages.find(
            {"$and": [question, after]},
            {"url": True},
            sort=[("url", ASCENDING)],
            hint=[("url", ASCENDING), ("last_seen_at", DESCENDING)],
            limit=_LISTED_AT_ONCE,
        )
        rows = await persist(found.to_list)
        groups = [list(each) for _, each in groupby(rows, itemgetter("url"))]
        is_last = len(rows) < _LISTED_AT_ONCE
        if not is_last and len(groups) == 1:  # of this address there may be more
            of = question | {"url": rows[0]["url"]}
            groups = [await persist(lambda: pages.find(of, {"url": True}).to_list())]  # noqa: B023 - called at once
        elif not is_last:
            groups.pop()  # not whole; it comes again
        for each in groups:
            yield [(row["_id"], row["url"]) for row in each]
        if is_last:
            return
        after = {"url": {"$gt": groups[-1][0]["url"]}}
