"""What is found of a strip over a period, day by day: since when it is late or stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kznews.record.official_rates import OfficialRates
from kznews.record.strip_checks import StatedRate, StripCheck, check_strip
from kznews.record.strip_periods import StripPeriod
from kznews.text.timezones import zone

_ALMATY = "Asia/Almaty"
_DAY = timedelta(days=1)

OtherSources = Mapping[str, Mapping[str, Iterable[Decimal]]]
"""Rates of one unit, by the source's name and the currency's code."""


@dataclass(frozen=True)
class CheckedDays:
    """Days of a strip on which the same was found of it."""

    first: date
    last: date
    check: StripCheck
    """As it was on the last of these days."""


StripReport = tuple[StripPeriod, list[CheckedDays]]
"""What a strip said in a time, and what was found of it."""


class Checks:
    """The checks of strips against the official rates and other sources' of a day.

    What several strips state on one day, as most do that are right, is checked once.
    """

    def __init__(self, official: OfficialRates, others_on: Callable[[date], OtherSources]) -> None:
        self._official = official
        self._others_on = others_on
        self._known: dict[tuple[date, frozenset[tuple[str, StatedRate]]], StripCheck] = {}

    def on(self, day: date, values: Mapping[str, StatedRate]) -> StripCheck:
        """Check what a strip stated on a day of Almaty, by the currency's code."""
        key = day, frozenset(values.items())
        if key not in self._known:
            self._known[key] = check_strip(values, day, self._official, self._others_on(day))
        return self._known[key]


def checked_days(period: StripPeriod, checks: Checks) -> list[CheckedDays]:
    """Check a strip on each day of a period; days of Almaty.

    What is stale stays so for as long as it says the same: of the days after, only the last is
    looked at.
    """
    first, last = (
        moment.astimezone(zone(_ALMATY)).date()
        for moment in (period.first_seen_at, period.last_seen_at)
    )
    found: list[CheckedDays] = []
    day = first
    while day <= last:
        check = checks.on(day, period.values)
        if check.verdict == "stale" and day < last:
            found.append(CheckedDays(day, last, checks.on(last, period.values)))
            break
        if found and _same(found[-1].check, check):
            found[-1] = CheckedDays(found[-1].first, day, check)
        else:
            found.append(CheckedDays(day, day, check))
        day += _DAY
    return found


def _same(one: StripCheck, other: StripCheck) -> bool:
    return (one.verdict, one.source) == (other.verdict, other.source)
