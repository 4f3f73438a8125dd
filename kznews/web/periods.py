"""Counts by day added up to periods of which few enough can be drawn: days, weeks or months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from babel.dates import format_date, format_skeleton

from kznews.web.languages import Language

Period = Literal["day", "week", "month"]

_DAY = timedelta(days=1)
_KAZAKHSTAN = timedelta(hours=5)
"""What the days that are counted are ahead of those of UTC."""
_MOST_DAYS = 62
"""Days that are shown one by one, and up to which they are shown by week."""
_MOST_DAYS_BY_WEEK = 730


@dataclass(frozen=True)
class Counted:
    """How many there are of a period."""

    begin: datetime
    end: datetime
    count: int
    label: str
    """Of an axis: short."""
    words: str


def by_period(
    by_day: Mapping[datetime, int], language: Language, period: Period | None = None
) -> list[Counted]:
    """Add up counts by day, by the days' beginnings; periods without any are there, with 0."""
    if not by_day:
        return []
    days = {(begin + _KAZAKHSTAN).date(): count for begin, count in by_day.items()}
    first, last = min(days), max(days)
    period = period or period_of(first, last)
    counts: dict[date, int] = {}
    for day, count in days.items():
        begin = begin_of(day, period)
        counts[begin] = counts.get(begin, 0) + count
    return [
        Counted(
            _moment(begin),
            _moment(_next(begin, period)),
            counts.get(begin, 0),
            *_names(begin, period, language),
        )
        for begin in _periods(begin_of(first, period), last, period)
    ]


def period_of(first: date, last: date) -> Period:
    """Choose the period by which a time is counted."""
    if last - first < _MOST_DAYS * _DAY:
        return "day"
    return "week" if last - first < _MOST_DAYS_BY_WEEK * _DAY else "month"


def begin_of(day: date, period: Period) -> date:
    """Give the first day of a day's period; weeks begin with Monday."""
    if period == "week":
        return day - day.weekday() * _DAY if day.toordinal() > 7 else day
    return day.replace(day=1) if period == "month" else day


def _periods(first: date, last: date, period: Period) -> Iterator[date]:
    """Give the beginnings of periods; of a time that is too long for any chart, the last ones."""
    begin = max(first, begin_of(last.replace(year=max(last.year - 60, 1), day=1), period))
    while begin <= last:
        yield begin
        begin = _next(begin, period)


def _next(begin: date, period: Period) -> date:
    match period:
        case "day":
            return begin + _DAY
        case "week":
            return begin + 7 * _DAY
    return (begin.replace(day=28) + 4 * _DAY).replace(day=1)


def _names(begin: date, period: Period, language: Language) -> tuple[str, str]:
    if period == "month":
        name = format_date(begin, "LLL y", locale=language)
        return name, name
    label = format_skeleton("MMMd", begin, locale=language)
    words = format_date(begin, "d MMM y", locale=language)
    if period == "week":
        words = f"{words} – {format_date(begin + 6 * _DAY, 'd MMM y', locale=language)}"
    return label, words


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _KAZAKHSTAN
