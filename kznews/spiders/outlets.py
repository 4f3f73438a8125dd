"""A spider for each outlet with listings, made from its facts: `scrapy crawl exclusive`."""

from __future__ import annotations

from kznews.outlets import all_outlets
from kznews.spiders.news import NewsSpider

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
        if outlet.listings
    }
)
