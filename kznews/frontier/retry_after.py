"""The header Retry-After (RFC 9110, section 10.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 24 * 3600.0
"""Seconds: no server makes us wait longer."""

_SECONDS = re.compile(r"-?[0-9]+")


def seconds_to_wait(retry_after: str, date: str | None, *, now: datetime) -> float | None:
    """Read how long a server asks us to stay away: seconds from 0 to 24 hours; None for nonsense.

    A moment in `retry_after` is by the server's clock, so it counts from the answer's header
    `date`; from `now`, aware, only where that is missing or nonsense.
    """
    retry_after = retry_after.strip()
    if _SECONDS.fullmatch(retry_after):
        seconds = float(retry_after)
    else:
        until = _moment(retry_after)
        if until is None:
            return None
        sent = _moment(date) if date is not None else None
        seconds = (until - (sent or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST)


def _moment(text: str) -> datetime | None:
    """Read an HTTP-date; all three forms are in GMT, and one does not say so."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):  # all three come from nonsense
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
