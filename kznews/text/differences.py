"""How one text became another: paragraphs are matched first, then the words of matched paragraphs.

Built on `difflib`, which shows differences as people would, but takes its time over texts that
repeat themselves: such texts are cut up at what both hold once, and what is left of the `_Effort`
bounds the rest. Texts that differ too much to be worth it are told as wholly replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kznews.text.normal_form import normal_text

How = Literal["same", "edited", "moved", "added", "cut"]
Part = Literal["same", "added", "cut"]

_AKIN = 0.5
"""Share of words in common from which a paragraph is another one, edited, if it stands there."""
_AKIN_ELSEWHERE = 0.75
"""The same of a paragraph that stands elsewhere by now."""
_MOST_PAIRS = 2500
"""Pairs of paragraphs whose words are compared, at most, in one place."""
_MOST_WORDS = 30_000
"""Words of the paragraphs that are compared in one place, at most."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class ParagraphChange:
    """What became of a paragraph."""

    how: How
    """`moved` may be edited as well."""
    before: int | None
    """Its number in the former text, from 0; None where it was added."""
    after: int | None
    """Its number in the new text; None where it was cut."""


@dataclass(frozen=True)
class Piece:
    """Words that follow one another, and all stayed, were added or were cut."""

    part: Part
    text: str


class _Effort:
    """What a comparison may still cost, in steps of about 0.1 µs."""

    def __init__(self) -> None:
        self.left = 6_000_000

    def affords(self, steps: int) -> bool:
        if steps > self.left:
            return False
        self.left -= steps
        return True


def paragraph_changes(before: Sequence[str], after: Sequence[str]) -> list[ParagraphChange]:
    """Tell what became of each paragraph, in the order of the new text.

    A paragraph that was cut stands where it stood.
    """
    pairs: dict[int, int] = {}
    edited: dict[int, int] = {}
    for old, new in _gaps(before, after, pairs):
        edited |= _akin_in_order(before, after, old, new)
    moved = _moved(
        before,
        after,
        [each for each in range(len(before)) if each not in pairs and each not in edited],
        set(range(len(after))) - set(pairs.values()) - set(edited.values()),
    )
    return list(_in_order(len(before), len(after), pairs, edited, moved))


def word_changes(before: str, after: str) -> list[Piece]:
    """Tell which words were cut and added; `same` and `added` together are the new text's words.

    Words that differ in quotation marks, dashes and the like alone (`normal_text`) are the same.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    return [
        Piece(part, " ".join(words[first:end]))
        for part, words, first, end in _parts(old, new)
        if end > first
    ]


def _parts(old: list[str], new: list[str]) -> Iterator[tuple[Part, list[str], int, int]]:
    done_old = done_new = 0
    normal_old, normal_new = ([normal_text(word) for word in words] for words in (old, new))
    blocks = _common_blocks(normal_old, normal_new)
    for first_old, first_new, size in [*blocks, (len(old), len(new), 0)]:
        yield "cut", old, done_old, first_old
        yield "added", new, done_new, first_new
        yield "same", new, first_new, first_new + size
        done_old, done_new = first_old + size, first_new + size


def _gaps(
    before: Sequence[str], after: Sequence[str], pairs: dict[int, int]
) -> Iterator[tuple[range, range]]:
    """Put equal paragraphs that kept their order into `pairs`; give what is between them."""
    done_old = done_new = 0
    for old, new, size in [*_common_blocks(before, after), (len(before), len(after), 0)]:
        if old > done_old and new > done_new:
            yield range(done_old, old), range(done_new, new)
        pairs.update((old + each, new + each) for each in range(size))
        done_old, done_new = old + size, new + size


def _common_blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Give what both have in common, in order: place in each, and length."""
    effort = _Effort()
    blocks: list[tuple[int, int, int]] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        a, b, c, d = todo.pop()
        while a < b and c < d and old[a] == new[c]:
            blocks.append((a, c, 1))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            blocks.append((b, d, 1))
        if a == b or c == d:
            continue
        counts = Counter(old[a:b])
        others = Counter(new[c:d])
        equal = sum(number * others[each] for each, number in counts.items())
        if not equal:
            continue
        if effort.affords(equal * min(b - a, d - c)):
            matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
            blocks += [(a + i, c + j, n) for i, j, n in matcher.get_matching_blocks() if n]
            continue
        anchors = _anchors(old[a:b], new[c:d], counts, others)
        if anchors:
            blocks += [(a + i, c + j, 1) for i, j in anchors]
            ends = [(a + i, c + j) for i, j in anchors]
            starts = [(a, c), *((i + 1, j + 1) for i, j in ends)]
            todo += [(i, k, j, m) for (i, j), (k, m) in zip(starts, [*ends, (b, d)], strict=True)]
    return _joined(sorted(blocks))


