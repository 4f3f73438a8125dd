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
        begun: date | None = None
        for day in _days(first, last + _DAY):
            missing = day <= last and not self.on(day)
            if missing and begun is None:
                begun = day
            elif not missing and begun is not None:
                yield begun, day - _DAY
                begun = None


def todays_code(code: str, units: int) -> tuple[str, Decimal]:
    """Give a currency's code of today, and for how many units of today's money its value is."""
    if code in _RENAMED:
        new, old_units = _RENAMED[code]
        return new, Decimal(units) / old_units
    return ("RUB" if code == "RUR" else code), Decimal(units)


def codes_of(code: str) -> list[str]:
    """Give all codes under which a currency's rates may be stored."""
    return [code, *(old for old, (new, _) in _RENAMED.items() if new == code)]


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + offset * _DAY
