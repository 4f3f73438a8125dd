"""The names of the statistics that spiders and pipelines count, and monitoring reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STORED = "items/stored/"
"""Followed by collection and outcome: how many items."""
PAGES_READ = "pages/read"
"""How many listings, articles and days of rates came and were handed to extraction."""
PAGES_UNCHANGED = "pages/unchanged"
"""How many the server said were as they had been (304): known, so not read again."""
STARTS_THAT_WAIT = "frontier/starts_that_wait"
"""How many feeds, sitemaps and listings the crawl asked for only if they were due."""
LISTINGS_SHOWN = "listing/shown"
"""How many listings' first pages show articles, or are as they had been."""
LISTINGS_EMPTY = "listing/shows_nothing"
"""How many listings' first pages show not one article."""
LISTINGS_ENDLESS = "listing/endless"
"""How many pages of listings have too many articles, or are of a pager that may have no end."""
DISCOVERED = "discovery/new/"
"""Followed by the section of a feed, sitemap or listing: how many articles it was first to show."""
DISCOVERY_FAULTS = "discovery/fault/"
"""Followed by the fault (`empty`, `frozen`, `behind`, `unreadable`, `failed`) and the section of a
feed or a sitemap."""
ARTICLES_UNCHANGED = "article/unchanged"
"""How many of the unchanged pages are articles'."""
ANSWERS = "article/answer/"
"""Followed by what it was (`live`, `not found`, `login`, see `kznews.spiders.article_answers`): how
many visits to articles that had been read before were answered so."""
MISSED = "removals/missed"
"""How many visits found no article at its address."""
CONFIRMED_GONE = "removals/gone"
"""How many articles are gone, as this crawl confirmed."""
ARTICLES_LOST = "article/lost"
"""How many articles' pages gave no article, without those that were read before and taken down."""
ARTICLES_REJECTED = "items/rejected/article"
"""How many articles were read and broke their contract."""
METHODS = "extraction/method/"
"""Followed by the method that gave the body: how many articles were read so."""
FAILURES = "failures/"
"""Followed by the kind: how many requests gave no page."""
NOTES = "extraction/"
"""Followed by what was noted of a page (`jsonld/broken`, `layout/2025`): of how many pages."""
UNVERIFIED = f"{NOTES}layout/unverified"
"""How many articles were read by a layout that is marked unverified."""
UNMET = "unmet/"
"""Followed by what an outlet's facts let expect (`field/published_at`, see
`kznews.monitoring.expectations`): of how many pages it is not so."""
UNMET_PAGES = "unmet_pages/"
"""Followed by the same: addresses of the first of these pages, a list."""
DEAD = "frontier/dead"
"""How many requests were given up."""


def by_kind(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Give the statistics that begin with `prefix`, sorted, without it."""
    return {
        key.removeprefix(prefix): value
        for key, value in sorted(stats.items())
        if key.startswith(prefix)
    }


def stored_by_collection(stats: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Give how many items were stored, by collection and outcome."""
    stored: dict[str, dict[str, int]] = {}
    for key, count in by_kind(stats, STORED).items():
        collection, _, outcome = key.partition("/")
        stored.setdefault(collection, {})[outcome] = count
    return stored


def in_words(counts: Mapping[str, int]) -> str:
    """Write numbers by kind: `2 http_404, 30 timeout`."""
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
