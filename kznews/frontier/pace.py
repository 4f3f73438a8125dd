"""The pace at which a spider's pages change, by their age: what was found, what was expected.

Pure. What is expected are the setting's `changes`, from visit to visit; what is found are visits
that met a changed page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

_ASSUMED = 2.0
"""Changes as expected that count beside what was found: a page or two tell little of an outlet."""
_MOST = 6.0
"""The most that a pace makes an interval longer; shorter, too."""
_REMEMBERED = 100.0
"""Changes, found and expected, from which on all that was counted is halved: outlets change."""


@dataclass(frozen=True)
class Pace:
    """How much the pages of one spider changed, of those of one stage of a policy."""

    found: float = 0.0
    """Visits that found a changed page; earlier ones count for less."""
    expected: float = 0.0
    """Changes that the setting expects in the time that passed before these and all other visits;
    earlier ones count for less."""

    def __add__(self, other: Pace) -> Pace:
        """Count both; where that is much, halve it, so that what comes then tells more."""
        found, expected = self.found + other.found, self.expected + other.expected
        share = 0.5 if found + expected > _REMEMBERED else 1.0
        return Pace(found * share, expected * share)

    def ratio(self, assumed: float) -> float:
        """Give the changes that are found for each that is expected; with none, `assumed`."""
        return (self.found + _ASSUMED * assumed) / (self.expected + _ASSUMED)


Key = tuple[str, str]
"""A policy, and the name of its stage."""
Paces = Mapping[Key, Pace]
"""The paces of one spider."""


@dataclass(frozen=True)
class Observation:
    """What one visit tells about the pace of its spider's pages."""

    key: Key
    changed: bool
    expected: float
    """Changes that were expected since the visit before."""

    @classmethod
    def of(cls, key: Key, *, a_day: float, since: timedelta, changed: bool) -> Observation:
        """Make it of a visit, so long after the one before; `a_day` changes are expected."""
        days = max(since, timedelta()) / timedelta(days=1)
        return cls(key, changed, a_day * days)

    @property
    def pace(self) -> Pace:
        """Give what it adds to the pace."""
        return Pace(float(self.changed), self.expected)


def stretch(paces: Paces, key: Key) -> float:
    """Tell by what a stage's interval is multiplied: where changes are four times as many, 1/2.

    What is found in one stage of a policy tells something of the others, where less is found.
    """
    same_policy = [pace for (policy, _), pace in paces.items() if policy == key[0]]
    whole = Pace(
        sum(each.found for each in same_policy), sum(each.expected for each in same_policy)
    )
    ratio = paces.get(key, Pace()).ratio(whole.ratio(1.0))
    return min(max(1 / sqrt(ratio), 1 / _MOST), _MOST)
