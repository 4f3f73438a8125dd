"""Whatever happens to an article, and in whatever order it is seen, its history says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
from bson import decode, encode
from bson.codec_options import CodecOptions
from hypothesis import given
from hypothesis import strategies as some

from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.history import document_of, is_silent, observe, reread, versions_of, with_kinds
from kznews.record.steps import first_version, next_version
from kznews.record.versions import version_fields
from tests.record.samples import NOON, article
from tests.text.test_differences import CAUSE, DEAD, FIRE, ROAD

STATES: tuple[dict[str, Any], ...] = (
    {},
    {"title": "Басқа тақырып"},
    {"body": "\n\n".join([FIRE, DEAD, CAUSE])},
    {"body": "\n\n".join([FIRE, DEAD.replace("5", "7"), CAUSE, ROAD])},
    {"body": "\n\n".join([CAUSE, FIRE]), "lead": None, "tags": []},
)
"""What an article may say."""


@dataclass(frozen=True, order=True)
class Sight:
    """A fetch: in that minute the article was in that state."""

    minute: int
    state: int

    @property
    def fields(self) -> Fields:
        at = NOON + timedelta(minutes=self.minute)
        return article_fields(article(fetched_at=at, modified_at=None, **STATES[self.state]))


def stored(fields: Fields) -> Fields:
    """As MongoDB gives it back."""
    return decode(encode(fields), CodecOptions(tz_aware=True))


def record(sights: Iterable[Sight | Fields]) -> Fields:
    """Give the document of an article after these fetches, in this order."""
    document: Fields = {}
    for sight in sights:
        fetched = sight.fields if isinstance(sight, Sight) else sight
        if not document:
            step = first_version(fetched)
            document = step.fields
        else:
            step = next_version(document, fetched)
            assert step.decided_on is not None
            assert all(document.get(name) == of for name, of in step.decided_on.items())
            document = document | step.fields
        document = stored(document)
    return document


def minutes(moment: datetime) -> int:
    return int((moment - NOON) / timedelta(minutes=1))


def seen(document: Fields) -> list[tuple[int, int, int]]:
    """State, first and last minute of each version."""
    states = [version_fields(Sight(0, number).fields) for number in range(len(STATES))]
    return [
        (states.index(each.fields), minutes(each.first_seen_at), minutes(each.last_seen_at))
        for each in versions_of(document)
    ]


def runs(sights: Iterable[Sight]) -> Iterator[tuple[int, list[int]]]:
    """Give each state that the article was in, one after the other, and when it was seen so."""
    for state, group in groupby(sorted(sights), key=lambda each: each.state):
        yield state, [each.minute for each in group]


SIGHTS = some.lists(
    some.builds(Sight, some.integers(0, 30), some.integers(0, len(STATES) - 1)),
    min_size=1,
    max_size=10,
    unique_by=lambda each: each.minute,
)


@given(SIGHTS)
def test_in_order_the_history_is_exactly_what_was_seen(sights: list[Sight]) -> None:
    expected = [(state, min(when), max(when)) for state, when in runs(sights)]
    assert seen(record(sorted(sights))) == expected


@given(SIGHTS, some.randoms())
def test_of_two_that_come_in_in_turn_nothing_is_missed(sights: list[Sight], lot: Any) -> None:
    """As by two workers, whose fetches overtake each other."""
    order = sorted(sights)
    for place in range(0, len(order) - 1, 2):
        if lot.random() < 0.5:
            order[place], order[place + 1] = order[place + 1], order[place]
    order = [each for sight in order for each in [sight] * lot.randint(1, 2)]
    found = seen(record(order))
    expected = list(runs(sights))
    assert [state for state, _, _ in found] == [state for state, _ in expected]
    assert_is_true(found, sights)


@given(SIGHTS, some.randoms())
def test_in_any_order_and_twice_the_history_says_nothing_untrue(
    sights: list[Sight], lot: Any
) -> None:
    """It may miss a version that was there between two others, which came in later than others."""
    order = sights + [each for each in sights if lot.random() < 0.5]
    lot.shuffle(order)
    assert_is_true(seen(record(order)), sights)


def assert_is_true(found: list[tuple[int, int, int]], sights: Iterable[Sight]) -> None:
    """Compare versions (state, first and last minute) with all that was seen."""
    expected = list(runs(sights))
    left = iter(expected)
    for state, first, last in found:
        assert any(of == state and {first, last} <= set(when) for of, when in left)
    assert found[0][1] == min(expected[0][1])
    assert found[-1][2] == max(expected[-1][1])
    assert all(one[0] != other[0] for one, other in pairwise(found))


@given(SIGHTS, some.randoms())
def test_kinds_and_moments_agree_with_the_versions_whatever_the_order(
    sights: list[Sight], lot: Any
) -> None:
    lot.shuffle(sights)
    document = record(sights)
    versions = versions_of(document)
    assert with_kinds(versions) == versions
    revisions = document["revisions"] or []
    for revision, version, following in zip(revisions, versions, versions[1:], strict=False):
        assert revision["kinds"] == list(following.kinds) != []
        assert revision["replaced_at"] == following.first_seen_at
        assert revision["last_seen_at"] == version.last_seen_at <= following.first_seen_at


@given(SIGHTS, some.data())
def test_a_better_reading_of_kept_pages_makes_no_edit(
    sights: list[Sight], data: some.DataObject
) -> None:
    """As if the better code had read all pages at once."""
    sights = sorted(sights)
    better = data.draw(some.permutations(range(len(STATES))))
    worse = [each.fields | {"page": f"p{each.state}"} for each in sights]
    document = record(worse)
    at_once = record(
        Sight(each.minute, better[each.state]).fields | {"page": f"p{each.state}"}
        for each in sights
    )
    readings = {
        f"p{state}": version_fields(Sight(0, other).fields) for state, other in enumerate(better)
    }
    versions = reread(versions_of(document), readings)
    expected = versions_of(at_once)
    assert [each.first_seen_at for each in versions] == [each.first_seen_at for each in expected]
    assert versions_of(stored(document | document_of(versions))) == versions
    for one, another in zip(versions, expected, strict=True):
        assert (one.fields, one.kinds) == (another.fields, another.kinds)


def test_versions_that_a_better_reading_makes_equal_become_one() -> None:
    sights = [Sight(1, 0), Sight(2, 1), Sight(3, 0)]
    fetched = [each.fields | {"page": f"p{each.minute}"} for each in sights]
    versions = versions_of(record(fetched))
    assert len(versions) == 3
    versions = reread(versions, {"p2": version_fields(Sight(0, 0).fields)})
    [one] = versions
    assert (minutes(one.first_seen_at), minutes(one.last_seen_at)) == (1, 3)
    assert one.fields["page"] == "p3"


def test_the_same_bytes_are_the_same_version_whoever_reads_them() -> None:
    older, newer = (Sight(each, each).fields | {"page": "p"} for each in (1, 2))
    document = record([older, newer])
    assert document["revisions"] is None
    assert document["body"] == newer["body"]
    assert minutes(document["first_seen_at"]) == 1


def said(minute: int, state: int, modified: int | None) -> Fields:
    modified_at = None if modified is None else NOON + timedelta(minutes=modified)
    return Sight(minute, state).fields | {"modified_at": modified_at}


@pytest.mark.parametrize(
    ("sights", "silent", "told"),
    [
        ([said(5, 0, 1), said(9, 1, 8)], False, 9),
        ([said(5, 0, 1), said(9, 1, 1)], True, None),
        # It says so later.
        ([said(5, 0, 1), said(9, 1, 1), said(20, 1, 8)], False, 20),
        ([said(5, 0, 1), said(20, 1, 8), said(9, 1, 1)], False, 20),
        # It never states such a moment.
        ([said(5, 0, None), said(9, 1, None)], None, None),
        # It did before.
        ([said(5, 0, 1), said(9, 1, None)], None, None),
    ],
)
def test_edits_that_the_outlet_does_not_state_are_silent(
    sights: list[Fields], silent: bool | None, told: int | None
) -> None:
    document = record(sights)
    [revision] = document["revisions"]
    assert revision["silent"] is silent
    assert revision["told_at"] == (None if told is None else NOON + timedelta(minutes=told))
    former, version = versions_of(document)
    assert is_silent(former, version) is silent


def test_new_pictures_are_no_silent_edit() -> None:
    former = said(5, 0, 1)
    [revision] = record([former, said(9, 0, 1) | {"images": []}])["revisions"]
    assert (revision["kinds"], revision["silent"]) == (["pictures"], None)


def test_a_revision_holds_what_differs_and_no_more() -> None:
    document = record([Sight(0, 2), Sight(1, 3)])
    [revision] = document["revisions"]
    assert revision["kinds"] == ["correction", "addition"]
    assert revision["former"] == {"body": [[1, 1], [2, 35, "5", 41], [3, 3]]}


def test_a_sighting_between_two_splits_the_version_they_are_of() -> None:
    versions = versions_of(record([Sight(1, 0), Sight(9, 0)]))
    between = observe(versions, version_fields(Sight(5, 1).fields), NOON + timedelta(minutes=5))
    assert not between.is_edited
    moments = [(minutes(v.first_seen_at), minutes(v.last_seen_at)) for v in between.versions]
    assert moments == [(1, 1), (5, 5), (9, 9)]
