"""liter.kz: the newspaper «Литер», in Russian and Kazakh.

Reported by several sources: the Unix time of publication ends an address
(`/novye-pravila-dlia-ksk-i-osi-1761582792/`, stored addresses of 2025 and 2026); no feed. Addresses
of before 2021 have none, and are not told from other pages. One source of 2023 shows the front
page's feed, one the sitemap of news. Whether the Kazakh articles have a host or a
path of their own is not known.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import liter

OUTLET = Outlet(
    name="liter",
    title="Литер",
    editions=(Edition(host="liter.kz", languages=("ru", "kk")),),
    owns_subdomains=True,
    host_aliases={"www.liter.kz": "liter.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        Sitemap(section="sitemap", url="https://liter.kz/sitemap.news.xml", unverified=("url",)),
    ),
    listings=(Listing(section="news", url="https://liter.kz/", unverified=("url",)),),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".lenta-news__item",
            link="a.last-news__link::attr(href)",
            title="a.last-news__link",
            published=".last-news__date",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_url=re.compile(r"^/[\w-]+-1\d{9}/?$"),
    never_follow=liter.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Литер", "Liter.kz", "LITER"),
)
