"""How far what was read agrees with what is true, in figures from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from zoneinfo import ZoneInfo

from benchmarks.extractors import Read
from benchmarks.labelled import Truth, title_digest
from kznews.text.characters import repair_mixed_script

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words, as in zytedata/article-extraction-benchmark
_ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The figures of one extractor over a set of pages."""

    pages: int
    title: float
    """Share of the pages with just the right title."""
    instant: float
    """Share of the pages that state a moment whose moment is right: to the minute, or where only a
    day is stated, its start."""
    instant_wrong: float
    """Share of all pages that were given a wrong moment, or one where they state none."""
    instant_missing: float
    """Share of the pages that state a moment that were given none."""
    day: float
    """Share of the pages that state a moment whose day in Almaty is right."""
    body_precision: float
    body_recall: float
    body_f1: float
    """Of the means of the pages' precision and recall, in shingles of four words."""
    worst_body_f1: float
    """Of the page that is read worst."""
    authors_f1: float
    """Over the names of all pages, letter case aside."""
    tags_f1: float


def agreement(pairs: Sequence[tuple[Truth, Read]]) -> Agreement:
    """Compare each page's truth with what was read on it."""
    dated = [(truth, read) for truth, read in pairs if truth.published is not None]
    bodies = [_body(truth.text, read.text) for truth, read in pairs]
    precision, recall = mean(p for p, _ in bodies), mean(r for _, r in bodies)
    return Agreement(
        pages=len(pairs),
        title=_share(title_digest(read.title or "") == truth.title for truth, read in pairs),
        instant=_share(_is_instant_right(truth, read) for truth, read in dated),
        instant_wrong=_share(
            read.published is not None and not _is_instant_right(truth, read)
            for truth, read in pairs
        ),
        instant_missing=_share(read.published is None for _, read in dated),
        day=_share(_is_day_right(truth, read) for truth, read in dated),
        body_precision=precision,
        body_recall=recall,
        body_f1=_f1(precision, recall),
        worst_body_f1=min(_f1(*body) for body in bodies),
        authors_f1=_names_f1((truth.authors, read.authors) for truth, read in pairs),
        tags_f1=_names_f1((truth.tags, read.tags) for truth, read in pairs),
    )


def _share(those: Iterable[bool]) -> float:
    """What part of them is true; none of none is none too few."""
    judged = list(those)
    return sum(judged) / len(judged) if judged else 1.0


def _is_instant_right(truth: Truth, read: Read) -> bool:
    if truth.published is None or read.published is None:
        return False
    return abs((truth.published - read.published).total_seconds()) < 60


def _is_day_right(truth: Truth, read: Read) -> bool:
    if truth.published is None or read.published is None:
        return False
    days = (moment.astimezone(_ALMATY).date() for moment in (truth.published, read.published))
    return len(set(days)) == 1


def _body(true: str, read: str) -> tuple[float, float]:
    """Precision and recall, in shingles counted as often as they stand in the text."""
    expected, found = _shingles(true), _shingles(read)
    shared = (expected & found).total()
    return (
        shared / found.total() if found else float(not expected),
        shared / expected.total() if expected else 1.0,
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    # kznews repairs the words of two scripts that a page prints.
    words = _WORD.findall(repair_mixed_script(text))
    # A text shorter than a shingle is one.
    return Counter(
        tuple(words[start : start + _SHINGLE])
        for start in range(max(len(words) - _SHINGLE + 1, min(len(words), 1)))
    )


def _names_f1(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> float:
    shared = expected = found = 0
    for true, read in pairs:
        names, others = ({name.casefold() for name in each} for each in (true, read))
        shared += len(names & others)
        expected += len(names)
        found += len(others)
    if not expected and not found:
        return 1.0
    return _f1(shared / found if found else 0.0, shared / expected if expected else 0.0)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
