"""What came of a crawl, in a few log lines at its end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from kznews.monitoring.checks import ARTICLES, ERRORS, ITEMS, LISTINGS, PAGES
from kznews.monitoring.runs import is_recorded
from kznews.monitoring.subjects import EndedRun
from kznews.statistics import (
    ANSWERS,
    PAGES_READ,
    PAGES_UNCHANGED,
    by_kind,
    in_words,
    stored_by_collection,
)

logger = logging.getLogger(__name__)


class CrawlSummary:
    """The extension that says what was stored, rejected and not fetched, and counts our own errors.

    A crawl without a single page, or without a single item, is an error and is told as one. Pages
    that are not as the outlet's facts let expect are warnings; with STRICT, errors.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        # The last signal: nothing is logged below the summary but Scrapy's farewell.
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of one crawl."""
        return cls(crawler)

    def engine_stopped(self) -> None:
        """Log the summary."""
        stats = self.crawler.stats.get_stats()
        name = self.crawler.spidercls.name
        run = EndedRun(spider=name, stats=stats, reason=stats.get("finish_reason", ""))
        for line in _lines(run):
            logger.info("%s: %s", name, line)
        for check in (ERRORS, ITEMS, LISTINGS, ARTICLES):
            if fault := check.fault(run, {}):
                logger.error("%s: %s", name, fault)
        level = logging.ERROR if self.crawler.settings.getbool("STRICT") else logging.WARNING
        for each in run.counts.unmet:
            logger.log(level, "%s: %s", name, each.sentence(run.counts.articles))
        if fault := PAGES.fault(run, {}):
            # robots.txt refuses from memory, too: where nothing was asked for.
            asked = stats.get("response_received_count") or run.counts.failures.keys() <= {
                "refused"
            }
            hint = "" if asked else " Is the network there?"
            if not is_recorded(stats):
                hint += " What is stored is as it was."
            logger.critical("%s: %s.%s", name, fault, hint)


def _lines(run: EndedRun) -> Iterator[str]:
    for collection, outcomes in sorted(stored_by_collection(run.stats).items()):
        yield f"{collection}: {in_words(outcomes)}"
    if unchanged := run.stats.get(PAGES_UNCHANGED):
        yield f"pages: {run.stats.get(PAGES_READ, 0)} read, {unchanged} unchanged (304)"
    for title, counts in (
        ("articles that had been read before", by_kind(run.stats, ANSWERS)),
        ("rejected", by_kind(run.stats, "items/rejected/")),
        ("not fetched", run.counts.failures),
        ("frontier", by_kind(run.stats, "frontier/")),
    ):
        if counts:
            yield f"{title}: {in_words(counts)}"
