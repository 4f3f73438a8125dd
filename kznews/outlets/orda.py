"""orda.kz, Almaty: Orda, news in Russian, Kazakh (kaz.) and English (en.).

The feed was read in September 2026. Reported by several sources of 2024 to 2026: the list
`/last-news/`, whose dates have no year, and the tags; by two the picture and the moment; by one
each the text and the lists by day. The other editions' hosts are confirmed by addresses of 2024 to
2026; that their lists are alike is assumed. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

_SCRAPERS = "scrapers of 2024 to 2026"

OUTLET = Outlet(
    name="orda",
    title="Orda.kz",
    editions=(
        Edition(host="orda.kz", languages=("ru",)),
        Edition(host="kaz.orda.kz", languages=("kk",)),
        Edition(host="en.orda.kz", languages=("en",)),
    ),
    host_aliases={"www.orda.kz": "orda.kz"},
    owns_subdomains=True,
    time_zone="Asia/Almaty",
    feeds=(
        wordpress.feed("https://orda.kz/", evidence="a measurement of September 2026"),
        Feed(section="feed-kk", url="https://kaz.orda.kz/feed/", unverified=("url",)),
        Feed(section="feed-en", url="https://en.orda.kz/feed/", unverified=("url",)),
    ),
    listings=(
        Listing(
            section="last-news",
            url="https://orda.kz/last-news/",
            day_url="https://orda.kz/%Y/%m/%d/",
            evidence=_SCRAPERS,
            unverified=("day_url",),
        ),
        Listing(section="news-kk", url="https://kaz.orda.kz/last-news/", unverified=("url",)),
        Listing(section="news-en", url="https://en.orda.kz/last-news/", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2025",
            card=".newslist3 li",
            link="a::attr(href)",
            title="a span, a",
            published="time",
            evidence=_SCRAPERS,
            unverified=("published",),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2025",
            mark="div.newstext",
            title="h1",
            body="div.newstext",
            published="time[itemprop='datePublished']::attr(datetime)",
            tags=".tags a",
            images="div.postpic img",
            evidence=_SCRAPERS,
            unverified=("mark", "title", "body"),
        ),
    ),
    article_url=re.compile(
        r"^/(?!(?:category|tag|author|page|feed|wp-[a-z]+|last-news|\d{4})(?:/|$))"
        r"[a-z0-9]+(?:[-_][a-z0-9]+)+/?$"
    ),
    never_follow=re.compile(f"{wordpress.NEVER_FOLLOW.pattern}|^/search-results"),
    trailing_slash=True,
    own_names=("Orda.kz", "Orda", "Орда"),
)
