from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.monitoring.article_counts import HOURS, HOURS_OF_WEEK, longest_pause, window

WEEK = HOURS_OF_WEEK
ALWAYS = HOURS + 1


def test_an_hour_is_measured_by_the_same_hour_of_the_former_weeks() -> None:
    by_hour = {0: 3, 1: 50, WEEK: 4, 2 * WEEK: 10, 3 * WEEK: 6, 4 * WEEK: 5, WEEK + 1: 70}
    told = window(by_hour, 1, crawled=ALWAYS)
    assert (told.articles, told.usual) == (3, 5.5)


def test_weeks_before_the_first_crawl_are_no_history() -> None:
    by_hour = {WEEK: 4, 2 * WEEK: 10, 3 * WEEK: 1000}
    assert window(by_hour, 1, crawled=0).usual is None
    assert window(by_hour, 1, crawled=WEEK + 0.9).usual is None
    assert window(by_hour, 1, crawled=WEEK + 1).usual == 4
    assert window(by_hour, 1, crawled=2 * WEEK + 1).usual == 7
    # A week ends where the former one begins.
    assert window(by_hour, WEEK, crawled=2 * WEEK - 1).usual is None
    assert window(by_hour, WEEK, crawled=2 * WEEK).usual == 4


def test_a_silent_hour_is_usual_where_it_always_is() -> None:
    assert window({0: 1}, 1, crawled=ALWAYS).usual == 0


@given(st.dictionaries(st.integers(0, HOURS - 1), st.integers(0, 50)))
def test_windows_are_sums(by_hour: dict[int, int]) -> None:
    day, week = (window(by_hour, hours, crawled=ALWAYS) for hours in (24, WEEK))
    assert day.articles == sum(each for age, each in by_hour.items() if age < 24)
    former = [
        sum(each for age, each in by_hour.items() if n * WEEK <= age < (n + 1) * WEEK)
        for n in range(1, 5)
    ]
    assert week.usual == sum(sorted(former)[1:3]) / 2


@pytest.mark.parametrize(
    ("ages", "crawled", "hours"),
    [
        ([1, 2, 10, 12], ALWAYS, 9),
        # What is before the newest is no pause yet.
        ([70, 71, 73], ALWAYS, 3),
        ([1, 2, 300], WEEK, None),
        ([1, 2, 3, 300], WEEK, 2),
        ([1, 2, 10], WEEK - 1, None),
        ([1, 5], ALWAYS, None),
        ([], ALWAYS, None),
    ],
)
def test_the_longest_pause(ages: list[int], crawled: float, hours: float | None) -> None:
    pause = longest_pause(dict.fromkeys(ages, 2) | {400: 0}, crawled=crawled)
    assert pause == (None if hours is None else hours * 3600)
