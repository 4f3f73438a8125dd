"""The simulated month: what our rules see, and that they stay within their budget."""

from __future__ import annotations

from benchmarks.edited_month import OUTLETS, lives
from benchmarks.month import Month, fixed
from kznews.settings import REVISIT, REVISIT_BUDGET


def test_by_pace_more_is_seen_sooner_and_a_budget_is_kept() -> None:
    articles = [life for life in lives(60, share=0.1) if life.outlet in (0, 8)]
    budget = REVISIT_BUDGET["article"] / 4
    paced = Month(REVISIT["article"], None, 120).live(articles)
    bounded = Month(REVISIT["article"], budget, 120).live(articles)
    fix = Month(fixed(4), None, 120).live(articles)
    never, often = (paced.a_day(paced.outlets[number]) for number in (0, 8))
    assert OUTLETS[0][1] == 0
    assert never < often / 1.5
    assert paced.edits_within()[2] > 2 * fix.edits_within()[2]
    assert len(paced.edits) >= len(fix.edits)
    assert all(bounded.a_day(each) <= budget * 1.02 for each in bounded.outlets)
    assert bounded.a_day(bounded.outlets[8]) < often
