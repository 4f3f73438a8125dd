"""How well copies are told from other texts: recall by kind and amount of edit, and precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from random import Random

from benchmarks.copies import AMOUNTS, copies, originals
from benchmarks.figures import table
from benchmarks.series import SERIES
from kznews.record.stories.likeness import Text, same_text
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words

_REPORTS = 40
"""Of each series; each two are a pair that is no copy."""
SMALL_EDIT = 30
"""Percent; the goal is for edits up to it."""


@dataclass
class Judgement:
    """What came of the pairs of a labelled set."""

    recall: dict[tuple[str, str, int], list[bool]] = field(default_factory=dict)
    """By length of the text, kind and percent of the edit: whether each copy was found."""
    unrelated: int = 0
    """Pairs that are no copies."""
    candidates: int = 0
    """Of those, pairs with a band in common."""
    wrong: dict[str, int] = field(default_factory=dict)
    """Of those, pairs taken for copies, by where they come from."""

    def recall_of(self, *, least: int = 0, most: int, kind: str = "", length: str = "") -> float:
        """The share of copies found, of edits from `least` to `most` percent."""
        found = [
            each
            for (of_length, of_kind, percent), outcomes in self.recall.items()
            if least <= percent <= most and kind in {"", of_kind} and length in {"", of_length}
            for each in outcomes
        ]
        return sum(found) / len(found) if found else float("nan")

    @property
    def precision(self) -> float:
        """Of all pairs taken for copies, edits of up to 50 %, the share that are copies."""
        found = sum(sum(each) for each in self.recall.values())
        return found / (found + sum(self.wrong.values()))


def judge(texts: Sequence[str], *, each: int, seed: int = 7) -> Judgement:
    """Edit `each` of the originals of each length in all ways; compare all that are unrelated."""
    random = Random(seed)
    told = Judgement()
    for length, all_ in originals(list(texts)).items():
        chosen = random.sample(all_, min(each, len(all_)))
        for original in chosen:
            others = [text for text in all_ if text is not original]
            for copy in copies(original, others, random):
                key = (length, copy.kind, copy.percent)
                told.recall.setdefault(key, []).append(_found(original, copy.text))
        _compare(length, all_, told)
    for name, report in SERIES.items():
        _compare(name, list(dict.fromkeys(report(random) for _ in range(_REPORTS))), told)
    return told


def _compare(name: str, texts: list[str], told: Judgement) -> None:
    read = [(frozenset(signature(skeleton_words(text)).bands), Text.of(text)) for text in texts]
    for (bands, one), (other_bands, other) in combinations(read, 2):
        told.unrelated += 1
        if not bands.isdisjoint(other_bands):
            told.candidates += 1
            if same_text(one, other):
                told.wrong[name] = told.wrong.get(name, 0) + 1


def _found(original: str, copy: str) -> bool:
    bands, one = _read(original)
    signed = signature(skeleton_words(copy))
    return not bands.isdisjoint(signed.bands) and same_text(one, Text.of(copy))


@cache
def _read(text: str) -> tuple[frozenset[int], Text]:
    return frozenset(signature(skeleton_words(text)).bands), Text.of(text)


def report(told: Judgement) -> str:
    """Tables for people."""
    kinds = list(dict.fromkeys(kind for _, kind, _ in told.recall))
    rows: list[Sequence[str]] = [("recall, % of copies", *(f"{each} %" for each in AMOUNTS))]
    rows += [(kind, *_cells(told, kind=kind)) for kind in kinds]
    lengths = list(dict.fromkeys(length for length, _, _ in told.recall))
    rows += [(f"all edits of a {length}", *_cells(told, length=length)) for length in lengths]
    rows.append(("all", *_cells(told)))
    wrong = ", ".join(f"{number} of {name}" for name, number in told.wrong.items()) or "none"
    number = sum(map(len, told.recall.values()))
    return (
        f"{table(rows)}\n"
        f"{number:,} copies; recall at up to {SMALL_EDIT} %: "
        f"{told.recall_of(most=SMALL_EDIT):.4f} (goal 0.97)\n"
        f"{told.unrelated:,} pairs that are none, of these with a band in common "
        f"{told.candidates:,}; taken for copies: {wrong}; precision "
        f"{told.precision:.4f} (goal 0.99)"
    )


def _cells(told: Judgement, **of: str) -> Iterator[str]:
    for percent in AMOUNTS:
        yield f"{100 * told.recall_of(least=percent, most=percent, **of):.1f}"
