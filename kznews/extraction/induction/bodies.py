"""Where the texts of an outlet's articles stand, and what stands among them that is none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from statistics import mean

from kznews.extraction.induction.selectors import Selector, outermost
from kznews.extraction.induction.weights import Weights

_LONGEST_TEXTS = 5
"""Texts of a page, the longest, from which the search for the element around them begins."""
_MOST_ANCESTORS = 8
"""Elements around a text that are tried."""
_FEWEST_SHARE = 0.2
"""Share of the pages that a name must be on to be tried."""
_NOISE = 0.3
"""What a letter of noise weighs beside one of content: most of it can be dropped."""
_COST = 0.004
"""What a selector loses for each thing that its reader has to understand."""
_SEVERAL = 0.01
"""What it loses where it names several elements of a page."""
_WELL = 6
"""Power of a page's fit that counts while layouts are told apart: one that reads half of the pages
wholly goes before one that reads all of them badly."""
_READS = 0.75
"""Fit of a page that a selector reads, at least."""
_FEW = 1.2
"""Elements on a page that still are one, on average: an endless page has further ones."""
_AS_GOOD = 0.012
"""What one selector may be worse than another and still is as good: the narrower one is taken, if
it names one element of a page."""
_TAGS_ALONE = frozenset({"article", "main"})
"""Tags that say enough by themselves."""
_PARAGRAPHS = frozenset("p li h2 h3 h4 blockquote span strong b em i a td tr".split())
"""Tags of parts of a text: what is around all of them is its body."""


@dataclass(frozen=True)
class FoundBody:
    """A selector of the body, and how well it fits."""

    selector: Selector
    fit: float
    """From 0 to 1: of the pages' content, how much it holds, and how little else."""
    pages: tuple[int, ...]
    """The numbers of the pages that it fits."""


def find_body(pages: Sequence[Weights]) -> FoundBody | None:
    """Find the selector that reads the most of the pages well.

    It need not fit all of them: those of another layout are for another selector.
    """
    best = _best(_candidates(pages), pages, _WELL)
    if best is None:
        return None
    # Among the pages that it reads, what counts is how well it reads each of them.
    own = [pages[number] for number in best.pages]
    again = refit_body(own)
    assert again is not None  # the first one fits them
    return replace(again, pages=best.pages)


def refit_body(pages: Sequence[Weights]) -> FoundBody | None:
    """Find the selector of pages that are known to be of one layout."""
    return _best(_candidates(pages), pages, 1)


def _candidates(pages: Sequence[Weights]) -> list[Selector]:
    names: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for page in pages:
        chains = [
            [number, *page.flat.ancestors(number)[:_MOST_ANCESTORS]] for number in _longest(page)
        ]
        inner = {number for chain in chains for number in chain}
        names.update({name for number in inner for name in _telling(page, number)})
        pairs.update(
            {
                (outer_name, name)
                for chain in chains
                for place, number in enumerate(chain)
                for name in _telling(page, number)
                for outer in chain[place + 1 : place + 4]
                for outer_name in _telling(page, outer)
            }
        )
    fewest = max(2, _FEWEST_SHARE * len(pages))
    found = [
        *(Selector(name) for name, count in names.items() if count >= fewest),
        *(Selector(own, within) for (within, own), count in pairs.items() if count >= fewest),
    ]
    return sorted(found, key=attrgetter("plainness"), reverse=True)


def _best(candidates: Iterable[Selector], pages: Sequence[Weights], power: int) -> FoundBody | None:
    judged: list[tuple[float, tuple[bool, int], FoundBody]] = []
    for candidate in candidates:
        for selector in (candidate, replace(candidate, is_first=True)):
            fits, count, size = [], 0, 0
            for page in pages:
                found = outermost(page.flat, selector.find(page.flat))
                count += len(found)
                size += sum(page.flat.ends[number] - number for number in found)
                fits.append(_fit(page, found))
            is_several = count > _FEW * sum(each > 0 for each in fits)
            score = mean(fit**power for fit in fits)
            score -= _COST * selector.cost + _SEVERAL * is_several
            on = tuple(number for number, each in enumerate(fits) if each >= _READS)
            if on:
                fit = mean(fits[each] for each in on)
                judged.append((score, (is_several, size), FoundBody(selector, fit, on)))
            if not is_several:
                break
    if not judged:
        return None
    least = max(score for score, _, _ in judged) - _AS_GOOD
    return min((each for each in judged if each[0] >= least), key=lambda each: (each[1], -each[0]))[
        2
    ]


def _fit(page: Weights, found: Iterable[int]) -> float:
    content = noise = 0.0
    for number in found:
        content += page.content_in(number)
        noise += page.noise_in(number)
    if not content:
        return 0.0
    precision = content / (content + _NOISE * noise)
    recall = content / page.all_content
    return 2 * precision * recall / (precision + recall)


def _longest(page: Weights) -> list[int]:
    """Give the elements of the page's longest texts that may be content."""
    numbers = sorted(range(len(page.content)), key=lambda each: -page.content[each])
    return [
        page.flat.texts[number].element
        for number in numbers[:_LONGEST_TEXTS]
        if page.content[number]
    ]


def _telling(page: Weights, number: int) -> list[str]:
    """Give the names of an element that say more than a tag that is everywhere."""
    *names, tag = page.flat.names[number]
    if tag in _PARAGRAPHS:
        return []
    return [*names, tag] if tag in _TAGS_ALONE else names
