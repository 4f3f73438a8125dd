"""baq.kz, Astana: news in Kazakh; in Russian at rus.

A scraper of 2025 shows cards on pages of a tag and the text of the article, and needs a browser's
fingerprint to be answered at all. Addresses of 2026 are known of both editions. That the front page
has the same cards, the title's and the date's places are not known: the date is read from metadata,
which that scraper reads, too. Feeds answer 404.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="baq",
    title="BAQ.KZ",
    editions=(
        Edition(host="baq.kz", languages=("kk",)),
        Edition(host="rus.baq.kz", languages=("ru",)),
    ),
    host_aliases={"www.baq.kz": "baq.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="news", url="https://baq.kz/", unverified=("url",)),
        Listing(section="news-ru", url="https://rus.baq.kz/", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2025",
            card="a.item-list__link",
            link="./@href",
            title=".item-list__title",
            unverified=("card", "link", "title"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2025",
            mark="div.news-text",
            title="h1",
            body="div.news-text",
            unverified=("mark", "title", "body"),
        ),
    ),
    article_url=re.compile(r"^/[\w-]+[-_]\d{4,}/?$"),
    never_follow=re.compile(r"^/(?:search|tag|teg|author)/|[?&]q="),
    trailing_slash=True,
    own_names=("BAQ.KZ", "Baq.kz", "BAQ"),
    boilerplate=(r"Telegram-канал", r"(?:Telegram-канал )?и узнавайте новости первыми!?"),
)
