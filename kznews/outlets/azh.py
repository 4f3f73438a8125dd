"""azh.kz, Atyrau: the newspaper «Ак Жайык», in Russian and Kazakh.

No page of it was read. Reported by several sources: lists `/ru/news/<category>?page=N`, articles
`/ru/news/view/<number>`. The classes of a list are those of one scraper; a reader of 2026 found no
date on an article's page. That the Kazakh edition is built as the Russian one is our guess.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="azh",
    title="Ак Жайык",
    editions=(
        Edition(host="azh.kz", path="/ru/", languages=("ru",)),
        Edition(host="azh.kz", path="/kz/", languages=("kk",)),
    ),
    owns_subdomains=True,
    time_zone="Asia/Atyrau",
    listings=(
        Listing(
            section="ru",
            url="https://azh.kz/ru/news/in-atyrau",
            page_url="https://azh.kz/ru/news/in-atyrau?page={page}",
            evidence="several sources, two of them scrapers",
        ),
        Listing(
            section="kk",
            url="https://azh.kz/kz/news/in-atyrau",
            page_url="https://azh.kz/kz/news/in-atyrau?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="news-list",
            card="//*[h3[contains(@class, 'news-list__title')]]",
            # Whether the link is in the card or around it is not known.
            link="./descendant-or-self::a[contains(@href, '/news/view/')]/@href"
            " | ./ancestor::a[1]/@href",
            title="h3.news-list__title",
            unverified=("card", "link", "title"),
        ),
    ),
    article_url=re.compile(r"^/(?:ru|kz)/news/view/\d+/?$"),
    never_follow=re.compile(r"^/(?:ru|kz)/(?:search|tags?|user)(?:[/?]|$)"),
    always_has=("title", "body"),
    own_names=("Ак Жайык", "Ақ Жайық", "«АЖ»", "azh.kz"),
)
