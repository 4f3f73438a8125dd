"""How many revisits a budget lets through, and which wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.frontier.budget import Allowance, BudgetSettingError, most_overdue, read_budgets

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_a_new_spider_may_spend_a_quarter_of_a_day() -> None:
    granted, left = Allowance.full(1000, 0.2, NOW).taken(80)
    assert granted == 50
    assert left.taken(1)[0] == 0


def test_what_is_not_spent_is_left_for_six_hours() -> None:
    allowance = Allowance(1000, NOW, 10, NOW)
    assert allowance.refilled(0.24, NOW + HOUR).left == pytest.approx(20)
    assert allowance.refilled(0.24, NOW + 5 * HOUR).left == pytest.approx(60)
    # A crawl that comes once in a day gets what the day gives, and no more after a week.
    assert allowance.refilled(0.24, NOW + DAY).left == pytest.approx(240)
    assert allowance.refilled(0.24, NOW + 7 * DAY).left == pytest.approx(240)


def test_a_spider_with_few_pages_may_spend_what_a_hundred_cost() -> None:
    assert Allowance.full(3, 0.4, NOW).left == pytest.approx(10)
    assert Allowance(3, NOW, 0, NOW).refilled(0.4, NOW + HOUR).left == pytest.approx(40 / 24)


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    assert Allowance(1000, NOW, 10, NOW).refilled(0.24, NOW - HOUR).left == 10


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 500)), min_size=1, max_size=60),
    st.integers(1, 5000),
)
def test_what_is_granted_stays_within_the_budget(
    crawls: list[tuple[int, int]], watched: int
) -> None:
    now, granted = NOW, 0
    allowance = Allowance.full(watched, 0.25, now)
    for minutes, wanted in crawls:
        now += timedelta(minutes=minutes)
        some, allowance = allowance.refilled(0.25, now).taken(wanted)
        assert 0 <= some <= wanted
        granted += some
    assert granted <= 0.25 * max(watched, 100) * ((now - NOW) / DAY + 0.25) + 1e-6


def test_those_wait_that_are_the_least_overdue_by_their_own_intervals() -> None:
    def row(name: str, interval: timedelta, since: timedelta) -> dict[str, Any]:
        visit = {"visited_at": NOW - since, "interval": interval.total_seconds()}
        return {"_id": name, "visit": visit}

    rows = [
        row("old", 10 * DAY, 12 * DAY),
        row("young", HOUR, 2 * HOUR),
        row("younger", HOUR, 3 * HOUR),
        row("just due", HOUR, HOUR),
    ]
    assert [each["_id"] for each in most_overdue(rows, 3, NOW)] == ["younger", "young", "old"]
    assert most_overdue(rows, 0, NOW) == []
    assert (
        len(
            most_overdue(
                [*rows, {"_id": "x", "visit": rows[0]["visit"] | {"interval": None}}], 9, NOW
            )
        )
        == 5
    )


@pytest.mark.parametrize("value", [0, -1, "1", None, True, float("inf"), float("nan")])
def test_a_fault_in_the_setting_is_named(value: Any) -> None:
    with pytest.raises(BudgetSettingError, match=r"REVISIT_BUDGET, article: .* is no number above"):
        read_budgets({"article": value})


def test_a_budget_is_read() -> None:
    assert read_budgets({"article": 1}) == {"article": 1.0}
