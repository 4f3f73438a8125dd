"""kz.kursiv.media: Kursiv, business news in Russian, and in English (`/en/`); WordPress.

Its feed was read in September 2026: it brings whole texts. Reported by several sources of 2025 and
2026: lists `/news/page/N/` with cards `.single-header`, addresses with the day and the author's
four letters; by one each the English lists by category and the sitemaps, of which one is of a
Kazakh edition (its addresses are not known). Its sister in Uzbekistan is uz.kursiv.media.
No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

_SITE = "https://kz.kursiv.media/"

OUTLET = Outlet(
    name="kursiv",
    title="Курсив",
    editions=(
        Edition(host="kz.kursiv.media", languages=("ru",)),
        Edition(host="kz.kursiv.media", path="/en/", languages=("en",)),
    ),
    host_aliases={"kursiv.kz": "kz.kursiv.media", "www.kursiv.kz": "kz.kursiv.media"},
    time_zone="Asia/Almaty",
    feeds=(
        wordpress.feed(_SITE, evidence="two measurements of September 2026"),
        Feed(section="feed-en", url=f"{_SITE}en/feed/", unverified=("url",)),
    ),
    sitemaps=(
        Sitemap(section="sitemap", url=f"{_SITE}sitemaps/ru/sitemap.xml", unverified=("url",)),
        Sitemap(section="sitemap-en", url=f"{_SITE}sitemaps/en/sitemap.xml", unverified=("url",)),
    ),
    listings=(
        Listing(
            section="news",
            url=f"{_SITE}news/",
            page_url=f"{_SITE}news/page/{{page}}/",
            evidence="scrapers of 2025 and 2026",
        ),
        Listing(
            section="economics-en",
            url=f"{_SITE}en/category/economics/",
            page_url=f"{_SITE}en/category/economics/page/{{page}}/",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2025",
            card=".single-header",
            link="a::attr(href)",
            title="a",
            published="time::attr(datetime)",
            evidence="scrapers of 2025 and 2026",
            unverified=("published",),
        ),
        # «April 9, 2026».
        ListingLayout(
            name="category",
            card="article.subcat-article",
            link="h2 a::attr(href), h3 a::attr(href), .entry-title a::attr(href)",
            title="h2 a, h3 a, .entry-title a",
            published=".subcat-article__header__date span",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(wordpress.ARTICLE,),
    article_url=re.compile(r"^/(?:en/)?\d{4}-\d{2}-\d{2}/[a-z0-9-]+/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Курсив", "Kursiv", "Kursiv Media", "Курсив.Медиа", "Курсив Медиа"),
)
