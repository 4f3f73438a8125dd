"""Pangea: the software of RFE/RL's sites, the same for each language.

An article's number stands in its address (`/a/<slug>/<number>.html`), a list's in its own
(`/z/<number>`). The button below a list is a link to its next page: `?p=1` is the second.
"""

from __future__ import annotations

import re

from kznews.outlets.layouts import ArticleLayout, ListingLayout

_SCRAPERS = "scrapers of 2024 to 2026"

LISTING = ListingLayout(
    name="pangea",
    card="#ordinaryItems > li",
    link="a::attr(href)",
    title=".media-block__title",
    published="span.date",
    next_page=".btn--load-more a::attr(href)",
    evidence=_SCRAPERS,
    unverified=("published", "next_page"),
)

ARTICLE = ArticleLayout(
    name="pangea",
    mark="div#article-content",
    title="h1.pg-title",
    body="div#article-content",
    drop=("div.wsw__embed", "div.media-block", "div.share--box"),
    # The text under it names only the day.
    published="time[pubdate]::attr(datetime), time[pubdate]",
    evidence=_SCRAPERS,
    unverified=("mark", "title", "drop"),
)

ARTICLE_URL = re.compile(r"^/a/(?:[^/]+/)?\d+\.html$")
"""Addresses of articles."""

NEVER_FOLLOW = re.compile(r"^/(?:s|search|author|api|p|podcast|embed)(?:/|$|\?)")
"""Links to searches, authors, feeds and players."""