def _joined(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for a, c, size in blocks:
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == c:
            joined[-1] = joined[-1][0], joined[-1][1], joined[-1][2] + size
        else:
            joined.append((a, c, size))
    return joined


def _anchors(
    old: Sequence[str], new: Sequence[str], counts: Counter[str], others: Counter[str]
) -> list[tuple[int, int]]:
    """Give places of what both hold once, the longest row of them that is in order in both."""
    places = {each: place for place, each in enumerate(new) if others[each] == 1}
    once = [
        (place, places[each])
        for place, each in enumerate(old)
        if counts[each] == 1 and each in places
    ]
    ends: list[int] = []
    chain: list[int] = []
    previous: list[int | None] = []
    for number, (_, place) in enumerate(once):
        at = bisect_left(ends, place)
        previous.append(chain[at - 1] if at else None)
        ends[at : at + 1] = [place]
        chain[at : at + 1] = [number]
    row: list[tuple[int, int]] = []
    here: int | None = chain[-1] if chain else None
    while here is not None:
        row.append(once[here])
        here = previous[here]
    return row[::-1]


def _akin_in_order(
    before: Sequence[str], after: Sequence[str], old: range, new: range
) -> dict[int, int]:
    """Pair paragraphs between two that are equal: those that are the most alike, in order."""
    words = _words_if_few(before, after, old, new)
    if words is None:  # what stands at the same place
        return {}
    # The best sum of likenesses of the first paragraphs of each.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old, 1):
        for j, b in enumerate(new, 1):
            like = _likeness(words[0][a], words[1][b])
            paired = best[i - 1][j - 1] + like if like >= _AKIN else 0.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], paired)
    pairs: dict[int, int] = {}
    i, j = len(old), len(new)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[old[i]] = new[j]
    return pairs


def _moved(
    before: Sequence[str], after: Sequence[str], old: Sequence[int], new: set[int]
) -> dict[int, int]:
    """Pair what is left and equal, then what is left and alike, wherever it stands."""
    at: dict[str, list[int]] = {}
    for each in sorted(new, reverse=True):
        at.setdefault(after[each], []).append(each)
    pairs = {each: at[before[each]].pop() for each in old if at.get(before[each])}
    left_old = [each for each in old if each not in pairs]
    left_new = sorted(new - set(pairs.values()))
    words = _words_if_few(before, after, left_old, left_new)
    if words is None:
        return pairs
    alike = [
        (like, a, b)
        for a in left_old
        for b in left_new
        if (like := _likeness(words[0][a], words[1][b])) >= _AKIN_ELSEWHERE
    ]
    for _, a, b in sorted(alike, key=lambda each: (-each[0], each[1], each[2])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _words_if_few(
    before: Sequence[str], after: Sequence[str], old: Sequence[int], new: Sequence[int]
) -> tuple[dict[int, Counter[str]], dict[int, Counter[str]]] | None:
    """Count the words of paragraphs; None where there are too many to compare each with each."""
    if len(old) * len(new) > _MOST_PAIRS:
        return None
    signs = sum(len(before[each]) for each in old) + sum(len(after[each]) for each in new)
    if signs > 8 * _MOST_WORDS:
        return None
    return (
        {each: Counter(_WORD.findall(before[each])) for each in old},
        {each: Counter(_WORD.findall(after[each])) for each in new},
    )


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    total = old.total() + new.total()
    few, many = (old, new) if len(old) < len(new) else (new, old)
    common = sum(min(number, many[each]) for each, number in few.items() if each in many)
    return 2 * common / total if total else 1.0


def _in_order(
    olds: int, news: int, pairs: dict[int, int], edited: dict[int, int], moved: dict[int, int]
) -> Iterator[ParagraphChange]:
    stays = {new: (old, "same") for old, new in pairs.items()}
    stays |= {new: (old, "edited") for old, new in edited.items()}
    came = {new: old for old, new in moved.items()}
    done = 0

    def cut_until(end: int) -> Iterator[ParagraphChange]:
        for old in range(done, end):
            if old not in moved:
                yield ParagraphChange("cut", old, None)

    for new in range(news):
        if new in stays:
            old, how = stays[new]
            yield from cut_until(old)
            done = old + 1
            yield ParagraphChange("same" if how == "same" else "edited", old, new)
        elif new in came:
            yield ParagraphChange("moved", came[new], new)
        else:
            yield ParagraphChange("added", None, new)
    yield from cut_until(olds)
