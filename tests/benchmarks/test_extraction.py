"""The gate: extraction gets no worse, by the floors of `benchmarks/extraction_floors.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from benchmarks.agreement import Agreement, agreement
from benchmarks.extraction import SETS, measured
from benchmarks.extractors import Read, kznews, single_page
from benchmarks.floors import check, floors
from benchmarks.labelled import (
    LABELS,
    PAGES,
    LabelError,
    Labelled,
    Truth,
    read_captured,
    title_digest,
)
from benchmarks.newsroom_pages import newsroom_pages
from benchmarks.truth_file import pages_with_truth
from tests.benchmarks.test_benchmarks import run

AT = datetime(2025, 3, 1, 10, 20, tzinfo=UTC)
TEXT = "Мост через реку закрыли на ремонт до десятого марта."
TRUTH = Truth(
    title=title_digest("Моcт закрыли"),  # with a Latin c
    text=TEXT,
    published=AT,
    precision="minute",
    authors=("Айгуль Ким",),
    tags=(),
)
RIGHT = Read(title="Мост  закрыли", text=TEXT, published=AT, authors=("Айгуль Ким",))


@cache
def pages(name: str) -> list[Labelled]:
    if name == "informburo":  # of all 237 the benchmark tells
        return pages_with_truth("informburo-2023-03", every=6)
    return SETS[name]()


@pytest.mark.parametrize("name", SETS)
def test_no_figure_is_below_its_floor(name: str, request: pytest.FixtureRequest) -> None:
    if name != "fixtures":
        request.getfixturevalue("captures")  # skips where they are missing
    assert [str(miss) for miss in check(name, measured(kznews, pages(name)))] == []


SINGLE_PAGES: dict[str, Callable[[], list[Labelled]]] = {
    "captures, single page": lambda: pages("captures")[::3],
    "informburo, single page": lambda: pages("informburo"),
    "newsroom, single page": lambda: list(chain.from_iterable(newsroom_pages(1).values())),
}


@pytest.mark.parametrize("name", SINGLE_PAGES)
def test_pages_that_nobody_described_are_read_no_worse_than_their_floors(
    name: str, request: pytest.FixtureRequest
) -> None:
    if not name.startswith("newsroom"):
        request.getfixturevalue("captures")  # skips where they are missing
    assert [str(miss) for miss in check(name, measured(single_page, SINGLE_PAGES[name]()))] == []


def test_every_article_fixture_is_measured() -> None:
    assert len(pages("fixtures")) == len(list(PAGES.glob("*/article/expected.json"))) >= 19


@pytest.mark.parametrize("name", [*SETS, *SINGLE_PAGES])
def test_every_figure_has_a_limit(name: str) -> None:
    at_least, at_most = floors(name)
    # How much of a page's text is right is told by F1.
    others = {"pages", "body_precision", "body_recall"}
    assert {*at_least, *at_most} | others == {each.name for each in fields(Agreement)}


def test_what_is_right_is_all_right() -> None:
    found = agreement([(TRUTH, RIGHT)])
    assert (found.title, found.instant, found.body_f1, found.authors_f1, found.tags_f1) == (1,) * 5
    assert (found.instant_wrong, found.instant_missing) == (0, 0)


@pytest.mark.parametrize(
    ("read", "instant", "wrong", "missing", "day"),
    [
        (replace(RIGHT, published=AT + timedelta(hours=1)), 0, 1, 0, 1),
        (replace(RIGHT, published=AT - timedelta(days=1)), 0, 1, 0, 0),
        (replace(RIGHT, published=None), 0, 0, 1, 0),
    ],
)
def test_wrong_and_missing_moments_are_told_apart(
    read: Read, instant: float, wrong: float, missing: float, day: float
) -> None:
    found = agreement([(TRUTH, read)])
    assert (found.instant, found.instant_wrong) == (instant, wrong)
    assert (found.instant_missing, found.day) == (missing, day)


def test_a_moment_for_a_page_that_states_none_is_wrong() -> None:
    found = agreement([(replace(TRUTH, published=None), RIGHT)])
    assert (found.instant_wrong, found.instant_missing) == (1, 1)


def test_bodies_are_compared_by_shingles_of_four_words() -> None:
    # Nine words make six shingles; furniture behind them makes one more for each of its words.
    found = agreement([(TRUTH, replace(RIGHT, text=f"{TEXT} Читайте также"))])
    assert found.body_recall == 1
    assert found.body_precision == pytest.approx(6 / 8)
    lost = agreement([(TRUTH, replace(RIGHT, text=""))])
    assert (lost.body_f1, lost.title) == (0, 1)


def test_names_count_over_all_pages() -> None:
    other = replace(RIGHT, authors=("айгуль ким", "Редакция"))
    assert agreement([(TRUTH, other), (TRUTH, RIGHT)]).authors_f1 == pytest.approx(0.8)


def test_a_figure_below_its_floor_is_named() -> None:
    worse = agreement([(TRUTH, replace(RIGHT, published=None, title="Другое"))])
    missed = [miss.figure for miss in check("fixtures", worse)]
    assert "title" in missed
    assert "instant_missing" in missed
    assert "authors_f1" not in missed


@pytest.mark.usefixtures("captures")
def test_a_page_that_was_not_labelled_is_refused(tmp_path: Path) -> None:
    [labels] = LABELS.glob("*.toml")
    changed = tmp_path / labels.name
    changed.write_text(labels.read_text("utf-8").replace("without = [62]", "without = []"), "utf-8")
    with pytest.raises(LabelError, match="is not the one that was labelled"):
        list(read_captured(changed))


def test_the_benchmark_runs() -> None:
    pytest.importorskip("newspaper", reason="the extra `bench` is not installed")
    # The captures are measured above: the peers need ten seconds for them.
    told = run("extraction", "--rounds", "1", "--set", "fixtures")
    assert "\nfixtures: " in told
    for figure in ("trafilatura ", "newspaper4k ", "lxml alone", "attribution"):
        assert f"\n{figure}" in told
