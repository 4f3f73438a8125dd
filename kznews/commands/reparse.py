"""`scrapy reparse`: read kept pages again, with today's code."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from kznews import __version__
from kznews.archive.schema import PAGES
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.commands.reparse_reading import Reading, begin, read_pages
from kznews.commands.reparse_table import ReparseTable
from kznews.items import Article
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.mongo.values import Fields
from kznews.outlets import all_outlets
from kznews.pipelines.validate import faults_of
from kznews.record.boilerplate import Boilerplate
from kznews.record.corrections import Corrector
from kznews.record.schema import ARTICLES, REVISIONS

_AT_ONCE = 32
"""Pages that a process is given at a time."""


class Command(DatabaseCommand, ScrapyCommand):
    """Reads kept articles' pages again and corrects what was stored from them, in place.

    A better reading is no edit: it makes no revision. Pages that gave no article are tried as well.
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
            if name not in known:
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
        question: Fields = {"kind": "article", "status": 200}
        if args:
            question["outlet"] = {"$in": args}
        if opts.url:
            question["url"] = opts.url
        if self._since is not None:
            question["last_seen_at"] = {"$gte": self._since}
        table = asyncio.run(
            _reparse(address, self.settings, question, opts.layout, dry_run=opts.dry_run)
        )
        for line in table.lines(dry_run=opts.dry_run):
            say(line)
        for fault in table.damaged:
            self.complain(fault)
        return 1 if table.damaged else 0


async def _reparse(
    address: Address, settings: BaseSettings, question: Fields, layout: str | None, *, dry_run: bool
) -> ReparseTable:
    table = ReparseTable()
    # Not forked: a fork would share the parent's connections.
    pool = ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=begin, initargs=(address,)
    )
    async with open_database(address) as database:
        if not dry_run:
            await prepare(database, collections_of_crawl(settings))
        boilerplate = Boilerplate(database)
        corrector = Corrector(database, by=f"kznews {__version__}", dry_run=dry_run)
        total = await database[PAGES.name].count_documents(question)
        loop = asyncio.get_running_loop()
        with pool:
            async for batch in _in_turn(
                loop.run_in_executor(pool, read_pages, ids)
                async for ids in _ids(database, question, layout, table)
            ):
                articles = [
                    each
                    for reading in batch
                    if (each := await _valid(reading, boilerplate, table)) is not None
                ]
                table.add(len(batch), await corrector.correct(articles))
                table.tell_progress(total)
    return table


async def _in_turn(
    tasks: AsyncIterator[asyncio.Future[list[Reading]]],
) -> AsyncIterator[list[Reading]]:
    """Give results in order, with some tasks on their way."""
    waiting: list[asyncio.Future[list[Reading]]] = []
    async for task in tasks:
        waiting.append(task)
        if len(waiting) > 2 * (os.cpu_count() or 1):
            yield await waiting.pop(0)
    for task in waiting:
        yield await task


async def _ids(
    database: Database, question: Fields, layout: str | None, table: ReparseTable
) -> AsyncIterator[Sequence[str]]:
    """Give the pages to read, in parts: what something was read from, and what gave no article."""
    pages = database[PAGES.name].find(question, {"url": True}, sort=[("_id", 1)])
    while batch := await pages.to_list(_AT_ONCE):
        wanted = await _named(database, [each["_id"] for each in batch], layout)
        if layout is None:
            known = await _known(database, [each["url"] for each in batch])
            wanted |= {each["_id"] for each in batch if each["url"] not in known}
        table.pass_over(len(batch) - len(wanted))
        if wanted:
            yield sorted(wanted)


async def _named(database: Database, pages: list[str], layout: str | None) -> set[str]:
    """Tell which pages an article or a revision was read from, by the layout where one is given."""
    of: Fields = {"page": {"$in": pages, "$type": "string"}}
    if layout is not None:
        of["extraction.layout"] = None if layout == "none" else layout
    found = [await database[each.name].distinct("page", of) for each in (ARTICLES, REVISIONS)]
    return {page for part in found for page in part}


async def _known(database: Database, urls: list[str]) -> set[str]:
    """Tell at which addresses an article stands."""
    at: Fields = {"$or": [{"url": {"$in": urls}}, {"aliases": {"$in": urls}}]}
    stored = database[ARTICLES.name].find(at, {"url": True, "aliases": True})
    return {url for each in await stored.to_list() for url in (each["url"], *each["aliases"])}


async def _valid(reading: Reading, boilerplate: Boilerplate, table: ReparseTable) -> Article | None:
    if reading.article is None:
        table.fail(reading.url, reading.fault or "no article")
        return None
    await boilerplate.cut(reading.article)
    faults = list(islice(faults_of(reading.article), 1))
    if faults:
        table.fail(reading.url, f"invalid: {faults[0]}")
        return None
    return reading.article
