"""exclusive.kz's spider with a page that it does not survive, and one that it cannot read.

For SPIDER_MODULES; the settings DEADLY_PAGE and BROKEN_PAGE are their URLs.
"""

from __future__ import annotations

from scrapy.http import Response

from kznews.extraction.page import Page
from kznews.outlets.exclusive import OUTLET
from kznews.spiders.news import NewsSpider
from tests.kills.fates import kill_myself


class PoisonedSpider(NewsSpider):
    name = OUTLET.name
    outlet = OUTLET

    def _page(self, response: Response, tags: int | None = None) -> Page:
        if response.url == self.settings["DEADLY_PAGE"]:
            kill_myself()
        if response.url == self.settings["BROKEN_PAGE"]:
            raise RuntimeError("a fault of ours")
        return super()._page(response, tags)
