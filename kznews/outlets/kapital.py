"""kapital.kz, Almaty: «Капитал», business news in Russian; Next.js.

Reported by several sources of 2026: the list of the day with its pages, the data of its rows
(moments in UTC), the article's text and date («09.04.2026 · 15:37», local). Older lists had other
cards. The feed at `/rss` answers 404. Rates stand in a table at finance.kapital.kz, of which only
the class is known: they are not read. No page was read.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, JsonListingLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import nextjs

_SCRAPERS = "three scrapers of 2025 and 2026"

OUTLET = Outlet(
    name="kapital",
    title="Kapital.kz",
    editions=(Edition(host="kapital.kz", languages=("ru",)),),
    host_aliases={"www.kapital.kz": "kapital.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="today",
            url="https://kapital.kz/news/period/today",
            page_url="https://kapital.kz/news/period/today?page={page}",
            evidence=_SCRAPERS,
        ),
        Listing(
            section="news",
            url="https://kapital.kz/news",
            page_url="https://kapital.kz/news?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        JsonListingLayout(
            name="2026",
            script=nextjs.DATA,
            card=f"{nextjs.QUERIES}.rows[]",
            link="slug",
            address="/{section}/{id}/{link}.html",
            parts={"section": "category.slug", "id": "id"},
            title="title",
            published="published_at",
            evidence="a measurement of September 2026",
            unverified=("script", "title"),
        ),
        ListingLayout(
            name="2023",
            card=".main-news__item",
            link="a.main-news__name::attr(href)",
            title="a.main-news__name",
            published="time, .information-article__date",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2026",
            mark="div.article__body",
            title="h1",
            body="div.article__body",
            published="//time/@datetime | //*[contains(@class, 'information-article__date')]",
            evidence=_SCRAPERS,
            unverified=("mark",),
        ),
    ),
    article_url=re.compile(r"^/[a-z-]+/\d+/[a-z0-9-]+\.html$"),
    never_follow=re.compile(r"^/(?:search|tags?|_next|auth)(?:/|$)"),
    section_path=re.compile(r"^/([a-z-]+)/\d"),
    own_names=("Kapital.kz", "Капитал.kz", "Капитал"),
    boilerplate=(r"При работе с материалами .{0,200}разрешено использование лишь 30\s?% текста.*",),
)
