"""The words of a text and of a question, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kznews.search.kazakh_stems import is_row_of_endings

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:[^\W_]|[\u0300-\u036f\u00ad\u200c\u200d])*(?:['’ʼ‘`´](?={_LETTER})[^\W_]+)*"
# Spaces group thousands; a point or a comma between digits belongs to the number.
_NUMBER = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
# The ending of a number, an abbreviation or a foreign name: «15-інде», «ҚР-ның», `Boeing-тың`.
_ENDING = re.compile("[-‐‑–](?=[а-яёәғқңөұүһі])[а-яёәғқңөұүһі]{1,8}(?![\\w-])")
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})")
_LONGEST = 64
"""Characters of a word that count; what follows is no word of a language."""
_ORDINAL = re.compile("(?:[ыі]н)?ш[ыі]")
_RUSSIAN_ENDINGS = frozenset("й я е го му м х ми ый ая ое ые ого ому ым ых ой ую ти и ю".split())


class Token(NamedTuple):
    """A word or a number of a text."""

    start: int
    end: int
    """Place behind its last character, with an ending that a hyphen sets apart."""
    word: str
    """As typed, without such an ending."""


def tokens(text: str) -> Iterator[Token]:
    """Give the words and numbers of a text in their order.

    Parts of a word between hyphens are words of their own: `пресс-служба` has two. But a Kazakh
    or Russian ending behind a number, an abbreviation or a Latin name belongs to it.
    """
    place = 0
    while found := _TOKEN.search(text, place):
        word, place = found[0], found.end()
        if _takes_endings(found) and (ending := _ENDING.match(text, place)):
            place = ending.end() if _is_ending(ending[0][1:]) else place
        yield Token(found.start(), place, word[:_LONGEST])


def _takes_endings(found: re.Match[str]) -> bool:
    word = found[0]
    return found.lastgroup == "number" or word[0].isascii() or (len(word) < 6 and word.isupper())


def _is_ending(letters: str) -> bool:
    if letters in _RUSSIAN_ENDINGS:
        return True
    ordinal = _ORDINAL.match(letters)
    endings = letters[ordinal.end() :] if ordinal else letters
    return not endings or is_row_of_endings(endings)
