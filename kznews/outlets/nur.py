"""nur.kz, Almaty: news for everybody, in Russian (www.) and Kazakh (kaz.).

Seen: its robots.txt of 2022 and 2024, which forbids nothing and names the sitemaps. Stored by
others: the head of an article of April 2024, a section's page of February 2023. Reported: cards
and article pages by several sources of 2022 to 2026; the Kazakh feed was read in September 2026;
by one source the sitemaps are frozen since; by one, `/latest/` has another design in 2026.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Edition, Outlet

_ROBOTS = "robots.txt of April 2024"
_SCRAPERS = "scrapers of 2022 to 2026"

OUTLET = Outlet(
    name="nur",
    title="NUR.KZ",
    editions=(
        Edition(host="www.nur.kz", languages=("ru",)),
        Edition(host="kaz.nur.kz", languages=("kk",)),
    ),
    host_aliases={"nur.kz": "www.nur.kz"},
    time_zone="Asia/Almaty",
    feeds=(
        Feed(section="feed", url="https://www.nur.kz/rss/all.rss", unverified=("url",)),
        Feed(
            section="feed-kk",
            url="https://kaz.nur.kz/rss/all.rss",
            evidence="a measurement of September 2026: 50 items",
        ),
    ),
    sitemaps=(
        Sitemap(
            section="news-sitemap",
            url="https://www.nur.kz/google-news-sitemap.xml",
            evidence=_ROBOTS,
        ),
        Sitemap(
            section="sitemap",
            url="https://www.nur.kz/article-index-sitemap.xml",
            evidence=_ROBOTS,
        ),
    ),
    listings=(
        # Endless: a page shows no link to the next one.
        Listing(
            section="latest",
            url="https://www.nur.kz/latest/",
            page_url="https://www.nur.kz/latest/?page={page}",
            evidence=_SCRAPERS,
            unverified=("page_url",),
        ),
        Listing(
            section="latest-kk",
            url="https://kaz.nur.kz/latest/",
            page_url="https://kaz.nur.kz/latest/?page={page}",
            unverified=("url", "page_url"),
        ),
    ),
    listing_layouts=(
        ListingLayout(
            name="2026",
            card="ul.latest-news > li.latest-news__article",
            link="a::attr(href)",
            title="h2, h3, a",
            published="time::attr(datetime)",
            unverified=("card", "link", "title", "published"),
        ),
        ListingLayout(
            name="2024",
            card="//article[.//a[contains(@class, 'article-preview-')]]",
            link="a::attr(href)",
            title="h2, h3",
            published="time::attr(datetime)",
            evidence=f"a stored page of February 2023; {_SCRAPERS}",
        ),
    ),
    article_layouts=(
        ArticleLayout(
            name="2024",
            mark="h1.main-headline",
            title="h1.main-headline",
            body=".formatted-body__content--wrapper",
            drop=("p.formatted-body__block-hidden",),
            published="time.datetime--publication::attr(datetime)",
            authors="address.author-item a",
            evidence=f"a stored head of April 2024; {_SCRAPERS}",
            unverified=("authors",),
        ),
    ),
    article_url=re.compile(r"^/(?:[a-z-]+/){1,3}\d{4,8}-[a-z0-9-]+/?$"),
    never_follow=re.compile(r"^/(?:tag|author|search|nurfin|recipes)(?:/|$)"),
    trailing_slash=True,
    own_names=("NUR.KZ", "Nur.kz", "nur.kz"),
    boilerplate=(r"Оригинал статьи:.*", r"Мақаланың түпнұсқасы:.*"),
)
