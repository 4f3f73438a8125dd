"""The smallest parts of a question's text: words, quotations, fields, operators, parentheses."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from kznews.search.query_error import QueryError
from kznews.search.query_fields import BY_NAME

LONGEST_QUESTION: Final = 2000
"""Characters of a question."""

LexemeKind = Literal["and", "or", "not", "open", "close", "bare", "quoted", "field"]
FieldOperator = Literal[":", "=", "<", "<=", ">", ">="]

_OPERATORS: Final[dict[str, LexemeKind]] = {
    **dict.fromkeys(("AND", "И", "ЖӘНЕ"), "and"),
    **dict.fromkeys(("OR", "ИЛИ", "НЕМЕСЕ"), "or"),
    **dict.fromkeys(("NOT", "НЕ", "ЕМЕС"), "not"),
}
_CLOSING: Final = {**dict.fromkeys('"“”„', '["“”„]'), "«": "»"}
_SPACE = re.compile(r"\s+")
# The thousands of a number are set apart by spaces, and yet it is one word.
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![^\s()\"“”„«»])")
_BARE = re.compile(r'[^\s()"“”„«»]+')
_FIELD = re.compile(r"([^\W\d_]+)(:(?!//)|[<>]=?|[=≤≥])")
_DISTANCE = re.compile("~([0-9]{1,3})?")
_SAME_OPERATOR: Final[dict[str, FieldOperator]] = {
    "≤": "<=",
    "≥": ">=",
    ":": ":",
    "=": "=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}


class Lexeme(NamedTuple):
    """A smallest part of a question."""

    kind: LexemeKind
    text: str
    """Of a quotation what stands within, of a field its name."""
    start: int
    end: int
    distance: int = 0
    """The number behind a quotation's `~`."""
    op: FieldOperator = ":"
    """What stands behind a field's name."""


def lexemes(question: str) -> list[Lexeme]:
    """Take a question apart. QueryError where it is too long or a quotation mark is not closed."""
    if len(question) > LONGEST_QUESTION:
        raise QueryError("too_long", question, LONGEST_QUESTION, most=LONGEST_QUESTION)
    found: list[Lexeme] = []
    place = 0
    while place < len(question):
        if space := _SPACE.match(question, place):
            place = space.end()
            continue
        lexeme = _lexeme(question, place)
        found.append(lexeme)
        place = lexeme.end
    return found


def _lexeme(question: str, place: int) -> Lexeme:
    sign = question[place]
    if sign in "()":
        return Lexeme("open" if sign == "(" else "close", sign, place, place + 1)
    if sign in _CLOSING:
        return _quotation(question, place)
    if sign == "»":
        raise QueryError("no_opening_quote", question, place)
    if number := _GROUPED.match(question, place):
        return Lexeme("bare", number[0], place, number.end())
    bare = _BARE.match(question, place)
    text = bare[0] if bare else sign
    end = place + len(text)
    if text in _OPERATORS and _ends_word(question, end):
        return Lexeme(_OPERATORS[text], text, place, end)
    if sign in "-−" and _negates(question, place):
        return Lexeme("not", sign, place, place + 1)
    field = _FIELD.match(text)
    if field and (field[2] == ":" or field[1].lower() in BY_NAME):
        end = place + field.end()
        return Lexeme("field", field[1], place, end, op=_SAME_OPERATOR[field[2]])
    return Lexeme("bare", text, place, end)


def _ends_word(question: str, end: int) -> bool:
    return end == len(question) or question[end].isspace() or question[end] in "()"


def _negates(question: str, place: int) -> bool:
    """Tell whether a hyphen negates: before a word, a quotation or parentheses."""
    following = question[place + 1 : place + 2]
    return following.isalnum() or (following != "" and following in '("“„«')


def _quotation(question: str, place: int) -> Lexeme:
    closing = re.compile(_CLOSING[question[place]]).search(question, place + 1)
    if closing is None:
        raise QueryError("no_closing_quote", question, place)
    end = closing.end()
    text = question[place + 1 : closing.start()]
    distance = _DISTANCE.match(question, end)
    if distance is None:
        return Lexeme("quoted", text, place, end)
    if distance[1] is None:
        raise QueryError("no_distance", question, end)
    return Lexeme("quoted", text, place, distance.end(), distance=int(distance[1]))
