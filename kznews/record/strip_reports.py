"""What is found of a strip over a period, day by day: since when it is late or stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kznews.record.official_rates import OfficialRates
from kznews.record.strip_checks import StripCheck, check_strip
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


def checked_days(
    period: StripPeriod, official: OfficialRates, others_on: Callable[[date], OtherSources]
) -> list[CheckedDays]:
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
        check = check_strip(period.values, day, official, others_on(day))
        if check.verdict == "stale" and day < last:
            found.append(
                CheckedDays(day, last, check_strip(period.values, last, official, others_on(last)))
            )
            break
        if found and _same(found[-1].check, check):
            found[-1] = CheckedDays(found[-1].first, day, check)
        else:
            found.append(CheckedDays(day, day, check))
        day += _DAY
    return found


def _same(one: StripCheck, other: StripCheck) -> bool:
    return (one.verdict, one.source) == (other.verdict, other.source)
