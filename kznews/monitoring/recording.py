"""The extension that records each run."""

from __future__ import annotations

import time
from datetime import timedelta

from scrapy import Spider
from scrapy.crawler import Crawler

from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.monitoring.database_extension import DatabaseExtension
from kznews.monitoring.runs import is_recorded, record_run, run_fields
from kznews.monitoring.sizes import note_size


class RunRecorder(DatabaseExtension):
    """Writes the run's document in `runs`, and once a day the database's size.

    Moments are by the server's clock, as `scrapy status` compares them with it.

    A crawl that no outlet answered writes neither.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._began = time.monotonic()

    async def crawl_ended(self, database: Database, spider: Spider, reason: str) -> None:
        """Record the run."""
        # Before anything is awaited: what others log meanwhile is no error of the run.
        stats = self.crawler.stats.get_stats()
        if is_recorded(stats):
            seconds = time.monotonic() - self._began
            clock = ServerClock(database)
            await clock.read()
            now = clock.now()
            fields = run_fields(
                spider.name,
                stats,
                started_at=now - timedelta(seconds=seconds),
                finished_at=now,
                finish_reason=reason,
                job=getattr(spider, "job", None),
            )
            await record_run(database, fields)
            await note_size(database, now)
