"""Where numbers and moments stand on an axis, and which of them are written beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, isfinite, log10
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["minute", "day", "month", "year"]
"""What of a moment is written beside an axis."""

MOST_TICKS = 6
"""Moments that are written beside an axis at most: so many have room on a narrow screen."""
_MOST_NUMBER = 1e15
"""Numbers beyond it are not drawn: floats cannot tell their neighbours apart."""
_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_LATEST = datetime(2300, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_STEPS: tuple[tuple[timedelta, Unit, int], ...] = (
    *((timedelta(minutes=each), "minute", each) for each in (1, 5, 10, 15, 30)),
    *((timedelta(hours=each), "minute", each * 60) for each in (1, 2, 3, 6, 12)),
    *((timedelta(days=each), "day", each) for each in (1, 2, 7, 14)),
    *((timedelta(days=31 * each), "month", each) for each in (1, 2, 3, 6)),
    *((timedelta(days=366 * each), "year", each) for each in (1, 2, 5, 10, 20, 50, 100)),
)
"""From one moment to the next: how long about, and how many minutes, days, months or years."""


def drawable(number: float | None) -> float | None:
    """Give a number that can be drawn; None for what is none."""
    if number is None or not isfinite(number) or abs(number) > _MOST_NUMBER:
        return None
    return float(number)


def is_drawable(moment: datetime) -> bool:
    """Tell whether a moment is of a time that can be drawn."""
    return _EARLIEST <= moment <= _LATEST


@dataclass(frozen=True)
class NumberScale:
    """An axis of numbers."""

    least: float
    most: float
    ticks: tuple[float, ...]

    def place(self, number: float) -> float:
        """Give the share of the way from the least to the most, from 0 to 1."""
        return min(max((number - self.least) / (self.most - self.least), 0.0), 1.0)


def number_scale(
    numbers: Iterable[float], *, from_zero: bool = False, whole: bool = False
) -> NumberScale:
    """Make the axis on which all of these stand, with some four round numbers."""
    found = list(numbers) or [0.0, 1.0]
    least, most = min(found), max(found)
    if from_zero:
        least, most = min(least, 0.0), max(most, 0.0)
    if most - least <= abs(most) * 1e-9:
        # All are one number: it stands in the middle.
        around = abs(most) * 0.05 or 1.0
        least, most = (least, most + around) if from_zero else (least - around, most + around)
    step = _round_step((most - least) / 4)
    if whole:
        step = max(1.0, ceil(step))
    first, last = floor(least / step + 1e-9), ceil(most / step - 1e-9)
    ticks = tuple(each * step for each in range(first, max(last, first + 1) + 1))
    return NumberScale(ticks[0], ticks[-1], ticks)


def _round_step(about: float) -> float:
    power: float = 10.0 ** floor(log10(about))
    return next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= about * 0.99)


@dataclass(frozen=True)
class TimeScale:
    """An axis of moments."""

    first: datetime
    last: datetime
    zone: ZoneInfo

    def place(self, moment: datetime) -> float:
        """Give the share of the way from the first to the last, from 0 to 1."""
        return min(max((moment - self.first) / (self.last - self.first), 0.0), 1.0)

    def ticks(self) -> list[tuple[datetime, Unit]]:
        """Give round moments of the zone, and what of each is written."""
        span = self.last - self.first
        _, unit, count = next((each for each in _STEPS if span / each[0] < MOST_TICKS), _STEPS[-1])
        found = [
            each.replace(tzinfo=self.zone).astimezone(UTC)
            for each in _local(self.first.astimezone(self.zone), unit, count)
        ]
        ticks = sorted({each for each in found if self.first <= each <= self.last})
        return [(each, self._unit(each, unit, span)) for each in ticks[: MOST_TICKS + 1]]

    def _unit(self, moment: datetime, unit: Unit, span: timedelta) -> Unit:
        local = moment.astimezone(self.zone)
        is_midnight = (local.hour, local.minute) == (0, 0)
        return "day" if unit == "minute" and is_midnight and span > _DAY else unit


def time_scale(moments: Iterable[datetime], zone: ZoneInfo) -> TimeScale:
    """Make the axis on which all of these stand, of one zone."""
    found = [each.astimezone(UTC) for each in moments if is_drawable(each)]
    first, last = min(found, default=_EARLIEST), max(found, default=_EARLIEST)
    if first == last:
        first, last = first - timedelta(hours=12), last + timedelta(hours=12)
    return TimeScale(first, last, zone)


def _local(start: datetime, unit: Unit, count: int) -> Iterator[datetime]:
    """Give local moments in steps, from one before `start` on, more than an axis has."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    steps = range(MOST_TICKS + 3)
    if unit == "minute":
        begun = (start.hour * 60 + start.minute) // count * count
        yield from (midnight + timedelta(minutes=begun + each * count) for each in steps)
    elif unit == "day":
        # Counted from a Monday: weeks begin on one, wherever the axis does.
        number = midnight.toordinal() - 1
        first = midnight - timedelta(days=number % count)
        yield from (first + timedelta(days=each * count) for each in steps)
    else:
        months = count if unit == "month" else count * 12
        begun = (midnight.year * 12 + midnight.month - 1) // months * months
        for each in steps:
            year, month = divmod(begun + each * months, 12)
            yield midnight.replace(year=year, month=month + 1, day=1)
