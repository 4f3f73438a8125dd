"""Attention over time: counts and shares of questions side by side."""

from __future__ import annotations

from datetime import date

import pytest

from kznews.web.periods import begin_of, by_period, period_of
from tests.web.conftest import Site
from tests.web.record import NOW


def test_questions_stand_side_by_side_as_numbers_and_as_shares(site: Site) -> None:
    asked = {"q": ["title:инфляция", "title:пожар"], "since": "2026-11-20"}
    told = site.client.get("/attention.json", params=asked).json()
    assert (told["since"], told["until"], told["period"]) == ("2026-11-20", "2026-11-27", "day")
    assert told["totals"] == [2, 1]
    assert len(told["rows"]) == 8
    last = told["rows"][-1]
    assert (last["articles"], last["all_articles"]) == ([2, 1], 3)
    assert last["shares"] == [2 / 3, 1 / 3]
    assert told["rows"][0]["shares"] == [None, None]
    page = site.client.get("/attention", params=asked | {"measure": "share"}).text
    assert "<svg" in page
    assert "66.667" in page
    assert "uplot" in page
    rows = site.client.get("/attention.csv", params=asked).text.splitlines()
    assert len(rows) == 17
    assert rows[8].split(",")[2:5] == ["title:инфляция", "2", "3"]


@pytest.mark.parametrize(
    "wrong",
    [{"q": "("}, {"since": "2026-11-02", "until": "2026-11-01"}, {"since": "1000-01-01"}],
)
def test_what_cannot_be_counted_is_told(site: Site, wrong: dict[str, str]) -> None:
    assert site.client.get("/attention", params={"q": "тариф"} | wrong).status_code == 400


@pytest.mark.parametrize(
    ("first", "period", "begin"),
    [
        (date(2026, 11, 1), "day", date(2026, 11, 27)),
        (date(2026, 1, 1), "week", date(2026, 11, 23)),
        (date(2020, 1, 1), "month", date(2026, 11, 1)),
    ],
)
def test_a_long_time_is_counted_by_longer_periods(first: date, period: str, begin: date) -> None:
    last = NOW.date()
    chosen = period_of(first, last)
    assert chosen == period
    assert begin_of(last, chosen) == begin
    [one] = by_period({NOW.replace(hour=19, minute=0): 7}, "en", chosen)
    assert one.count == 7
    assert one.begin < one.end
