"""kazpravda.kz: the newspaper «Казахстанская правда», in Russian; Kazakh and English below a path.

Two scrapers, of 2022 and 2025, agree on the article's layout; a stored page of 2020 shows the form
of its date («8 мая 2020 г. 12:28», the hour without a zero). The front page's feed is one source's
of 2023: a card has its time, a heading above it the day. Sources of 2025 and 2026 read the
sitemap, an index; one walks its members by number. The feeds that many lists name answer 404.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

OUTLET = Outlet(
    name="kazpravda",
    title="Казахстанская правда",
    editions=(
        Edition(host="kazpravda.kz", languages=("ru",)),
        Edition(host="kazpravda.kz", path="/kk/", languages=("kk",)),
        Edition(host="kazpravda.kz", path="/en/", languages=("en",)),
    ),
    owns_subdomains=True,
    host_aliases={"www.kazpravda.kz": "kazpravda.kz"},
    time_zone="Asia/Almaty",
    sitemaps=(
        Sitemap(
            section="sitemap",
            url="https://kazpravda.kz/sitemap.xml",
            members=r"/sitemap-\d+\.xml$",
            evidence="sources of 2025 and 2026",
            unverified=("members",),
        ),
    ),
    listings=(
        Listing(section="news", url="https://kazpravda.kz/", unverified=("url",)),
        Listing(section="news-kk", url="https://kazpravda.kz/kk/", unverified=("url",)),
        Listing(section="news-en", url="https://kazpravda.kz/en/", unverified=("url",)),
    ),
    listing_layouts=(
        ListingLayout(
            name="2023",
            card=".news-feed__item",
            link="a::attr(href)",
            title=".news-feed__title",
            day_heading='./preceding::*[contains(@class, "news-feed__body__date")][1]',
            published="time",
            unverified=("card", "link", "title", "day_heading", "published"),
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2023",
            mark="h1.article__title",
            title="h1.article__title",
            body="div.article__body",
            drop=("div.article__views",),
            published="time.article__date",
            evidence="scrapers of 2022 and 2025, a stored page of 2020",
            unverified=("drop",),
        ),
    ),
    article_url=re.compile(r"^/(?:(?:kk|en)/)?n/[^/]+/?$"),
    never_follow=re.compile(r"^/(?:(?:kk|en)/)?(?:search|t)(?:[/?]|$)"),
    trailing_slash=True,
    own_names=("Казахстанская правда", "Казправда", "Kazpravda.kz"),
)
