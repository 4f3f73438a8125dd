"""Outlets' months: what they publish, when they edit it and when they take it down. Made up.

Nobody has published how Kazakhstan's outlets edit. What is known from elsewhere (NewsEdits, 2022:
1.3 million articles of 22 English and French outlets, 4.6 million versions) is that most versions
come within hours and a few much later, and that outlets differ widely. So: 85 in 100 articles that
are edited are so after a time around an hour (lognormal), the others evenly in its logarithm up to
a month; after each edit there is another one in 35 of 100, mostly within the hour. Ten outlets,
from 20 to 200 articles a day, edit from none to half of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from random import Random

from benchmarks.news_day import CURVE

OUTLETS = (
    (60, 0.0),
    (120, 0.0),
    (200, 0.02),
    (30, 0.03),
    (80, 0.05),
    (40, 0.08),
    (150, 0.08),
    (60, 0.15),
    (40, 0.3),
    (20, 0.5),
)
"""Articles a day, and the share of them that is edited."""
_SOON = 0.85
_AGAIN = 0.35
_REMOVED = 0.004
_LONGEST = 30 * 24.0  # hours


@dataclass(frozen=True)
class Life:
    """An article's: moments in hours since the beginning."""

    outlet: int
    published: float
    edits: tuple[float, ...]
    removed: float | None


def lives(days: int, *, share: float = 1.0, seed: int = 7) -> list[Life]:
    """Give the articles of all outlets in the order of publication; `share` of their number."""
    random = Random(seed)
    found = [
        _life(random, outlet, day * 24.0, edited)
        for outlet, (a_day, edited) in enumerate(OUTLETS)
        for day in range(days)
        for _ in range(max(1, round(a_day * share)))
    ]
    return sorted(found, key=lambda each: (each.published, each.outlet))


def _life(random: Random, outlet: int, midnight: float, edited: float) -> Life:
    published = midnight + random.choices(range(24), CURVE)[0] + random.random()
    edits = tuple(_edits(random, published)) if random.random() < edited else ()
    removed = None
    if random.random() < _REMOVED:
        removed = published + random.lognormvariate(log(8), 1.5)
        edits = tuple(each for each in edits if each < removed)
    return Life(outlet, published, edits, removed)


def _edits(random: Random, published: float) -> Iterator[float]:
    is_soon = random.random() < _SOON
    later = random.lognormvariate(0, 1.4) if is_soon else _LONGEST ** random.random()
    at = published + later
    yield at
    while random.random() < _AGAIN:
        at += random.lognormvariate(-0.4, 1.0)
        yield at
