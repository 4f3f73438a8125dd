"""Moments, days, numbers and lengths of time as people of a language write them (CLDR)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent

from kznews.web.languages import Language


def write_moment(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """Write a moment to the minute, in a zone: `29 нояб. 2026 г., 21:58`."""
    return format_datetime(moment.astimezone(zone), "d MMM y, HH:mm", locale=language)


def write_day(day: date, zone: ZoneInfo, language: Language) -> str:
    """Write a day; of a moment, its day in a zone."""
    if isinstance(day, datetime):
        day = day.astimezone(zone).date()
    return format_date(day, "d MMM y", locale=language)


def write_number(number: float | Decimal, language: Language) -> str:
    """Write a number with the language's marks: `12 345,6`."""
    return format_decimal(number, locale=language)


def write_percent(share: float, language: Language) -> str:
    """Write a share of 1 in percent, with one decimal place at most: `41,3 %`."""
    return format_percent(share, "#,##0.# %", locale=language)


def write_span(span: timedelta, language: Language) -> str:
    """Write a length of time in its largest unit: `5 часов`."""
    return format_timedelta(span, threshold=1.5, locale=language)
