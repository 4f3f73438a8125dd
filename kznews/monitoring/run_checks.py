"""The extension that checks a run when it ends, logs what fails, and has it told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.crawler import Crawler
from spidermon import Monitor, MonitorRunner, MonitorSuite, monitors
from spidermon.settings import MONITOR

from kznews.mongo.connection import Database
from kznews.monitoring.alerts import Alerts
from kznews.monitoring.checks import RUN_CHECKS, Check, EndedRun, Limits, read_limits
from kznews.monitoring.database_extension import DatabaseExtension
from kznews.monitoring.delivery import Delivery, read_addresses

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
        verdict = judge(run, self._limits)
        alerts = Alerts(database, self._delivery)
        await alerts.tell(spider.name, verdict.failed, undecided=verdict.undecided)
        for check, why in verdict.failed.items():
            logger.error("%s: check failed: %s: %s", spider.name, check, why)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the checks of one run say."""

    failed: dict[str, str]
    """The reasons in words, by the names of the checks that failed."""
    undecided: frozenset[str]
    """Names of the checks for which the run was too small."""


def judge(run: EndedRun, limits: Limits) -> Verdict:
    """Check the run with spidermon: each of RUN_CHECKS is a test of a monitor."""
    result = MonitorRunner().run(_RunSuite(), run=run, limits=limits)
    failed: dict[str, str] = {}
    undecided = set()
    for each in result.monitor_results:
        name = each.item.method_name
        match each.status:
            case MONITOR.STATUS.SUCCESS:
                continue
            case MONITOR.STATUS.SKIPPED:
                undecided.add(name)
            case MONITOR.STATUS.FAILURE:
                failed[name] = each.reason
            case _:  # the check itself is broken
                failed[name] = f"the check itself failed: {each.error.strip().splitlines()[-1]}"
    return Verdict(failed=failed, undecided=frozenset(undecided))


def _test(check: Check[EndedRun]) -> Callable[[Any], None]:
    @monitors.name(check.name)
    def test(self: Any) -> None:
        run, limits = self.data.run, self.data.limits
        if not check.decides(run, limits):
            self.skipTest("too few to tell")
        if fault := check.fault(run, limits):
            self.fail(fault)

    return test  # type: ignore[no-any-return]


class _RunSuite(MonitorSuite):
    monitors: ClassVar[list[type[Monitor]]] = [
        type("RunMonitor", (Monitor,), {f"test_{each.name}": _test(each) for each in RUN_CHECKS})
    ]


def _delivery(crawler: Crawler) -> Delivery:
    try:
        addresses = read_addresses(crawler.settings)
    except OSError as error:
        logger.error("ALERTS_FILE cannot be read, no alert will be sent: %s", error)
        addresses = []
    return Delivery(addresses)
