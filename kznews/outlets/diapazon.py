"""diapazon.kz, Aqtobe: the newspaper «Диапазон», in Russian.

No page of it was read. Reported by several sources: neither feed nor sitemap; the list `/all-news`,
whose further pages a script loads from `/article/more-list?category=0&count=30&offset=N`. The
classes of its cards are those of two scrapers by one author. Nothing is known of its articles'
addresses, nor of their markup.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="diapazon",
    title="Диапазон",
    editions=(Edition(host="diapazon.kz", languages=("ru",)),),
    owns_subdomains=True,
    time_zone="Asia/Aqtobe",
    listings=(
        Listing(
            section="all-news",
            url="https://diapazon.kz/all-news",
            unverified=("url",),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="news-cart",
            card="li.news-box__item.news-cart",
            link="a.news-cart__link::attr(href)",
            title="span.news-cart__name",
            published=".news-cart__pub-time::attr(datetime)",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    # Their form is not known: an address with a number or a word of several parts at its end.
    article_url=re.compile(
        r"^/(?!(?:all-news|article/more-list|category|files|images|rest|search|tags?)(?:/|$))"
        r"(?:[^/]+/)*[^/]*[\d_-][^/]*/?$"
    ),
    never_follow=re.compile(r"^/(?:search|rest|images|files)(?:/|$)"),
    own_names=("Диапазон", "diapazon.kz"),
)
