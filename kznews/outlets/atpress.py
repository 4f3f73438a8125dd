"""atpress.kz, Atyrau: news in Russian; Joomla.

One scraper of 2026 walks the section of ecology by `?start=`, twelve articles a page, and shows the
form of addresses. No page of it was read: the layouts are Joomla's own, all of them unverified, and
so is that the list of all sections stands above them.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import joomla

OUTLET = Outlet(
    name="atpress",
    title="Atpress.kz",
    editions=(Edition(host="atpress.kz", languages=("ru",)),),
    owns_subdomains=True,
    host_aliases={"www.atpress.kz": "atpress.kz"},
    time_zone="Asia/Atyrau",
    listings=(
        Listing(
            section="news",
            url="https://atpress.kz/ru/news",
            page_url="https://atpress.kz/ru/news?start={offset}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(joomla.LISTING,),
    article_layouts=(joomla.ARTICLE,),
    article_url=re.compile(r"^/ru/news/[\w-]+/[^/]+$"),
    never_follow=joomla.NEVER_FOLLOW,
    section_path=re.compile(r"^/ru/news/([\w-]+)/"),
    own_names=("Atpress.kz", "АтырауПресс"),
)
