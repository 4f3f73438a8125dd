"""What a strip of rates said when: the stored values of a source, put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from kznews.items import SIGHTING_INTERVAL, RateKind, RateSide
from kznews.mongo.values import Fields
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

    Of two values of a currency that were both seen before and after a moment, the one that came up
    later counts: the other was shown again afterwards.
    """
    by_strip = sorted(rates, key=_strip_of)
    return [
        period for _, group in groupby(by_strip, key=_strip_of) for period in _periods([*group])
    ]


def _strip_of(rate: Fields) -> tuple[str, str, str]:
    return rate["outlet"], rate["kind"], rate["side"] or ""


def _periods(rates: list[Fields]) -> Iterator[StripPeriod]:
    moments = sorted({rate[name] for rate in rates for name in ("first_seen_at", "last_seen_at")})
    states = [(at, said) for at in moments if (said := _said_at(rates, at))]
    for _, group in groupby(states, key=lambda state: [rate["_id"] for rate in state[1]]):
        same = list(group)
        said = same[0][1]
        yield StripPeriod(
            outlet=said[0]["outlet"],
            kind=said[0]["kind"],
            side=said[0]["side"],
            first_seen_at=same[0][0],
            last_seen_at=same[-1][0],
            values={
                rate["base"]: StatedRate(rate["value"].to_decimal(), rate["units"]) for rate in said
            },
        )


# Values of one strip are noted within this time.
_TOGETHER: timedelta = SIGHTING_INTERVAL


def _said_at(rates: list[Fields], at: datetime) -> list[Fields]:
    said: dict[str, Fields] = {}
    for rate in rates:
        if not rate["first_seen_at"] <= at <= rate["last_seen_at"] + _TOGETHER:
            continue
        known = said.get(rate["base"])
        if known is None or _standing(rate, at) > _standing(known, at):
            said[rate["base"]] = rate
    return [said[code] for code in sorted(said)]


def _standing(rate: Fields, at: datetime) -> tuple[bool, datetime]:
    return at <= rate["last_seen_at"], rate["first_seen_at"]
