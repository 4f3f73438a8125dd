"""inbusiness.kz: business news of Atameken Business, in Russian and Kazakh.

Its feed was measured usable in September 2026, another address of it in July 2026; one source names
a sitemap of news. Three sources agree on the cards of its listings; the article's markup is two
scrapers' of 2023. Tails of its articles are reported by stored pages: «Читайте по теме»,
«Подписывайтесь на нас в Telegram».
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="inbusiness",
    title="Inbusiness.kz",
    editions=(
        Edition(host="inbusiness.kz", path="/ru/", languages=("ru",)),
        Edition(host="inbusiness.kz", path="/kz/", languages=("kk",)),
    ),
    host_aliases={"www.inbusiness.kz": "inbusiness.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://inbusiness.kz/ru/rss",
            evidence="asked for with success in July 2026; /rss in September 2026",
        ),
        Feed(section="feed-kk", url="https://inbusiness.kz/kz/rss", unverified=("url",)),
    ),
    sitemaps=(
        Sitemap(
            section="sitemap", url="https://inbusiness.kz/gnews-sitemap.xml", unverified=("url",)
        ),
    ),
    listings=(
        Listing(
            section="news",
            url="https://inbusiness.kz/ru/last",
            page_url="https://inbusiness.kz/ru/last?page={page}",
            evidence="sources of 2023 and 2026",
            unverified=("page_url",),
        ),
        Listing(
            section="news-kk",
            url="https://inbusiness.kz/kz/news",
            page_url="https://inbusiness.kz/kz/news?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".catitems2 > a",
            link="./@href",
            title="span",
            published="time::attr(datetime)",
            evidence="three sources of 2023 to 2026",
            unverified=("title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2023",
            mark="div.newsinfo",
            title="div.newscont h1",
            body='(//div[contains(concat(" ", normalize-space(@class), " "), " text ")])[1]',
            published="div.newsinfo time",
            section='(//div[contains(@class, "breadcrumbs")]//span)[last()]',
            tags="div.tags a",
            unverified=("mark", "title", "body", "published", "section", "tags"),
        ),
    ),
    article_url=re.compile(r"^/(?:ru|kz)/(?:last|news)/[^/]+/?$"),
    never_follow=re.compile(r"^/(?:ru|kz)/(?:search|rss|tags?|tv_programs|hr|ratings)(?:[/?]|$)"),
    own_names=("Inbusiness.kz", "inbusiness", "Atameken Business"),
    boilerplate=(r"Подписаться", r"Telegram", r"Жазылу"),
)
