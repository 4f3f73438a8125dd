"""`scrapy stories`: gives a story to articles that have none, and tells who copied whom."""

from __future__ import annotations

import argparse
import asyncio

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.schema import ARTICLES
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.linking import LINKED_BY, StoryLinker

_AT_ONCE = 64


class Command(DatabaseCommand, ScrapyCommand):
    """Links the articles whose crawl ended before that was done; crawls may go on meanwhile.

    An article of an outlet that invents its news gets a story of its own.
    May be stopped and started again. Ends with 2 and a line on stderr where there is no database.
    """

    summary = "Find copies of the articles that have no story, because their crawl was killed"

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Link all that have no story."""
        assert self.settings is not None  # set by Scrapy
        asyncio.run(_work(address, self.settings))
        return 0


async def _work(address: Address, settings: BaseSettings) -> None:
    async with open_database(address) as database:
        await prepare(database, collections_of_crawl(settings))
        say(f"{await _link_all(database):,} articles have got their story")
        record = CopyRecord(
            database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline
        )
        compared = sum([number async for number in record.compare()])
        say(f"{compared:,} articles were compared with the others of their stories")


async def _link_all(database: Database) -> int:
    linked = 0
    linker = StoryLinker(database)
    articles = database[ARTICLES.name].find({"story_id": None}, LINKED_BY, batch_size=_AT_ONCE)
    while batch := await articles.to_list(_AT_ONCE):
        await asyncio.gather(*map(linker.link, batch))
        linked += len(batch)
    return linked
