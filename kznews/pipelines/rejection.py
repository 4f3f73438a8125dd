"""How a pipeline step rejects an item: counted, logged, and kept as a Rejection."""

from __future__ import annotations

import logging

from scrapy.crawler import Crawler

from kznews.items import Article, Rate, Rejection, Ticker, rejection_of

logger = logging.getLogger(__name__)


def rejected(crawler: Crawler, item: Article | Ticker | Rate, fault: str) -> Rejection:
    """Reject `item` for `fault`; return what is kept in its place."""
    return counted(crawler, rejection_of(item, fault))


def counted(crawler: Crawler, rejection: Rejection) -> Rejection:
    """Count a rejection by the kind of item with which its reason begins, and log it."""
    kind = rejection.reason.partition(": ")[0]
    crawler.stats.inc_value(f"items/rejected/{kind}")
    logger.error("%s: rejected %s", rejection.url, rejection.reason)
    return rejection
