"""What a question says that was typed on the keyboard layout of another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from kznews.search.query_fields import BY_NAME
from kznews.text.letter_odds import AS_TYPED, letter_odds

_ENGLISH: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN: Final = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_RUSSIAN: Final = str.maketrans(_ENGLISH, _RUSSIAN)
_TO_ENGLISH: Final = str.maketrans(_RUSSIAN, _ENGLISH)
# Kazakh's own letters are where Russian and English have digits.
_DIGITS: Final = "2345890-="
_KAZAKH: Final = "әіңғүұқөһ"
_KAZAKH_KEY: Final = re.compile(
    "(?<=[а-яёәіңғүұқөһ])[234589=0-]|[234589=0](?=[а-яё])", re.IGNORECASE
)
_KAZAKH_OF: Final = dict(zip(_DIGITS, _KAZAKH, strict=True))
_TO_DIGITS: Final = str.maketrans(_KAZAKH, _DIGITS)
_SIGNS: Final = re.compile(r"""([("«-]*(?:[^\W\d_]+[:<>=]+)?)(.*?)([)"»]*)""", re.DOTALL)

_CONSONANTS: Final = re.compile("(?:[^aeiouyаәеёиоөуұүыіэюя]){4,}")
_WORD = re.compile(r"\S+")
_OPERATOR = re.compile("AND|OR|NOT|И|ИЛИ|НЕ|ЖӘНЕ|НЕМЕСЕ|ЕМЕС")
_LEAST_LETTERS: Final = 4
"""Letters of a question below which nothing is suggested."""
_LEAST: Final = 0.25
"""Share of its triples that a language must have for a suggestion."""
_BETTER: Final = 0.1
"""By how much that share must be above the one of what was typed."""


def suggest_layout(question: str) -> str | None:
    """Give what the question would be on the layout that it was meant for; None where it is right.

    Layouts are English, Russian and Kazakh: `ghtpbltyn` is «президент», `0аза0стан` «қазақстан».
    """
    words = [word for word in _WORD.findall(question) if not _OPERATOR.fullmatch(word)]
    typed = " ".join(words)
    if sum(map(str.isalpha, typed)) < _LEAST_LETTERS:
        return None
    best, most = None, max(_LEAST, _likelihood(typed) + _BETTER)
    for convert in (_on_russian, _on_english, _on_kazakh):
        converted = _WORD.sub(partial(_converted, convert), question)
        if converted != question and (known := _likelihood(converted)) >= most:
            best, most = converted, known
    return best


def _converted(convert: Callable[[str], str], match: re.Match[str]) -> str:
    """Convert a word of a question, but no operator, and not the name of a field before it."""
    word = match[0]
    if _OPERATOR.fullmatch(word):
        return word
    before, within, behind = _signs(word)
    return before + convert(within) + behind


def _signs(word: str) -> tuple[str, str, str]:
    found = _SIGNS.fullmatch(word)
    if found is None:
        return "", word, ""
    before, within, behind = found.groups()
    field = re.search(r"[^\W\d_]+", before)
    if field is not None and field[0].lower() not in BY_NAME:
        return before[: field.start()], before[field.start() :] + within, behind
    return before, within, behind


def _on_russian(word: str) -> str:
    if not word.isascii() or not any(map(str.isalpha, word)):
        return word
    return _on_kazakh(word.translate(_TO_RUSSIAN))


def _on_english(word: str) -> str:
    return word.translate(_TO_ENGLISH).translate(_TO_DIGITS)


def _on_kazakh(word: str) -> str:
    # Twice, as a letter may stand between two that were digits.
    for _ in range(2):
        word = _KAZAKH_KEY.sub(lambda match: _KAZAKH_OF[match[0]], word)
    return word


def _likelihood(text: str) -> float:
    """Give how much like a language a text looks, at most 1.

    That is the share of its triples of letters that are frequent in a language of the script, less
    what speaks against it: long rows of consonants.
    """
    cyrillic, latin = letter_odds("cyrillic"), letter_odds("latin")
    known = total = 0.0
    for match in _WORD.finditer(text):
        word = _signs(match[0])[1].lower()
        odds = latin if word.isascii() else cyrillic
        bounded = f"_{word.translate(AS_TYPED)}_"
        total += len(word)
        known += sum(bounded[place : place + 3] in odds for place in range(len(word)))
        known -= sum(len(row) for row in _CONSONANTS.findall(word))
    return known / total if total else 0.0
