"""Marks in a text the words that a question found, in whatever form, and chooses a passage.

Pure functions of the text: the words are told by the same rules that found them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass

from kznews.search.forms import question_terms, terms
from kznews.search.query_nodes import Filter, Node, Phrase, Word, leaves
from kznews.search.tokens import Token, tokens

_BEFORE = 40
"""Characters of a passage before the first word that was found, at most."""
_LONGEST = 100_000
"""Characters of a text in which words are looked for."""


@dataclass(frozen=True)
class Stretch:
    """A part of a text: a word that was found, or what stands between such words."""

    text: str
    is_found: bool


class Marker:
    """The words of one question."""

    def __init__(self, question: Node) -> None:
        self._numbers: dict[str, set[int]] = {}
        for number, word in enumerate(dict.fromkeys(_words(question))):
            for term in question_terms(word):
                self._numbers.setdefault(term, set()).add(number)

    def marked(self, text: str, language: str | None) -> list[Stretch]:
        """Divide a text into what was found and what was not."""
        return self._divided(text, self._found(text, language), 0, len(text))

    def passage(self, text: str, language: str | None, length: int) -> list[Stretch]:
        """Give the passage with the most words of the question, divided likewise.

        The first one of those that have the most; the beginning where there is none. It is of
        `length` characters, about, and shows with `…` where the text goes on.
        """
        text = " ".join(text[:_LONGEST].split())
        found = self._found(text, language)
        start = self._richest(found, length - _BEFORE)
        start = max(start - _BEFORE, 0)
        if start:  # not in the middle of a word
            start = text.find(" ", start) + 1
        end = start + length
        if end < len(text):
            end = max(text.rfind(" ", start, end), start)
            end = end if end > start else start + length
        shown = self._divided(text, found, start, min(end, len(text)))
        before = [Stretch("… ", is_found=False)] if start else []
        after = [Stretch(" …", is_found=False)] if end < len(text) else []
        return [*before, *shown, *after]

    def _found(self, text: str, language: str | None) -> list[tuple[Token, frozenset[int]]]:
        """Give the words of the text that the question has, and which of its words they are."""
        found = []
        for token in tokens(text[:_LONGEST]):
            numbers: set[int] = set()
            for term in terms(token.word, language):
                numbers |= self._numbers.get(term, set())
            if numbers:
                found.append((token, frozenset(numbers)))
        return found

    @staticmethod
    def _richest(found: list[tuple[Token, frozenset[int]]], length: int) -> int:
        """Give the start of the stretch of that length that has most different words."""
        best, start = 0, 0
        here: deque[tuple[Token, frozenset[int]]] = deque()
        counts: Counter[int] = Counter()
        for token, numbers in found:
            here.append((token, numbers))
            counts.update(numbers)
            while token.end - here[0][0].start > length and len(here) > 1:
                counts -= Counter(here.popleft()[1])
            if len(counts) > best:
                best, start = len(counts), here[0][0].start
        return start

    @staticmethod
    def _divided(
        text: str, found: list[tuple[Token, frozenset[int]]], start: int, end: int
    ) -> list[Stretch]:
        stretches = []
        place = start
        for token, _ in found:
            if token.start < place or token.end > end:
                continue
            if token.start > place:
                stretches.append(Stretch(text[place : token.start], is_found=False))
            stretches.append(Stretch(text[token.start : token.end], is_found=True))
            place = token.end
        if place < end:
            stretches.append(Stretch(text[place:end], is_found=False))
        return stretches


def _words(question: Node) -> Iterator[str]:
    for leaf in leaves(question):
        match leaf:
            case Word(text) | Filter(field="title", value=Word(text)):
                yield text
            case Phrase(words) | Filter(field="title", value=Phrase(words)):
                yield from words
            case _:
                pass
