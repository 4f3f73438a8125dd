"""khabar.kz: the television channel «Хабар», in Russian and Kazakh; Joomla with K2.

Two scrapers, of 2020 and 2023, walk the Kazakh listing by `?start=`, twenty articles a page; the
later one has the same markup as its sister 24.kz. A monitor of 2026 finds its articles by a
sitemap, whose address a source of that year names.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import joomla

OUTLET = Outlet(
    name="khabar",
    title="Хабар",
    editions=(
        Edition(host="khabar.kz", path="/ru/", languages=("ru",)),
        Edition(host="khabar.kz", path="/kk/", languages=("kk",)),
    ),
    owns_subdomains=True,
    host_aliases={"www.khabar.kz": "khabar.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        Sitemap(section="sitemap", url="https://khabar.kz/ru/xml-karta", unverified=("url",)),
        Sitemap(section="sitemap-kk", url="https://khabar.kz/kk/xml-karta", unverified=("url",)),
    ),
    listings=(
        Listing(
            section="news",
            url="https://khabar.kz/ru/news",
            page_url="https://khabar.kz/ru/news?start={offset}",
            evidence="two scrapers",
            unverified=("page_url",),
        ),
        Listing(
            section="news-kk",
            url="https://khabar.kz/kk/news",
            page_url="https://khabar.kz/kk/news?start={offset}",
            evidence="scrapers of 2020 and 2023",
        ),
    ),
    listing_layouts=(joomla.KHABAR_LISTING,),
    article_layouts=(joomla.KHABAR_ARTICLE,),
    article_url=re.compile(r"^/(?:ru|kk)/(?:[\w-]+/)+(?:item/)?\d+-[\w-]+$"),
    never_follow=joomla.NEVER_FOLLOW,
    own_names=("Хабар", "Khabar.kz"),
)
