"""`scrapy tickers`: which headlines outlets pushed when, for how long, and which tickers froze."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.output import say, say_difference
from kznews.commands.tickers_text import (
    ZONE,
    frozen_lines,
    pushed_lines,
)
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database, patience
from kznews.outlets import all_outlets
from kznews.record.frozen_tickers import state_fields, ticker_states
from kznews.record.stored_tickers import (
    Pushed,
    outlets_with_tickers,
    shown_at,
    shown_between,
    shown_last,
    times_of,
)
from kznews.record.ticker_articles import articles_of, pushed_fields
from kznews.text.characters import clean_line
from kznews.text.timezones import zone

_FORMS = "2026-11-27 14:00, in the time of Almaty, or 2026-11-27T14:00+00:00"


class Command(DatabaseCommand, ScrapyCommand):
    """Shows the headlines that outlets push in their tickers, and for how long each was pushed.

    Without options: what the last page of each outlet showed. With a HEADLINE, word for word: when
    it was pushed, by which outlets. Each is shown with its article, where that is stored, and with
    the words in which it differs from the article's title. Ends with 2 and a line on stderr where
    there is no database.
    """

    summary = "Show which headlines outlets pushed when, find frozen tickers"
    arguments = "[HEADLINE]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what is asked, and of which outlet."""
        super().add_options(parser)
        asked = parser.add_mutually_exclusive_group()
        asked.add_argument("--at", metavar="TIME", help=f"what was pushed at this moment: {_FORMS}")
        asked.add_argument(
            "--day", metavar="DAY", help="what was pushed on this day of Almaty, as 2026-11-27"
        )
        asked.add_argument(
            "--frozen",
            action="store_true",
            help="tickers that have shown the same for days, or headlines far older than the page",
        )
        parser.add_argument("--outlet", metavar="NAME", help="only the ticker of this outlet")
        parser.add_argument("--json", action="store_true", help="print JSON, a line for each")

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what does not fit together, and for times that are none."""
        if len(args) > 1:
            raise UsageError("give one headline, in quotation marks")
        if args and (opts.at or opts.day or opts.frozen):
            raise UsageError("give a headline, or --at, --day or --frozen, but not both")
        self._at = _moment(opts.at) if opts.at else None
        try:
            self._day = date.fromisoformat(opts.day) if opts.day else None
        except ValueError:
            raise UsageError(f"--day {opts.day!r} is no day: give one as 2026-11-27") from None

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Answer."""
        with open_sync_database(address) as database, patience():
            if opts.frozen:
                states = ticker_states(database, opts.outlet)
                if opts.json:
                    for state in states:
                        say(to_json(state_fields(state), indent=None))
                else:
                    say("\n".join(frozen_lines(states)))
                return 0
            pushed = self._pushed(database, args, opts.outlet)
            articles = articles_of(database, pushed)
        if opts.json:
            for each in pushed:
                say(to_json(pushed_fields(each, articles.get(each)), indent=None))
        else:
            for line in pushed_lines(self._asked(args), pushed, articles, at=self._at):
                say(line) if isinstance(line, str) else say_difference(line)
        return 0

    def _pushed(self, database: SyncDatabase, args: list[str], outlet: str | None) -> list[Pushed]:
        if args:
            return times_of(database, clean_line(args[0]), _editions(database, outlet))
        if self._at is not None:
            return shown_at(database, self._at, outlet)
        if self._day is not None:
            first, end = (
                datetime.combine(day, time(), zone(ZONE)).astimezone(UTC)
                for day in (self._day, self._day + timedelta(days=1))
            )
            last = end - timedelta(milliseconds=1)
            return shown_between(database, first, last, outlet)
        return shown_last(database, outlet)

    def _asked(self, args: list[str]) -> str:
        if args:
            return "Times in which this headline was pushed"
        if self._at is not None:
            local = self._at.astimezone(zone(ZONE))
            return f"Headlines that were pushed on {local:%Y-%m-%d} at {local:%H:%M:%S}"
        if self._day is not None:
            return f"Headlines that were pushed on {self._day}"
        return "Headlines of the last page that was read of each outlet"


def _editions(database: SyncDatabase, outlet: str | None) -> Iterable[tuple[str, str | None]]:
    """Give the names of outlets and of their editions, of known outlets and of those stored."""
    stored = outlets_with_tickers(database)
    editions = [
        (each.name, f"{edition.host}{edition.path}")
        for each in all_outlets()
        for edition in each.editions[1:]
    ]
    return [
        (name, edition)
        for name, edition in (*((name, None) for name in stored), *editions)
        if outlet is None or name == outlet
    ]


def _moment(text: str) -> datetime:
    """Read a moment, of Almaty where it names no zone. Raises UsageError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at {text!r} is no moment: give one as {_FORMS}") from None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone(ZONE))).astimezone(
        UTC
    )
