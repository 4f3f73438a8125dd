"""The extension that checks a run when it ends, logs what fails, and has it told."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from kznews.mongo.addon import DatabaseAddon
from kznews.mongo.connection import Database
from kznews.mongo.errors import DatabaseUnavailable
from kznews.monitoring.alerts import Alerts
from kznews.monitoring.checks import judge
from kznews.monitoring.delivery import Delivery, read_addresses
from kznews.monitoring.limits import Limits

logger = logging.getLogger(__name__)

# Somebody stopped it: what it did not do is no fault.
_STOPPED = "shutdown"


class RunChecks:
    """Logs each failed check of each run as an error, and sends alerts of changes.

    Without a database nothing is sent: what has been told is not known.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limits = Limits.from_settings(crawler.settings)
        self._delivery = _delivery(crawler)
        self._store = AsyncExitStack()
        self._database: Database | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of one crawl. Raises ValueError for a limit that is none."""
        return cls(crawler)

    async def spider_opened(self) -> None:
        """Keep the crawl's database open until the checks are through."""
        addon = DatabaseAddon.of(self._crawler)
        try:
            self._database = await addon.open()
        except DatabaseUnavailable:  # the store pipeline tells it
            return
        self._store.push_async_callback(addon.close)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Check the run."""
        async with self._store:
            if self._database is None or reason == _STOPPED:
                return
            verdict = judge(self._crawler.stats.get_stats(), reason, self._limits)
            alerts = Alerts(self._database, self._delivery)
            await alerts.tell(spider.name, verdict.failed, undecided=verdict.undecided)
            # The run is recorded by now: these lines are not among its errors.
            for check, why in verdict.failed.items():
                logger.error("%s: check failed: %s: %s", spider.name, check, why)


def _delivery(crawler: Crawler) -> Delivery:
    try:
        addresses = read_addresses(crawler.settings)
    except OSError as error:
        logger.error("ALERTS_FILE cannot be read, no alert will be sent: %s", error)
        addresses = []
    return Delivery(addresses)
