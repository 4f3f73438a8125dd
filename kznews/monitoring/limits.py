"""From where on something is wrong: the settings `MONITOR_…`, for `scrapy status` and for runs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from scrapy.settings import BaseSettings


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Each is the setting of its name, `MONITOR_` before it; the reasons are in settings.py."""

    late: float
    """Intervals between two crawls since the last success."""
    quiet: float
    """Times the longest pause between two articles."""
    drop: float
    """Of the usual number of articles in a day."""
    least: float
    """Fewer of whatever a share is of prove nothing."""
    failed_share: float
    """Of the requests that were answered, or should have been."""
    rejected_share: float
    """Of the items."""
    fallback_share: float
    """Of the articles' pages that were read: their body came from no layout."""
    dead_share: float
    """Of the requests that were made."""
    skipped_ticks: float
    """In a row."""

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
