"""`scrapy export -o FILE`: write what is stored into a file for a spreadsheet or a program."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.current_index import bring_up_to_date
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.ending import Ended, cleaning_up
from kznews.commands.export_progress import Progress
from kznews.commands.given import check_outlet_at_once
from kznews.commands.output import say
from kznews.commands.times import TIMES, given_time
from kznews.exports.file import whole_file
from kznews.exports.formats import FORMATS, FormatError, writer_of
from kznews.exports.reading import Wanted, count, documents, documents_by_id
from kznews.exports.rows import rows
from kznews.exports.table import Export, Row, Table, UnknownColumnError
from kznews.exports.tables import ARTICLES, RATES, STORIES, TABLES, TICKERS
from kznews.exports.writer import TableWriter
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.text.terminal import write_bytes, write_count
from kznews.text.timezones import zone

if TYPE_CHECKING:
    from kznews.search.fields import Record
    from kznews.search.query_nodes import Node

_OTHERS = tuple(name for name in TABLES if name != ARTICLES.name)


@dataclass(frozen=True)
class Answers:
    """What answers a question."""

    ids: Iterator[str]
    total: int | None
    """Rows; None where that is not known."""


class Command(DatabaseCommand, ScrapyCommand):
    """Writes articles, or edits, headlines of tickers, rates or stories, into one file.

    QUERY chooses articles, their edits or stories, or headlines, as in `scrapy search`. The end of
    the file's name tells the format: .xlsx, .csv, .jsonl or .parquet. The file is there when it is
    whole, in place of a former one: where the command fails or is stopped, nothing is left of it.
    Ends with 2 and a line on stderr for what cannot be written or understood, and where there is no
    database.
    """

    arguments = "[QUERY]"
    summary = "Write articles, edits, tickers, rates or stories into a file for a spreadsheet"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the file, the tables, and what chooses rows and columns."""
        super().add_options(parser)
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            type=Path,
            help=f"write into this file: {', '.join(FORMATS)}",
        )
        tables = parser.add_mutually_exclusive_group()
        for name in _OTHERS:
            row_is = TABLES[name].row_is
            tables.add_argument(
                f"--{name}",
                dest="table",
                action="store_const",
                const=name,
                default=ARTICLES.name,
                help=f"write {name} instead of articles: each row is {row_is}",
            )
        parser.add_argument(
            "--since", metavar="TIME", help=f"only what came out, or was seen, since: {TIMES}"
        )
        parser.add_argument("--until", metavar="TIME", help="only what did so before this time")
        parser.add_argument("--outlet", metavar="NAME", help="only of this outlet")
        parser.add_argument(
            "--columns", metavar="A,B", help="only these columns, in this order (default: all)"
        )
        parser.add_argument(
            "--zone",
            metavar="ZONE",
            default=DEFAULT_TIME_ZONE,
            help="the time zone of the moments in the file, and of the days that are given "
            f"(default: {DEFAULT_TIME_ZONE})",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what needs no database to be found wrong."""
        if len(args) > 1:
            raise UsageError("give at most one QUERY, in quotes: scrapy export 'тенге' -o a.xlsx")
        if args and opts.table == RATES.name:
            raise UsageError("--rates takes no QUERY: --since, --until and --outlet choose rates")
        self._question = _parsed(args[0]) if args else None
        if opts.output is None:
            raise UsageError("name the file: -o week.xlsx")
        try:
            self._writer = writer_of(opts.output)
            self._zone = zone(opts.zone)
            self._table = TABLES[opts.table]
            if opts.columns:
                self._table = self._table.only(opts.columns.split(","))
        except ValueError:
            raise UsageError(
                f"--zone {opts.zone!r} is no time zone: give one as Asia/Almaty, or UTC"
            ) from None
        except (FormatError, UnknownColumnError) as error:
            raise UsageError(str(error)) from error
        self._bounds = {
            name: given_time(name, text, self._zone)
            for name in ("since", "until")
            if (text := getattr(opts, name))
        }

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Write the file."""
        try:
            with cleaning_up(), open_sync_database(address) as database:
                if opts.outlet is not None:
                    check_outlet_at_once(database, opts.outlet)
                now = server_time(database.client.admin.command("hello"))
                wanted = Wanted(
                    outlet=opts.outlet,
                    zone=self._zone,
                    **{name: _moment(bound, now) for name, bound in self._bounds.items()},
                )
                asked = _asked(self._table, args, wanted)
                export = Export(table=self._table, asked=asked, made_at=now, zone=self._zone)
                if self._question is None:
                    return self._write(database, opts.output, export, wanted)
                return self._search(database, address, opts.output, export, wanted)
        except Ended as error:
            return error.exit_code
        except BrokenPipeError:
            raise
        except OSError as error:
            return self.fail(
                f"cannot write {opts.output}: {error.strerror or error}; nothing is left of it"
            )

    def _search(
        self, database: SyncDatabase, address: Address, path: Path, export: Export, wanted: Wanted
    ) -> int:
        """Write what answers the question."""
        from kznews.search.errors import IndexUnusable  # noqa: PLC0415 - without QUERY not needed
        from kznews.search.index_folder import IndexFolder  # noqa: PLC0415
        from kznews.search.searching import Searcher  # noqa: PLC0415

        assert self.settings is not None  # set by Scrapy
        assert self._question is not None
        folder = IndexFolder.of(address, self.settings)
        question = _narrowed(self._question, export.table, wanted)
        record: Record = "ticker" if export.table.name == TICKERS.name else "article"
        try:
            bring_up_to_date(database, folder)
            searcher = Searcher(database, folder)
            question = searcher.understood(question, record)
            total = searcher.count(question) if export.table.name == ARTICLES.name else None
            answers = Answers(searcher.ids(question, record), total)
            return self._write(database, path, export, wanted, answers)
        except IndexUnusable as error:
            return self.fail(str(error))

    def _write(
        self,
        database: SyncDatabase,
        path: Path,
        export: Export,
        wanted: Wanted,
        answers: Answers | None = None,
    ) -> int:
        table = export.table
        damaged: list[str] = []
        if answers is None:
            total = count(database, table, wanted)
            found = documents(database, table, wanted, damaged.append)
        else:
            total = answers.total
            found = documents_by_id(database, answers.ids, table, wanted, damaged.append)
        progress = Progress(table.name, total)
        with whole_file(path) as (file, scratch):
            writer = self._writer(file, export, scratch)
            _write(writer, progress.of(rows(found, table)))
        for sentence in writer.notices.sentences():
            self.complain(sentence)
        for fault in damaged:
            self.complain(fault)
        if not progress.count:
            self.complain("nothing was found: the file holds the names of the columns alone")
        size = write_bytes(path.stat().st_size)
        say(f"{path}: {table.name}, {write_count(progress.count, 'row')}, {size}")
        return 1 if damaged else 0


def _write(writer: TableWriter, found: Iterator[Row]) -> None:
    try:
        for row in found:
            writer.write(row)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _moment(given: datetime | timedelta, now: datetime) -> datetime:
    return now - given if isinstance(given, timedelta) else given


def _parsed(question: str) -> Node:
    """Read the question. Raises UsageError where it cannot be understood."""
    from kznews.search.query import parse  # noqa: PLC0415 - without QUERY not needed
    from kznews.search.query_error import QueryError  # noqa: PLC0415

    try:
        return parse(question)
    except QueryError as error:
        raise UsageError(str(error)) from error


def _narrowed(question: Node, table: Table, wanted: Wanted) -> Node:
    """Give the question for what is wanted alone; edits are chosen by their own moments."""
    from kznews.search.query_nodes import And, Filter  # noqa: PLC0415 - without QUERY not needed

    more = [Filter("outlet", "=", wanted.outlet)] if wanted.outlet is not None else []
    if table.name in {ARTICLES.name, STORIES.name}:
        bounds = {"after": wanted.since, "before": wanted.until}
        more += [Filter(name, "=", each) for name, each in bounds.items() if each is not None]
    return And((question, *more)) if more else question


def _asked(table: Table, question: Sequence[str], wanted: Wanted) -> str:
    """Say in words what the file holds."""
    words = [table.name, *(f"with {each}" for each in question)]
    if wanted.outlet:
        words.append(f"of {wanted.outlet}")
    for name, bound in (("since", wanted.since), ("until", wanted.until)):
        if bound is not None:
            words.append(f"{name} {bound.astimezone(wanted.zone):%Y-%m-%d %H:%M}")
    return " ".join(words) if len(words) > 1 else f"all {table.name}"
