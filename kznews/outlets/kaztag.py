"""kaztag.kz: the news agency KazTAG, in Russian, Kazakh and English; 1C-Bitrix.

A scraper of 2025 shows cards and article, one of 2026 the same listing; both go on with
`?PAGEN_1=`. The second reports that Cloudflare guards the articles: a plain request may get a
challenge in their place, so cards may come and articles not. Dates are printed in capitals
(«28 АПРЕЛЯ 2025, 14:05»). Two scrapers of 2023 walk the Kazakh listing in the same way, and show
that its dates have a Latin letter in two months («Сәуiр», «Шiлде»). The English one is a guess.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import bitrix

OUTLET = Outlet(
    name="kaztag",
    title="КазТАГ",
    editions=(
        Edition(host="kaztag.kz", path="/ru/", languages=("ru",)),
        Edition(host="kaztag.kz", path="/kz/", languages=("kk",)),
        Edition(host="kaztag.kz", path="/en/", languages=("en",)),
    ),
    owns_subdomains=True,
    host_aliases={"www.kaztag.kz": "kaztag.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="news",
            url="https://kaztag.kz/ru/news/",
            page_url="https://kaztag.kz/ru/news/?PAGEN_1={page}",
            evidence="scrapers of 2025 and 2026",
        ),
        Listing(
            section="news-kk",
            url="https://kaztag.kz/kz/news/",
            page_url="https://kaztag.kz/kz/news/?PAGEN_1={page}",
            evidence="two scrapers of 2023",
        ),
        Listing(
            section="news-en",
            url="https://kaztag.kz/en/news/",
            page_url="https://kaztag.kz/en/news/?PAGEN_1={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2025",
            card="div.type-post",
            link=".post-title a::attr(href)",
            title=".post-title",
            next_page=bitrix.NEXT_PAGE,
            evidence="scrapers of 2025 and 2026",
            unverified=("card",),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2025",
            mark="div.post-byline",
            title="h1",
            body="article div.post-content",
            published="div.post-byline p",
            tags=".post-tags a",
            evidence="scrapers of 2023, 2025 and 2026",
            unverified=("title",),
        ),
    ),
    article_url=re.compile(r"^/(?:ru|kz|en)/news/[^/]+/?$"),
    never_follow=bitrix.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("КазТАГ", "ҚазТАГ", "KazTAG"),
)
