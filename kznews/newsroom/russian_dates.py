"""Dates as exclusive.kz prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kznews.newsroom.prose.russian import RUSSIAN

if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = (
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
)


def header_date(day: date) -> str:
    """Write `day` as the old layout's header does: `понедельник, 28 апреля 2025`."""
    month = RUSSIAN.months[day.month - 1]
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {month} {day.year}"


def card_date(day: date) -> str:
    """Write `day` as the present layout's cards do: `11 февраля, 2025`."""
    return f"{day.day} {RUSSIAN.months[day.month - 1]}, {day.year}"
