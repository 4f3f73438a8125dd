"""How much a question costs to answer, and which part of the time is searched where it is too much.

What costs is a phrase of words that many texts have: in each of these texts the places of its words
are compared. Less by far costs each text in the list of a word, but a question may have a hundred
words. A phrase of two of the most frequent words, or thirty of these words by OR, would take a
second of a million articles; so only the newest of them are searched, and the answer says since
when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from kznews.search import fields
from kznews.search.forms import question_terms
from kznews.search.query_nodes import And, Filter, Node, Not, Or, Phrase, Word

MOST = 20_000
"""Texts in which the places of words are compared for a question, at most."""

MOST_IN_PHRASES = 7_000_000
"""Texts in the lists of the words of a question's phrases, at most: each list by itself.

These lists are read whole before anything is found, however little of the time is searched. So many
take about a second, of a million articles that is a phrase of five of the most frequent words.
"""

_LISTED = 100
"""Texts in the lists of words that take as long as one in which places are compared."""


class PhrasesTooFrequent(Exception):  # noqa: N818 - what was asked is too much, not the code wrong
    """The error that the words of a question's phrases are in too many texts to answer it soon."""


Frequency = Callable[[str, str], int]
"""Tells in how many documents a field of the index has a term."""


def texts_compared(question: Node, frequency: Frequency, size: int) -> int:
    """Estimate in how many of `size` texts the places of a phrase's words are compared.

    What the lists of words take is told as the number of texts that would take as long.
    """
    return _cost(question, size, frequency) + _listed(question, frequency) // _LISTED


def _listed(node: Node, frequency: Frequency) -> int:
    """Count the texts in the lists of all words of a question, each list by itself."""
    match node:
        case Word(text) | Filter(value=Word(text)):
            return sum(frequency(fields.TERMS, term) for term in question_terms(text))
        case And() | Or():
            return sum(_listed(part, frequency) for part in node.parts)
        case Not():
            return _listed(node.part, frequency)
    return 0


def listed_in_phrases(node: Node, frequency: Frequency) -> int:
    """Count the texts in the lists of the words of all phrases of a question.

    Lists of authors, tags and sources are short, they are left out.
    """
    match node:
        case Phrase(words) | Filter(field="title", value=Phrase(words)) if len(words) > 1:
            name = fields.TERMS if isinstance(node, Phrase) else fields.TITLE_TERMS
            return sum(frequency(name, term) for word in words for term in question_terms(word))
        case And() | Or():
            return sum(listed_in_phrases(part, frequency) for part in node.parts)
        case Not():
            return listed_in_phrases(node.part, frequency)
    return 0


def affordable_since(
    by_day: Mapping[datetime, int], compared: int, most: int = MOST
) -> datetime | None:
    """Choose the day from which on so much can be searched; None: all of it can.

    `by_day` are all texts, of which `compared` would be compared, as many of each day.
    """
    days = _days_that_cost(by_day, compared, most, sorted(by_day, reverse=True))
    return days[0] if days else None


def affordable_until(
    by_day: Mapping[datetime, int], compared: int, most: int = MOST
) -> datetime | None:
    """Choose the day before which so much can be searched; None: all of it can."""
    days = _days_that_cost(by_day, compared, most, sorted(by_day))
    return days[1] if len(days) > 1 else None


def _days_that_cost(
    by_day: Mapping[datetime, int], compared: int, most: int, days: list[datetime]
) -> list[datetime]:
    """Give the last day that can be afforded of `days`, and those behind it; none: all can."""
    if compared <= most:
        return []
    left = most / compared * sum(by_day.values())
    for place, day in enumerate(days):
        left -= by_day[day]
        if left <= 0:
            return days[place:]
    return []


def _cost(node: Node, within: int, frequency: Frequency) -> int:
    match node:
        case Phrase() | Filter(value=Phrase()):
            return min(within, _size(node, within, frequency))
        case Or():
            return sum(_cost(part, within, frequency) for part in node.parts)
        case Not():
            return _cost(node.part, within, frequency)
        case And():
            sizes = [_size(part, within, frequency) for part in node.parts]
            return sum(
                _cost(part, min([within, *sizes[:place], *sizes[place + 1 :]]), frequency)
                for place, part in enumerate(node.parts)
            )
    return 0


def _size(node: Node, most: int, frequency: Frequency) -> int:
    """Estimate how many texts may answer, at most `most`."""
    size = partial(_size, most=most, frequency=frequency)
    match node:
        case Word(text):
            return max((frequency(fields.TERMS, term) for term in question_terms(text)), default=0)
        case Phrase(words) | Filter(value=Phrase(words)):
            return min(size(Word(word)) for word in words)
        case Filter(value=Word() as word):
            return size(word)
        case And():
            return min(map(size, node.parts))
        case Or():
            return min(most, sum(map(size, node.parts)))
    return most
