"""A spider for each outlet with a way of discovery, made of its facts: `scrapy crawl exclusive`."""

from __future__ import annotations

from typing import NoReturn

from scrapy import Spider

from kznews.outlets import BrokenOutletError, all_outlets, broken_outlets
from kznews.spiders.news import NewsSpider


class _BrokenSpider(Spider):
    """Spider in place of an outlet's whose module has an error: listed, and refused when asked."""

    def __init__(self, *_: object, **__: object) -> NoReturn:
        raise BrokenOutletError(broken_outlets()[self.name])


# Scrapy finds spiders as attributes of the modules in SPIDER_MODULES.
globals().update(
    {
        f"{outlet.name.title()}Spider": type(
            f"{outlet.name.title()}Spider",
            (NewsSpider,),
            {
                "name": outlet.name,
                "outlet": outlet,
                "crawl_every": outlet.crawl_every,
                "__module__": __name__,
                "__doc__": outlet.title,
            },
        )
        for outlet in all_outlets()
        if outlet.ways
    }
)
globals().update(
    {
        f"{name.title()}Spider": type(
            f"{name.title()}Spider", (_BrokenSpider,), {"name": name, "__module__": __name__}
        )
        for name in broken_outlets()
    }
)
