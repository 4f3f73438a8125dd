"""Scrapy's feed exports, which tell of a file that cannot be written: the crawl then fails."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from scrapy import Spider
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

logger = logging.getLogger(__name__)

_FAILED = "feedexport/failed"
_FAILED_ITEMS = f"{_FAILED}_items"


class Feeds(FeedExporter):
    """The extension that writes items to the files of `-O` and FEEDS; errors are counted."""

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write one item to each file that takes it."""
        try:
            super().item_scraped(item, spider)
        except OSError as error:
            if not self.crawler.stats.get_value(_FAILED_ITEMS):  # one line tells of all
                logger.error("Items are not written to %s: %s", self._files(), error)
            self.crawler.stats.inc_value(_FAILED_ITEMS)

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        try:
            await super()._close_slot(slot, spider)
        except OSError as error:
            logger.error("The end of %s is not written: %s", slot.uri, error)
            self.crawler.stats.inc_value(f"{_FAILED}_ends")

    def _files(self) -> str:
        return ", ".join(slot.uri for slot in self.slots)


def feeds_failed(stats: Mapping[str, Any]) -> bool:
    """Tell whether a file of a crawl lacks something."""
    return any(name.startswith(_FAILED) for name in stats)
