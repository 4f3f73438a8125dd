"""Strips against official rates: verdicts of scripted outlets, and the seed page's.

The official rates are composed, but for what is stated of real days (`STATED`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.record.official_rates import OfficialRate, OfficialRates
from kznews.record.strip_checks import StatedRate, check_strip
from kznews.record.strip_reports import Checks, OtherSources

DAY = timedelta(days=1)
SEED_DAY = date(2025, 4, 28)
SEED = {
    "USD": StatedRate(Decimal("425.67")),
    "EUR": StatedRate(Decimal("496.42")),
    "RUB": StatedRate(Decimal("5.81")),
}
STATED = {
    # Of real days, as outlets and the European Central Bank state them: EUR/USD and USD/RUB.
    date(2021, 8, 2): ("425.0", "1.1886", "73.0"),
    date(2021, 8, 13): ("425.2", "1.1765", "73.3"),
    date(2021, 9, 3): ("425.3", "1.1872", "72.9"),
    date(2021, 9, 20): ("425.6", "1.1711", "73.2"),
    date(2021, 9, 30): ("425.7", "1.1640", "72.8"),
    date(2021, 10, 4): ("425.8", "1.1620", "72.7"),
    date(2021, 10, 15): ("426.2", "1.1602", "71.2"),
    date(2022, 1, 5): ("435.0", "1.1300", "76.0"),
    date(2022, 6, 3): ("420.0", "1.0730", "62.0"),
    date(2023, 3, 4): ("431.08", "1.0608", "75.4"),
    date(2025, 4, 28): ("515.0", "1.1358", "82.5"),
    date(2025, 5, 5): ("515.0", "1.1343", "82.0"),
}
"""USD/KZT, EUR/USD and USD/RUB; days between are on a straight line, and composed so."""


def composed(until: date = date(2025, 5, 5)) -> Iterator[OfficialRate]:
    """Rates of each business day."""
    points = sorted(STATED)
    for first, last in pairwise(points):
        start, end = (tuple(map(float, STATED[day])) for day in (first, last))
        for offset in range((last - first).days):
            day = first + offset * DAY
            if day.weekday() > 4 or day > until:
                continue
            share = offset / (last - first).days
            usd, eur, rub = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            for code, value in (("USD", usd), ("EUR", usd * eur), ("RUB", usd / rub)):
                yield OfficialRate(day=day, code=code, value=Decimal(f"{value:.2f}"))


def test_the_seeds_strip_is_stale_and_of_the_autumn_of_2021() -> None:
    found = check_strip(SEED, SEED_DAY, OfficialRates(composed()))
    assert found.verdict == "stale"
    assert found.on_day is not None
    assert found.on_day.level > 0.15
    assert found.best is not None
    assert date(2021, 9, 18) <= found.best.first_day
    assert found.best.last_day <= date(2021, 10, 6)
    assert max(found.best.level, found.best.cross) < 0.005


def test_without_rates_of_the_day_nothing_is_said() -> None:
    rates = OfficialRates(composed(until=date(2022, 6, 3)))
    assert check_strip(SEED, SEED_DAY, rates).verdict == "unknown"


def walk(seed: int = 0) -> OfficialRates:
    """A year of composed rates of business days, no two alike."""
    random = Random(seed)
    usd, eur, rub = 480.0, 1.14, 80.0
    rates = []
    for offset in range(365):
        day = date(2026, 1, 1) + offset * DAY
        if day.weekday() > 4:
            continue
        usd *= 1 + random.choice((-1, 1)) * random.uniform(0.001, 0.006)
        eur *= 1 + random.choice((-1, 1)) * random.uniform(0.001, 0.004)
        rub *= 1 + random.choice((-1, 1)) * random.uniform(0.002, 0.008)
        for code, value in (("USD", usd), ("EUR", usd * eur), ("RUB", usd / rub)):
            rates.append(OfficialRate(day=day, code=code, value=Decimal(f"{value:.2f}")))
    return OfficialRates(rates)


def printed(rates: OfficialRates, day: date, times: float = 1) -> dict[str, StatedRate]:
    return {
        code: StatedRate((value * Decimal(times)).quantize(Decimal("0.01")))
        for code, value in rates.on(day).items()
    }


WALK = walk()
WEDNESDAY = date(2026, 11, 25)


@given(st.integers(0, 360))
def test_todays_rates_are_right(offset: int) -> None:
    day = date(2026, 1, 1) + offset * DAY
    assert check_strip(printed(WALK, day), day, WALK).verdict == "right"


def test_tomorrows_rates_are_right_and_fridays_on_sunday() -> None:
    assert check_strip(printed(WALK, WEDNESDAY + DAY), WEDNESDAY, WALK).verdict == "right"
    friday = date(2026, 11, 20)
    assert check_strip(printed(WALK, friday), friday + 2 * DAY, WALK).verdict == "right"


@pytest.mark.parametrize(("shown_of", "late"), [(date(2026, 11, 24), 1), (date(2026, 11, 20), 3)])
def test_former_rates_are_late_since_they_ceased_to_hold(shown_of: date, late: int) -> None:
    # Friday's hold until Sunday: on Wednesday they are three days late.
    found = check_strip(printed(WALK, shown_of), WEDNESDAY, WALK)
    assert (found.verdict, found.days_late) == ("late", late)


@given(st.integers(20, 300))
def test_a_strip_that_stopped_is_stale_and_its_day_is_found(ago: int) -> None:
    day = WEDNESDAY - ago * DAY
    found = check_strip(printed(WALK, day), WEDNESDAY, WALK)
    assert found.verdict == "stale"
    assert found.best is not None
    assert found.best.first_day <= day <= found.best.last_day
    assert (found.best.level, found.best.cross) == (0, 0)


def test_near_the_official_rates_it_is_another_sources() -> None:
    found = check_strip(printed(WALK, WEDNESDAY, 1.008), WEDNESDAY, WALK)
    assert (found.verdict, found.source) == ("another source", None)


def test_a_source_whose_rates_are_stored_is_named() -> None:
    strip = printed(WALK, WEDNESDAY, 1.008)
    others = {
        "kurs: buy": {code: [rate.value - 1] for code, rate in strip.items()},
        "kurs: sell": {code: [rate.value] for code, rate in strip.items()},
    }
    found = check_strip(strip, WEDNESDAY, WALK, others)
    assert (found.verdict, found.source) == ("another source", "kurs: sell")


def test_cross_rates_tell_a_stale_strip_at_the_same_level() -> None:
    # The dollar is as it was, and the euro is not.
    strip = printed(WALK, WEDNESDAY)
    strip["EUR"] = StatedRate(strip["EUR"].value * Decimal("1.02"))
    found = check_strip(strip, WEDNESDAY, WALK)
    assert found.on_day is not None
    assert 0.015 < found.on_day.cross < 0.025
    assert found.verdict == "stale"


def test_fewer_digits_and_other_units_are_compared_as_printed() -> None:
    rates = OfficialRates(
        [
            OfficialRate(day=WEDNESDAY, code="KRW", value=Decimal("33.14"), units=100),
            OfficialRate(day=WEDNESDAY, code="USD", value=Decimal("480.26")),
        ]
    )
    strip = {"KRW": StatedRate(Decimal("331.4"), 1000), "USD": StatedRate(Decimal("480.3"))}
    assert check_strip(strip, WEDNESDAY, rates).verdict == "right"
    assert check_strip({"CHF": StatedRate(Decimal(1))}, WEDNESDAY, rates).verdict == "unknown"


def test_what_strips_share_on_a_day_is_checked_once() -> None:
    day, asked = date(2026, 4, 1), list[date]()

    def others_on(of: date) -> OtherSources:
        asked.append(of)
        return {}

    checks = Checks(OfficialRates([]), others_on)
    values = {"USD": StatedRate(Decimal(450))}
    assert checks.on(day, values) is checks.on(day, dict(values))
    assert asked == [day]
