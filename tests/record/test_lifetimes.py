"""Lifetimes: what pages show and miss, told in any order, again, and more often than is kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from kznews.record.lifetimes import (
    MOST_INTERVALS,
    MOST_SIGHTINGS,
    SAME_TIME,
    Lifetime,
    Seen,
    lifetime_fields,
    lifetime_of,
    with_miss,
    with_sighting,
)

START = datetime(2026, 11, 27, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)

Told = tuple[int, bool]
"""Minutes since the start, and whether the page showed it."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def lifetime(told: Iterable[Told]) -> Lifetime:
    """The lifetime of a headline, as the pages are told; an unknown one is not missed."""

    def add(former: Lifetime, page: Told) -> Lifetime:
        minutes, is_shown = page
        if is_shown:
            return with_sighting(former, Seen(at(minutes)))
        return with_miss(former, at(minutes))

    return reduce(add, told, ())


def spans(of: Lifetime) -> list[tuple[float, float, float | None]]:
    """First, last and missing, in minutes."""

    def minutes(moment: datetime) -> float:
        return (moment - START) / timedelta(minutes=1)

    return [
        (
            minutes(each.first_seen_at),
            minutes(each.last_seen_at),
            minutes(each.missed_at) if each.missed_at else None,
        )
        for each in of
    ]


def expected(told: Iterable[Told]) -> list[tuple[float, float, float | None]]:
    """The same by its definition, from all pages at once."""
    shown = {minutes for minutes, is_shown in told if is_shown}
    missed = {minutes for minutes, is_shown in told if not is_shown} - shown
    found: list[tuple[float, float, float | None]] = []
    for minutes in sorted(shown):
        if found:
            first, last, _ = found[-1]
            between = [each for each in missed if last < each < minutes]
            if not between or minutes - last <= SAME_TIME / timedelta(minutes=1):
                found[-1] = (first, minutes, None)
                continue
            found[-1] = (first, last, min(between))
        found.append((minutes, minutes, None))
    if found:
        first, last, _ = found[-1]
        found[-1] = (first, last, min((each for each in missed if each > last), default=None))
    return found


PAGES = st.lists(
    st.tuples(st.integers(0, 200), st.booleans()), max_size=MOST_SIGHTINGS, unique_by=lambda p: p[0]
)


def test_it_ends_when_a_page_misses_it_and_begins_anew_when_it_returns() -> None:
    told = lifetime([(0, True), (30, True), (60, False), (90, False), (120, True)])
    assert spans(told) == [(0, 30, 60), (120, 120, None)]
    assert [each.until for each in told] == [at(60), at(120)]


def test_a_page_from_a_cache_ends_nothing() -> None:
    assert spans(lifetime([(0, True), (4, False), (9, True), (10, False)])) == [(0, 9, 10)]


@given(PAGES)
def test_pages_in_order_give_what_the_definition_says(pages: list[Told]) -> None:
    assert spans(lifetime(sorted(pages))) == expected(pages)


@given(PAGES)
def test_misses_that_are_told_last_divide_exactly_in_any_order(pages: list[Told]) -> None:
    # The list is in any order.
    in_turn = sorted(pages, key=lambda page: not page[1])
    assert spans(lifetime(in_turn)) == expected(pages)


@given(st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=60))
def test_whatever_the_order_what_is_said_is_true_and_said_once(pages: list[Told]) -> None:
    told = lifetime(pages)
    shown = {minutes for minutes, is_shown in pages if is_shown}
    missed = {minutes for minutes, is_shown in pages if not is_shown}
    found = spans(told)
    for first, last, missed_at in found:
        assert {first, last} <= shown
        assert missed_at is None or (missed_at in missed and missed_at > last)
    for (_, last, missed_at), (following, *_) in itertools.pairwise(found):
        assert missed_at is not None
        assert last < missed_at < following
    assert all(len(each.sightings) <= MOST_SIGHTINGS for each in told)
    if shown:
        assert (found[0][0], found[-1][1]) == (min(shown), max(shown))
        assert lifetime_of(lifetime_fields(told)) == told
        # After a kill the last page is told again.
        again = with_sighting(told, told[-1].sightings[-1])
        assert again == told
        if told[-1].missed_at is not None:
            assert with_miss(told, told[-1].missed_at) == told


def test_of_many_sightings_the_ends_stay_and_others_that_are_far_apart() -> None:
    [interval] = lifetime((minutes, True) for minutes in range(600))
    assert (interval.first_seen_at, interval.last_seen_at) == (at(0), at(599))
    moments = [each.seen_at for each in interval.sightings]
    assert moments[-3:] == [at(597), at(598), at(599)]
    assert max(b - a for a, b in itertools.pairwise(moments)) < 6 * HOUR
    # A page that was overtaken by two ends nothing.
    assert len(with_miss((interval,), at(597.5))) == 1


def test_what_flickers_is_bounded() -> None:
    pages = [(minutes, minutes % 22 == 0) for minutes in range(0, 22 * 200, 11)]
    told = lifetime(pages)
    assert len(told) == MOST_INTERVALS
    assert told[0].first_seen_at == at(0)


def test_where_a_headline_was_seen_is_kept() -> None:
    seen = Seen(at(0), {"page_url": "https://a.kz/", "position": 2})
    told = with_sighting((), seen)
    assert lifetime_of(lifetime_fields(told))[0].sightings == (seen,)
    other = Seen(at(0), {"page_url": "https://a.kz/2", "position": 3})
    assert with_sighting(told, other) == told


def test_a_value_of_an_older_version_has_one_interval() -> None:
    document = {"first_seen_at": at(0), "last_seen_at": at(5)}
    assert spans(lifetime_of(document | {"intervals": None})) == [(0, 5, None)]
