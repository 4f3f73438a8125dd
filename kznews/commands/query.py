"""`scrapy query COLLECTION [FILTER]`: ask the database, embedded or not, and print JSON lines."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterable
from typing import Any

import bson
from bson import json_util
from bson.errors import BSONError
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.errors import DatabaseUnavailable

# How many documents are shown where the user does not say.
_SHOWN = 20
# MongoDB counts in 64 bits.
_MOST = 2**63 - 1
_LIMIT_HELP = f"print at most so many; 0 prints all (default: {_SHOWN}, or all with --aggregate)"
_WRITING_STAGES = frozenset({"$out", "$merge"})


class Command(DatabaseCommand, ScrapyCommand):
    """Prints what a MongoDB `find` or `aggregate` gives, one document a line.

    FILTER is a query in MongoDB's extended JSON; with `--aggregate`, it is a pipeline (a list).
    Moments are written `{"$date": "2026-04-01T00:00:00Z"}`. A question changes nothing: stages that
    write are refused. Ends with 2 and one line on stderr for what cannot be asked, and where there
    is no database.
    """

    summary = "Ask the database and print JSON lines"
    arguments = "<collection> [filter]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of `find`, by MongoDB's names."""
        super().add_options(parser)
        parser.add_argument(
            "--sort", metavar="FIELD", help="sort by this field; --sort=-FIELD sorts downwards"
        )
        parser.add_argument("--fields", metavar="A,B", help="print only these fields")
        parser.add_argument("--limit", type=int, metavar="NUMBER", help=_LIMIT_HELP)
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--count", action="store_true", help="print only how many documents there are"
        )
        instead.add_argument(
            "--aggregate", action="store_true", help="take the filter for a pipeline"
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the filter. Raises UsageError for what MongoDB would not understand."""
        self._asked = _asked(args, opts)

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Ask and print."""
        asyncio.run(_ask(address, args[0], self._asked, opts))
        return 0


def _asked(args: list[str], opts: argparse.Namespace) -> Any:
    """Read the filter or pipeline. Raises UsageError."""
    if len(args) not in {1, 2}:
        raise UsageError("name one collection, and give at most one filter in quotes")
    if opts.limit is not None and not 0 <= opts.limit <= _MOST:
        raise UsageError(f"--limit is {opts.limit}: it must be a number from 0 to {_MOST}")
    _refuse_misplaced(opts)
    try:
        asked = json_util.loads(args[1]) if len(args) == 2 else [] if opts.aggregate else {}
        bson.encode({"": asked})
    # Numbers too large, nonsense in {"$oid": …} and its like: as many exceptions as forms.
    except (ArithmeticError, LookupError, TypeError, ValueError, BSONError) as error:
        raise UsageError(f"the filter is no JSON that MongoDB takes: {error}") from error
    stages = asked if isinstance(asked, list) else [asked]
    if isinstance(asked, list) != opts.aggregate or not all(isinstance(s, dict) for s in stages):
        raise UsageError("a filter is {…}; a pipeline is [{…}, …] and needs --aggregate")
    if opts.aggregate:
        # Deeper in a pipeline MongoDB itself refuses them.
        for name in (name for stage in stages for name in stage if name in _WRITING_STAGES):
            raise UsageError(f"{name} writes, and scrapy query only asks")
        if opts.limit:
            asked = [*asked, {"$limit": opts.limit}]
    return asked


def _refuse_misplaced(opts: argparse.Namespace) -> None:
    """Raise UsageError for an option that `--count` or `--aggregate` has no use for."""
    unused: tuple[str, ...]
    if opts.aggregate:
        unused, why = ("sort", "fields"), "--aggregate: put it into the pipeline"
    elif opts.count:
        unused, why = ("sort", "fields", "limit"), "--count"
    else:
        return
    for name in unused:
        if getattr(opts, name) is not None:
            raise UsageError(f"--{name} does not go with {why}")


async def _ask(address: Address, name: str, asked: Any, opts: argparse.Namespace) -> None:
    async with open_database(address) as database:
        known = sorted(await database.list_collection_names())
        if not known:
            raise DatabaseUnavailable(
                f"nothing is stored yet: there is no database {address.database!r} in "
                f"{address.name}, the first crawl makes it"
            )
        if name not in known:
            raise UsageError(f"there is no collection {name!r}: there are {', '.join(known)}")
        if opts.count:
            print(await database[name].count_documents(asked))
        elif opts.aggregate:
            await _print(await database[name].aggregate(asked))
        else:
            await _find(database, name, asked, opts)


async def _find(database: Database, name: str, asked: Any, opts: argparse.Namespace) -> None:
    fields = opts.fields and {"_id": False} | dict.fromkeys(opts.fields.split(","), True)
    order = opts.sort and [(opts.sort.removeprefix("-"), -1 if opts.sort[0] == "-" else 1)]
    found = database[name].find(asked, fields, sort=order)
    if opts.limit is not None:
        await _print(found.limit(opts.limit))
        return
    # One more tells whether there are more.
    if not await _print(found.limit(_SHOWN + 1), _SHOWN):
        print(f"These are the first {_SHOWN}: --limit 0 prints all.", file=sys.stderr)


async def _print(found: AsyncIterable[dict[str, Any]], most: int | None = None) -> bool:
    """Print at most `most` documents; return whether these were all."""
    printed = 0
    async for document in found:
        if printed == most:
            return False
        printed += 1
        options = json_util.RELAXED_JSON_OPTIONS
        print(json_util.dumps(document, json_options=options, ensure_ascii=False))
    return True
