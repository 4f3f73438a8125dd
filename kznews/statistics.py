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
METHODS = "extraction/method/"
"""Followed by the method that gave the body: how many articles were read so."""
FAILURES = "failures/"
"""Followed by the kind: how many requests gave no page."""
NOTES = "extraction/"
"""Followed by what was noted of a page (`jsonld/broken`, `layout/2025`): of how many pages."""
DEAD = "frontier/dead"
"""How many requests were given up."""


def by_kind(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Give the statistics that begin with `prefix`, sorted, without it."""
    return {
        key.removeprefix(prefix): value
        for key, value in sorted(stats.items())
        if key.startswith(prefix)
    }
