"""Official rates on weekends, over gaps and through renamings. The rates are composed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kznews.record.official_rates import OfficialRate, OfficialRates, codes_of


def usd(day: date, value: str, **changes: int) -> OfficialRate:
    return OfficialRate(day=day, code="USD", value=Decimal(value), **changes)


FRIDAY, SATURDAY, MONDAY = date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 30)


def test_a_weekend_has_the_last_rates_before_it() -> None:
    rates = OfficialRates([usd(FRIDAY, "480"), usd(date(2026, 3, 31), "481")])
    assert rates.on(SATURDAY) == rates.on(MONDAY) == {"USD": Decimal(480)}
    assert rates.on(date(2026, 3, 31)) == {"USD": Decimal(481)}
    assert rates.on(date(2026, 3, 26)) == {}


def test_gaps_are_told() -> None:
    rates = OfficialRates([usd(date(2026, 1, 3), "1"), usd(date(2026, 1, 20), "1")])
    assert list(rates.gaps(date(2026, 1, 1), date(2026, 1, 28))) == [
        (date(2026, 1, 1), date(2026, 1, 2)),
        (date(2026, 1, 10), date(2026, 1, 19)),
        (date(2026, 1, 27), date(2026, 1, 28)),
    ]
    assert list(rates.gaps(date(2026, 1, 3), date(2026, 1, 9))) == []
    days = list(rates.covered())
    assert days == sorted(set(days))
    assert len(days) == 14


def test_a_day_in_the_week_that_has_the_rates_before_it_may_be_a_gap() -> None:
    tuesday = date(2026, 3, 31)
    thursday = date(2026, 4, 2)
    rates = OfficialRates([usd(FRIDAY, "480"), usd(SATURDAY, "481"), usd(thursday, "482")])
    # Not Sunday and Monday, nor what is behind the last day that is stored.
    assert list(rates.holidays_or_gaps(FRIDAY, date(2026, 4, 4))) == [(tuesday, date(2026, 4, 1))]
    assert list(rates.holidays_or_gaps(date(2026, 4, 1), thursday)) == [(date(2026, 4, 1),) * 2]
    assert list(OfficialRates([]).holidays_or_gaps(FRIDAY, thursday)) == []


def test_days_that_are_covered_come_once() -> None:
    rates = OfficialRates([usd(FRIDAY, "480"), usd(SATURDAY, "480"), usd(MONDAY, "480")])
    days = list(rates.covered())
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (FRIDAY, date(2026, 4, 5))
    assert all(rates.on(day) for day in days)


@pytest.mark.parametrize(
    ("code", "units", "value", "todays", "per_unit"),
    [
        ("KRW", 100, "33.1", "KRW", "0.331"),
        ("RUR", 1, "5.81", "RUB", "5.81"),
        ("BYR", 1, "0.0171", "BYN", "171"),
        ("BYR", 10, "0.171", "BYN", "171"),
        ("TRL", 1000, "0.1", "TRY", "100"),
    ],
)
def test_units_and_renamed_codes(
    code: str, units: int, value: str, todays: str, per_unit: str
) -> None:
    rate = OfficialRate(day=FRIDAY, code=code, value=Decimal(value), units=units)
    assert OfficialRates([rate]).on(FRIDAY) == {todays: Decimal(per_unit)}
    assert code in [*codes_of(todays), "RUR"]


def test_a_correction_counts() -> None:
    rates = OfficialRates([usd(FRIDAY, "480"), usd(FRIDAY, "482")])
    assert rates.on(FRIDAY) == {"USD": Decimal(482)}
