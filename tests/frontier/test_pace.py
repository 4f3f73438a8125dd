"""How the pace of a spider's pages lengthens and shortens their intervals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kznews.frontier.pace import Observation, Pace, stretch

YOUNG, OLD = ("article", "3600"), ("article", "604800")


def test_an_interval_is_as_set_where_nothing_is_known_or_all_is_as_expected() -> None:
    assert stretch({}, YOUNG) == 1
    assert stretch({YOUNG: Pace(30, 30)}, YOUNG) == pytest.approx(1)


def test_four_times_the_changes_are_worth_twice_the_visits() -> None:
    much = {YOUNG: Pace(4000, 1000)}
    assert stretch(much, YOUNG) == pytest.approx(1 / 2, rel=0.01)
    assert stretch({YOUNG: Pace(1000, 4000)}, YOUNG) == pytest.approx(2, rel=0.01)


def test_little_evidence_changes_little() -> None:
    assert 1 < stretch({YOUNG: Pace(0, 0.2)}, YOUNG) < 1.2
    assert 0.5 < stretch({YOUNG: Pace(1, 0.2)}, YOUNG) < 1


def test_it_is_bounded() -> None:
    assert stretch({YOUNG: Pace(0, 1e9)}, YOUNG) == 6
    assert stretch({YOUNG: Pace(1e9, 0)}, YOUNG) == 1 / 6


def test_what_is_found_at_one_age_tells_of_others_where_less_is_known() -> None:
    paces = {YOUNG: Pace(80, 20)}
    assert stretch(paces, OLD) == pytest.approx(0.5, abs=0.02)
    assert stretch(paces | {OLD: Pace(5, 50)}, OLD) > 1
    assert stretch(paces, ("other", "")) == 1


def test_what_was_counted_long_ago_counts_for_less() -> None:
    pace = Pace(90, 9)
    for _ in range(1000):
        pace += Observation.of(YOUNG, a_day=2, since=timedelta(hours=6), changed=False).pace
    assert pace.found + pace.expected <= 101
    assert pace.found < 2
    assert pace.expected > 45


def test_clocks_that_are_set_back_expect_nothing() -> None:
    observed = Observation.of(YOUNG, a_day=2, since=timedelta(hours=-6), changed=True)
    assert observed.pace == Pace(1, 0)
