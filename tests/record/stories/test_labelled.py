"""How well copies are told from other texts: floors for the figures of `benchmarks.stories`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.copies import captured_texts, composed_texts
from benchmarks.likeness import SMALL_EDIT, Judgement, judge, report
from benchmarks.streams import captured_stream, taken_for_copies


def test_copies_of_our_own_texts() -> None:
    told = judge(composed_texts(60), each=6)
    # All are told in the same turns of phrase, so a paragraph may be another's copy.
    assert told.recall_of(most=SMALL_EDIT) >= 0.95, report(told)
    assert told.recall_of(most=50) >= 0.88, report(told)
    assert set(told.wrong) <= {"flash"}, report(told)


@pytest.mark.parametrize("kind", ["opening cut away", "edited"])
def test_copies_without_an_opening_and_reworded_ones(captured: Judgement, kind: str) -> None:
    assert captured.recall_of(most=50, kind=kind) >= 0.95, report(captured)


@pytest.fixture(scope="module")
def captured(captures: Path) -> Judgement:
    return judge(captured_texts(captures), each=12)


def test_copies_of_captured_articles(captured: Judgement) -> None:
    assert captured.recall_of(most=SMALL_EDIT) >= 0.97, report(captured)
    for percent, floor in ((10, 0.98), (20, 0.98), (30, 0.96), (40, 0.94), (50, 0.75)):
        assert captured.recall_of(least=percent, most=percent) >= floor, report(captured)


def test_unrelated_articles_and_series_stay_apart(captured: Judgement) -> None:
    # Seven articles open with the same quotation, half of the first 150 words of each.
    assert captured.wrong.get("news", 0) <= 4, report(captured)
    assert set(captured.wrong) <= {"news"}, report(captured)
    assert captured.precision >= 0.99, report(captured)
    # Of all that are compared, of one outlet and one rubric, few are even looked at; reports of a
    # series, a third of the set, nearly all.
    assert captured.candidates < 0.35 * captured.unrelated


def test_no_article_of_a_real_stream_is_taken_for_another(captures: Path) -> None:
    stream = captured_stream(captures)
    assert len(stream) > 300
    assert taken_for_copies(stream) == []
