from __future__ import annotations

import json
import math
import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.frontier.pace import Pace
from kznews.frontier.revisit import Policies, RevisitSettingError

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INSTANT = timedelta.resolution

SETTING = {
    "listing": [{"first": "10m", "least": "10m", "most": "1d"}],
    "article": [
        {"younger": "1d", "first": "1h", "least": "15m", "most": "6h"},
        {"younger": "7d", "first": "1d", "least": "2h", "most": "2d"},
        {"younger": "30d", "first": "7d", "least": "1d", "most": "15d"},
    ],
}
POLICIES = Policies.from_setting(SETTING)
BOUNDS = [(DAY, 15 * MINUTE, 6 * HOUR), (7 * DAY, 2 * HOUR, 2 * DAY), (30 * DAY, DAY, 15 * DAY)]

ages = st.timedeltas(-3 * DAY, 40 * DAY) | st.sampled_from(
    [edge + shift for edge, *_ in BOUNDS for shift in (-INSTANT, timedelta(), INSTANT)]
)
lasts = st.none() | st.timedeltas(-DAY) | st.timedeltas(INSTANT, 20 * DAY)


def _article(age: timedelta, last: timedelta | None, *, changed: bool = False) -> timedelta | None:
    return POLICIES.interval("article", age=age, last=last, changed=changed)


@pytest.mark.parametrize(
    ("age", "first"),
    [
        (-2 * HOUR, HOUR),
        (timedelta(), HOUR),
        (DAY - INSTANT, HOUR),
        (DAY, DAY),
        (7 * DAY - INSTANT, DAY),
        (7 * DAY, 7 * DAY),
        (30 * DAY - INSTANT, 7 * DAY),
        (30 * DAY, None),
        (9000 * DAY, None),
    ],
)
def test_a_first_visits_stage_goes_by_age(age: timedelta, first: timedelta | None) -> None:
    assert _article(age, None) == first
    assert _article(age, None, changed=True) == first


def test_a_changed_page_is_due_sooner_and_an_unchanged_one_later() -> None:
    assert _article(HOUR, HOUR, changed=True) == 30 * MINUTE
    assert _article(HOUR, HOUR) == 3 * HOUR
    # Within the stage.
    assert _article(HOUR, 20 * MINUTE, changed=True) == 15 * MINUTE
    assert _article(HOUR, 5 * HOUR) == 6 * HOUR
    # An interval of a younger stage, or of another setting.
    assert _article(8 * DAY, 6 * HOUR) == DAY
    assert _article(HOUR, timedelta.max) == 6 * HOUR
    assert _article(HOUR, timedelta.max, changed=True) == 6 * HOUR


def test_a_stage_without_younger_never_ends() -> None:
    assert POLICIES.interval("listing", age=9000 * DAY, last=DAY, changed=False) == DAY


def test_a_kind_that_is_not_named_is_never_due() -> None:
    assert POLICIES.interval("unknown", age=timedelta(), last=None, changed=True) is None
    assert POLICIES.interval(None, age=timedelta(), last=None, changed=True) is None
    assert Policies.from_setting({}).interval("article", age=DAY, last=None, changed=True) is None


@given(ages, lasts, st.booleans())
def test_the_interval_is_within_its_stage(
    age: timedelta, last: timedelta | None, changed: bool
) -> None:
    bounds = next(((least, most) for edge, least, most in BOUNDS if age < edge), None)
    interval = _article(age, last, changed=changed)
    if bounds is None:
        assert interval is None
    else:
        assert interval is not None
        assert bounds[0] <= interval <= bounds[1]


@given(ages, lasts)
def test_a_page_that_changed_is_never_visited_later(age: timedelta, last: timedelta | None) -> None:
    changed, unchanged = _article(age, last, changed=True), _article(age, last)
    assert (changed is None) == (unchanged is None)
    assert changed is None or unchanged is None or changed <= unchanged


@pytest.mark.parametrize("pace", [2 * HOUR, 10 * HOUR, 40 * HOUR])
def test_it_learns_the_pace_of_a_page(pace: timedelta) -> None:
    """Changes at random moments: what the two factors are chosen for."""
    chance = random.Random(7)
    policy = Policies.from_setting({"page": [{"first": "1d", "least": "1m", "most": "365d"}]})
    visits, found, passed = 5000, 0, timedelta()
    last: timedelta | None = None
    for _ in range(visits):
        changed = last is not None and chance.random() < 1 - math.exp(-(last / pace))
        last = policy.interval("page", age=passed, last=last, changed=changed)
        assert last is not None
        found, passed = found + changed, passed + last
    assert found / visits == pytest.approx(0.61, abs=0.02)
    assert 0.6 < visits / (passed / pace) < 1


PACED = Policies.from_setting(
    {
        "article": [
            {"younger": "1h", "changes": 0.7, "first": "2h", "least": "15m", "most": "8h"},
            {"changes": 0.1, "first": "10h", "least": "1h", "most": "4d"},
        ]
    }
)


def _paced(age: timedelta, last: timedelta | None = None, **known: Any) -> timedelta | None:
    known = {"changed": False} | known
    return PACED.interval("article", age=age, last=last, **known)


