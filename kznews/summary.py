"""What came of a crawl, in a few log lines at its end."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class CrawlSummary:
    """Extension that says what was stored, rejected and not fetched.

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
        failures = _counts(stats, "failures/")
        if not stats.get("response_received_count"):
            # Without a failure it was ended before it began, and has been told why.
            if failures:
                logger.critical(
                    "%s: not one page could be fetched (%s). Is the network there? "
                    "The database is as it was.",
                    name,
                    ", ".join(failures),
                )
            return
        for line in _lines(stats, failures):
            logger.info("%s: %s", name, line)
        if not _counts(stats, "items/stored/"):
            logger.error("%s: pages came, but nothing was found on them", name)


def _lines(stats: dict[str, Any], failures: dict[str, int]) -> list[str]:
    stored: dict[str, dict[str, int]] = {}
    for key, count in _counts(stats, "items/stored/").items():
        collection, _, outcome = key.partition("/")
        stored.setdefault(collection, {})[outcome] = count
    lines = [
        f"{collection}: " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        for collection, outcomes in sorted(stored.items())
    ]
    for title, counts in (
        ("rejected", _counts(stats, "items/rejected/")),
        ("not fetched", failures),
    ):
        if counts:
            lines.append(f"{title}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()))
    return lines


def _counts(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {
        key.removeprefix(prefix): value
        for key, value in sorted(stats.items())
        if key.startswith(prefix)
    }
