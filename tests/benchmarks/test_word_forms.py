"""Words are found by their other forms, on the labelled forms of the benchmark."""

from __future__ import annotations

import pytest

from benchmarks.word_forms import LEAST_RECALL, MOST_FALSE, conflation, labelled_forms
from kznews.search.forms import question_terms, terms


@pytest.mark.parametrize("name", ["known", "held_out"])
def test_forms_of_a_word_find_each_other_and_no_other_word(name: str) -> None:
    ours = conflation(labelled_forms(name), lambda word: terms(word, "kk"), question_terms)
    assert ours.recall >= LEAST_RECALL
    assert ours.false < MOST_FALSE / 10
    assert ours.terms is not None
    assert ours.terms < 3.6


def test_pairs_are_counted() -> None:
    words = [["ат", "аты"], ["ата"]]
    by_start = conflation(words, lambda word: [word[:2]], lambda word: [word[:2]])
    assert (by_start.recall, by_start.false) == (1, 1)
    by_itself = conflation(words, lambda word: [word], lambda word: [word])
    assert (by_itself.recall, by_itself.false) == (3 / 5, 0)
