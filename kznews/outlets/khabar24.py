"""24.kz: the television channel «Хабар 24», in Russian and Kazakh; Joomla with K2.

Scrapers of 2024 and 2025 agree on the article; its date reads «14:05, 28.04.2025». Addresses had
`/item/` before the number until about 2024 and have none since. The listings' addresses are named
by three sources each; how they go on is its sister khabar.kz's way. An event has an article in each
language. Feeds answer 404.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import joomla

OUTLET = Outlet(
    name="khabar24",
    title="Хабар 24",
    editions=(
        Edition(host="24.kz", path="/ru/", languages=("ru",)),
        Edition(host="24.kz", path="/kz/", languages=("kk",)),
    ),
    owns_subdomains=True,
    host_aliases={"www.24.kz": "24.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="news",
            url="https://24.kz/ru/news",
            page_url="https://24.kz/ru/news?start={offset}",
            evidence="sources of 2023, 2025 and 2026",
            unverified=("page_url",),
        ),
        Listing(
            section="news-kk",
            url="https://24.kz/kz/zha-aly-tar",
            page_url="https://24.kz/kz/zha-aly-tar?start={offset}",
            evidence="two bots, an address of 2026",
            unverified=("page_url",),
        ),
    ),
    listing_layouts=(joomla.KHABAR_LISTING,),
    article_layouts=(joomla.KHABAR_ARTICLE,),
    article_url=re.compile(r"^/(?:ru|kz)/(?:[\w-]+/)+(?:item/)?\d+-[\w-]+$"),
    never_follow=joomla.NEVER_FOLLOW,
    own_names=("Хабар 24", "Khabar 24", "24.kz"),
)
