"""The software of Rossiya Segodnya's sites: Sputnik in each of its languages.

An article's day and number stand in its address; a feed and an index of sitemaps by day have the
same addresses on each site. What is inferred from its other sites is unverified.
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout

LISTING = ListingLayout(
    name="sputnik",
    card=".list__item",
    link="a.list__title::attr(href)",
    title="a.list__title",
    published=".list__date::attr(data-unixtime)",
    evidence="two scrapers of 2023 and 2024",
)

ARTICLE = ArticleLayout(
    name="sputnik",
    mark="h1.article__title",
    title="h1.article__title",
    lead="div.article__announce-text",
    body="div.article__text",
    # «14:05 12.05.2025»
    published=".article__info-date a",
    tags="ul.tags a",
    unverified=("mark", "title", "lead", "body", "published", "tags"),
)

ARTICLE_URL = re.compile(r"^/\d{8}/[^/]+-\d+\.html$")
"""Addresses of articles."""

NEVER_FOLLOW = re.compile(r"^/(?:search|export|services|tag|author)(?:/|$|_)")
"""Links to searches, feeds, services, tags and authors."""


def feed(section: str, site: str) -> Feed:
    """Give the feed of the newest articles of the site at the address `site`."""
    return Feed(section=section, url=f"{site}export/rss2/archive/index.xml", unverified=("url",))


def sitemap(section: str, site: str) -> Sitemap:
    """Give the index of sitemaps by day of the site at the address `site`."""
    return Sitemap(
        section=section,
        url=f"{site}sitemap_article_index.xml",
        members=r"sitemap_article\.xml",
        unverified=("url", "members"),
    )
