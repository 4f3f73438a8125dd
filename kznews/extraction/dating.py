"""When an article was published or changed, as its own page states."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kznews.text.dates import Moment, read_moment


def visible_moment(texts: list[str], *, zone: ZoneInfo, fetched_at: datetime) -> Moment | None:
    """The first text that reads as a moment, in the outlet's zone; never one after the fetch."""
    moments = (read_moment(text, zone=zone, now=fetched_at) for text in texts)
    return next(filter(None, moments), None)


def stated_moment(
    statements: list[str], *, zone: ZoneInfo, fetched_at: datetime
) -> tuple[Moment | None, bool]:
    """The moment that structured data states, and whether its statements contradict each other.

    The first readable statement wins. But where two statements share the wall time and differ in
    the offset (tengrinews.kz, April 2024: `06:20+06:00` in JSON-LD beside `06:20+05:00` in
    OpenGraph), both were made from the wall time: the outlet's zone says which moment it was.
    """
    moments = [
        moment
        for text in statements
        if (moment := read_moment(text, zone=zone, now=fetched_at)) is not None
    ]
    if not moments:
        return None, False
    first = moments[0]
    disagree = any(moment.instant != first.instant for moment in moments)
    walls = {_wall_time(moment.raw) for moment in moments}
    if disagree and len(walls) == 1 and (wall := walls.pop()) is not None:
        agreed = read_moment(wall, zone=zone, now=fetched_at)
        if agreed is not None:
            return Moment(instant=agreed.instant, precision=first.precision, raw=first.raw), True
    return first, disagree


def _wall_time(raw: str) -> str | None:
    """An ISO 8601 text without its offset, to the minute."""
    try:
        return datetime.fromisoformat(raw).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return None
