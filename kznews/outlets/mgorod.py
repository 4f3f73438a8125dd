"""mgorod.kz, Oral: the newspaper «Мой город», in Russian; WordPress with a theme of its own.

No page of it was read. Articles `/news/<slug>`: an address of 2023. The list of Oral's news and all
classes are those of one scraper, which Cloudflare turned away later; another program was answered
in 2026. Several sources: the site is slow, and no markup tells its dates.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="mgorod",
    title="Мой город",
    editions=(Edition(host="mgorod.kz", languages=("ru",)),),
    host_aliases={"www.mgorod.kz": "mgorod.kz"},
    time_zone="Asia/Oral",
    feeds=(wordpress.feed("https://mgorod.kz/"),),
    sitemaps=(wordpress.sitemap("https://mgorod.kz/"),),
    listings=(
        Listing(section="oral", url="https://mgorod.kz/nlocation/uralsk/", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="wordpress",
            card="div.news-item-in",
            link="a.news-link-in-single::attr(href)",
            title="a.news-link-in-single",
            unverified=("card", "link", "title"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="wordpress",
            mark="div.news-single-content",
            title="h1.news-title",
            body="div.news-single-content",
            images="div.news-main-image img",
            unverified=("mark", "title", "body", "images"),
        ),
    ),
    article_url=re.compile(r"^/news/[^/]+/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    always_has=("title", "body"),
    own_names=("Мой город", "«МГ»", "mgorod.kz"),
)
