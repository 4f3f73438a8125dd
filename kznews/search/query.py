"""The language of questions: what a question means.

`parse` reads it; the fields are in `query_fields`, the parts of what comes out in `query_nodes`.
Any text is read within a second, or refused with what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, Final

from kznews.search.query_error import QueryError
from kznews.search.query_fields import BY_NAME, FIELDS, QueryField
from kznews.search.query_lexer import Lexeme, lexemes
from kznews.search.query_moments import MOMENTS, read_moment_of_question
from kznews.search.query_nodes import And, Filter, Money, Node, Not, Operator, Or, Phrase, Word
from kznews.search.tokens import tokens
from kznews.text.amounts import read_amount

MOST_PARTS: Final = 100
"""Number of words, phrases and filters that a question may have."""
MOST_DEPTH: Final = 20
"""Number of parentheses within each other."""
MOST_DISTANCE: Final = 50
"""Number of words between those of a phrase."""


def parse(question: str, *, now: datetime | None = None) -> Node:
    """Read a question. QueryError where it cannot be understood.

    `now` is what `after:7d` counts from.
    """
    return _Parser(question, now or datetime.now(UTC)).question()


class _Parser:
    """The reading of one question."""

    def __init__(self, question: str, now: datetime) -> None:
        self._question = question
        self._now = now
        self._lexemes = lexemes(question)
        self._next = 0
        self._parts = 0

    def question(self) -> Node:
        node = self._alternatives(0, self._words)
        if (rest := self._peek()) is not None:
            raise self._error("no_opening", rest.start)
        if node is None:
            raise self._error("empty", 0)
        return node

    def _alternatives(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        parts = [self._conjunction(depth, words)]
        while (lexeme := self._peek()) is not None and lexeme.kind == "or":
            if parts[-1] is None:
                raise self._error("before_or", lexeme.start)
            self._next += 1
            parts.append(self._conjunction(depth, words))
            if parts[-1] is None:
                raise self._error("behind_or", lexeme.start)
        found = [part for part in parts if part is not None]
        return found[0] if len(found) == 1 else Or(tuple(found)) if found else None

    def _conjunction(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        parts: list[Node] = []
        joint: Lexeme | None = None
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("or", "close"):
            if lexeme.kind == "and":
                if not parts or joint is not None:
                    raise self._error("before_and", lexeme.start)
                joint = lexeme
                self._next += 1
                continue
            part = self._negation(depth, words)
            if part is not None:
                parts.append(part)
                joint = None
        if joint is not None:
            raise self._error("behind_and", joint.start)
        return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None

    def _negation(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        is_negated, first = False, None
        while (lexeme := self._peek()) is not None and lexeme.kind == "not":
            is_negated, first = not is_negated, lexeme
            self._next += 1
        part = self._primary(depth, words)
        if part is None and first is not None:
            raise self._error("behind_not", first.start)
        return Not(part) if is_negated and part is not None else part

    def _primary(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("and", "or", "close"):
            return None
        self._next += 1
        if lexeme.kind == "open":
            return self._parentheses(lexeme, depth, words)
        if lexeme.kind == "field":
            return self._filter(lexeme, depth)
        return words(lexeme)

    def _parentheses(
        self, opening: Lexeme, depth: int, words: Callable[[Lexeme], Node | None]
    ) -> Node:
        if depth >= MOST_DEPTH:
            raise self._error("too_deep", opening.start, most=MOST_DEPTH)
        node = self._alternatives(depth + 1, words)
        closing = self._peek()
        if closing is None:
            raise self._error("no_closing", opening.start)
        self._next += 1
        if node is None:
            raise self._error("empty_parentheses", opening.start)
        return node

    def _words(self, lexeme: Lexeme) -> Word | Phrase | None:
        """Read words between spaces or quotation marks; None where there are only signs."""
        if lexeme.kind == "bare" and lexeme.text.endswith("*") and len(lexeme.text) > 1:
            raise self._error("star", lexeme.start + len(lexeme.text) - 1)
        words = tuple(token.word for token in tokens(lexeme.text))
        self._count(len(words), lexeme)
        if not words:
            if lexeme.kind == "quoted":
                raise self._error("empty_quotes", lexeme.start)
            return None
        if lexeme.distance > MOST_DISTANCE:
            raise self._error("far", lexeme.start, most=MOST_DISTANCE)
        return Word(words[0]) if len(words) == 1 else Phrase(words, lexeme.distance)

    def _count(self, more: int, lexeme: Lexeme) -> None:
        self._parts += more
        if self._parts > MOST_PARTS:
            raise self._error("too_many", lexeme.start, most=MOST_PARTS)

    def _filter(self, lexeme: Lexeme, depth: int) -> Node:
        field = BY_NAME.get(lexeme.text.lower())
        if field is None:
            raise self._unknown_field(lexeme)
        op = self._operator(field, lexeme)
        value = self._peek()
        if (
            value is None
            or value.start != lexeme.end
            or value.kind not in ("bare", "quoted", "open")
        ):
            raise self._error(
                "no_value",
                lexeme.end,
                field=lexeme.text,
                sign=lexeme.op,
                example=field.example,
            )
        self._next += 1
        if value.kind == "open":
            return self._parentheses(value, depth, lambda each: self._value(field, op, each))
        found = self._value(field, op, value)
        if found is None:
            raise self._error("no_word", value.start, field=lexeme.text, example=field.example)
        return found

    def _operator(self, field: QueryField, lexeme: Lexeme) -> Operator:
        if field.kind == "money":
            return lexeme.op if lexeme.op != ":" else "="
        if lexeme.op in (":", "="):
            return "="
        place = lexeme.start + len(lexeme.text)
        raise self._error("colon", place, field=lexeme.text, example=field.example)

    def _value(self, field: QueryField, op: Operator, lexeme: Lexeme) -> Node | None:
        if field.kind == "words":
            words = self._words(lexeme)
            return None if words is None else Filter(field.name, op, words)
        self._count(1, lexeme)
        text = lexeme.text.strip()
        match field.kind:
            case "moment":
                moment = read_moment_of_question(text, self._now)
                if moment is None:
                    raise self._error("no_moment", lexeme.start, moments=MOMENTS)
                return Filter(field.name, op, moment)
            case "money":
                amount = read_amount(text)
                if amount is None:
                    raise self._error("no_money", lexeme.start)
                return Filter(field.name, op, Money(amount[0], amount[1] or "KZT"))
            case "one of":
                return Filter(field.name, op, self._choice(field, text, lexeme))
        if not text:
            raise self._error("no_name", lexeme.start, example=field.example)
        return Filter(field.name, op, text)

    def _choice(self, field: QueryField, text: str, lexeme: Lexeme) -> str:
        choices = {choice.lower(): choice for choice in field.choices}
        if (choice := choices.get(text.lower())) is not None:
            return choice
        told = {"field": field.name, "choices": ", ".join(field.choices)}
        if near := get_close_matches(text, field.choices, 1):
            raise self._error("choice_near", lexeme.start, **told, near=near[0])
        raise self._error("choice", lexeme.start, **told)

    def _unknown_field(self, lexeme: Lexeme) -> QueryError:
        told = {"field": lexeme.text, "fields": ", ".join(FIELDS)}
        if near := get_close_matches(lexeme.text.lower(), BY_NAME, 1):
            return self._error("unknown_field_near", lexeme.start, **told, near=near[0])
        return self._error("unknown_field", lexeme.start, **told)

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else None

    def _error(self, kind: str, position: int, **values: Any) -> QueryError:
        return QueryError(kind, self._question, position, **values)
