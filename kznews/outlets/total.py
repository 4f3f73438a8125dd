"""total.kz, Almaty: Total.kz, news in Russian.

The feed was read in September 2026. Addresses of articles of 2025 end in the day
(`_date_2025_10_06`), which counts where the page states no date. Reported by one older source: the
list with its pages, its cards, the class of the text. Its search is Google's. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="total",
    title="Total.kz",
    editions=(Edition(host="total.kz", languages=("ru",)),),
    host_aliases={"www.total.kz": "total.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://total.kz/rss",
            evidence="a measurement of September 2026",
        ),
    ),
    listings=(
        Listing(
            section="news",
            url="https://total.kz/ru/news",
            page_url="https://total.kz/ru/news/page-{page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2024",
            card=".b-news-list__item",
            link="a::attr(href)",
            title="h3",
            published="time::attr(datetime)",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="div.article__post__body",
            title="h1",
            body="div.article__post__body",
            published="time::attr(datetime)",
            unverified=("mark", "title", "body", "published"),
        ),
    ),
    article_url=re.compile(r"^/ru/news/[a-z_]+/[a-z0-9_-]{8,}/?$"),
    never_follow=re.compile(r"^/(?:ru/)?(?:search|tags?|rss)(?:/|$)"),
    section_path=re.compile(r"^/ru/news/([a-z_]+)/"),
    own_names=("Total.kz", "total.kz"),
)
