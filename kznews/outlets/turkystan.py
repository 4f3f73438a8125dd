"""turkystan.kz, Almaty: the weekly «Түркістан», in Kazakh.

No page of it was read. Articles `/article/<number>-<slug>`: addresses of 2026. Their classes and
the sitemaps `/sitemap-articles-1.xml` and on: one scraper of 2026, which read 50,000 articles by
them. The front page's list: another of 2023. No feed: its usual addresses answered 404 in September
2026.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="turkystan",
    title="Түркістан",
    editions=(Edition(host="turkystan.kz", languages=("kk",)),),
    host_aliases={"www.turkystan.kz": "turkystan.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        # The index above the sitemaps that were read: which of them is the newest is not known.
        Sitemap(
            section="sitemap",
            url="https://turkystan.kz/sitemap.xml",
            members=r"/sitemap-articles-\d+\.xml$",
            unverified=("url", "members"),
        ),
    ),
    listings=(Listing(section="front-page", url="https://turkystan.kz/", unverified=("url",)),),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card="ul.list-group > li",
            link="./div[2]//a/@href",
            title="./div[2]//a",
            published="span > small",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2026",
            mark=".article-content",
            title="h1",
            body=".article-content",
            drop=(".article-share", ".related-articles", ".t25"),
            published=".news-date",
            unverified=("mark", "title", "body", "drop", "published"),
        ),
    ),
    article_url=re.compile(r"^/article/\d+-[^/]+/?$"),
    never_follow=re.compile(r"^/(?:search|tag|author)(?:[/?]|$)|/rss/?$"),
    own_names=("Түркістан", "Turkystan.kz"),
)
