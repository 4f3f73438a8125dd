"""What a strip of rates said when: the stored values of a source, put together again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kznews.items import SIGHTING_INTERVAL, RateKind, RateSide
from kznews.mongo.values import Fields
from kznews.record.lifetimes import Interval, lifetime_of
from kznews.record.strip_checks import StatedRate


@dataclass(frozen=True, kw_only=True)
class StripPeriod:
    """A time in which a strip said the same."""

    outlet: str
    kind: RateKind
    side: RateSide | None
    first_seen_at: datetime
    last_seen_at: datetime
    values: Mapping[str, StatedRate]
    """By the currency's code, in the order of the codes."""


def strip_periods(rates: Iterable[Fields]) -> list[StripPeriod]:
    """Give the periods of each strip in order, from documents of `rates` that state no day.

    Of two values of a currency at one moment, the one that came up later counts: a cache may serve
    the former for some minutes.
    """
    by_strip = sorted(rates, key=_strip_of)
    return [
        period for _, group in groupby(by_strip, key=_strip_of) for period in _periods([*group])
    ]


def _strip_of(rate: Fields) -> tuple[str, str, str]:
    return rate["outlet"], rate["kind"], rate["side"] or ""


@dataclass(frozen=True)
class _Shown:
    """A value in one of the times in which it was shown."""

    rate: Fields
    interval: Interval

    @property
    def until(self) -> datetime:
        """The moment up to which it is taken to be shown."""
        # Values of one strip are noted within this time.
        return self.interval.last_seen_at + SIGHTING_INTERVAL


def _periods(rates: Iterable[Fields]) -> Iterator[StripPeriod]:
    shown = [_Shown(rate, each) for rate in rates for each in lifetime_of(rate)]
    shown.sort(key=lambda each: each.interval.first_seen_at)
    for values, group in groupby(_states(shown), key=lambda state: state[1]):
        same = list(group)
        first = next(iter(values.values())).rate
        yield StripPeriod(
            outlet=first["outlet"],
            kind=first["kind"],
            side=first["side"],
            first_seen_at=same[0][0],
            last_seen_at=same[-1][0],
            values={
                code: StatedRate(
                    values[code].rate["value"].to_decimal(), values[code].rate["units"]
                )
                for code in sorted(values)
            },
        )


def _states(shown: Sequence[_Shown]) -> Iterator[tuple[datetime, dict[str, _Shown]]]:
    """Give what is shown at each moment at which a value came up or was last seen, in order.

    `shown` is in the order of coming up.
    """
    moments = {
        at for each in shown for at in (each.interval.first_seen_at, each.interval.last_seen_at)
    }
    coming, here = deque(shown), list[_Shown]()
    for at in sorted(moments):
        while coming and coming[0].interval.first_seen_at <= at:
            here.append(coming.popleft())
        here = [each for each in here if at <= each.until]
        yield at, {each.rate["base"]: each for each in here}
