"""The moments that a question states."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kznews.text.ago import AGO, read_ago

_ZONE = ZoneInfo("Asia/Almaty")
_DAY = re.compile(
    "(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})"
    "(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}))?)?)?"
    "|(?P<d>[0-9]{1,2})[.](?P<m>[0-9]{1,2})[.](?P<y>[0-9]{4})"
)
_WORDS = {
    **dict.fromkeys(("today", "сегодня", "бүгін"), 0),
    **dict.fromkeys(("yesterday", "вчера", "кеше"), 1),
}
MOMENTS = f"2026-11-01, 2026-11, 2026, 01.11.2026, 2026-11-01T14:05, {AGO}, today, yesterday"
"""Examples of all ways in which a moment may be written."""


def read_moment_of_question(text: str, now: datetime) -> datetime | None:
    """Give the moment that a question states, in UTC; None where it is none.

    A day, month or year is its beginning in Almaty; `7d` is so long before `now`.
    """
    text = text.strip().lower()
    if (days := _WORDS.get(text)) is not None:
        day = now.astimezone(_ZONE).date() - timedelta(days=days)
        return _start(day.year, day.month, day.day)
    if (ago := read_ago(text)) is not None:
        return now.astimezone(UTC) - ago
    found = _DAY.fullmatch(text.upper())
    if found is None:
        return None
    parts = found.groupdict()
    year, month, day_of_month = (
        int(parts[long] or parts[short] or 1)
        for long, short in (("year", "y"), ("month", "m"), ("day", "d"))
    )
    try:
        moment = _start(year, month, day_of_month)
        if parts["hour"]:
            wall = time(int(parts["hour"]), int(parts["minute"]))
            moment = datetime.combine(moment.astimezone(_ZONE).date(), wall, _ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _start(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=_ZONE).astimezone(UTC)
