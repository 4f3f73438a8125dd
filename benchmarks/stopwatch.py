"""The extension that times a crawl from within, told to whoever started it over pipes."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from benchmarks.processor import most_bytes, queued_seconds

# What a crawl of kznews imports at its first article.
_LATER = (
    "kznews.extraction.article",
    "kznews.record.stories.linking",
    "kznews.record.translations.linking",
    "kznews.text.language",
)
_COMPONENTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")


class Stopwatch:
    """Says `ready` on stdout, begins the crawl at a line on stdin, says what came of it in JSON.

    That line has the keys `began`, `opened`, `answered` (the last answer), `closed` and `ended`,
    seconds of CLOCK_MONOTONIC, which is one for all processes; `cpu` and `queued`, seconds from
    `began` to `ended` that it had a core, and that its main thread waited for one; `startup`,
    seconds of a core until it was ready; `memory`, the most bytes that it held; `stats`, Scrapy's.
    Stands before all other extensions: what they do is timed. What a process loads once is loaded
    before it is ready; the setting STOPWATCH_LOADS names modules other than those of kznews.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._answered, signals.response_received)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._ended, signals.engine_stopped)
        _load(crawler.settings)
        print("ready", flush=True)
        sys.stdin.readline()
        self._cpu, self._queued = time.process_time(), queued_seconds()
        self._moments = {"began": time.monotonic()}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _opened(self) -> None:
        self._moments["opened"] = time.monotonic()

    def _answered(self) -> None:
        self._moments["answered"] = time.monotonic()

    def _closed(self) -> None:
        self._moments["closed"] = time.monotonic()

    def _ended(self) -> None:
        self._moments["ended"] = time.monotonic()
        told = {
            **self._moments,
            "cpu": time.process_time() - self._cpu,
            "queued": queued_seconds() - self._queued,
            "startup": self._cpu,
            "memory": most_bytes(),
            "stats": self._crawler.stats.get_stats(),
        }
        print(json.dumps(told, default=str), flush=True)


def _load(settings: BaseSettings) -> None:
    for name in settings.getlist("STOPWATCH_LOADS", list(_LATER)):
        import_module(name)
    components = [settings["SCHEDULER"], *settings.getwithbase("DOWNLOAD_HANDLERS").values()]
    for name in _COMPONENTS:
        components += build_component_list(settings.getwithbase(name))
    for component in components:
        if component is not None:  # a handler that is switched off
            load_object(component)
    if "kznews.text.language" in sys.modules:
        # Not decided by its letters: that loads the model, which takes a second.
        sys.modules["kznews.text.language"].detect("Банк")
