"""What came of a crawl, in a few log lines at its end."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from kznews.monitoring.runs import has_found, is_recorded, own_faults
from kznews.statistics import FAILURES, PAGES_READ, PAGES_UNCHANGED, STORED, by_kind

logger = logging.getLogger(__name__)


class CrawlSummary:
    """Extension that says what was stored, rejected and not fetched, and how often our code failed.

    A crawl without a single page, or without a single item, is an error and is told as one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        # The last signal: nothing is logged below the summary but Scrapy's farewell.
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for one crawl."""
        return cls(crawler)

    def engine_stopped(self) -> None:
        """Log the summary."""
        stats = self.crawler.stats.get_stats()
        name = self.crawler.spidercls.name
        failures = by_kind(stats, FAILURES)
        for line in _lines(stats, failures):
            logger.info("%s: %s", name, line)
        faults = own_faults(stats)
        if faults:
            logger.error("%s: %d errors in our own code, see the log above", name, faults)
        if stats.get(PAGES_READ):
            if not has_found(stats):
                logger.error("%s: pages came, but nothing was found on them", name)
        # Without failures there was nothing to do, or it was told why the crawl never began.
        elif failures and not stats.get(PAGES_UNCHANGED):
            hint = "" if stats.get("response_received_count") else " Is the network there?"
            if not is_recorded(stats):
                hint += " What is stored is as it was."
            logger.critical("%s: not one page could be read (%s).%s", name, _told(failures), hint)


def _lines(stats: dict[str, Any], failures: dict[str, int]) -> list[str]:
    stored: dict[str, dict[str, int]] = {}
    for key, count in by_kind(stats, STORED).items():
        collection, _, outcome = key.partition("/")
        stored.setdefault(collection, {})[outcome] = count
    lines = [f"{collection}: {_told(outcomes)}" for collection, outcomes in sorted(stored.items())]
    if unchanged := stats.get(PAGES_UNCHANGED):
        lines.append(f"pages: {stats.get(PAGES_READ, 0)} read, {unchanged} unchanged (304)")
    for title, counts in (
        ("rejected", by_kind(stats, "items/rejected/")),
        ("not fetched", failures),
        ("frontier", by_kind(stats, "frontier/")),
    ):
        if counts:
            lines.append(f"{title}: {_told(counts)}")
    return lines


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
