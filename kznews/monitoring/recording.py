"""The extension that records each run."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Spider
from scrapy.crawler import Crawler

from kznews.mongo.connection import Database
from kznews.monitoring.database_extension import DatabaseExtension
from kznews.monitoring.runs import is_recorded, record_run, run_fields
from kznews.monitoring.sizes import note_size


class RunRecorder(DatabaseExtension):
    """Writes the run's document in `runs`, and once a day the database's size.

    A crawl that no outlet answered writes neither.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._started_at = datetime.now(UTC)

    async def crawl_ended(self, database: Database, spider: Spider, reason: str) -> None:
        """Record the run."""
        # Before anything is awaited: what others log meanwhile is no error of the run.
        stats = self.crawler.stats.get_stats()
        if is_recorded(stats):
            fields = run_fields(
                spider.name,
                stats,
                started_at=self._started_at,
                finished_at=datetime.now(UTC),
                finish_reason=reason,
                job=getattr(spider, "job", None),
            )
            await record_run(database, fields)
            await note_size(database)
