"""Whether a strip of exchange rates tells the truth: its values against the official ones.

A strip is compared by level (each value with the official one) and by cross rates (EUR/USD,
USD/RUB), as exactly as it is printed. Cross rates move apart from the tenge: they tell days apart
on which the dollar cost the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Literal

from kznews.record.official_rates import OfficialRates, todays_code

StripVerdict = Literal["right", "late", "another source", "stale", "unknown"]

_LATEST = 10
"""Days by which a strip that states former official rates is called late; by more it is stale."""
_EARLIEST = 4
"""Days for which the bank sets rates in advance, on the afternoon before a weekend or holiday."""
_NEAR_LEVEL = 0.025
_NEAR_CROSS = 0.015
"""Shares of the official rates by which another source's may differ on the day; more is stale."""
_SAME_FIT = 0.003
"""Days fit as well as the best day does if they are further away by no more than this share."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class StatedRate:
    """A value of a strip, as printed, for so many units of the currency."""

    value: Decimal
    units: int = 1


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How far official rates are from a strip, as shares of them; 0 as far as the strip prints."""

    first_day: date
    last_day: date
    """The days between have official rates that fit nearly as well."""
    best_day: date
    level: float
    """Of the value that differs most, on the best day."""
    cross: float
    """Of the cross rate that differs most."""


@dataclass(frozen=True, kw_only=True)
class StripCheck:
    """What a strip is found to be on a day."""

    verdict: StripVerdict
    on_day: Fit | None = None
    """How it fits the day on which it was shown; None where no official rate of it is known."""
    days_late: int | None = None
    source: str | None = None
    """Whose rates they are, where they are another source's that is stored."""
    best: Fit | None = None
    """Of a stale strip: the days that it fits best, of all that are stored."""


def check_strip(
    strip: Mapping[str, StatedRate],
    day: date,
    official: OfficialRates,
    others: Mapping[str, Mapping[str, Iterable[Decimal]]] | None = None,
) -> StripCheck:
    """Compare a strip, by currency code, that was shown on `day`.

    `others` are other sources' rates of that day, of one unit, by the source's name and the code.
    """
    told = _per_unit(strip)
    on_day = _fit(told, official, day)
    if on_day is None:
        return StripCheck(verdict="unknown")
    if _is_exact(on_day) or any(
        _is_exact(_fit(told, official, day + ahead * _DAY)) for ahead in range(1, _EARLIEST + 1)
    ):
        return StripCheck(verdict="right", on_day=on_day, days_late=0)
    for late in range(1, _LATEST + 1):
        if _is_exact(_fit(told, official, day - late * _DAY)):
            return StripCheck(verdict="late", on_day=on_day, days_late=late)
    for source, rates in (others or {}).items():
        if _is_of(told, rates):
            return StripCheck(verdict="another source", on_day=on_day, source=source)
    best = _best_fit(told, official, day)
    is_near = on_day.level <= _NEAR_LEVEL and on_day.cross <= _NEAR_CROSS
    # One value alone is met again by chance; several at once are not.
    if is_near and not (_is_exact(best) and len(told) > 1):
        return StripCheck(verdict="another source", on_day=on_day)
    return StripCheck(verdict="stale", on_day=on_day, best=best)


@dataclass(frozen=True)
class _Told:
    """What a printed value may have been before it was rounded, for one unit."""

    least: float
    most: float


def _per_unit(strip: Mapping[str, StatedRate]) -> dict[str, _Told]:
    told = {}
    for printed, rate in strip.items():
        code, units = todays_code(printed, rate.units)
        exponent = rate.value.as_tuple().exponent
        assert isinstance(exponent, int)  # a rate is a finite number
        # `425` may be printed of 424.50 to 425.50.
        half = Decimal(1).scaleb(min(exponent, 0)) / 2
        told[code] = _Told(float((rate.value - half) / units), float((rate.value + half) / units))
    return told


def _fit(told: Mapping[str, _Told], official: OfficialRates, day: date) -> Fit | None:
    rates = official.on(day)
    both = [(told[code], float(rates[code])) for code in sorted(told.keys() & rates.keys())]
    if not both:
        return None
    level = max(_beyond(one.least, one.most, rate) for one, rate in both)
    cross = max(
        (
            _beyond(one.least / other.most, one.most / other.least, rate / other_rate)
            for (one, rate), (other, other_rate) in combinations(both, 2)
        ),
        default=0.0,
    )
    return Fit(first_day=day, last_day=day, best_day=day, level=level, cross=cross)


def _beyond(least: float, most: float, rate: float) -> float:
    """Tell by what share of `rate` it is outside; 0 within, the last digits of floats aside."""
    distance = max(least - rate, rate - most, 0.0) / rate
    return 0.0 if distance < 1e-9 else distance


def _is_exact(fit: Fit | None) -> bool:
    return fit is not None and fit.level == 0


def _is_of(told: Mapping[str, _Told], rates: Mapping[str, Iterable[Decimal]]) -> bool:
    return told.keys() <= rates.keys() and all(
        any(_beyond(each.least, each.most, float(rate)) == 0 for rate in rates[code])
        for code, each in told.items()
    )


def _best_fit(told: Mapping[str, _Told], official: OfficialRates, until: date) -> Fit | None:
    """Find the days that fit best, of those that have rates for most of the strip's currencies."""
    fits = {
        day: (fit, len(told.keys() & official.on(day).keys()))
        for day in official.covered()
        if day <= until and (fit := _fit(told, official, day)) is not None
    }
    most = max((count for _, count in fits.values()), default=0)
    comparable = {day: fit for day, (fit, count) in fits.items() if count == most}
    if not comparable:
        return None
    best = min(comparable.values(), key=lambda fit: (_distance(fit), -fit.best_day.toordinal()))
    # Days that state just these values are told alone.
    widest = 0.0 if _is_exact(best) else _distance(best) + _SAME_FIT

    def fits_too(day: date) -> bool:
        return day in comparable and _distance(comparable[day]) <= widest

    first = last = best.best_day
    while fits_too(first - _DAY):
        first -= _DAY
    while fits_too(last + _DAY):
        last += _DAY
    return Fit(
        first_day=first, last_day=last, best_day=best.best_day, level=best.level, cross=best.cross
    )


def _distance(fit: Fit) -> float:
    return max(fit.level, fit.cross)
