"""The parts that a parsed question is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Operator = Literal["=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Word:
    """A word, or a number, that is found in any of its forms."""

    text: str
    """As typed."""


@dataclass(frozen=True)
class Phrase:
    """Words that stand in this order, each in any of its forms."""

    words: tuple[str, ...]
    distance: int = 0
    """How many other words may stand between them, all gaps together."""


@dataclass(frozen=True)
class Money:
    """An amount of money."""

    value: Decimal
    currency: str
    """ISO 4217 code."""


@dataclass(frozen=True)
class Filter:
    """What a field must be.

    The fields are those of `query_fields.FIELDS`. The value of `title`, `author`, `tag` and
    `source` is a word or a phrase, of `amount` money, of `after` and `before` a moment, of others
    a name.
    """

    field: str
    op: Operator
    value: Word | Phrase | Money | datetime | str


@dataclass(frozen=True)
class And:
    """What all of the parts find; at least two."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """What any of the parts finds; at least two."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """All that the part does not find."""

    part: Node


Node = Word | Phrase | Filter | And | Or | Not


def leaves(node: Node, *, negated: bool = False) -> Iterator[Word | Phrase | Filter]:
    """Give the words, phrases and filters of a question, but for those that must not be found.

    With `negated`, these as well.
    """
    match node:
        case And() | Or():
            for part in node.parts:
                yield from leaves(part, negated=negated)
        case Not():
            if negated:
                yield from leaves(node.part, negated=True)
        case _:
            yield node
