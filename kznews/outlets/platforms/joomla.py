"""Joomla: what its own component of articles makes, and what the sites of Khabar make of K2.

Both go on by an offset of articles, `?start=20`, which an outlet's `page_url` says. Sources:
docs.joomla.org (`com_content`, its blog view); scrapers of 24.kz of 2024 and 2025 and of khabar.kz
of 2020 and 2023, which share one theme.
"""

from __future__ import annotations

import re

from kznews.outlets.layouts import ArticleLayout, ListingLayout

LISTING = ListingLayout(
    name="joomla",
    card=".blog-item",
    link=".page-header a::attr(href)",
    title=".page-header a",
    published="time::attr(datetime)",
    unverified=("card", "link", "title", "published"),
)
"""Listing in Joomla's own blog view."""

ARTICLE = ArticleLayout(
    name="joomla",
    mark="div.com-content-article",
    title=".page-header h1, .page-header h2",
    body="div.com-content-article__body",
    published="dd.published time::attr(datetime)",
    section="dd.category-name a",
    unverified=("mark", "title", "body", "published", "section"),
)
"""Article in Joomla's own templates."""

KHABAR_LISTING = ListingLayout(
    name="k2",
    card="#k2Container div.col-md-3, div.card-row div.col-md-3",
    link="a::attr(href)",
    title="a",
    published=".entry__meta-date",
    evidence="scrapers of 2023 (khabar.kz) and 2024 (24.kz)",
    unverified=("title", "published"),
)
"""Listing of the sites of Khabar."""

KHABAR_ARTICLE = ArticleLayout(
    name="k2",
    mark="h1.single-post__entry-title",
    title="h1.single-post__entry-title",
    body="div.entry__article",
    published="li.entry__meta-date",
    section='(//ul[contains(@class, "breadcrumbs")]/li)[last() - 1]',
    tags="div.entry__tags a",
    evidence="scrapers of 2023 (khabar.kz), 2024 and 2025 (24.kz)",
    unverified=("section", "tags"),
)
"""Article of the sites of Khabar."""

NEVER_FOLLOW = re.compile(
    r"/(?:search|tags|component)/|/itemlist/|[?&](?:format|print|tmpl|searchword)="
)
"""Links to searches, tags, lists of K2 by tag or author, feeds and copies for printing."""
