"""The official rates as a calendar: what a unit of a currency cost on a day, and missing days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

LONGEST_PAUSE = timedelta(days=6)
"""For how long rates hold on days of which none are stored, after the last: the National Bank sets
none on weekends and holidays. Longer, and days are missing."""

_REPEATING = (6, 0)
"""Weekdays that have the rates of the day before: Sunday and Monday."""
_DAY = timedelta(days=1)


# ISO 4217: the code of today, and units of the old money for one of the new. The years are 2005,
# 2006 and 2016.
_RENAMED = {"TRL": ("TRY", 1_000_000), "AZM": ("AZN", 5000), "BYR": ("BYN", 10_000)}


@dataclass(frozen=True, kw_only=True)
class OfficialRate:
    """What the National Bank states for a currency on a day."""

    day: date
    code: str
    value: Decimal
    units: int = 1


class OfficialRates:
    """The rates of one unit, by day and code; `RUR` is `RUB`, what was renamed has its new code.

    Of two rates of one currency and day, the one that is given later counts: it is a correction.
    """

    def __init__(self, rates: Iterable[OfficialRate]) -> None:
        self._by_day: dict[date, dict[str, Decimal]] = {}
        for rate in rates:
            code, units = todays_code(rate.code, rate.units)
            self._by_day.setdefault(rate.day, {})[code] = rate.value / units

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days that have rates of their own, in order."""
        return tuple(sorted(self._by_day))

    def on(self, day: date) -> Mapping[str, Decimal]:
        """Give the rates that hold on `day`; empty where they are missing."""
        for back in range(LONGEST_PAUSE.days + 1):
            found = self._by_day.get(day - back * _DAY)
            if found is not None:
                return found
        return {}

    def covered(self) -> Iterator[date]:
        """Give each day on which rates hold, in order."""
        following: date | None = None
        for day in self.days:
            start = day if following is None else max(day, following)
            yield from _days(start, day + LONGEST_PAUSE)
            following = day + LONGEST_PAUSE + _DAY

    def gaps(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """Give the first and the last of each row of days, of these, on which no rates hold."""
        return _rows(day for day in _days(first, last) if not self.on(day))

    def holidays_or_gaps(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """Give likewise the days that have no rates of their own, but on which former ones hold.

        Sundays and Mondays are left out: Friday's trading sets the rates of Saturday to Monday. So
        are the days after the last that is stored.
        """
        stored = set(self.days)
        return _rows(
            day
            for day in _days(first, min(last, self.days[-1]) if self.days else first)
            if day not in stored and day.weekday() not in _REPEATING and self.on(day)
        )


def todays_code(code: str, units: int) -> tuple[str, Decimal]:
    """Give a currency's code of today, and for how many units of today's money its value is."""
    if code in _RENAMED:
        new, old_units = _RENAMED[code]
        return new, Decimal(units) / old_units
    return ("RUB" if code == "RUR" else code), Decimal(units)


def codes_of(code: str) -> list[str]:
    """Give all codes under which a currency's rates may be stored."""
    return [code, *(old for old, (new, _) in _RENAMED.items() if new == code)]


def _rows(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Give the first and the last of each row of days that follow one another."""
    row: tuple[date, date] | None = None
    for day in days:
        if row is not None and day == row[1] + _DAY:
            row = row[0], day
            continue
        if row is not None:
            yield row
        row = day, day
    if row is not None:
        yield row


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + offset * _DAY
