"""Which of the pairs that the rule finds are told: those whose articles fit nobody better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

By = Literal["page", "address", "rule"]
"""What says that two articles are translations: a page that links to the other, addresses that are
made alike, or the rule on numbers, names and pictures."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two articles of an outlet, in two languages, which may be translations."""

    articles: tuple[str, str]
    """Their `_id`s, in order."""
    languages: tuple[str, str]
    by: By
    weight: float
    """How much they have in common."""
    hours_apart: float
    """Hours between them."""


def held(pairs: Iterable[Pair]) -> set[tuple[str, str]]:
    """Give those of all pairs of some articles that are told.

    What a page or an address says is. Two that the rule found are where each fits the other best
    of all in its language, and nothing else says which article that is: of two days of a series one
    fits, and of an event's several articles the nearest.
    """
    given = list(pairs)
    best: dict[tuple[str, str], Pair] = {}
    for pair in sorted(given, key=_rank):
        for article, language in _sides(pair):
            best.setdefault((article, language), pair)
    return {
        pair.articles
        for pair in given
        if pair.by != "rule" or all(best[side] is pair for side in _sides(pair))
    }


def _sides(pair: Pair) -> list[tuple[str, str]]:
    """Give each article, and the language that it has a translation in."""
    return [
        (pair.articles[0], pair.languages[1]),
        (pair.articles[1], pair.languages[0]),
    ]


def _rank(pair: Pair) -> tuple[object, ...]:
    is_rule = pair.by == "rule"
    return is_rule, -pair.weight, pair.hours_apart, pair.articles
