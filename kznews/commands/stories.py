"""`scrapy stories`: which articles tell the same text, and who copied whom."""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import get_args

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.given import addresses_of, check_outlet
from kznews.commands.output import say, say_difference, say_on_stderr
from kznews.commands.stories_text import pair_fields, pair_lines, story_lines
from kznews.commands.times import TIMES, given_time
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.preparation import collections_of_crawl, prepare
from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.article_linking import ArticleLinker
from kznews.record.schema import ARTICLES
from kznews.record.stories.copies import CopyRecord
from kznews.record.stories.linking import LINKED_BY
from kznews.record.stories.merges import StoryMerges
from kznews.record.stories.pairs import Period, pairs
from kznews.record.stories.timeline import timeline_fields
from kznews.record.translations.linking import TranslationLinker
from kznews.record.translations.schema import TRANSLATION_EVIDENCE

_AT_ONCE = 64
_STORY = re.compile(r"[0-9]{14}-[0-9a-f]{32}")
_SOURCES_MAY_BE = timedelta(days=16)
"""How long before a copy its source may have come out, about: linking looks as far."""
_TOLD_EVERY = 5000
"""Compared articles after which it is said how many are left."""


class Command(DatabaseCommand, ScrapyCommand):
    """Tells who copied whom: in one story, or by pair of outlets.

    With the address of an article, or a `story_id`, it shows the articles of that story in the
    order of publication, as far as that is certain, and of each copy what it took over, changed,
    added and left out, and whether it names its source. With `--pairs` it tells which outlets copy
    which. Without any of these it links the articles whose crawl ended before that was done,
    compares what is new or changed, as `--pairs` does first, and looks for translations where that
    was not done; crawls may go on meanwhile, and it may be stopped and started again. Ends with 2
    and a line on stderr for what is not stored, and where there is no database.
    """

    summary = "Show who copied whom; find copies of articles that have no story"
    arguments = "[URL|STORY]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what chooses pairs, and the form of the answer."""
        super().add_options(parser)
        parser.add_argument(
            "--pairs", action="store_true", help="tell which outlets copy which, how much and when"
        )
        parser.add_argument(
            "--since",
            metavar="TIME",
            help=f"of pairs: copies that appeared since: {TIMES} (default: 30d)",
        )
        parser.add_argument(
            "--outlet", metavar="NAME", help="of pairs: those that this outlet is one of"
        )
        parser.add_argument(
            "--by", choices=get_args(Period), help="of pairs: count weeks or months (default: week)"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what does not fit together, and for values that cannot be."""
        if len(args) > 1 or (args and opts.pairs):
            raise UsageError("give the address of one article, or one story_id, or --pairs")
        for name in ("since", "outlet", "by"):
            if getattr(opts, name) and not opts.pairs:
                raise UsageError(f"--{name} goes with --pairs")
        if opts.json and not (args or opts.pairs):
            raise UsageError("--json goes with the address of an article, a story_id, or --pairs")
        self._story = args[0] if args and _STORY.fullmatch(args[0]) else None
        self._urls = addresses_of(args[0]) if args and self._story is None else []
        self._since = given_time("since", opts.since or "30d")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Show, or link and compare."""
        if args:
            return asyncio.run(self._show(address, args[0], opts))
        if opts.pairs:
            return asyncio.run(self._tell_pairs(address, opts))
        return asyncio.run(self._link_and_compare(address))

    async def _show(self, address: Address, given: str, opts: argparse.Namespace) -> int:
        async with open_database(address) as database:
            story = self._story
            if story is None:
                at = {"$in": self._urls}
                of = {"$or": [{"url": at}, {"aliases": at}]}
                article = await database[ARTICLES.name].find_one(of, {"story_id": True})
                if article is None:
                    return self.fail(f"no article of the address {given} is stored")
                story = article["story_id"]
                if story is None:
                    return self.fail(f"{given} has no story yet: `scrapy stories` gives it one")
            story = (await StoryMerges(database).standing([story]))[story]
            told = await _record(database).timeline(story)
        if not told:
            return self.fail(f"no article of the story {given} is stored")
        if opts.json:
            say(to_json({"story_id": story, "articles": [*timeline_fields(told)]}))
        else:
            for line in story_lines(story, told):
                say(line) if isinstance(line, str) else say_difference(line)
        return 0

    async def _tell_pairs(self, address: Address, opts: argparse.Namespace) -> int:
        async with self._prepared(address) as database:
            if opts.outlet:
                await check_outlet(database, opts.outlet)
            since = self._since
            if isinstance(since, timedelta):
                hello = await database.client.admin.command("hello")
                since = server_time(hello) - since
            await _compare(database, since - _SOURCES_MAY_BE)
            found = await pairs(database, since, opts.by or "week", opts.outlet)
        if opts.json:
            for each in found:
                say(to_json(pair_fields(each), indent=None))
        else:
            for line in pair_lines(found, since, opts.by or "week"):
                say(line)
        return 0

    async def _link_and_compare(self, address: Address) -> int:
        async with self._prepared(address) as database:
            linked = await _link_all(database)
            say(f"{linked:,} articles have got their story")
            compared = await _compare(database)
            say(f"{compared:,} articles were compared with the others of their stories")
            linked += await _link_translations(database)
            say(f"The translations of {linked:,} articles were looked for")
        return 0

    @asynccontextmanager
    async def _prepared(self, address: Address) -> AsyncIterator[Database]:
        assert self.settings is not None  # set by Scrapy
        async with open_database(address) as database:
            await prepare(database, collections_of_crawl(self.settings))
            yield database


def _record(database: Database) -> CopyRecord:
    return CopyRecord(database, outlet_named=outlet_named, outlets_in_dateline=outlets_in_dateline)


async def _compare(database: Database, since: datetime | None = None) -> int:
    """Compare what is to be, and say from time to time how many are left."""
    record = _record(database)
    compared = told = 0
    async for number in record.compare(since):
        compared += number
        if compared >= told + _TOLD_EVERY:
            told = compared
            left = await record.count_left(since)
            say_on_stderr(f"{compared:,} articles were compared, {left:,} are left")
    return compared


async def _link_all(database: Database) -> int:
    """Look for the translations of the articles that have no story, and give them one."""
    linked = 0
    linker = ArticleLinker(database)
    articles = database[ARTICLES.name].find({"story_id": None}, LINKED_BY, batch_size=_AT_ONCE)
    while batch := await articles.to_list(_AT_ONCE):
        await linker.link(batch)
        linked += len(batch)
    return linked


async def _link_translations(database: Database) -> int:
    """Look for the translations of the other articles, where that was not done."""
    articles, evidence = database[ARTICLES.name], database[TRANSLATION_EVIDENCE.name]
    known = await evidence.estimated_document_count()
    is_done = known >= await articles.estimated_document_count()
    if is_done and await evidence.find_one({"linked": False}) is None:
        return 0
    linked = 0
    linker = TranslationLinker(database)
    found = articles.find({}, {"_id": True}, batch_size=_AT_ONCE)
    while batch := [each["_id"] for each in await found.to_list(_AT_ONCE)]:
        done = evidence.find({"_id": {"$in": batch}, "linked": True}, {"_id": True})
        left = set(batch) - {each["_id"] async for each in done}
        await linker.link(left)
        linked += len(left)
    return linked
