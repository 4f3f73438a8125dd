"""diapazon.kz, Aqtobe: the newspaper «Диапазон», in Russian.

No page of it was read. Reported by several sources: neither feed nor sitemap; a list without end,
`/article/more-list?category=0&count=30&offset=N`, that the pages load by a script. That it is JSON
with the cards' HTML as its `list`, and their classes, say two scrapers by one author. Nothing is
known of its articles' addresses, nor of their markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_MORE = "https://diapazon.kz/article/more-list?category=0&count=30&viewType=main"

OUTLET = Outlet(
    name="diapazon",
    title="Диапазон",
    editions=(Edition(host="diapazon.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Aqtobe",
    listings=(
        Listing(
            section="all-news",
            url=f"{_MORE}&offset=0",
            page_url=f"{_MORE}&offset={{offset}}",
            evidence="a program's notes of September 2026, and two scrapers by one author",
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="news-cart",
            html="list",
            card="li.news-box__item.news-cart",
            link="a.news-cart__link::attr(href)",
            title="span.news-cart__name",
            published=".news-cart__pub-time::attr(datetime)",
            unverified=("html", "card", "link", "title", "published"),
        ),
    ),
    # Their form is not known: an address with a number or a word of several parts at its end.
    article_url=re.compile(
        r"^/(?!(?:all-news|article/more-list|category|files|images|rest|search|tags?)(?:/|$))"
        r"(?:[^/]+/)*[^/]*[\d_-][^/]*/?$"
    ),
    never_follow=re.compile(r"^/(?:search|rest|images|files)(?:[/?]|$)"),
    own_names=("Диапазон", "diapazon.kz"),
)
