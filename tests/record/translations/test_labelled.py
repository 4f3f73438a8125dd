"""How well translations are told from other articles: floors for `benchmarks.translations`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.translated import captured, composed, judge
from benchmarks.translations import report


def test_events_in_several_languages_among_others_that_are_near() -> None:
    told = judge(composed(12))
    assert told.pairs.total() > 200
    assert told.precision >= 0.99, report(told)
    assert told.recall >= 0.75, report(told)


def test_the_captured_pair_and_no_other(captures: Path) -> None:
    told = judge(captured(captures))
    assert (told.pairs.total(), told.found.total(), told.wrong.total()) == (1, 1, 0)
