"""Imports what a crawl imports, the reactor aside: where crawls of the tests are forked from.

A crawl reads the settings anew, since they read the environment.
"""

# ruff: noqa: E402 - the warnings come first

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# As where they are imported in the crawl itself: a warning of an import is an error.
warnings.simplefilter("error")

import scrapy.cmdline
import scrapy.downloadermiddlewares.cookies
import scrapy.extensions.remote_control
import scrapy.extensions.telnet  # noqa: F401 - what crawls without our settings import
import twisted.internet.asyncioreactor  # noqa: F401 - imported, not installed
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object, walk_modules_iter

import kznews
from kznews.extraction.article import extract_article
from kznews.text.language import detect

_LISTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "ADDONS")
_CLASSES = ("SCHEDULER", "DOWNLOADER", "DUPEFILTER_CLASS", "STATS_CLASS", "LOG_FORMATTER")


def _components(settings: BaseSettings) -> Iterator[Any]:
    for name in _LISTS:
        yield from build_component_list(settings.getwithbase(name))
    for name in _CLASSES:
        yield settings[name]
    yield from settings.getwithbase("DOWNLOAD_HANDLERS").values()


_settings = Settings()
_settings.setmodule("kznews.settings", priority="project")
for _component in _components(_settings):
    if _component is not None:
        load_object(_component)
for _package in (
    "scrapy.commands",
    "kznews.commands",
    "kznews.spiders",
    # What a crawl imports once it needs it.
    "kznews.extraction",
    "kznews.record",
    "kznews.transport.network",
    "kznews.transport.newsroom_handler",
    "kznews.transport.replay",
):
    list(walk_modules_iter(_package))
# What is made at the first article and then kept: patterns, tables. The word is not decided by its
# letters: that loads the model.
for _page in sorted((Path(__file__).parent / "pages").glob("exclusive-*/article/page.html")):
    extract_article(_page.read_bytes(), "https://exclusive.kz/")
detect("Банк")

del sys.modules["kznews.settings"]
delattr(kznews, "settings")
