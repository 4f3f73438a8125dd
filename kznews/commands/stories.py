"""`scrapy stories`: gives a story to articles that have none, such as those of older versions."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any, ClassVar

from pymongo.errors import PyMongoError
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from kznews.mongo.connection import Address, as_unavailable, open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.record.documents import appeared_at
from kznews.record.schema import ARTICLES
from kznews.record.stories.linking import StoryLinker

_AT_ONCE = 64
_FIELDS = [
    *("lead", "body", "fetched_at"),
    *("first_seen_at", "published_at", "published_precision"),
]


class Command(ScrapyCommand):
    """Links the articles that were stored before there were stories; crawls may go on meanwhile.

    May be stopped and started again. Ends with 2 and a line on stderr where there is no database.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Find copies among the articles that were stored before kznews looked for them"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Link all that have no story. Raises UsageError for arguments: it takes none."""
        if args:
            raise UsageError(f"no argument {args[0]}")
        assert self.settings is not None  # set by Scrapy
        try:
            address = resolve(self.settings)
            print(
                f"{asyncio.run(_link_all(address, self.settings)):,} articles have got their story"
            )
        except DatabaseUnavailable as error:
            self._fail(str(error))
        except PyMongoError as error:
            self._fail(str(as_unavailable(error, address)))
        except KeyboardInterrupt:
            self.exitcode = 130

    def _fail(self, what: str) -> None:
        print(f"scrapy stories: {what}", file=sys.stderr)
        self.exitcode = 2


async def _link_all(address: Address, settings: BaseSettings) -> int:
    linked = 0
    async with open_database(address) as database:
        await prepare(database, collections_of_crawl(settings))
        linker = StoryLinker(database)
        articles = database[ARTICLES.name].find({"story_id": None}, _FIELDS, batch_size=_AT_ONCE)
        while batch := await articles.to_list(_AT_ONCE):
            await asyncio.gather(
                *(linker.link(each | {"appeared_at": appeared_at(each)}) for each in batch)
            )
            linked += len(batch)
    return linked
