"""`scrapy frontier [SPIDER …]`: what waits, who works on it, what failed; and second chances."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import FAILED, DatabaseCommand, to_json
from kznews.commands.frontier_text import dead_lines, due_lines, summary_lines
from kznews.commands.output import say, say_on_stderr
from kznews.frontier.changes import OperatorChanges, Revival
from kznews.frontier.report import FrontierReader
from kznews.frontier.row_lists import dead_rows, due_rows
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Address, open_database
from kznews.text.terminal import one_line, printable, write_count, write_moment

# How many rows are listed where the user does not say.
_SHOWN = 50
# More than any frontier has.
_MOST = 2**31
# Of requests that cannot be revived; --json has all.
_NAMED = 20


class Command(DatabaseCommand, ScrapyCommand):
    """Shows the frontier: what is queued, leased by whom, due when, dead and why.

    Without a spider it is about all of them; a spider that ends in `~replay` is the REPLAY
    crawls'. Ends with 2 and a line on stderr for what cannot be done, and where there is no
    database. It makes no database: where none is, nothing is there yet.
    """

    summary = "Show what is queued, leased, due and dead; revive what is dead"
    arguments = "[spider ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the modes; without one, the command prints a summary."""
        super().add_options(parser)
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--dead", action="store_true", help="list the requests that were given up, and why"
        )
        mode.add_argument("--due", action="store_true", help="list the requests that are due next")
        mode.add_argument(
            "--revive",
            metavar="URL",
            nargs="+",
            help="queue the dead requests of these URLs at once",
        )
        mode.add_argument(
            "--revive-all",
            action="store_true",
            help="queue all dead requests of the spiders at once",
        )
        mode.add_argument(
            "--forget",
            action="store_true",
            help="delete all requests of the spiders named, so that the next crawl begins anew",
        )
        parser.add_argument(
            "--matching",
            metavar="TEXT",
            help="with --revive-all, queue only requests with TEXT in their last error",
        )
        parser.add_argument(
            "--limit",
            type=int,
            metavar="NUMBER",
            help=f"list at most so many with --dead or --due; 0 lists all (default: {_SHOWN})",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="print one JSON document instead of lines for people",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what needs no database to be found wrong."""
        if opts.forget and not args:
            raise UsageError("--forget deletes the requests of the spiders named: name a spider")
        if opts.matching is not None and not opts.revive_all:
            raise UsageError("--matching can be given with --revive-all only")
        if opts.matching == "":
            raise UsageError("--matching needs a text: leave it out to revive all")
        if opts.limit is not None and not (opts.dead or opts.due):
            raise UsageError("--limit can be given with --dead or --due only")
        if opts.limit is not None and not 0 <= opts.limit <= _MOST:
            raise UsageError(f"--limit is {opts.limit}: it must be a number from 0 to {_MOST}")

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Read and print, or change."""
        return asyncio.run(_Run(address, opts, self.complain).run(args))


class _Run:
    """One run of the command on one database; its parts return an exit code."""

    def __init__(
        self, address: Address, opts: argparse.Namespace, complain: Callable[[str], None]
    ) -> None:
        self._address = address
        self._opts = opts
        self._complain = complain
        self._limit: int = _SHOWN if opts.limit is None else opts.limit

    async def run(self, named: list[str]) -> int:
        async with open_database(self._address) as database:
            self._clock = ServerClock(database)
            await self._clock.read()
            self._reader = FrontierReader(database, self._clock)
            self._changes = OperatorChanges(database)
            known = await self._reader.spiders()
            for name in named:
                if name not in known:
                    there_are = f"there are {', '.join(known)}" if known else "it is empty"
                    raise UsageError(f"the frontier has no spider {name!r}: {there_are}")
            spiders = sorted(set(named)) or known
            if self._opts.dead:
                dead = await dead_rows(database, spiders, self._limit)
                return self._list("dead", dead, dead_lines(dead.rows, self._clock.now()))
            if self._opts.due:
                due = await due_rows(database, spiders, self._limit)
                return self._list("due", due, due_lines(due.rows, self._clock.now()))
            if self._opts.revive or self._opts.revive_all:
                return await self._revive(spiders)
            if self._opts.forget:
                return await self._forget(spiders)
            return await self._summary(spiders)

    async def _summary(self, spiders: list[str]) -> int:
        summary = await self._reader.summary(spiders)
        if self._opts.json:
            say(to_json(asdict(summary)))
            return 0
        database = f"the database {self._address.database!r} of {self._address.name}"
        say(f"Frontier in {database}, {write_moment(summary.now)} UTC")
        if not spiders:
            say("\nIt is empty: nothing is there yet, a crawl fills it.")
        _print_lines(summary_lines(summary))
        return 0

    def _list(self, what: str, page: Any, lines: Iterable[str]) -> int:
        if self._opts.json:
            rows = [asdict(row) for row in page.rows]
            say(to_json({"now": self._clock.now(), what: rows, "more": page.more}))
            return 0
        _print_lines(lines)
        if not page.rows:
            say(f"Nothing is {what}.")
        if page.more:
            say_on_stderr(f"These are the first {self._limit}: --limit 0 prints all.")
        return 0

    async def _revive(self, spiders: list[str]) -> int:
        urls: list[str] = self._opts.revive or []
        now = self._clock.now()
        if urls:
            revival = await self._changes.revive(spiders, urls, now=now)
        else:
            matching = self._opts.matching
            revival = await self._changes.revive_all(spiders, matching, now=now)
        if self._opts.json:
            say(to_json(asdict(revival)))
        else:
            self._print_revival(revival)
        # Of all, what could be revived was: nothing that was asked for is missing.
        return FAILED if urls and revival.left else 0

    async def _forget(self, spiders: list[str]) -> int:
        for spider in spiders:
            alive = await self._reader.workers_alive(spider)
            if alive:
                self._complain(
                    f"nothing was forgotten: {spider} is being crawled by {', '.join(alive)}; "
                    "a worker that was killed counts until its lease ends"
                )
                return FAILED
        forgotten = {spider: await self._changes.forget(spider) for spider in spiders}
        if self._opts.json:
            say(to_json({"forgotten": forgotten}))
        else:
            for spider, rows in forgotten.items():
                say(f"Forgot {write_count(rows, 'row')} of {spider}.")
        return 0

    def _print_revival(self, revival: Revival) -> None:
        due = ", due at once" if revival.revived else ""
        say(f"Revived {write_count(revival.revived, 'row')}{due}.")
        for left in revival.left[:_NAMED]:
            of = f" ({left.spider})" if left.spider else ""
            self._complain(f"not revived: {printable(left.url)}{of}: {one_line(left.why)}")
        if len(revival.left) > _NAMED:
            self._complain(f"not revived: {len(revival.left) - _NAMED:,} more, which --json names")


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
