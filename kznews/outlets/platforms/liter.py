"""The platform of liter.kz; ulysmedia.kz, newtimes.kz, azattyq-ruhy.kz and qaz365.kz have it, too.

Its marks are pictures at `/cache/imagine/…/uploads/news/YYYY/MM/DD/` (Symfony's LiipImagineBundle)
and searches at `/search/?search_text=`. Addresses end with a Unix time at liter.kz, and begin their
last part with a number at the others. Cards differ from site to site; how an article is built, no
source shows: it is read by structured data and the general extractor.
"""

from __future__ import annotations

import re

from kznews.outlets.layouts import ListingLayout

CATEGORY = ListingLayout(
    name="category",
    card='//a[contains(@class, "category__title")]/ancestor::div[starts-with(@class, "col")][1]',
    link="a.category__title::attr(href)",
    title="a.category__title",
    published="span.date::attr(title)",
    evidence="sources of 2023 and 2026, of ulysmedia.kz",
)
"""Listing of a category, and of a search."""

NUMBERED = re.compile(r"^/[\w-]+/\d+-[\w-]+/?$")
"""Path of an article with a number: `/news/68899-…/`, `/obshchestvo/141581-…`."""

NEVER_FOLLOW = re.compile(r"^/(?:search|cache|uploads|tags?|author)/|[?&]search_text=")
"""Links to searches, pictures, tags and authors."""
