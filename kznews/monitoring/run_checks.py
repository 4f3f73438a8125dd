"""The extension that checks a run when it ends, logs what fails, and has it told."""

from __future__ import annotations

import logging

from scrapy import Spider
from scrapy.crawler import Crawler

from kznews.mongo.connection import Database
from kznews.monitoring.alerts import Alerts
from kznews.monitoring.check import judge
from kznews.monitoring.checks import RUN_CHECKS, read_limits
from kznews.monitoring.database_extension import DatabaseExtension
from kznews.monitoring.delivery import Delivery, read_addresses
from kznews.monitoring.subjects import EndedRun

logger = logging.getLogger(__name__)

# Somebody stopped it: what it did not do is no fault.
_STOPPED = "shutdown"


class RunChecks(DatabaseExtension):
    """The extension that logs each failed check of a run as an error, and sends alerts of changes.

    Without a database nothing is sent: what has been told is not known. Raises ValueError for a
    setting `MONITOR_…` that is no number above 0.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limits = read_limits(crawler.settings)
        self._delivery = _delivery(crawler)

    async def crawl_ended(self, database: Database, spider: Spider, reason: str) -> None:
        """Check the run."""
        if reason == _STOPPED:
            return
        run = EndedRun(spider=spider.name, stats=self.crawler.stats.get_stats(), reason=reason)
        verdict = judge(RUN_CHECKS, run, self._limits)
        alerts = Alerts(database, self._delivery)
        await alerts.tell(spider.name, verdict.failed, undecided=verdict.undecided)
        for check, why in verdict.failed.items():
            logger.error("%s: check failed: %s: %s", spider.name, check, why)


def _delivery(crawler: Crawler) -> Delivery:
    try:
        addresses = read_addresses(crawler.settings)
    except OSError as error:
        logger.error("ALERTS_FILE cannot be read, no alert will be sent: %s", error)
        addresses = []
    return Delivery(addresses)
