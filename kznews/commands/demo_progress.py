"""The line that counts while the demo's crawls run."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from time import monotonic

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from kznews.commands.output import say
from kznews.statistics import stored_by_collection

PAGES = "response_received_count"
"""Scrapy's own statistic: how many pages came."""


class Progress:
    """A line that counts while crawls run: in place on a terminal, else every 5 seconds."""

    def __init__(self, crawlers: Sequence[Crawler]) -> None:
        self._crawlers = crawlers
        self._started = monotonic()
        self._live = sys.stdout.isatty()
        self._shown = 0
        self._open: set[Crawler] = set()
        self.began = False
        """Whether a crawl was set up; only then it has statistics."""
        for crawler in crawlers:
            crawler.signals.connect(self._start, signals.spider_opened)
            crawler.signals.connect(self._stop, signals.spider_closed)

    def end(self) -> None:
        """Print the last count, and leave it there."""
        self._print()
        if self._live:
            say()

    def _start(self, spider: Spider) -> None:
        self._open.add(spider.crawler)
        if self.began:
            return
        self.began = True
        self._loop = create_looping_call(self._print)
        self._loop.start(0.5 if self._live else 5, now=self._live)
        # Log lines go to the same terminal.
        handler = get_scrapy_root_handler()
        if self._live and handler is not None:
            handler.addFilter(self._make_way)

    def _stop(self, spider: Spider) -> None:
        self._open.discard(spider.crawler)
        if not self._open and self._loop.running:
            self._loop.stop()

    def _print(self) -> None:
        pages = articles = 0
        for crawler in self._crawlers:
            if crawler.stats is not None:
                stats = crawler.stats.get_stats()
                pages += stats.get(PAGES, 0)
                articles += sum(stored_by_collection(stats).get("articles", {}).values())
        text = (
            f"{monotonic() - self._started:4.0f} s   "
            f"{pages:3} pages fetched   "
            f"{articles:3} articles stored"
        )
        self._shown = len(text)
        if self._live:
            _rewrite(text)
        else:
            say(text, flush=True)

    def _make_way(self, _: logging.LogRecord) -> bool:
        _rewrite(" " * self._shown + "\r")
        return True


def _rewrite(text: str) -> None:
    """Write our own text over the terminal's last line."""
    sys.stdout.write(f"\r{text}")
    sys.stdout.flush()
