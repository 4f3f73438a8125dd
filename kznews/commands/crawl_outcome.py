"""How a crawl ended, as an exit code and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from kznews.feeds import feeds_failed
from kznews.mongo.errors import DATABASE_UNAVAILABLE, UNAVAILABLE
from kznews.monitoring.expectations import read_unmet
from kznews.monitoring.runs import succeeded


def stats_of(crawler: Crawler) -> Mapping[str, Any]:
    """Give a crawl's statistics; none where an error while it was set up kept it from beginning."""
    try:
        stats: Mapping[str, Any] = crawler.stats.get_stats()
    except RuntimeError:
        return {}
    return stats


def exit_code(crawler: Crawler) -> int:
    """Give the exit code of a crawl that has ended.

    0: it finished; 69: it did not begin, because there was no database; 1: anything else, such as a
    file of `-O` that could not be written, or, with the setting STRICT, a page that is not as the
    outlet's facts let expect.
    """
    stats = stats_of(crawler)
    if stats.get("finish_reason") == DATABASE_UNAVAILABLE:
        return UNAVAILABLE
    if feeds_failed(stats) or not succeeded(stats, stats.get("finish_reason", "")):
        return 1
    return 1 if crawler.settings.getbool("STRICT") and read_unmet(stats) else 0
