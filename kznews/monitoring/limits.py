"""The limits beyond which something is wrong, for `scrapy status` and for runs' own checks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from scrapy.settings import BaseSettings


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits: each is the setting of its name, `MONITOR_` before it, with its reason there."""

    late_intervals: float
    """Intervals of crawling (`crawl_every`) that may pass since the last success."""
    quiet_factor: float
    """Multiple of the longest pause between two articles that a silence may last."""
    articles_share: float
    """Share of the usual number of articles that a day must have."""
    share_minimum: float
    """Minimum of what a share is taken of; a share of fewer proves nothing."""
    failed_share: float
    """Share of requests that may fail."""
    rejected_share: float
    """Share of items that may be rejected."""
    fallback_share: float
    """Share of articles that may be read by no layout."""
    dead_share: float
    """Share of requests that may be given up."""
    skipped_ticks: float
    """Number of ticks in a row from which on their being skipped is wrong."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the settings. Raises ValueError for one that is no number above 0."""
        values: dict[str, float] = {}
        for each in fields(cls):
            name = f"MONITOR_{each.name.upper()}"
            try:
                values[each.name] = settings.getfloat(name)
            except (TypeError, ValueError):
                values[each.name] = 0
            if not values[each.name] > 0:  # nor is NaN
                raise ValueError(f"{name} is {settings.get(name)!r}: it must be a number above 0")
        return cls(**values)


def is_above(part: int, whole: int, *, share: float, least: float) -> bool:
    """Tell whether `part` is more than `share` of a `whole` that is large enough to tell."""
    return whole >= least and part > share * whole
