"""`scrapy induce`: induce layouts from an outlet's pages, side by side."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.archive.schema import PAGES
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.extraction.induction import FEWEST_PAGES, InducedLayout, induce_articles
from kznews.extraction.induction.articles import MOST_PAGES
from kznews.extraction.induction.draft import draft_lines
from kznews.extraction.page import Page, select
from kznews.layouts.kept_pages import listings, newest_pages
from kznews.layouts.schema import COLLECTIONS
from kznews.layouts.store import store
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, open_database, open_sync_database
from kznews.mongo.preparation import prepare
from kznews.text.terminal import write_count
from kznews.transport.replay_files import ReplayError

_MOST_KEPT = 3 * MOST_PAGES
"""Kept pages of an outlet that are looked at, at most."""


class Command(DatabaseCommand, ScrapyCommand):
    """Induces article layouts from kept pages of outlets or hosts, stores and prints them.

    A layout needs ten pages that are alike and that no layout of the outlet's own knows. It reads
    pages from the next crawl on, and with `scrapy reparse` those that are kept. What is printed is
    a draft for the outlet's module. With `--dry-run` nothing is stored. Ends with 1 where nothing
    was induced, with 2 and a line on stderr where there is no database or no such file.
    """

    summary = "Induce layouts from an outlet's pages, side by side"
    arguments = "[OUTLET|HOST ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where the pages are, and the options that say which, and that it only shows."""
        super().add_options(parser)
        parser.add_argument("--warc", metavar="FILE", help="pages of this file, not kept ones")
        parser.add_argument(
            "--all", action="store_true", help="also pages that the outlet's own layouts read"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is induced, and store nothing"
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError where nothing says which pages."""
        if not (args or opts.warc):
            raise UsageError("name an outlet or a host of which pages are kept, or give --warc")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Induce, print, and store."""
        if not opts.warc:
            with open_sync_database(address) as database:
                kept = set(database[PAGES.name].distinct("outlet"))
                if unknown := [each for each in args if each not in kept]:
                    return self.fail(f"no page of {', '.join(unknown)} is kept")
                induced = {
                    name: self._induce(
                        name,
                        newest_pages(database, name, "article", _MOST_KEPT),
                        listings(database, name),
                        with_all=opts.all,
                    )
                    for name in args
                }
        else:
            # Imported here: few commands read such a file.
            from kznews.commands.induce_warc import pages_of_file  # noqa: PLC0415

            try:
                found = pages_of_file(Path(opts.warc), args)
            except ReplayError as error:
                return self.fail(str(error))
            induced = {
                name: self._induce(name, pages, others, with_all=opts.all)
                for name, (pages, others) in found.items()
            }
        if not opts.dry_run and any(induced.values()):
            asyncio.run(_prepare(address))
            with open_sync_database(address) as database:
                _store(database, induced)
        return 0 if any(induced.values()) else 1

    def _induce(
        self, name: str, pages: list[Page], others: list[Page], *, with_all: bool
    ) -> list[InducedLayout]:
        looked_at = [page for page in pages if with_all or not _is_known(page)]
        known = len(pages) - len(looked_at)
        of = f"{write_count(len(looked_at), 'page')} of articles"
        if known:
            of += f", besides {write_count(known, 'page')} that its own layouts read"
        if len(looked_at) < FEWEST_PAGES:
            say(f"{name}: {of}: a layout needs {FEWEST_PAGES}")
            return []
        induced = induce_articles(looked_at, others)
        say(f"{name}: {write_count(len(induced), 'layout')} induced from {of}")
        for each in induced:
            for line in draft_lines(each.layout, each.agreement):
                say(line)
        return induced


def _store(database: SyncDatabase, induced: dict[str, list[InducedLayout]]) -> None:
    now: datetime = server_time(database.client.admin.command("hello"))
    for name, layouts in induced.items():
        if layouts:
            ids = store(database, name, layouts, now)
            say(f"{name}: stored as {', '.join(ids)}; `scrapy reparse {name}` reads by them")


async def _prepare(address: Address) -> None:
    async with open_database(address) as database:
        await prepare(database, COLLECTIONS)


def _is_known(page: Page) -> bool:
    layouts = page.outlet.article_layouts if page.outlet else ()
    return any(select(page, each.mark) for each in layouts)
