"""kt.kz: the news agency «Казахстан сегодня» (Kazakhstan Today), in Russian, Kazakh and English.

Stored pages of 2022 to 2026, of which only the text was kept, show how it prints dates, with the
number of views behind («02.12.2025, 09:06 69561»), datelines («Алматы. 2 декабря. KAZAKHSTAN
TODAY -») and addresses, and that further articles stand whole below the article. The markup of both
layouts is each one scraper's of 2023; how a listing goes on is not known, nor whether the
Kazakh and English editions have the Russian one's list of all news.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kt",
    title="Казахстан сегодня",
    editions=(
        Edition(host="www.kt.kz", path="/rus/", languages=("ru",)),
        Edition(host="www.kt.kz", path="/kaz/", languages=("kk",)),
        Edition(host="www.kt.kz", path="/eng/", languages=("en",)),
    ),
    owns_subdomains=True,
    host_aliases={"kt.kz": "www.kt.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(section="news", url="https://www.kt.kz/rus/all", unverified=("url",)),
        Listing(section="news-kk", url="https://www.kt.kz/kaz/all", unverified=("url",)),
        Listing(section="news-en", url="https://www.kt.kz/eng/all", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".news-list__item > article",
            link=".news__overlay-link::attr(href)",
            title=".news__overlay-link",
            published=".news__date",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2023",
            mark="div.page-meta",
            title="header.page-heading h1",
            # Below the article stand others, whole.
            body='(//div[contains(@class, "page-content")])[1]',
            published="div.page-meta",
            unverified=("mark", "title", "body", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:rus|kaz|eng)/[\w-]+/[\w-]+_\d{4,}\.html$"),
    never_follow=re.compile(r"^/(?:rus|kaz|eng)/(?:search|rss|tags?|video|gallery)(?:[/?]|$)"),
    section_path=re.compile(r"^/(?:rus|kaz|eng)/([\w-]+)/"),
    own_names=("Kazakhstan Today", "Казахстан сегодня", "КТ"),
    boilerplate=(
        r"This information may not be reproduced without reference to Kazakhstan Today\..*",
        r"Tell a friend",
        r"Рассказать другу",
    ),
)
