"""The language of questions: what a question means.

`parse` reads it; the fields are in `query_fields`, the parts of what comes out in `query_nodes`.
Any text is read within a second, or refused with what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Final

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
            raise self._error("No parenthesis is open here: delete this one.", rest.start)
        if node is None:
            raise self._error("The question has no word to search for.", 0)
        return node

    def _alternatives(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        parts = [self._conjunction(depth, words)]
        while (lexeme := self._peek()) is not None and lexeme.kind == "or":
            if parts[-1] is None:
                raise self._error("Before OR a word is missing.", lexeme.start)
            self._next += 1
            parts.append(self._conjunction(depth, words))
            if parts[-1] is None:
                raise self._error("Behind OR a word is missing.", lexeme.start)
        found = [part for part in parts if part is not None]
        return found[0] if len(found) == 1 else Or(tuple(found)) if found else None

    def _conjunction(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        parts: list[Node] = []
        joint: Lexeme | None = None
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("or", "close"):
            if lexeme.kind == "and":
                if not parts or joint is not None:
                    raise self._error("Before AND a word is missing.", lexeme.start)
                joint = lexeme
                self._next += 1
                continue
            part = self._negation(depth, words)
            if part is not None:
                parts.append(part)
                joint = None
        if joint is not None:
            raise self._error("Behind AND a word is missing.", joint.start)
        return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None

    def _negation(self, depth: int, words: Callable[[Lexeme], Node | None]) -> Node | None:
        is_negated, first = False, None
        while (lexeme := self._peek()) is not None and lexeme.kind == "not":
            is_negated, first = not is_negated, lexeme
            self._next += 1
        part = self._primary(depth, words)
        if part is None and first is not None:
            raise self._error("Behind NOT or - a word is missing.", first.start)
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
            raise self._error(
                f"More than {MOST_DEPTH} parentheses are open here: write it with fewer.",
                opening.start,
            )
        node = self._alternatives(depth + 1, words)
        closing = self._peek()
        if closing is None:
            raise self._error("This parenthesis is never closed: write ) behind it.", opening.start)
        self._next += 1
        if node is None:
            raise self._error("These parentheses have no word in them.", opening.start)
        return node

    def _words(self, lexeme: Lexeme) -> Word | Phrase | None:
        """Read words between spaces or quotation marks; None where there are only signs."""
        if lexeme.kind == "bare" and lexeme.text.endswith("*") and len(lexeme.text) > 1:
            raise self._error(
                "A word is found in all its forms without *: delete the *.",
                lexeme.start + len(lexeme.text) - 1,
            )
        words = tuple(token.word for token in tokens(lexeme.text))
        self._count(len(words), lexeme)
        if not words:
            if lexeme.kind == "quoted":
                raise self._error("These quotation marks have no word in them.", lexeme.start)
            return None
        if lexeme.distance > MOST_DISTANCE:
            raise self._error(
                f"A distance is at most {MOST_DISTANCE} words: write ~{MOST_DISTANCE}.",
                lexeme.start,
            )
        return Word(words[0]) if len(words) == 1 else Phrase(words, lexeme.distance)

    def _count(self, more: int, lexeme: Lexeme) -> None:
        self._parts += more
        if self._parts > MOST_PARTS:
            raise self._error(
                f"A question has at most {MOST_PARTS} words and filters: leave some out.",
                lexeme.start,
            )

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
                f"Behind {lexeme.text}{lexeme.op} a value is missing, without a space before it: "
                f"for example {field.example}.",
                lexeme.end,
            )
        self._next += 1
        if value.kind == "open":
            return self._parentheses(value, depth, lambda each: self._value(field, op, each))
        found = self._value(field, op, value)
        if found is None:
            raise self._error(f"{lexeme.text}: needs a word: {field.example}.", value.start)
        return found

    def _operator(self, field: QueryField, lexeme: Lexeme) -> Operator:
        if field.kind == "money":
            return lexeme.op if lexeme.op != ":" else "="
        if lexeme.op in (":", "="):
            return "="
        raise self._error(
            f"{lexeme.text} takes a colon: for example {field.example}.",
            lexeme.start + len(lexeme.text),
        )

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
                    raise self._error(f"This is no moment. Write one of {MOMENTS}.", lexeme.start)
                return Filter(field.name, op, moment)
            case "money":
                amount = read_amount(text)
                if amount is None:
                    raise self._error(
                        "This is no amount of money. Write one of 1e9, 500млн, $5m, "
                        '"1,5 млрд тенге".',
                        lexeme.start,
                    )
                return Filter(field.name, op, Money(amount[0], amount[1] or "KZT"))
            case "one of":
                return Filter(field.name, op, self._choice(field, text, lexeme))
        if not text:
            raise self._error(f"A name is missing: for example {field.example}.", lexeme.start)
        return Filter(field.name, op, text)

    def _choice(self, field: QueryField, text: str, lexeme: Lexeme) -> str:
        choices = {choice.lower(): choice for choice in field.choices}
        if (choice := choices.get(text.lower())) is not None:
            return choice
        near = get_close_matches(text, field.choices, 1)
        guess = f" Did you mean {near[0]}?" if near else ""
        raise self._error(
            f"{field.name}: is one of {', '.join(field.choices)}.{guess}", lexeme.start
        )

    def _unknown_field(self, lexeme: Lexeme) -> QueryError:
        near = get_close_matches(lexeme.text.lower(), BY_NAME, 1)
        guess = f" Did you mean {near[0]}:?" if near else ""
        return self._error(
            f"There is no field {lexeme.text}.{guess} The fields are {', '.join(FIELDS)}. "
            "Where you mean the words, write a space behind the colon.",
            lexeme.start,
        )

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else None

    def _error(self, message: str, position: int) -> QueryError:
        return QueryError(message, self._question, position)
