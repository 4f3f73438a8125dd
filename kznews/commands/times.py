"""Times that users give: a moment, a day, or how long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from scrapy.exceptions import UsageError

from kznews.text.ago import AGO, read_ago

TIMES = f"{AGO}, a day as 2026-04-01 or a moment as 2026-04-01T06:30:00Z"
"""What a time looks like, for help and errors."""


def given_time(option: str, text: str, zone: tzinfo = UTC) -> datetime | timedelta:
    """Read a moment, or how long ago it was. Raises UsageError, which names the option.

    A day, and a moment without an offset, are those of the zone.
    """
    if (ago := read_ago(text)) is not None:
        return ago
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--{option} {text!r} is no time: give {TIMES}") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
