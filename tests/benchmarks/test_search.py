"""What the benchmark of searches asks, and what it asks of, is what it says."""

from __future__ import annotations

from benchmarks.search import checked


def test_the_composed_articles_and_questions_are_such() -> None:
    checked(60)
