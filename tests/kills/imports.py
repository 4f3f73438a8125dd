"""Imports what a crawl imports, the reactor aside: in the process that workers are forked from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import twisted.internet.asyncioreactor  # noqa: F401 - imported, not installed
from scrapy.settings import BaseSettings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object, walk_modules_iter
from scrapy.utils.project import get_project_settings

from kznews.text.language import detect

_LISTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "ADDONS")
_CLASSES = ("SCHEDULER", "DOWNLOADER", "DUPEFILTER_CLASS", "STATS_CLASS", "LOG_FORMATTER")


def _components(settings: BaseSettings) -> Iterator[Any]:
    for name in _LISTS:
        yield from build_component_list(settings.getwithbase(name))
    for name in _CLASSES:
        yield settings[name]
    yield from settings.getwithbase("DOWNLOAD_HANDLERS").values()


_settings = get_project_settings()
for _component in _components(_settings):
    if _component is not None:
        load_object(_component)
for _package in ("scrapy.commands", _settings["COMMANDS_MODULE"], *_settings["SPIDER_MODULES"]):
    list(walk_modules_iter(_package))
# Not decided by its letters: that loads the model.
detect("Банк")
