"""Dates as Kazakhstan's outlets print them, read into moments.

`date_grammar` reads the text; here it meets the calendar, the zone and the moment of the fetch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from kznews.items import DateDoubt, Precision
from kznews.text.characters import printed_line
from kznews.text.date_grammar import PrintedMoment, read_printed

CLOCK_SKEW = timedelta(minutes=5)
"""Time that a page's clock may be ahead of ours; a date further ahead of the fetch is misread, of
another zone or announced, and is None."""
_ZONE_SKEW = timedelta(hours=2)
"""Time ahead of the fetch up to which a date without a year is of another zone, not last year's."""
_YEARS = range(MINYEAR + 1, MAXYEAR)
"""Years all of whose days have an instant in every zone; programs say «no date» by the others."""
_LONGEST = 100
"""Characters of the longest date; what is longer is a text."""
_UNIX_SECONDS = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}", re.ASCII)


@dataclass(frozen=True)
class Moment:
    """A moment that a page states."""

    instant: datetime
    """Instant, aware, in UTC. With precision `day`: the start of that day in the page's zone."""
    precision: Precision
    raw: str
    """Words that the moment was read from, cleaned."""
    zone: str | None = None
    """What made an instant of the stated wall time: `Asia/Almaty`, or the stated offset `+05:00`.
    None where none was stated: `2 часа назад` is counted from the fetch."""
    doubts: tuple[DateDoubt, ...] = ()
    """Doubts: what speaks against the moment."""


def read_moment(raw: str, *, zone: ZoneInfo, now: datetime | None = None) -> Moment | None:
    """Read a text that is a date, and nothing but a date, or return None.

    `zone` is where the page's clock stands; an offset in the text itself goes before it. `now`
    (aware; ValueError otherwise) is when the page was fetched: without it, relative words and
    dates without a year are None; with it, so is what lies more than `CLOCK_SKEW` ahead. A date
    without a year is the last such day up to `now`; a time alone is None (`read_time_of_day`).
    Numeric dates are day first, or year first.

    `2 часа назад` has precision `minute`, though it may be an hour off; weeks, months and years ago
    are None, as they name no day. The date wins over a weekday that contradicts it (doubt
    `weekday`). A wall time that came twice (29 February 2024, 23:00 to 24:00 in Almaty) is its
    first occurrence (doubt `repeated hour`, unless the second lies after `now`). A stated offset
    that the zone did not have then is believed (doubt `offset`; none for UTC).
    """
    text = _line(raw, now)
    printed = read_printed(text) if text else None
    if printed is None or not printed.names_a_day:
        return None
    return _moment(printed, text, zone, now)


def read_time_of_day(raw: str, *, zone: ZoneInfo, now: datetime) -> Moment | None:
    """Read a text that is nothing but a time (`14:05`): the last such moment up to `now`, or None.

    Right only where the page shows nothing older than a day, such as the head of a news list.
    Raises ValueError where `now` is naive.
    """
    text = _line(raw, now)
    printed = read_printed(text) if text else None
    if printed is None or printed.names_a_day or printed.minute is None:
        return None
    zone_of_text = _zone_of(printed, zone)
    today = now.astimezone(zone_of_text).date()
    for day in (today, today - timedelta(days=1)):
        instant = _instant(day, printed.minute, zone_of_text)
        if instant <= now + CLOCK_SKEW:
            return Moment(instant, "minute", text, _name(zone_of_text))
    return None


def read_unix_time(raw: str, *, now: datetime) -> Moment | None:
    """Read Unix seconds or milliseconds, as attributes hold them (`data-unixtime`), or return None.

    From 1995 up to `now` (aware; ValueError otherwise).
    """
    text = _line(raw, now)
    if _UNIX_SECONDS.fullmatch(text) is None:
        return None
    digits = text.partition(".")[0]
    instant = datetime.fromtimestamp(int(digits[:-3] if len(digits) > 10 else digits), UTC)
    if instant.year < 1995 or instant > now + CLOCK_SKEW:
        return None
    return Moment(instant.replace(second=0), "minute", text, "+00:00")


def _line(raw: str, now: datetime | None) -> str:
    """Clean the text; return an empty one where it is too long for a date."""
    if now is not None and now.utcoffset() is None:
        raise ValueError(f"now must be aware of its zone: {now!r}")
    text = printed_line(raw)
    return text if len(text) <= _LONGEST else ""


def _moment(
    printed: PrintedMoment, text: str, zone: ZoneInfo, now: datetime | None
) -> Moment | None:
    precision: Precision = "day" if printed.minute is None else "minute"
    if printed.minutes_ago is not None:
        if now is None:
            return None
        earlier = now.astimezone(UTC) - timedelta(minutes=printed.minutes_ago)
        return Moment(earlier.replace(second=0, microsecond=0), "minute", text)
    place = _zone_of(printed, zone)
    day = _day(printed, place, now)
    if day is None:
        return None
    instant = _instant(day, printed.minute or 0, place)
    if now is not None and instant > now + CLOCK_SKEW:
        return None
    return Moment(
        instant, precision, text, _name(place), tuple(_doubts(printed, day, instant, zone, now))
    )


def _day(printed: PrintedMoment, zone: tzinfo, now: datetime | None) -> date | None:
    if printed.days_ago is not None:
        return now.astimezone(zone).date() - timedelta(days=printed.days_ago) if now else None
    assert printed.month is not None  # the grammar knows no day without its month
    assert printed.day is not None
    if printed.year is not None:
        return _date(printed.year, printed.month, printed.day)
    if now is None:
        return None
    this_year = now.astimezone(zone).year
    for year in (this_year, this_year - 1):
        day = _date(year, printed.month, printed.day)
        if day is None:
            continue
        ahead = _instant(day, printed.minute or 0, zone) - now
        if ahead <= CLOCK_SKEW:
            return day
        if printed.minute is not None and ahead <= _ZONE_SKEW:
            return None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # no such day
        return None


def _doubts(
    printed: PrintedMoment, day: date, instant: datetime, zone: ZoneInfo, now: datetime | None
) -> list[DateDoubt]:
    doubts: list[DateDoubt] = []
    if printed.weekday is not None and printed.weekday != day.weekday():
        doubts.append("weekday")
    if printed.offset:
        if instant.astimezone(zone).utcoffset() != timedelta(minutes=printed.offset):
            doubts.append("offset")
    elif printed.minute is not None:
        again = _instant(day, printed.minute, zone, fold=1)
        if again > instant and (now is None or again <= now + CLOCK_SKEW):
            doubts.append("repeated hour")
    return doubts


def _zone_of(printed: PrintedMoment, zone: ZoneInfo) -> tzinfo:
    return zone if printed.offset is None else timezone(timedelta(minutes=printed.offset))


def _name(zone: tzinfo) -> str:
    """Return the name of a zone, `Asia/Almaty`, or of an offset, `+05:00`."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    return datetime(2000, 1, 1, tzinfo=zone).isoformat()[-6:]


def _instant(day: date, minute: int, zone: tzinfo, *, fold: int = 0) -> datetime:
    at = time(minute // 60, minute % 60, fold=fold)
    return datetime.combine(day, at, zone).astimezone(UTC)
