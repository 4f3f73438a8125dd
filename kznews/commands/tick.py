"""`scrapy tick`: submit the crawls that are due to the nodes' queue."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue

from pymongo.errors import PyMongoError
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kznews.commands.daily_work import DailyWork
from kznews.commands.database_command import DatabaseCommand
from kznews.commands.output import say
from kznews.mongo.clock import server_time
from kznews.mongo.connection import Address, SyncDatabase, as_unavailable, open_sync_database
from kznews.mongo.errors import DatabaseUnavailable
from kznews.nodes.eggs import Eggs, NoSuchVersion
from kznews.nodes.jobs import DuplicateJob, Jobs, NewJob
from kznews.nodes.runner import EGG_VERSION
from kznews.nodes.schedule import Tick, current_tick
from kznews.outlets import broken_outlets

PROJECT = "kznews"
"""The name of the project whose spiders are scheduled."""


class Command(DatabaseCommand, ScrapyCommand):
    """Looks which spiders' ticks have come, and queues a job for each.

    Any number of machines may do so at once: a tick's job has an id that all of them work out alike
    from the database's clock, so the first one queues it. A tick whose predecessor has not ended is
    recorded as `skipped`. Prints a line for each tick that it was the first to see. Ends with 2
    where there is no database; with `--every` it goes on trying, until it is stopped or another
    version is deployed, whose schedule it does not know. Once a day it prunes the archive, as
    `scrapy prune pages` does, and looks at the pages of each outlet that no layout read: from ten
    on it induces layouts, as `scrapy induce` does, and reads them again.
    """

    summary = "Queue the crawls that are due, for Scrapyd's nodes"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the option that repeats it."""
        super().add_options(parser)
        parser.add_argument(
            "--every",
            type=float,
            metavar="SECONDS",
            help="look for due crawls every so many seconds, until stopped",
        )

    def check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise UsageError for seconds that are none."""
        if opts.every is not None and opts.every <= 0:
            raise UsageError(f"--every is {opts.every:g}: it must be a number of seconds above 0")
        assert self.settings is not None  # set by Scrapy
        self._daily_work = DailyWork(self.settings)

    def work(self, address: Address, args: list[str], opts: argparse.Namespace) -> int:
        """Look once, or again and again."""
        for name, fault in broken_outlets().items():
            self.complain(f"{name} is not crawled: {fault}")
        schedule = {name: every for name, every in self.crawl_intervals().items() if every}
        if opts.every is None:
            self._look(address, schedule)
            return 0
        # No threading.Event: set by a handler that interrupts its own `wait`, it blocks for ever.
        stops: SimpleQueue[int] = SimpleQueue()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda number, _: stops.put(number))
        while True:
            try:
                if not self._look(address, schedule):
                    return 0
            except DatabaseUnavailable as error:
                self.complain(str(error))
            with suppress(Empty):
                stops.get(timeout=opts.every)
                return 0

    def _look(self, address: Address, schedule: Mapping[str, timedelta]) -> bool:
        """Submit what is due; then do what is done once a day. Raises DatabaseUnavailable.

        Returns False where another version is deployed.
        """
        try:
            with open_sync_database(address) as database:
                if not _is_current(database):
                    return False
                jobs = Jobs(database)
                now = server_time(database.client.admin.command("hello"))
                for spider, every in schedule.items():
                    tick = current_tick(spider, every, now)
                    if outcome := submit(jobs, tick):
                        say(f"{tick.job}: {outcome}", flush=True)
                self._daily_work.do(database, address, now, partial(say, flush=True))
        except PyMongoError as error:
            raise as_unavailable(error, address) from error
        return True


def submit(jobs: Jobs, tick: Tick) -> str | None:
    """Queue the tick's job, or record that it is skipped; None where somebody was first.

    Raises pymongo.errors.PyMongoError.
    """
    job = NewJob(id=tick.job, project=PROJECT, spider=tick.spider, tick=tick.at)
    try:
        if jobs.has_unfinished(tick.spider):
            jobs.add_skipped(job, "the crawl before has not ended")
            return "skipped: the crawl before has not ended"
        jobs.add(job)
    except DuplicateJob:
        return None
    return "queued"


def _is_current(database: SyncDatabase) -> bool:
    mine = os.environ.get(EGG_VERSION)
    if mine is None:  # no egg's code: the installed one, run by hand
        return True
    try:
        return bool(Eggs(database).find(PROJECT, None)["version"] == mine)
    except NoSuchVersion:
        return False
