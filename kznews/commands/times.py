"""Times that users give: a moment, a day, or how long ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from scrapy.exceptions import UsageError

TIMES = "90m, 12h, 7d, 2w, a day as 2026-04-01 or a moment as 2026-04-01T06:30:00Z"
"""What a time looks like, for help and errors."""
_AGO = re.compile(r"([0-9]{1,4})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def given_time(option: str, text: str, zone: tzinfo = UTC) -> datetime | timedelta:
    """Read a moment, or how long ago it was. Raises UsageError, which names the option.

    A day, and a moment without an offset, are those of the zone.
    """
    if ago := _AGO.fullmatch(text):
        return timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--{option} {text!r} is no time: give {TIMES}") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
