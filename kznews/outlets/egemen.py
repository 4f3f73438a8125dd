"""egemen.kz: the newspaper «Егемен Қазақстан», in Kazakh; in Russian at ru.

At lat. and ar. the Kazakh articles stand again, in Latin and in Arabic letters. Stored pages of
2021 to 2026, of which only the text was kept, show that cards and articles print section and day
(«Сұхбат • 21 Ақпан, 2025»), an article also how often and how long it is read, and that no time is
printed. The markup is one scraper's of 2025; since then the site moved from Laravel to Next.js, so
its new pages may have other marks. Its feed was asked for with success twice in September 2026.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="egemen",
    title="Егемен Қазақстан",
    editions=(
        Edition(host="egemen.kz", languages=("kk",)),
        Edition(host="ru.egemen.kz", languages=("ru",)),
        Edition(host="lat.egemen.kz", languages=("kk",), script="Latn", copies=True),
        Edition(host="ar.egemen.kz", languages=("kk",), script="Arab", copies=True),
    ),
    owns_subdomains=True,
    host_aliases={"www.egemen.kz": "egemen.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://egemen.kz/rss",
            evidence="50 items on 6 September 2026, usable on 24 September 2026",
        ),
    ),
    listings=(
        Listing(
            section="news",
            url="https://egemen.kz/last-news",
            page_url="https://egemen.kz/last-news?page={page}",
            day_url="https://egemen.kz/archiv/%Y/%m/%d",
            evidence="scrapers of 2025 and 2026",
            unverified=("day_url",),
        ),
        Listing(
            section="news-ru",
            url="https://ru.egemen.kz/last-news",
            page_url="https://ru.egemen.kz/last-news?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2025",
            card=".text-news",
            link="a::attr(href)",
            title="a",
            published=".text-grey",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2025",
            mark="h1.responsive_title",
            title="h1.responsive_title",
            body="div.main-news",
            drop=("h1.responsive_title", "span.text-grey"),
            published="span.text-grey",
            section="span.text-grey",
            unverified=("mark", "title", "body", "drop", "published", "section"),
        ),
    ),
    article_url=re.compile(r"^/article/\d+-[^/]+$"),
    never_follow=re.compile(r"^/(?:search|tag|tags|author|rss)(?:[/?]|$)"),
    own_names=("Егемен Қазақстан", "Egemen Qazaqstan", "ەگەمەن قازاقستان", "Egemen.kz"),
    boilerplate=(
        r"[\d ]+ рет",
        r"көрсетілді",
        r"\d+ мин",
        r"оқу үшін",
        r"[\d ]+ ret",
        r"kórsetildi",
        r"\d+ mın",
        r"oqý úshin",
    ),
)
