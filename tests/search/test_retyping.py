from __future__ import annotations

import pytest

from kznews.search.query import parse
from kznews.search.query_nodes import And, Filter, Or, Word
from kznews.search.retyping import retyped


def test_short_words_are_looked_for_in_kazakh_spellings_too() -> None:
    assert retyped(parse("кун")) == Or((Word("кун"), Word("кұн"), Word("күн")))
    assert retyped(parse("кунге")) == Or((Word("кунге"), Word("кұнге"), Word("күнге")))


def test_what_is_not_short_or_no_word_stays() -> None:
    question = parse('title:тил "кун тил" -тил outlet:nur')
    other = retyped(question)
    assert isinstance(question, And)
    assert isinstance(other, And)
    assert other.parts[0] == Or(
        (Filter("title", "=", Word("тил")), Filter("title", "=", Word("тіл")))
    )
    assert other.parts[1:] == question.parts[1:]


@pytest.mark.parametrize("question", ["күн", "1 000", '"кун тил"', "outlet:nur", "ел"])
def test_nothing_else_may_be_meant(question: str) -> None:
    assert retyped(parse(question)) is None


def test_a_question_does_not_grow_beyond_bounds() -> None:
    assert retyped(parse("суу " * 40)) is None
