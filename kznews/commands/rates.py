"""`scrapy rates`: whether strips of rates are right, and which official rates are missing."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.commands.output import say
from kznews.commands.rates_text import gap_lines, report_lines
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, open_sync_database, patience
from kznews.mongo.values import Fields
from kznews.record.stored_rates import official_rates, reports_of_strips
from kznews.record.strip_reports import StripReport
from kznews.text.timezones import zone

_USUAL_DAYS = 7


class Command(DatabaseCommand, ScrapyCommand):
    """Checks the exchange rates on outlets' pages, or tells which official rates are missing.

    A strip is compared with the National Bank's rates of the day, as exactly as it is printed, and
    with its cross rates: it is right, late by some days, another source's, or stale, with the days
    that it fits best. Ends with 2 and a line on stderr where there is no database.
    """

    summary = "Check the exchange rates on outlets' pages, find missing official ones"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what is asked, and of which days and outlet."""
        super().add_options(parser)
        asked = parser.add_mutually_exclusive_group()
        asked.add_argument("--check", action="store_true", help="check the strips")
        asked.add_argument(
            "--gaps",
            action="store_true",
            help="tell the days without official rates, and the crawl that asks for them",
        )
        parser.add_argument("--outlet", metavar="NAME", help="only strips of this outlet")
        parser.add_argument(
            "--since",
            metavar="DAY",
            help="from this day on, as 2026-04-01 (default: a week ago; for --gaps, the first day "
            "that is stored)",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for what does not fit together, and for a day that is none."""
        if not (opts.check or opts.gaps):
            raise UsageError("give --check or --gaps")
        if opts.gaps and opts.outlet:
            raise UsageError("--outlet goes with --check: official rates are one bank's")
        try:
            self._since = date.fromisoformat(opts.since) if opts.since else None
        except ValueError:
            raise UsageError(f"--since {opts.since!r} is no day: give one as 2026-04-01") from None

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Answer."""
        with open_sync_database(address) as database, patience():
            hello = database.client.admin.command("hello")
            today = server_time(hello).astimezone(zone("Asia/Almaty")).date()
            if opts.gaps:
                return self._tell_gaps(database, today, opts)
            since = self._since or today - timedelta(days=_USUAL_DAYS)
            reports = reports_of_strips(database, since, opts.outlet)
        if opts.json:
            for report in reports:
                say(to_json(_as_fields(report), indent=None))
        else:
            for line in report_lines(reports):
                say(line)
        return 0

    def _tell_gaps(self, database: SyncDatabase, today: date, opts: argparse.Namespace) -> int:
        official = official_rates(database, ["USD"])
        first = self._since or (official.days[0] if official.days else today)
        gaps = list(official.gaps(first, today))
        unsure = list(official.holidays_or_gaps(first, today))
        if opts.json:
            told = {
                name: [{"first_day": f"{since}", "last_day": f"{until}"} for since, until in rows]
                for name, rows in (("gaps", gaps), ("holidays_or_gaps", unsure))
            }
            say(to_json({"first_day": f"{first}", "last_day": f"{today}"} | told))
        else:
            stored = sum(first <= day <= today for day in official.days)
            for line in gap_lines(gaps, unsure, first, today, stored):
                say(line)
        return 0


def _as_fields(report: StripReport) -> Fields:
    period, checked = report
    return {
        "outlet": period.outlet,
        "kind": period.kind,
        "side": period.side,
        "first_seen_at": period.first_seen_at,
        "last_seen_at": period.last_seen_at,
        "values": {
            code: {"value": f"{rate.value:f}", "units": rate.units}
            for code, rate in period.values.items()
        },
        "days": [
            {"first_day": f"{each.first}", "last_day": f"{each.last}"}
            | asdict(each.check, dict_factory=_with_days_as_text)
            for each in checked
        ],
    }


def _with_days_as_text(pairs: Iterable[tuple[str, Any]]) -> Fields:
    return {name: f"{value}" if isinstance(value, date) else value for name, value in pairs}
