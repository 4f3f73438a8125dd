"""aikyn.kz, Astana: the newspaper «Айқын», in Kazakh.

No page of it was read. The listing, its pages and the articles' classes are those of a scraper that
read 1,366 pages of the listing; a list of 2023 reads another one, `/news/news`, by other classes
(`.post-box`). Articles are `/<number>/<slug>`, with a copy at `…/amp` (several sources). No feed:
its usual addresses answered 404 in September 2026. Before 2020 articles were
`/<year>/<month>/<day>/<number>.html`.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="aikyn",
    title="Айқын",
    editions=(Edition(host="aikyn.kz", languages=("kk",)),),
    host_aliases={"www.aikyn.kz": "aikyn.kz"},
    time_zone="Asia/Almaty",
    listings=(
        Listing(
            section="news",
            url="https://aikyn.kz/news",
            page_url="https://aikyn.kz/news?page={page}",
            evidence="two scrapers, one of 2023",
            unverified=("page_url",),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="timeline",
            card="div.content-timeline__item",
            link="a::attr(href)",
            title="a",
            published="time",
            unverified=("card", "link", "title", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="timeline",
            mark="div.content-body__detail",
            title="h1",
            body="div.content-body__detail",
            published="time.content-info__date",
            section='//div[contains(@class, "item_category")]'
            '//a[contains(@class, "seca")][not(contains(@href, "aikyn.kz/news"))]',
            tags="div.content-tags a",
            unverified=("mark", "title", "body", "published", "section", "tags"),
        ),
    ),
    article_url=re.compile(r"^/\d+/[^/]+/?$"),
    never_follow=re.compile(r"^/(?:search|tag|author)(?:[/?]|$)|/rss/?$"),
    own_names=("Айқын", "Aiqyn", "Айқын-ақпарат", "Aikyn.kz"),
)
