"""The extension that counts a crawl's own log lines by level."""

from __future__ import annotations

import logging
from contextvars import ContextVar

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.logcount import LogCount

CRAWLER: ContextVar[Crawler | None] = ContextVar("CRAWLER", default=None)
"""The crawl that a task belongs to, where several go on in this process."""


class OwnLogCount(LogCount):
    """The extension that counts as Scrapy's own does, but no line of another crawl.

    A line that belongs to no crawl, such as one of Twisted's, counts for all that go on.
    """

    def spider_opened(self, spider: Spider) -> None:
        """Begin to count."""
        super().spider_opened(spider)
        if self.handler is not None:
            self.handler.addFilter(self._is_own)

    def _is_own(self, _: logging.LogRecord) -> bool:
        return CRAWLER.get() in {None, self.crawler}
