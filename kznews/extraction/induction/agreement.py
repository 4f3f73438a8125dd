"""The selector that finds on page after page what is known to stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kznews.extraction.induction.flat_page import FlatPage
from kznews.extraction.induction.selectors import Selector

_MOST_ANCESTORS = 4
"""Elements around a part of the page by which it may be named."""
_FEWEST_SHARE = 0.3
"""Share of the pages where a part is known that a name must be on to be tried."""
_COST = 0.01
"""What a selector loses for each thing that its reader has to understand."""
_STRAYS = 0.2
"""What a selector loses that finds something on every page where nothing is known to stand."""


@dataclass(frozen=True)
class Known:
    """What is known of one page's part."""

    flat: FlatPage
    elements: Sequence[int]
    """The elements that it may be; none: it is not known whether there is one."""


@dataclass(frozen=True)
class Agreed:
    """A selector, and how far it agrees with what is known."""

    selector: Selector
    agreement: float
    """Share of the pages where the part is known on which it finds the part, and nothing else."""
    pages: int
    """Number of the pages on which it does."""


def agreed_selector(
    known: Sequence[Known],
    is_right: Callable[[Known, Selector, Sequence[int]], bool],
    *,
    may_be: Callable[[Selector], Iterable[Selector]] = lambda selector: (selector,),
    tags_alone: frozenset[str] = frozenset(),
) -> Agreed | None:
    """Find the selector that is right on the most pages.

    `is_right` judges the elements that a selector finds on a page where the part is known. `may_be`
    gives the forms of a selector that are tried. `tags_alone`: tags that may stand by themselves.
    """
    with_part = [each for each in known if each.elements]
    without = [each for each in known if not each.elements]
    if not with_part:
        return None
    best: tuple[float, Agreed] | None = None
    for candidate in _candidates(with_part, tags_alone):
        for selector in may_be(candidate):
            found = [(each, selector.find(each.flat)) for each in with_part]
            right = sum(
                bool(numbers) and is_right(each, selector, numbers) for each, numbers in found
            )
            if not right:
                continue
            strays = sum(bool(selector.find(each.flat)) for each in without)
            agreement = right / len(with_part)
            score = agreement - _COST * selector.cost
            score -= _STRAYS * strays / len(without) if without else 0
            if best is None or score > best[0]:
                best = score, Agreed(selector, agreement, right)
    return best[1] if best else None


def _candidates(known: Sequence[Known], tags_alone: frozenset[str]) -> list[Selector]:
    names: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for each in known:
        flat = each.flat
        names.update(
            {
                name
                for number in each.elements
                for name in flat.names[number]
                if "." in name or "#" in name or "[" in name or name in tags_alone
            }
        )
        pairs.update(
            {
                (outer_name, name)
                for number in each.elements
                for name in flat.names[number]
                for outer in flat.ancestors(number)[:_MOST_ANCESTORS]
                for outer_name in flat.names[outer][:-1]
            }
        )
    fewest = _FEWEST_SHARE * len(known)
    found = [
        *(Selector(name) for name, count in names.items() if count >= fewest),
        *(Selector(own, within) for (within, own), count in pairs.items() if count >= fewest),
    ]
    return sorted(found, key=attrgetter("plainness"), reverse=True)
