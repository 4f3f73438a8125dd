"""profit.kz, Almaty: news of information technology, in Russian.

No page of it was read. Articles `/news/<number>/<slug>/`: addresses of 2020 to 2026. Reported by
several sources: dates as «12 июля 2024 12:01». The feed stands in many lists, and nobody says that
it answered. Nothing is known of the markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="profit",
    title="Profit.kz",
    editions=(Edition(host="profit.kz", languages=("ru",)),),
    host_aliases={"www.profit.kz": "profit.kz"},
    time_zone="Asia/Almaty",
    feeds=(Feed(section="feed", url="https://profit.kz/rss/", unverified=("url",)),),
    listings=(Listing(section="news", url="https://profit.kz/news/", unverified=("url",)),),
    listing_layouts=(
        # `/news/<number>/`, not the list itself nor its further pages.
        links.listing(
            "profit.kz", 'number(substring-before(substring-after(@href, "/news/"), "/")) > 0'
        ),
    ),
    article_url=re.compile(r"^/news/\d+/[^/]+/?$"),
    never_follow=re.compile(r"^/(?:search|tags?|events|rss)(?:[/?]|$)"),
    trailing_slash=True,
    own_names=("Profit.kz", "PROFIT.kz", "Profit"),
)
