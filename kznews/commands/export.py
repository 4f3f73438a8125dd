"""`scrapy export -o FILE`: write what is stored into a file for a spreadsheet or a program."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand
from kznews.commands.ending import Ended, cleaning_up
from kznews.commands.export_progress import Progress
from kznews.commands.output import say
from kznews.commands.times import TIMES, given_time
from kznews.exports.file import whole_file
from kznews.exports.formats import FORMATS, FormatError, writer_of
from kznews.exports.reading import Wanted, count, documents
from kznews.exports.rows import rows
from kznews.exports.table import Export, Row, Table, UnknownColumnError
from kznews.exports.tables import ARTICLES, TABLES
from kznews.exports.writer import TableWriter
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database
from kznews.outlets import DEFAULT_TIME_ZONE, all_outlets
from kznews.text.terminal import write_bytes, write_count
from kznews.text.timezones import zone

_OTHERS = tuple(name for name in TABLES if name != ARTICLES.name)


class Command(DatabaseCommand, ScrapyCommand):
    """Writes articles, or edits, headlines of tickers, rates or stories, into one file.

    The end of its name tells the format: .xlsx, .csv, .jsonl or .parquet. The file is there when it
    is whole, in place of a former one: where the command fails or is stopped, nothing is left of
    it. Ends with 2 and a line on stderr for what cannot be written, and where there is no database.
    """

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
                _check_outlet(database, opts.outlet)
                now = server_time(database.client.admin.command("hello"))
                return self._export(database, opts, now)
        except Ended as error:
            return error.exit_code
        except BrokenPipeError:
            raise
        except OSError as error:
            return self.fail(
                f"cannot write {opts.output}: {error.strerror or error}; nothing is left of it"
            )

    def _export(self, database: SyncDatabase, opts: argparse.Namespace, now: datetime) -> int:
        wanted = Wanted(
            outlet=opts.outlet,
            zone=self._zone,
            **{name: _moment(bound, now) for name, bound in self._bounds.items()},
        )
        table = self._table
        export = Export(table=table, asked=_asked(table, wanted), made_at=now, zone=self._zone)
        damaged: list[str] = []
        progress = Progress(table.name, count(database, table, wanted))
        found = documents(database, table, wanted, damaged.append)
        with whole_file(opts.output) as (file, scratch):
            writer = self._writer(file, export, scratch)
            _write(writer, progress.of(rows(found, table)))
        for sentence in writer.notices.sentences():
            self.complain(sentence)
        for fault in damaged:
            self.complain(fault)
        if not progress.count:
            self.complain("nothing was found: the file holds the names of the columns alone")
        size = write_bytes(opts.output.stat().st_size)
        say(f"{opts.output}: {table.name}, {write_count(progress.count, 'row')}, {size}")
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


def _asked(table: Table, wanted: Wanted) -> str:
    """Say in words what the file holds."""
    words = [table.name]
    if wanted.outlet:
        words.append(f"of {wanted.outlet}")
    for name, bound in (("since", wanted.since), ("until", wanted.until)):
        if bound is not None:
            words.append(f"{name} {bound.astimezone(wanted.zone):%Y-%m-%d %H:%M}")
    return " ".join(words) if len(words) > 1 else f"all {table.name}"


def _check_outlet(database: SyncDatabase, name: str | None) -> None:
    """Raise UsageError for an outlet that is neither known nor stored."""
    if name is None or name in {each.name for each in all_outlets()}:
        return
    if not database[ARTICLES.name].find_one({"outlet": name}):
        raise UsageError(f"there is no outlet {name!r}: `scrapy outlets` shows them")
