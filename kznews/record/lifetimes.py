"""Lifetimes of what an outlet's pages show for a while: headlines, and values of rates. Pure.

A lifetime is a row of intervals. Each begins and ends with a sighting, and no page is known that
did not show the thing in between. Pages may be told in any order: those of several workers
overtake one another, a replay goes back in time. What is told again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from kznews.mongo.values import Fields

SAME_TIME = timedelta(minutes=10)
"""A thing that was missing between two sightings for no longer than this was there all the time:
caches of outlets serve pages that are some minutes old beside newer ones."""
MOST_SIGHTINGS = 8
"""Sightings of an interval that are kept: its ends, and some in between that are far apart."""
_LATEST = 3
"""How many of them are the latest, whatever is left out."""
LONG = timedelta(days=7)
"""What an interval lasts at most that is found by when it ended; longer ones are few."""
MOST_INTERVALS = 50
"""Intervals of a lifetime that are kept; of more, the two that are nearest become one."""


@dataclass(frozen=True)
class Seen:
    """A sighting: a page showed the thing."""

    seen_at: datetime
    where: Fields = field(default_factory=dict, hash=False)
    """Of a headline, `page_url` and `position`."""


@dataclass(frozen=True)
class Interval:
    """A time in which a thing was shown."""

    sightings: tuple[Seen, ...]
    """In order; the first and the last are its ends."""
    missed_at: datetime | None = None
    """When a page first did not show it any more; None while none is known."""

    @property
    def first_seen_at(self) -> datetime:
        """The moment of the first sighting."""
        return self.sightings[0].seen_at

    @property
    def last_seen_at(self) -> datetime:
        """The moment of the last sighting."""
        return self.sightings[-1].seen_at

    @property
    def until(self) -> datetime:
        """The moment up to which it may have been shown, as far as is known."""
        return self.missed_at or self.last_seen_at


Lifetime = tuple[Interval, ...]
"""Intervals in order; of each but the last it is known when it was missed."""


def lifetime_of(document: Fields) -> Lifetime:
    """Give the lifetime that a document of `tickers` or `rates` holds.

    Of a value that an older version of kznews wrote, the ends of its time alone are known.
    """
    intervals = document.get("intervals")
    if intervals is None:
        moments = sorted({document["first_seen_at"], document["last_seen_at"]})
        return (Interval(tuple(map(Seen, moments))),)
    return tuple(
        Interval(
            tuple(
                Seen(each["seen_at"], {name: each[name] for name in each if name != "seen_at"})
                for each in interval["sightings"]
            ),
            interval["missed_at"],
        )
        for interval in intervals
    )


def lifetime_fields(lifetime: Lifetime) -> Fields:
    """Give the fields of a document that hold its lifetime."""
    return {
        "first_seen_at": lifetime[0].first_seen_at,
        "last_seen_at": lifetime[-1].last_seen_at,
        "missed_at": lifetime[-1].missed_at,
        "intervals": [
            {
                "first_seen_at": each.first_seen_at,
                "last_seen_at": each.last_seen_at,
                "missed_at": each.missed_at,
                "until": each.until,
                "sightings": [{"seen_at": seen.seen_at} | seen.where for seen in each.sightings],
            }
            for each in lifetime
        ],
    }


def is_long(lifetime: Lifetime) -> bool:
    """Tell whether one of its intervals may have lasted for longer than a week."""
    return any(each.until - each.first_seen_at > LONG for each in lifetime)


def with_sighting(lifetime: Lifetime, seen: Seen) -> Lifetime:
    """Give the lifetime of a thing that a page showed, too."""
    at = seen.seen_at
    before = [each for each in lifetime if each.last_seen_at < at]
    after = [each for each in lifetime if each.first_seen_at > at]
    within = lifetime[len(before) : len(lifetime) - len(after)]
    if within:
        return _bounded(
            [*before, replace(within[0], sightings=_united(within[0].sightings, (seen,))), *after]
        )
    here = Interval((seen,))
    if before:
        [*before, former] = before
        missed_at = former.missed_at
        if missed_at is None or at <= missed_at or at - former.last_seen_at <= SAME_TIME:
            is_later = missed_at is not None and missed_at > at
            here = Interval((*former.sightings, seen), missed_at if is_later else None)
        else:
            before.append(former)
    if after and (here.missed_at is None or after[0].first_seen_at - at <= SAME_TIME):
        here = _joined(here, after.pop(0))
    return _bounded([*before, here, *after])


def with_miss(lifetime: Lifetime, at: datetime) -> Lifetime:
    """Give the lifetime of a thing that a page did not show.

    It ends the interval before that moment. One that was held to go on is divided: between the last
    sighting before and the first one after, as far as they are kept.
    """
    divided: list[Interval] = []
    following = [each.first_seen_at for each in lifetime[1:]]
    for number, interval in enumerate(lifetime):
        if interval.first_seen_at < at < interval.last_seen_at:
            divided += _divided(interval, at)
        elif interval.last_seen_at < at and all(at < each for each in following[number:]):
            missed_at = min(at, interval.missed_at or at)
            divided.append(replace(interval, missed_at=missed_at))
        else:
            divided.append(interval)
    return _bounded(divided)


def _divided(interval: Interval, at: datetime) -> list[Interval]:
    former = tuple(each for each in interval.sightings if each.seen_at < at)
    later = tuple(each for each in interval.sightings if each.seen_at > at)
    was_seen = len(former) + len(later) < len(interval.sightings)
    if was_seen or later[0].seen_at - former[-1].seen_at <= SAME_TIME:
        return [interval]
    return [Interval(former, missed_at=at), Interval(later, interval.missed_at)]


def _joined(former: Interval, later: Interval) -> Interval:
    return Interval((*former.sightings, *later.sightings), later.missed_at)


def _united(one: Iterable[Seen], other: Iterable[Seen]) -> tuple[Seen, ...]:
    """Put sightings in order; of two at one moment, the first that was told counts."""
    by_moment = {each.seen_at: each for each in (*other, *one)}
    return tuple(by_moment[at] for at in sorted(by_moment))


def _bounded(intervals: list[Interval]) -> Lifetime:
    while len(intervals) > MOST_INTERVALS:
        pauses = [b.first_seen_at - a.last_seen_at for a, b in pairwise(intervals)]
        place = pauses.index(min(pauses))
        intervals[place : place + 2] = [_joined(*intervals[place : place + 2])]
    return tuple(replace(each, sightings=_thinned(each.sightings)) for each in intervals)


def _thinned(sightings: Sequence[Seen]) -> tuple[Seen, ...]:
    """Leave out those that stand nearest to their neighbours, but the first and the last three.

    Pages that overtake one another are told soon after: the last ones are needed as they are.
    """
    kept = list(sightings)
    while len(kept) > MOST_SIGHTINGS:
        gaps = [kept[place + 1].seen_at - kept[place - 1].seen_at for place in _between(kept)]
        del kept[gaps.index(min(gaps)) + 1]
    return tuple(kept)


def _between(sightings: Sequence[Seen]) -> range:
    return range(1, len(sightings) - _LATEST)
