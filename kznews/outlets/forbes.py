"""forbes.kz, Almaty: Forbes Kazakhstan, business in Russian.

Reported by several sources of 2025 and 2026: addresses `/articles/<slug>-<6 hex digits>`, that the
feed at `/rss` is an empty page; by one the list `/news`. Nothing is known of the present markup:
the links stand for cards, articles are read by their structured data and general rules.
No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import links

OUTLET = Outlet(
    name="forbes",
    title="Forbes Kazakhstan",
    editions=(Edition(host="forbes.kz", languages=("ru",)),),
    host_aliases={"www.forbes.kz": "forbes.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="news",
            url="https://forbes.kz/news",
            page_url="https://forbes.kz/news?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(links.listing("forbes.kz", "contains(@href, '/articles/')"),),
    # Older ones have no hex digits, and underscores: `/articles/dirijer_2`.
    article_url=re.compile(r"^/articles/[a-z0-9_-]+/?$"),
    never_follow=re.compile(r"^/(?:search|tags?|authors?|rss)(?:/|$)"),
    own_names=("Forbes.kz", "Forbes Kazakhstan", "Forbes"),
)
