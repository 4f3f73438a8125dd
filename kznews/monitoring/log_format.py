"""The log's format: pages and servers write into it, and people read it in a terminal."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.log import get_scrapy_root_handler

from kznews.text.terminal import harmless


class HarmlessLog:
    """The extension that makes Scrapy's log, on a terminal and in a file, safe for terminals."""

    def __init__(self, crawler: Crawler) -> None:
        self._settings = crawler.settings
        # Before it, Scrapy may still make its handler anew; no page is read yet.
        crawler.signals.connect(self._set_format, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of one crawl."""
        return cls(crawler)

    def _set_format(self) -> None:
        handler = get_scrapy_root_handler()
        if handler is not None:
            handler.setFormatter(
                HarmlessFormatter(self._settings["LOG_FORMAT"], self._settings["LOG_DATEFORMAT"])
            )


class HarmlessFormatter(logging.Formatter):
    """The format of log lines and tracebacks without what a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        """Write U+FFFD in place of each such sign."""
        return harmless(super().format(record))
