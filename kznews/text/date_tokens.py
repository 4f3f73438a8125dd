"""A date's text taken apart into tokens, a token one letter: `28 сәуір 2025, 14:05` is `nMY,t`.

The letters are the roles of words (`calendar_words.DateWord`), and

    t  14:05 or 14:05:59       d  a number of one digit     n  of two
    Y  1900 to 2099            #  any other number          |  what parts a date from other things

Other signs stand for themselves; spaces for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from kznews.text.calendar_words import date_phrase, date_word


class Token(NamedTuple):
    """A piece of a text: a number, a time, a word or a sign."""

    letter: str
    """Kind of the token."""
    value: int = 0
    """Number that it means: of `t` the minutes since midnight, of a word that of its `DateWord`."""
    word: str = ""
    """Word, folded; empty where the token is none."""


_TOKEN = re.compile(
    r"(?P<clock>(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:[.,][0-9]{1,9})?)?(?![0-9:]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼʻ‘`´][^\W\d_]+)*['’ʼʻ‘`´]?)"
    r"|(?P<bar>(?<=\s)/(?=\s))"
    r"|\S"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،", "01234567890123456789,")
_MARKS = (
    {mark: mark for mark in ".,:;/()[]+-"}
    | dict.fromkeys("|·•●∙⋅", "|")
    | dict.fromkeys("‐–—―", "-")
)


def plain_digits(text: str) -> str:
    """Replace Arabic and Persian digits and commas by ASCII ones."""
    return text if text.isascii() else text.translate(_DIGITS)


def tokens_of(text: str) -> list[Token]:
    """Split a case-folded text with plain digits into tokens."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        found = match[0]
        match match.lastgroup:
            case "number":
                tokens.append(Token(_number_letter(found), int(found[:9])))
            case "word":
                _add_word(tokens, found)
            case "clock":
                hour, minute = found.split(":")[:2]
                tokens.append(Token("t", int(hour) * 60 + int(minute)))
            case "bar":
                tokens.append(Token("|"))
            case _:
                letter = _MARKS.get(found) or _sign_letter(found)
                if letter:
                    tokens.append(Token(letter))
    return tokens


def _sign_letter(sign: str) -> str:
    match unicodedata.category(sign):
        case "So" | "Co" if sign != "№":  # 🕒, the glyph of an icon font
            return "|"
        case "Mn" | "Pi" | "Pf" | "Ps":  # `«28» апреля`; what makes a sign an emoji
            return ""
        case _:
            return "?"


def _number_letter(digits: str) -> str:
    match len(digits):
        case 1:
            return "d"
        case 2:
            return "n"
        case 4 if digits[:2] in {"19", "20"}:
            return "Y"
        case _:
            return "#"


def _add_word(tokens: list[Token], word: str) -> None:
    (role, value), folded = date_word(word)
    if tokens and (phrase := date_phrase(tokens[-1].word, folded)):
        tokens[-1] = Token(phrase.role, phrase.value)
        return
    if role == "X":  # `28 апреля 2025 (обновлено 29 апреля)`
        tokens.append(Token("|"))
    tokens.append(Token(role, value, folded))
