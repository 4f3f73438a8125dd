"""`scrapy query COLLECTION [FILTER]`: ask the database, and print JSON lines or CSV."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import bson
from bson import json_util
from bson.errors import BSONError
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say, say_on_stderr
from kznews.commands.query_fields import ANYTHING, Fields, nearest
from kznews.commands.query_output import (
    OUTLETS,
    Document,
    in_local_times,
    print_csv,
    print_json,
)
from kznews.mongo.connection import Address, Database, open_database
from kznews.mongo.errors import DatabaseUnavailable
from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.text.timezones import zone

# How many documents are shown where the user does not say.
_SHOWN = 20
# MongoDB counts in 64 bits.
_MOST = 2**63 - 1
_LIMIT_HELP = f"print at most so many; 0 prints all (default: {_SHOWN}, or all with --aggregate)"
_WRITING_STAGES = frozenset({"$out", "$merge"})


class Command(DatabaseCommand, ScrapyCommand):
    """Prints what a MongoDB `find` or `aggregate` gives, one document a line.

    FILTER is a query in MongoDB's extended JSON; with `--aggregate`, it is a pipeline (a list).
    A moment is compared with a day, `"2026-04-01"`, or with `"2026-04-01T06:30:00Z"`. A field or a
    value that cannot be is an error, where MongoDB would find nothing. A question changes nothing:
    stages that write are refused. Ends with 2 and one line on stderr for what cannot be asked, and
    where there is no database.
    """

    summary = "Ask the database and print JSON lines, or CSV"
    arguments = "<collection> [filter]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of `find`, by MongoDB's names."""
        super().add_options(parser)
        parser.add_argument(
            "--sort",
            metavar="A,B",
            help="sort by these fields, in this order; --sort=-A,B sorts downwards by A",
        )
        parser.add_argument("--fields", metavar="A,B", help="print only these fields")
        parser.add_argument("--limit", type=int, metavar="NUMBER", help=_LIMIT_HELP)
        parser.add_argument(
            "--csv",
            action="store_true",
            help="print a table in CSV, whose cells no spreadsheet takes for formulas",
        )
        parser.add_argument(
            "--local",
            action="store_true",
            help="print moments in the time zone of their outlet, and take the filter's days for "
            f"days in {DEFAULT_TIME_ZONE}, instead of UTC",
        )
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
        asked = _loads(args[1]) if len(args) == 2 else [] if opts.aggregate else {}
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


def _loads(text: str) -> Any:
    """Read extended JSON, in which a `$date` may also be a day: its start."""
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: Sequence[tuple[str, Any]]) -> Any:
    match pairs:
        case [("$date", str() as text)]:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return json_util.object_pairs_hook(pairs)


def _refuse_misplaced(opts: argparse.Namespace) -> None:
    """Raise UsageError for an option that `--count` or `--aggregate` has no use for."""
    unused: tuple[str, ...]
    if opts.aggregate:
        unused, why = ("sort", "fields"), "--aggregate: put it into the pipeline"
    elif opts.count:
        unused, why = ("sort", "fields", "limit", "csv"), "--count"
    else:
        return
    for name in unused:
        if getattr(opts, name) not in {None, False}:
            raise UsageError(f"--{name} does not go with {why}")


async def _ask(address: Address, name: str, asked: Any, opts: argparse.Namespace) -> None:
    async with open_database(address) as database:
        known = {each["name"]: each async for each in await database.list_collections()}
        if not known:
            raise DatabaseUnavailable(
                f"nothing is stored yet: there is no database {address.database!r} in "
                f"{address.name}, the first crawl makes it"
            )
        if name not in known:
            raise UsageError(
                f"there is no collection {name!r}{nearest(name, known)}: "
                f"there are {', '.join(sorted(known))}"
            )
        schema = known[name].get("options", {}).get("validator", {}).get("$jsonSchema", ANYTHING)
        fields = Fields(name, schema, zone(DEFAULT_TIME_ZONE if opts.local else "UTC"))
        if opts.count:
            say(await database[name].count_documents(fields.filter(asked)))
        elif opts.aggregate:
            found = await database[name].aggregate(fields.pipeline(asked))
            await _print(found, [], opts)
        else:
            await _find(database, fields, asked, opts)


async def _find(database: Database, fields: Fields, asked: Any, opts: argparse.Namespace) -> None:
    shown = opts.fields.split(",") if opts.fields else []
    order = [
        (each.removeprefix("-"), -1 if each.startswith("-") else 1)
        for each in (opts.sort.split(",") if opts.sort else ())
    ]
    for each in (*shown, *(each for each, _ in order)):
        fields.check(each)
    # Its outlet tells the zone, also where it is not shown.
    needed = [each for each in OUTLETS if opts.local and each in fields.names]
    projection = shown and {"_id": False} | dict.fromkeys((*shown, *needed), True)
    found = database[fields.collection].find(fields.filter(asked), projection, sort=order or None)
    hidden = [each for each in needed if shown and each not in shown]
    # One more tells whether there are more.
    found = found.limit(_SHOWN + 1 if opts.limit is None else opts.limit)
    first = _first(found, _SHOWN) if opts.limit is None else found
    await _print(first, shown or fields.names, opts, hidden)


async def _first(found: AsyncIterable[Document], most: int) -> AsyncIterator[Document]:
    given = 0
    async for document in found:
        if given == most:
            say_on_stderr(f"These are the first {most}: --limit 0 prints all.")
            return
        given += 1
        yield document


async def _print(
    found: AsyncIterable[Document],
    columns: Sequence[str],
    opts: argparse.Namespace,
    hidden: Sequence[str] = (),
) -> None:
    """Print documents in the form that the options name, without the fields that are hidden."""
    if opts.local:
        found = in_local_times(found, hidden)
    await (print_csv(found, columns) if opts.csv else print_json(found))
