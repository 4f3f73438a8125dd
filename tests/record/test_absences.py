"""When articles were not at their addresses, as a function of sightings."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from random import Random

import pytest

from kznews.record.absences import (
    BETWEEN_MISSES,
    FEWEST_MISSES,
    SETTLING_TIME,
    SIGN_DISTANCE,
    Absence,
    Miss,
    Presence,
    Signs,
    absence_fields,
    absences_of,
    confirmed,
    missed,
    presence,
    seen,
)
from tests.record.samples import NOON

SHOWN = Signs(articles=True, listings=True)
LISTED = Signs(articles=False, listings=True)
SILENT = Signs(articles=False, listings=False)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def miss(hours: float) -> Miss:
    return Miss(at=at(hours), reason="not found", status=404, page=f"page of {hours:g}")


def after(
    *hours: float, seen_at: float = -1, signs: list[Signs] | None = None, turned: int = 1
) -> tuple[Absence, Presence]:
    """The absence that these misses make, judged by the signs near each of them."""
    absences: tuple[Absence, ...] = ()
    for each in hours:
        absences = missed(absences, miss(each), [at(seen_at)])
    [absence] = absences
    absence = confirmed(absence, signs or [SHOWN] * len(hours), turned)
    return absence, presence([absence])


def test_one_miss_makes_an_article_missing_between_two_sightings() -> None:
    absence, state = after(0)
    assert state == "missing"
    assert (absence.last_seen_at, absence.missed_at) == (at(-1), at(0))
    assert (absence.reason, absence.status, absence.page) == ("not found", 404, "page of 0")
    assert absence.confirmed_at is None


@pytest.mark.parametrize(
    ("hours", "confirmed_at"),
    [
        ((0, 6), None),
        ((0, 6, 23), None),
        ((0, 24), None),
        ((0, 6, 24), 24),
        ((0, 6, 24, 78), 24),
        # Those that come too close to each other are one.
        ((0, 1, 24), None),
        ((0, 1, 24, 31), 31),
    ],
)
def test_three_misses_of_a_day_make_it_gone(
    hours: tuple[float, ...], confirmed_at: float | None
) -> None:
    absence, state = after(*hours)
    assert absence.confirmed_at == (None if confirmed_at is None else at(confirmed_at))
    assert state == ("missing" if confirmed_at is None else "gone")
    assert (3, timedelta(days=1)) == (FEWEST_MISSES, SETTLING_TIME)


@pytest.mark.parametrize(
    ("signs", "turned", "state"),
    [
        # The outlet lists its articles while this one is away.
        ([LISTED, LISTED, LISTED], 1, "gone"),
        ([LISTED, LISTED, LISTED], 4, "gone"),
        # It shows nothing at all.
        ([SHOWN, SILENT, SILENT], 1, "missing"),
        ([SHOWN, SILENT, SHOWN], 1, "missing"),
        # Its lists stand, and none of its articles.
        ([LISTED, LISTED, LISTED], 40, "missing"),
        ([SHOWN, LISTED, LISTED], 40, "missing"),
        ([SHOWN, LISTED, SHOWN], 40, "missing"),
        # Others are shown: it has taken them down.
        ([SHOWN, SHOWN, SHOWN], 40, "gone"),
    ],
)
def test_an_outlet_that_is_down_makes_nothing_gone(
    signs: list[Signs], turned: int, state: Presence
) -> None:
    assert after(0, 6, 24, signs=signs, turned=turned)[1] == state


def test_both_ends_of_an_outage_confirm_nothing() -> None:
    """Near the ends of an outage the outlet shows articles: at most one miss of each end counts."""
    near = SIGN_DISTANCE + timedelta(hours=1)  # signs are counted by hours
    assert near * 2 <= BETWEEN_MISSES
    signs = [SHOWN, SILENT, SILENT, SHOWN]
    assert after(0, 6, 24, 78, signs=signs)[1] == "missing"


def test_an_article_that_returns_keeps_its_absence() -> None:
    absence, _ = after(0, 6, 24)
    [ended] = seen([absence], at(30))
    assert presence([ended]) == "live"
    assert (ended.missed_at, ended.confirmed_at, ended.returned_at) == (at(0), at(24), at(30))
    # Later sightings change nothing, an earlier one is when it returned.
    assert seen([ended], at(40)) == (ended,)
    assert seen([ended], at(28))[0].returned_at == at(28)
    again = missed([ended], miss(50), [at(-1), at(40)])
    assert presence(again) == "missing"
    assert [(each.last_seen_at, each.missed_at) for each in again] == [
        (at(-1), at(0)),
        (at(40), at(50)),
    ]


def test_a_sighting_within_an_absence_makes_two_and_neither_is_confirmed() -> None:
    absence, _ = after(0, 6, 24)
    first, second = seen([absence], at(7))
    assert (first.misses, first.returned_at, first.confirmed_at) == ((at(0), at(6)), at(7), None)
    assert (second.last_seen_at, second.misses, second.confirmed_at) == (at(7), (at(24),), None)


def test_a_miss_from_before_or_when_the_article_was_seen_is_none() -> None:
    assert missed([], miss(-5), [at(-1)]) == ()
    assert missed([], miss(3), [at(-1), at(3)]) == ()


def test_the_misses_that_are_kept_are_few() -> None:
    absence, state = after(*range(0, 6 * 40, 6))
    assert state == "gone"
    assert len(absence.misses) <= 12
    assert absence.misses[-1] == at(6 * 39)


def test_absences_are_stored_as_they_are() -> None:
    absence, _ = after(0, 6, 24)
    fields = absence_fields([absence])
    assert (absences_of(fields), fields["presence"]) == ((absence,), "gone")
    assert absence_fields([]) == {"absences": None, "presence": "live"}
    # As an older version wrote it.
    assert absences_of({}) == ()


@pytest.mark.parametrize("seed", range(40))
def test_the_order_in_which_sightings_come_in_changes_nothing(seed: int) -> None:
    lot = Random(seed)
    script = [(0, True), *((hour, lot.random() < 0.5) for hour in range(1, 12))]
    expected = []
    runs = [(there, [hour for hour, _ in run]) for there, run in groupby(script, lambda s: s[1])]
    for place, (there, hours) in enumerate(runs):
        if not there:
            following = runs[place + 1][1][0] if place + 1 < len(runs) else None
            expected.append((runs[place - 1][1][-1], hours, following))
    shuffled = script[1:]
    lot.shuffle(shuffled)
    absences: tuple[Absence, ...] = ()
    sightings = [at(0)]
    for hour, there in shuffled:
        if there:
            absences = seen(absences, at(hour))
            sightings.append(at(hour))
        else:
            absences = missed(absences, miss(hour), sightings)
    assert [(each.last_seen_at, list(each.misses), each.returned_at) for each in absences] == [
        (at(last), [at(hour) for hour in hours], None if back is None else at(back))
        for last, hours, back in expected
    ]
