from __future__ import annotations

from typing import Any

import pytest

from kznews.monitoring.expectations import Unmet, add_up, read_unmet, to_documents

A, B, C, D = (f"https://alem.kz/{name}" for name in "abcd")
STATS = {
    "unmet/layout": 2,
    "unmet/field/published_at": 7,
    "unmet_pages/field/published_at": [A, B, C],
    # Named for the check of lost articles: no expectation of its own.
    "unmet_pages/articles": [D],
    "extraction/method/layout": 40,
}
FIELD = Unmet(expectation="field/published_at", count=7, urls=(A, B, C))
LAYOUT = Unmet(expectation="layout", count=2, urls=())


def test_a_crawl_s_statistics_tell_it() -> None:
    assert read_unmet(STATS) == (FIELD, LAYOUT)
    assert read_unmet({}) == ()


def test_runs_add_up_and_the_last_one_s_pages_come_first() -> None:
    later = Unmet(expectation="layout", count=3, urls=(D,))
    first = {"unmet": to_documents([FIELD, LAYOUT])}
    older_version: dict[str, Any] = {"spider": "alem"}
    null: dict[str, Any] = {"unmet": None}
    assert add_up([first]) == (FIELD, LAYOUT)
    field = Unmet(expectation="field/published_at", count=1, urls=(D,))
    runs = [older_version, first, null]
    runs += [{"unmet": to_documents([later])}, {"unmet": to_documents([field])}]
    assert add_up(runs) == (
        Unmet(expectation="field/published_at", count=8, urls=(D, A, B)),
        Unmet(expectation="layout", count=5, urls=(D,)),
    )


@pytest.mark.parametrize(
    ("expectation", "count", "sentence"),
    [
        ("field/authors", 1, "authors is missing in 1 of 40 articles"),
        ("language/en", 3, "3 of 40 articles were in the language en, which the edition has not"),
        ("language/en", 1, "1 of 40 articles was in the language en, which the edition has not"),
        ("layout", 40, "no layout read 40 of 40 articles"),
        ("unverified_layout/2022", 2, "2 of 40 articles were read by the unverified layout 2022"),
        (
            "unverified_listing_layout/2022",
            1,
            "1 page of listings was read by the unverified layout 2022",
        ),
        ("listing", 1, "1 listing showed no article"),
        ("cards", 2, "2 listings showed cards, and none of them leads to an article"),
        # No article was read at all, where title or text are missing.
        ("field/title", 41, "title is missing in 41 of 41 articles"),
        # Of a newer version.
        ("mood/sad", 1, "mood/sad"),
    ],
)
def test_each_is_a_sentence(expectation: str, count: int, sentence: str) -> None:
    unmet = Unmet(expectation=expectation, count=count, urls=(A, B))
    period = " in the last day"
    assert unmet.sentence(40) == f"{sentence} (see {A}, {B})"
    assert unmet.sentence(40, period) == f"{sentence}{period} (see {A}, {B})"
