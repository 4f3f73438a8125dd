"""`scrapy query COLLECTION [FILTER]`: ask the database, embedded or not, and print JSON lines."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterable
from typing import Any, ClassVar

from bson import json_util
from pymongo.errors import OperationFailure
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.storage.connection import open_database, resolve
from kznews.storage.errors import StoreUnavailable


class Command(ScrapyCommand):
    """Prints what a MongoDB `find` or `aggregate` gives, one document a line.

    FILTER is a query in MongoDB's extended JSON; with `--aggregate`, it is a pipeline (a list).
    Moments are written `{"$date": "2026-04-01T00:00:00Z"}`.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """For `scrapy query -h`."""
        return "[options] <collection> [filter]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Ask the database and print JSON lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options of `find`, by MongoDB's names."""
        super().add_options(parser)
        parser.add_argument("--sort", metavar="FIELD", help="-FIELD sorts downwards")
        parser.add_argument("--fields", metavar="A,B", help="only these fields")
        parser.add_argument("--limit", type=int, default=20, help="0 is all (default: 20)")
        parser.add_argument("--count", action="store_true", help="only how many there are")
        parser.add_argument("--aggregate", action="store_true", help="the filter is a pipeline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ask and print. Raises UsageError for what MongoDB would not understand."""
        if len(args) not in {1, 2}:
            raise UsageError("name one collection, and give at most one filter in quotes")
        try:
            asked = json_util.loads(args[1]) if len(args) == 2 else [] if opts.aggregate else {}
        except (json.JSONDecodeError, TypeError, ValueError) as error:
            raise UsageError(f"the filter is no JSON: {error}") from error
        if isinstance(asked, list) != opts.aggregate:
            raise UsageError("a filter is {…}; a pipeline is […] and needs --aggregate")
        try:
            asyncio.run(self._ask(args[0], asked, opts))
        except (StoreUnavailable, OperationFailure) as error:
            raise UsageError(str(error), print_help=False) from error

    async def _ask(self, name: str, asked: Any, opts: argparse.Namespace) -> None:
        assert self.settings is not None  # set by Scrapy
        async with open_database(resolve(self.settings)) as database:
            if name not in (known := await database.list_collection_names()):
                raise UsageError(f"no collection {name!r}: there are {', '.join(sorted(known))}")
            collection = database[name]
            if opts.count and not opts.aggregate:
                print(await collection.count_documents(asked))
                return
            found: AsyncIterable[dict[str, Any]]
            if opts.aggregate:
                found = await collection.aggregate(asked)
            else:
                fields = opts.fields.split(",") if opts.fields else None
                order = opts.sort and [(opts.sort.lstrip("-"), -1 if opts.sort[0] == "-" else 1)]
                found = collection.find(asked, fields, sort=order, limit=opts.limit)
            async for document in found:
                print(
                    json_util.dumps(
                        document, json_options=json_util.RELAXED_JSON_OPTIONS, ensure_ascii=False
                    )
                )
