"""time.kz: the newspaper «Время», in Russian.

Its feed was asked for with success in July 2026. One source of 2023 shows the list of news: a day
is printed at the first of its cards only. Stored pages show that lists go on by `?page=N` and that
an address states section and day (`/news/society/2024/12/09/…`). The page of an article is shown by
no source: it is read without a layout.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing
from kznews.outlets.layouts import ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="timekz",
    title="Время",
    editions=(Edition(host="time.kz", languages=("ru",)),),
    owns_subdomains=True,
    host_aliases={"www.time.kz": "time.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(
            section="feed",
            url="https://time.kz/rss",
            evidence="asked for with success in July 2026; another list of 2026",
        ),
    ),
    listings=(
        Listing(
            section="news",
            url="https://time.kz/news",
            page_url="https://time.kz/news?page={page}",
            evidence="sources of 2023 and 2026, a stored page",
        ),
        Listing(
            section="articles",
            url="https://time.kz/articles",
            page_url="https://time.kz/articles?page={page}",
            evidence="a stored page",
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".post-items > .row[data-key]",
            link="a::attr(href)",
            title="a",
            day_heading="./self::*[not(.//date[normalize-space()])]"
            "/preceding::date[normalize-space()][1]",
            published="date",
            unverified=("card", "link", "title", "day_heading", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:articles|news)/[\w-]+/\d{4}/\d{2}/\d{2}/[^/]+$"),
    never_follow=re.compile(r"^/(?:search|tags?|author)(?:[/?]|$)"),
    section_path=re.compile(r"^/(?:articles|news)/([\w-]+)/"),
    drop_parameters=frozenset({"n"}),
    own_names=("Время", "Time.kz", "газета «Время»"),
)
