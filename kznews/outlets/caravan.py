"""caravan.kz: the newspaper «Караван», in Russian; in Kazakh at kaz. WordPress with an own theme.

One scraper of 2023 shows listings, article and date («28.04.2025», the time only in metadata);
stored pages of 2013 to 2022 show the addresses, AMP copies too. The Kazakh edition's addresses are
of one stored link; its markup is taken to be the same. It writes reviews of the Kazakh press, which
name other outlets in every paragraph.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet
from kznews.outlets.platforms import wordpress

OUTLET = Outlet(
    name="caravan",
    title="Караван",
    editions=(
        Edition(host="www.caravan.kz", languages=("ru",)),
        Edition(host="kaz.caravan.kz", languages=("kk",)),
    ),
    owns_subdomains=True,
    host_aliases={"caravan.kz": "www.caravan.kz"},
    time_zone="Asia/Almaty",
    feeds=(wordpress.feed("https://www.caravan.kz/"),),
    listings=(
        Listing(
            section="news",
            url="https://www.caravan.kz/news/",
            page_url="https://www.caravan.kz/news/page/{page}/",
            evidence="a scraper of 2023, a list of 2026",
        ),
        Listing(
            section="news-kk",
            url="https://kaz.caravan.kz/news/",
            page_url="https://kaz.caravan.kz/news/page/{page}/",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card='//div[contains(@class, "BlockNewsCardImage")]/..',
            link="a::attr(href)",
            title="a",
            unverified=("card", "link", "title"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2023",
            mark="time.full-breadcrumb__time",
            title="h1",
            body="div.full-article__text",
            published="time.full-breadcrumb__time",
            unverified=("mark", "title", "body", "published"),
        ),
    ),
    article_url=re.compile(r"^/(?:news|gazeta|art)/[\w-]+-\d{4,}/?$"),
    never_follow=wordpress.NEVER_FOLLOW,
    trailing_slash=True,
    own_names=("Караван", "Caravan.kz", "Медиа-портал Caravan.kz"),
)
