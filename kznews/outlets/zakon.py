"""zakon.kz, Almaty: news and law, in Russian (www.) and Kazakh (kaz.).

Reported by several sources of 2024 to 2026: the cards of `/news/`, which further ones are loaded
into, and the article pages; both hosts alike, by one of them. By four older ones: the list of the
day as JSON. By one: the sitemaps. Up to about 2021 the site was DataLife Engine. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, JsonListingLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_SCRAPERS = "four scrapers of 2024 to 2026"

OUTLET = Outlet(
    name="zakon",
    title="Zakon.kz",
    editions=(
        Edition(host="www.zakon.kz", languages=("ru",)),
        Edition(host="kaz.zakon.kz", languages=("kk",)),
    ),
    host_aliases={"zakon.kz": "www.zakon.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        Sitemap(
            section="news-sitemap",
            url="https://www.zakon.kz/google-news-sitemap.xml",
            unverified=("url",),
        ),
        Sitemap(
            section="sitemap",
            url="https://www.zakon.kz/sitemap/index.xml",
            members=r"/sitemap/\d+\.xml$",
            unverified=("url", "members"),
        ),
    ),
    listings=(
        Listing(
            section="today",
            url="https://www.zakon.kz/api/today-news/?pn=1&pSize=50",
            page_url="https://www.zakon.kz/api/today-news/?pn={page}&pSize=50",
            unverified=("url", "page_url"),
        ),
        Listing(
            section="news",
            url="https://www.zakon.kz/news/",
            page_url="https://www.zakon.kz/news/?handler=LoadMoreNews&p={page}&type=list",
            evidence=_SCRAPERS,
            unverified=("page_url",),
        ),
        Listing(
            section="news-kk",
            url="https://kaz.zakon.kz/news/",
            page_url="https://kaz.zakon.kz/news/?handler=LoadMoreNews&p={page}&type=list",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        JsonListingLayout(
            name="today",
            card="data_list[]",
            link="alias",
            address="/{link}",
            title="page_title",
            published="published_date",
            unverified=("card", "link", "address", "title", "published"),
        ),
        ListingLayout(
            name="2025",
            card="a.newscard_link",
            link="./@href",
            title=".newscard__title",
            published=".newscard__date, .newscard__dateline",
            evidence=_SCRAPERS,
        ),
        ListingLayout(
            name="2022",
            card="div.zmainCard_item",
            link="a::attr(href)",
            title="div.title",
            published="time::attr(datetime)",
            unverified=("card", "link", "title", "published"),
        ),
        ListingLayout(
            name="dle",
            card="#dle-content .cat_news_item",
            link="a::attr(href)",
            title="a",
            published=".date",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2025",
            mark="//div[contains(concat(' ', normalize-space(@class), ' '), ' content ')]"
            "[not(//*[@id = 'initial_news_story'])]",
            title="h1",
            lead="div.description",
            body="div.content",
            drop=("div.articleAdver", "div.social-buttons", "div.related-news"),
            published="div.date",
            authors="div.author a",
            tags="div.tags .badge",
            evidence=_SCRAPERS,
            unverified=("mark", "drop"),
        ),
        ArticleLayout(
            name="dle",
            mark="#initial_news_story",
            title="h1",
            body="#initial_news_story",
            published=".date",
            unverified=("mark", "title", "body", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:[a-z0-9-]+/)?\d{4,8}-[a-z0-9-]+\.html$"),
    never_follow=re.compile(r"^/(?:search|tag|author|pbf|special)(?:/|$)"),
    section_path=re.compile(r"^/([a-z][a-z0-9-]*)/"),
    own_names=("Zakon.kz", "zakon.kz", "Закон.кз"),
)
