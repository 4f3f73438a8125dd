"""`scrapy archive`: what is kept of the pages that were read, into files and out of files."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.archive.figures import read_figures
from kznews.archive.reader import KeptPage, Reader, UnreadablePageError
from kznews.archive.schema import PAGES
from kznews.commands.archive_files import ExportError, export_pages, import_files
from kznews.commands.archive_text import figures_lines, page_lines
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.connection import Address, open_sync_database, patience
from kznews.mongo.values import Fields
from kznews.text.terminal import write_count
from kznews.transport.replay_files import ReplayError

_ACTIONS = ("show", "export", "import")
_FORMS = (".warc.gz", ".wacz")


class Command(DatabaseCommand, ScrapyCommand):
    """Shows by outlet how many pages are kept, the bytes that they were and those that they take.

    `show URL` prints a page, `export` writes pages into a WARC or WACZ file, and `import FILE ...`
    keeps what WARC files hold: what is known already is not kept twice, so that an import that was
    cut off may be repeated. Ends with 1 where a page or a record cannot be read, with 2 and a line
    on stderr where nothing could be done.
    """

    summary = "Show, export or import the pages that are kept"
    arguments: ClassVar[str] = "[show URL | export | import FILE ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of its actions."""
        super().add_options(parser)
        parser.add_argument("--outlet", metavar="NAMES", help="export the pages of these outlets")
        parser.add_argument("--kind", metavar="NAMES", help="export only such: article,listing,…")
        parser.add_argument("--since", metavar="TIME", help="export what was seen from then on")
        parser.add_argument("--until", metavar="TIME", help="export what was seen before")
        parser.add_argument("--at", metavar="TIME", help="show the page as it was then")
        parser.add_argument("--headers", action="store_true", help="show the headers, too")
        parser.add_argument(
            "-o",
            dest="file",
            metavar="FILE",
            help="write the body of the page that is shown, or export into this .warc.gz or .wacz",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for arguments and options that do not fit together."""
        self._action, *self._named = args or [""]
        if self._action and self._action not in _ACTIONS:
            raise UsageError(
                f"there is no action {self._action!r}: there are {', '.join(_ACTIONS)}"
            )
        expected = {"": 0, "show": 1, "export": 0}.get(self._action)
        if expected is not None and len(self._named) != expected:
            raise UsageError(
                f"{self._action or 'the table'} takes {expected} addresses, not "
                f"{len(self._named)}: scrapy archive {self.arguments}"
            )
        if self._action == "import" and not self._named:
            raise UsageError("name the WARC files to import")
        if self._action == "export" and not (opts.file or "").endswith(_FORMS):
            raise UsageError("say with -o which file to write: a .warc.gz or a .wacz")
        self._since = _moment("--since", opts.since) if opts.since else None
        self._until = _moment("--until", opts.until) if opts.until else None
        self._at = _moment("--at", opts.at, of_day=time.max) if opts.at else None

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Do what was asked for."""
        match self._action:
            case "show":
                return self._show(address, opts)
            case "export":
                return self._export(address, opts)
            case "import":
                return self._import(address)
        # As long as it takes: an index of all pages is read.
        with open_sync_database(address) as database, patience():
            for line in figures_lines(read_figures(database)):
                say(line)
        return 0

    def _show(self, address: Address, opts: argparse.Namespace) -> int:
        [url] = self._named
        with open_sync_database(address) as database:
            reader = Reader(database)
            found = reader.find(url, self._at)
            if found is None:
                when = f" of {opts.at} or before" if self._at else ""
                return self.fail(f"no page of {url}{when} is kept")
            try:
                page = reader.read(found)
            except UnreadablePageError as error:
                return self.fail(str(error))
        return self._print(page, opts)

    def _print(self, page: KeptPage, opts: argparse.Namespace) -> int:
        if opts.file is not None:
            try:
                Path(opts.file).write_bytes(page.answer.body)
            except OSError as error:
                return self.fail(f"cannot write {opts.file}: {error.strerror}")
        lines = page_lines(page, headers=opts.headers, body=opts.file is None)
        for line in lines:
            say(line)
        return 0

    def _export(self, address: Address, opts: argparse.Namespace) -> int:
        with open_sync_database(address) as database, patience():
            question = self._question(opts)
            for field in ("outlet", "kind"):
                known = database[PAGES.name].distinct(field)
                for name in question.get(field, {"$in": []})["$in"]:
                    if name not in known:
                        return self.fail(f"no page of the {field} {name!r} is kept")
            try:
                written, faults = export_pages(
                    Reader(database), question, Path(opts.file), self._since, self._until
                )
            except ExportError as error:
                return self.fail(str(error))
        for fault in faults:
            self.complain(fault)
        say(f"{opts.file}: {write_count(written, 'record')}")
        return 1 if faults else 0

    def _import(self, address: Address) -> int:
        assert self.settings is not None  # set by Scrapy
        most_bytes = self.settings.getint("ARCHIVE_MAXSIZE")
        try:
            for line in asyncio.run(
                import_files(address, list(map(Path, self._named)), most_bytes)
            ):
                say(line)
        except ReplayError as error:
            return self.fail(str(error))
        return 0

    def _question(self, opts: argparse.Namespace) -> Fields:
        question: Fields = {}
        for field, names in (("outlet", opts.outlet), ("kind", opts.kind)):
            if names:
                question[field] = {"$in": [each.strip() for each in names.split(",")]}
        if self._since is not None:
            question["last_seen_at"] = {"$gte": self._since}
        if self._until is not None:
            question["first_seen_at"] = {"$lt": self._until}
        return question


def _moment(option: str, value: str, of_day: time = time.min) -> datetime:
    """Read a day or a moment, in UTC where it names no zone. Raises UsageError."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"{option} {value!r} is no time: give 2026-04-01 or 2026-04-01T12:00"
        ) from None
    if len(value) == len("2026-04-01"):
        moment = datetime.combine(moment.date(), of_day)
    # MongoDB keeps milliseconds.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment - timedelta(microseconds=moment.microsecond % 1000)
