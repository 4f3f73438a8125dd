"""`scrapy status`: whether every outlet is crawled as it should be, and every node well."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.database_command import DatabaseCommand, to_json
from kznews.mongo.connection import Address, open_database, open_sync_database
from kznews.monitoring.alerts import Alerts
from kznews.monitoring.check import Limits
from kznews.monitoring.checks import read_limits
from kznews.monitoring.delivery import Delivery, read_addresses
from kznews.monitoring.status_queries import StatusReader
from kznews.monitoring.status_report import StatusReport
from kznews.monitoring.status_text import report_lines
from kznews.nodes.node import forget
from kznews.text.terminal import harmless, write_moment
from kznews.watches.delays import delays


class Command(DatabaseCommand, ScrapyCommand):
    """Shows, outlet by outlet and node by node, what is and what is usual.

    Ends with 0 where all is well, with 1 where something is wrong (red: the row begins with `!`,
    the reason follows), with 2 and a line on stderr where there is no database.
    """

    summary = "Show how each outlet and each node is doing; end with 1 where something is wrong"
    arguments = "[outlet ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the forms of the report."""
        super().add_options(parser)
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--json", action="store_true", help="print the report as one JSON document"
        )
        form.add_argument(
            "--prometheus",
            action="store_true",
            help="print the report as metrics in Prometheus' text format",
        )
        parser.add_argument(
            "--alert",
            action="store_true",
            help="send an alert if other rows are red than when the last alert was sent",
        )
        parser.add_argument(
            "--forget-node",
            metavar="NODE",
            help="remove this node, which is not alive and will not come back, before reporting",
        )
        # Scrapy's own options have an `--output` of `crawl` only.
        parser.add_argument(
            "--output",
            metavar="FILE",
            help="replace this file with the report in one step, instead of printing it",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for outlets that there are not, and for settings that are wrong."""
        assert self.settings is not None  # set by Scrapy
        self._named = self._outlets(args)
        if opts.alert and args:
            raise UsageError("--alert is about all outlets: name no outlet with it")
        try:
            self._limits = read_limits(self.settings)
            self._delivery = Delivery(read_addresses(self.settings)) if opts.alert else None
        except ValueError as error:
            raise UsageError(str(error)) from error
        except OSError as error:
            raise UsageError(f"ALERTS_FILE cannot be read: {error}") from error

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Report."""
        if opts.forget_node is not None:
            with open_sync_database(address) as database:
                if not forget(database, opts.forget_node):
                    return self.fail(f"there is no dead node {opts.forget_node!r} to forget")
        assert self.settings is not None  # set by Scrapy
        after = timedelta(hours=self.settings.getfloat("MONITOR_WATCH_HOURS"))
        with open_sync_database(address) as database:
            watches = tuple(delays(database, after))
        report, told = asyncio.run(
            _read(address, self._limits, self._named, self._delivery, watches)
        )
        # Before anything is printed: it counts also where nobody reads all.
        self.exitcode = 1 if report.red else 0
        if not told and self._delivery is not None:
            self.complain(
                "the alert was not taken by all addresses of ALERTS"
                if self._delivery.has_addresses
                else "no alert was sent: neither ALERTS nor ALERTS_FILE names an address"
            )
        text = _form(report, address, opts)
        if opts.output is None:
            sys.stdout.write(text)
            return self.exitcode
        try:
            _replace(Path(opts.output), text)
        except OSError as error:
            return self.fail(f"cannot write {opts.output}: {error.strerror}")
        return self.exitcode

    def _outlets(self, named: list[str]) -> dict[str, timedelta | None]:
        known = self.crawl_intervals()
        for name in named:
            if name not in known:
                raise UsageError(f"there is no outlet {name!r}: there are {', '.join(known)}")
        return {name: known[name] for name in sorted(set(named)) or known}


async def _read(
    address: Address,
    limits: Limits,
    outlets: dict[str, timedelta | None],
    delivery: Delivery | None,
    watches: tuple[str, ...],
) -> tuple[StatusReport, bool]:
    """Read the report; where there is a delivery, tell of what is red. Whether all were told."""
    async with open_database(address) as database:
        report = await StatusReader(database, limits).report(outlets)
        report = replace(report, watches=watches)
        if delivery is None:
            return report, True
        return report, await Alerts(database, delivery).tell("scrapy status", report.red)


def _form(report: StatusReport, address: Address, opts: argparse.Namespace) -> str:
    if opts.prometheus:
        from kznews.monitoring.prometheus import exposition  # noqa: PLC0415 - slow to import

        return harmless(exposition(report))
    if opts.json:
        document = asdict(report)
        for outlet, each in zip(document["outlets"], report.outlets, strict=True):
            outlet["fallback_share"] = each.fallback_share
        return to_json(document) + "\n"
    in_colour = opts.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    database = f"the database {address.database!r} of {address.name}"
    heading = f"Status in {database}, {write_moment(report.now)} UTC"
    return "\n".join((heading, "", *report_lines(report, in_colour=in_colour), ""))


def _replace(path: Path, text: str) -> None:
    """Put `text` in place of the file in one step: who reads it meanwhile reads the old one."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as written:
        try:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
            # Like a file that is simply written: for node_exporter, another user, to read.
            Path(written.name).chmod(0o644)
            Path(written.name).replace(path)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
