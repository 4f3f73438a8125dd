"""The hours and days of which digests tell. Pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def period_begin(moment: datetime, period: timedelta, zone: ZoneInfo) -> datetime:
    """Give the beginning of the hour or day of a zone in which a moment lies, in UTC."""
    local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    if period >= timedelta(days=1):
        local = local.replace(hour=0)
    return local.astimezone(UTC)