def test_a_stage_that_expects_changes_goes_by_the_pace_of_the_spiders_pages() -> None:
    # Neither three times the last interval, nor anything else of it.
    assert _paced(timedelta()) == _paced(timedelta(), MINUTE) == 2 * HOUR
    assert _paced(DAY, 2 * HOUR) == 10 * HOUR
    paces = {("article", "3600"): Pace(0, 80), ("article", ""): Pace(400, 98.5)}
    young, old = _paced(timedelta(), paces=paces), _paced(DAY, paces=paces)
    assert young is not None
    assert 2 * HOUR < young <= 8 * HOUR
    assert old == pytest.approx(5 * HOUR, rel=0.01)
    never = {("article", "3600"): Pace(0, 1e6), ("article", ""): Pace(0, 1e6)}
    assert (_paced(timedelta(), paces=never), _paced(DAY, paces=never)) == (8 * HOUR, 60 * HOUR)


def test_what_changed_once_is_watched_more_closely() -> None:
    once, twice = (_paced(DAY, 10 * HOUR, changes=count) for count in (1, 2))
    assert once == 10 * HOUR / 3
    assert twice is not None
    assert HOUR < twice < once
    # Soon after a change it is sooner still, but never later than it would be.
    assert _paced(DAY, 4 * HOUR, changes=1, changed=True) == 2 * HOUR
    assert _paced(DAY, 4 * DAY, changes=1, changed=True) == once
    assert _paced(DAY, HOUR, changes=9, changed=True) == HOUR


def test_it_reads_what_the_command_line_gives() -> None:
    assert Policies.from_setting(json.loads(json.dumps(SETTING))) == POLICIES
    units = {"listing": [{"first": "90s", "least": "1.5m", "most": "0.5h"}]}
    interval = Policies.from_setting(units).interval(
        "listing", age=timedelta(), last=DAY, changed=False
    )
    assert interval == 30 * MINUTE


def _stages(*changes: dict[str, Any]) -> dict[str, Any]:
    """Stages that differ in this from a sound one; None: without the key."""
    sound = {"first": "1h", "least": "1h", "most": "1d"}
    return {
        "page": [
            {key: value for key, value in (sound | change).items() if value is not None}
            for change in changes
        ]
    }


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "REVISIT is no dict of policies: []"),
        ({1: []}, "REVISIT: the policy 1 is no string"),
        ({"page": []}, "REVISIT, page: not a list of stages: []"),
        ({"page": {"first": "1h"}}, "REVISIT, page: not a list of stages: {'first': '1h'}"),
        ({"page": "1h"}, "REVISIT, page: not a list of stages: '1h'"),
        ({"page": ["1h"]}, "REVISIT, page, stage 1: not a dict: '1h'"),
        (_stages({"last": "1h"}), "REVISIT, page, stage 1: unknown key 'last'"),
        (_stages({"first": None}), "REVISIT, page, stage 1: first is missing"),
        (_stages({"younger": "1d"}, {"most": None}), "REVISIT, page, stage 2: most is missing"),
        (_stages({"first": "1 h"}), "REVISIT, page, stage 1, first: '1 h' is no duration such as"),
        (_stages({"least": "-1h"}), "stage 1, least: '-1h' is no duration"),
        (_stages({"least": "1w"}), "stage 1, least: '1w' is no duration"),
        (_stages({"least": "1e9d"}), "stage 1, least: '1e9d' is no duration"),
        (_stages({"least": "١h"}), "stage 1, least: '١h' is no duration"),
        (_stages({"most": 3600}), "stage 1, most: 3600 is no duration"),
        (_stages({"least": "0m"}), "stage 1, least: 0m is not between 1s and 36500d"),
        (_stages({"most": "36501d"}), "stage 1, most: 36501d is not between 1s and 36500d"),
        (_stages({"most": f"{10**400}d"}), "0d is not between 1s and 36500d"),
        (_stages({"changes": "1"}), "stage 1, changes: '1' is no number above 0"),
        (_stages({"changes": 0}), "stage 1, changes: 0 is no number above 0"),
        (_stages({"changes": True}), "stage 1, changes: True is no number above 0"),
        (_stages({"least": "2d"}), "stage 1: least 2d is above most 1d"),
        (_stages({"first": "30m"}), "stage 1: first 30m is not between least 1h and most 1d"),
        (_stages({"first": "2d"}), "stage 1: first 2d is not between least 1h and most 1d"),
        (
            _stages({"younger": "2d"}, {"younger": "7d"}, {"younger": "7d"}),
            "REVISIT, page, stage 3: it never holds, since its younger is not above that",
        ),
        (
            _stages({"younger": "2d"}, {"younger": "1d"}),
            "REVISIT, page, stage 2: it never holds, since its younger is not above that",
        ),
        (
            _stages({"younger": "2d"}, {}, {"younger": "7d"}),
            "REVISIT, page, stage 3: it never holds, since the stage before it has no younger",
        ),
    ],
)
def test_a_fault_in_the_setting_is_named(setting: Any, fault: str) -> None:
    with pytest.raises(RevisitSettingError) as raised:
        Policies.from_setting(setting)
    assert fault in str(raised.value)
