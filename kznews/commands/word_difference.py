"""How the words of a text change, shown in a line or two."""

from __future__ import annotations

from kznews.text.differences import Part, Piece, word_changes
from kznews.text.terminal import printable

_MOST_WORDS: dict[Part, tuple[int, int]] = {"same": (8, 3), "cut": (40, 15), "added": (40, 15)}
"""Words of a piece: of a longer one, so many are shown at each end."""
_LONGEST_WORD = 200  # characters
_MARKS: dict[Part, str] = {"same": "{}", "cut": "[-{}-]", "added": "{{+{}+}}"}


def word_difference(before: str, after: str) -> list[Piece]:
    """Tell how a text changes, word by word; long pieces are cut short. Safe for a terminal."""
    pieces = [Piece(each.part, _shown(each)) for each in word_changes(before, after)]
    return [each for each in pieces if each.text]


def marked(piece: Piece) -> str:
    """Write `words`, `[-words-]` that are cut or `{+words+}` that are added."""
    return _MARKS[piece.part].format(piece.text)


def _shown(piece: Piece) -> str:
    words = piece.text.split()
    most, at_each_end = _MOST_WORDS[piece.part]
    if len(words) > most:
        words = [*words[:at_each_end], "…", *words[-at_each_end:]]
    return printable(" ".join(word[:_LONGEST_WORD] for word in words))
