"""A question whose Kazakh words may be typed with Russian letters: «кун» for «күн».

Long words are the same either way (`spelling`). Short ones are different words, so that this is
asked only where a question finds nothing as it is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Final

from kznews.search.kazakh_stems import is_typed_as_kazakh
from kznews.search.query_nodes import And, Filter, Node, Or, Word
from kznews.search.spelling import MAY_BE_KAZAKH

_LETTERS: Final = 4
"""Letters of a word's beginning that may be others: longer stems are the same either way."""
_MOST_SPELLINGS: Final = 300
"""Spellings that are added to a question, at most."""


def retyped(question: Node) -> Node | None:
    """Give the question that finds its short words in Kazakh spellings, too; None if it has none.

    Phrases stay as they are.
    """
    found = _retyped(question)
    is_small = len(_words(found)) <= _MOST_SPELLINGS
    return found if found != question and is_small else None


def _retyped(node: Node) -> Node:
    match node:
        case Word(text):
            return _either([Word(each) for each in _spellings(text)])
        case Filter(value=Word(text)):
            return _either([replace(node, value=Word(each)) for each in _spellings(text)])
        case And():
            return And(tuple(map(_retyped, node.parts)))
        case Or():
            return Or(tuple(map(_retyped, node.parts)))
        case _:  # leaving out more finds nothing, either
            return node


def _either(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _spellings(word: str) -> list[str]:
    lower = word.lower()
    if is_typed_as_kazakh(lower):
        return [word]
    letters = (MAY_BE_KAZAKH.get(letter, letter) for letter in lower[:_LETTERS])
    others = ["".join(each) + lower[_LETTERS:] for each in product(*letters)]
    return [word, *others[1:]]


def _words(node: Node) -> list[Node]:
    match node:
        case And() | Or():
            return [word for part in node.parts for word in _words(part)]
        case _:
            return [node]
