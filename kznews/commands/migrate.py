"""`scrapy migrate`: brings a database forward to this version of kznews."""

from __future__ import annotations

import argparse
import asyncio
from functools import partial

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.frontier.report import FrontierReader
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.migration import MigrationRefused, migrate
from kznews.mongo.preparation import collections_of_crawl
from kznews.nodes.node import alive_nodes
from kznews.nodes.schema import COLLECTIONS as COLLECTIONS_OF_NODES
from kznews.watches.schema import COLLECTIONS as COLLECTIONS_OF_WATCHES


class Command(DatabaseCommand, ScrapyCommand):
    """Makes the breaking changes, and writes null into fields that older versions did not write.

    May be stopped and run again, and run beside crawls: then the database goes on accepting what
    older versions write. Ends with 1 where a collection could not be brought forward, with 2 and a
    line on stderr where there is no database, or one of a newer version.
    """

    summary = "Bring the database forward to this version, after the last job of an older one"

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Bring all collections forward that there are."""
        assert self.settings is not None  # set by Scrapy
        refusals = asyncio.run(_migrate_all(address, self.settings))
        for refusal in refusals:
            self.complain(refusal)
        return 1 if refusals else 0


async def _migrate_all(address: Address, settings: BaseSettings) -> list[str]:
    refusals: list[str] = []
    async with open_database(address) as database:
        at_work = await _at_work(database)
        if at_work:
            say(f"At work here: {', '.join(at_work)}.")
        there = await database.list_collection_names()
        others = (*COLLECTIONS_OF_NODES, *COLLECTIONS_OF_WATCHES)
        for collection in (*collections_of_crawl(settings), *others):
            if collection.name not in there:
                continue
            try:
                await migrate(
                    database, collection, is_alone=not at_work, tell=partial(say, flush=True)
                )
            except MigrationRefused as refusal:
                refusals.append(str(refusal))
    return refusals


async def _at_work(database: Database) -> list[str]:
    """Name the crawls and the nodes that are at work on this database."""
    clock = ServerClock(database)
    await clock.read()
    frontier = FrontierReader(database, clock)
    crawls = [f"a crawl of {each}" for each in await frontier.crawling()]
    return crawls + [f"the node {each}" for each in await alive_nodes(database)]
