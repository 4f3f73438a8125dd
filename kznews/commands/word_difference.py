"""What words a text loses and gets: shown where a value changes."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from kznews.text.terminal import printable

_MOST_COMPARED = 250
"""Words that are compared between those that both texts begin and end with: comparing many that are
alike takes the cube of their number."""
_MOST_SAME, _SAME_SHOWN = 8, 3
"""Words that stay: of a longer run than this, so many are shown at each end."""
_MOST_CHANGED, _CHANGED_SHOWN = 40, 15
"""The same, of words that change."""
_LONGEST_WORD = 200  # characters


@dataclass(frozen=True)
class Span:
    """Some words that stay, are taken away or are put in."""

    change: Literal["none", "taken", "put"]
    words: str

    def __str__(self) -> str:
        """Write `words`, `[-taken away-]` or `{+put in+}`."""
        match self.change:
            case "taken":
                return f"[-{self.words}-]"
            case "put":
                return f"{{+{self.words}+}}"
        return self.words


def word_difference(before: str, after: str) -> list[Span]:
    """Tell how a text changes, word by word; long runs are cut short. Safe for a terminal."""
    old, new = before.split(), after.split()
    begin = _common(old, new)
    end = _common(old[begin:][::-1], new[begin:][::-1])
    head, tail = old[:begin], old[len(old) - end :]
    old = _cut(old[begin : len(old) - end])
    new = _cut(new[begin : len(new) - end])
    spans = [_same(head)]
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            spans.append(_same(old[a:b]))
            continue
        spans.append(Span("taken", _shown(old[a:b], _MOST_CHANGED, _CHANGED_SHOWN)))
        spans.append(Span("put", _shown(new[c:d], _MOST_CHANGED, _CHANGED_SHOWN)))
    spans.append(_same(tail))
    return [each for each in spans if each.words]


def _common(one: list[str], other: list[str]) -> int:
    """Count the words that both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cut(words: list[str]) -> list[str]:
    return words if len(words) <= _MOST_COMPARED else [*words[:_MOST_COMPARED], "…"]


def _same(words: list[str]) -> Span:
    return Span("none", _shown(words, _MOST_SAME, _SAME_SHOWN))


def _shown(words: list[str], most: int, at_each_end: int) -> str:
    if len(words) > most:
        words = [*words[:at_each_end], "…", *words[-at_each_end:]]
    return printable(" ".join(word[:_LONGEST_WORD] for word in words))
