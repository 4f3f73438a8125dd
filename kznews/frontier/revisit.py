"""When a page that was read is due again: by its policy, its age, and what is known of changes.

Of a stage that says how many changes are expected, pages are due by the pace at which the spider's
pages do change. Where an interval costs its length as a request and every change waits for half of
it, the sum is least with intervals in proportion to 1 / √(changes a day): four times as many
changes are worth twice as many visits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from math import inf, sqrt
from typing import Any, Final, Self

from kznews.frontier.pace import Paces, stretch

_SOONER: Final = 2
_LATER: Final = 3
"""A page that changed is due after half the last interval, one that did not after three times it.
Halving finds the pace of a page that is being written in a few visits; tripling leaves a page that
is finished in fewer. Together they settle where six visits in ten find a change
(ln 3 / (ln 2 + ln 3)): where changes come at random moments, two visits for three of them."""

_CHANGED_BEFORE: Final = 8
"""What each former change of a page adds to the changes that are expected of it, in those of any
page of its age: what was edited once is edited again far more often than others are."""

_DURATION: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SHORTEST: Final = timedelta(seconds=1)
_LONGEST: Final = timedelta(days=36_500)
"""A century: what is due then is still a moment that MongoDB and Python can hold."""
_REQUIRED: Final = ("first", "least", "most")


class RevisitSettingError(ValueError):
    """The setting REVISIT is at fault: its policy, stage and what is wrong there."""


@dataclass(frozen=True)
class Stage:
    """A part of a page's life."""

    younger: timedelta | None
    """It holds for pages younger than this; None: for all that no stage before it is for."""
    first: timedelta
    """From a page's first visit to its second."""
    least: timedelta
    most: timedelta
    """Never sooner, never later."""
    changes: float | None = None
    """Changes a day that are expected of a page, where `first` is the right interval; None: the
    interval goes by the page's own changes alone."""

    @property
    def name(self) -> str:
        """Name the stage within its policy, by seconds: `10800` is younger than three hours."""
        return "" if self.younger is None else f"{self.younger.total_seconds():g}"


@dataclass(frozen=True)
class Policies:
    """The policies of the setting REVISIT: when pages are due again."""

    stages: Mapping[str, tuple[Stage, ...]]
    """By the policy's name, the youngest first."""

    @classmethod
    def from_setting(cls, value: Mapping[str, Sequence[Mapping[str, Any]]]) -> Self:
        """Read the setting REVISIT: stages by policy, as `{"page": [{"younger": "1d", ...}]}`.

        A stage has `first`, `least` and `most`, and but for the last one `younger`; each is a
        number and its unit: s, m, h or d. It may have `changes`, a number above 0: of changes that
        are expected in a day. Raises RevisitSettingError for anything else.
        """
        if not isinstance(value, Mapping):
            raise RevisitSettingError(f"REVISIT is no dict of policies: {value!r}")
        return cls(
            {policy: tuple(_read_stages(policy, stages)) for policy, stages in value.items()}
        )

    def stage(self, policy: str | None, age: timedelta) -> Stage | None:
        """Give the stage of a page; None: it is never visited again.

        So is a page that is as old as its last stage's `younger`, and one without a policy, or
        whose policy the setting does not name.
        """
        stages = self.stages.get(policy, ()) if policy is not None else ()
        return next((each for each in stages if each.younger is None or age < each.younger), None)

    def interval(
        self,
        policy: str | None,
        *,
        age: timedelta,
        last: timedelta | None,
        changed: bool,
        changes: int = 0,
        paces: Paces | None = None,
    ) -> timedelta | None:
        """Give the time to the next visit, from `least` to `most`; None: never again.

        `age`: of the page, at this visit; negative where it says that it is of the future. `last`:
        the interval that led to this visit, None for a page's first. `changed`: since the visit
        before. `changes`: visits of this page, with this one, that found it changed. `paces`: of
        the pages of its spider.
        """
        stage = self.stage(policy, age)
        if stage is None or policy is None:
            return None
        if stage.changes is None:
            return _interval(stage, last, changed)
        factor = stretch(paces or {}, (policy, stage.name)) / sqrt(1 + _CHANGED_BEFORE * changes)
        ordinary = stage.first * factor
        stage = replace(stage, most=min(max(ordinary, stage.least), stage.most))
        return _interval(stage, last, changed) if changed else stage.most


def _interval(stage: Stage, last: timedelta | None, changed: bool) -> timedelta:
    if last is None:
        return stage.first
    # Not `last` itself: three times what another setting has left may be no timedelta.
    wanted = last / _SOONER if changed else min(last, stage.most) * _LATER
    return min(max(wanted, stage.least), stage.most)


def _read_stages(policy: object, value: object) -> Iterable[Stage]:
    if not isinstance(policy, str):
        raise RevisitSettingError(f"REVISIT: the policy {policy!r} is no string")
    if not isinstance(value, list | tuple) or not value:
        raise RevisitSettingError(f"REVISIT, {policy}: not a list of stages: {value!r}")
    stages = [
        _read_stage(f"REVISIT, {policy}, stage {number}", stage)
        for number, stage in enumerate(value, start=1)
    ]
    for number, (stage, following) in enumerate(pairwise(stages), start=1):
        if stage.younger is None:
            raise RevisitSettingError(
                f"REVISIT, {policy}, stage {number + 1}: it never holds, since the stage before it"
                " has no younger"
            )
        if following.younger is not None and following.younger <= stage.younger:
            raise RevisitSettingError(
                f"REVISIT, {policy}, stage {number + 1}: it never holds, since its younger is not"
                " above that of the stage before it"
            )
    return stages


def _read_stage(where: str, value: object) -> Stage:
    if not isinstance(value, Mapping):
        raise RevisitSettingError(f"{where}: not a dict: {value!r}")
    for key in value:
        if key not in ("younger", "changes", *_REQUIRED):
            raise RevisitSettingError(f"{where}: unknown key {key!r}")
    for key in _REQUIRED:
        if key not in value:
            raise RevisitSettingError(f"{where}: {key} is missing")
    durations = {
        key: _read_duration(f"{where}, {key}", text)
        for key, text in value.items()
        if key != "changes"
    }
    stage = Stage(
        durations.get("younger"),
        durations["first"],
        durations["least"],
        durations["most"],
        _read_changes(f"{where}, changes", value["changes"]) if "changes" in value else None,
    )
    if stage.least > stage.most:
        raise RevisitSettingError(f"{where}: least {value['least']} is above most {value['most']}")
    if not stage.least <= stage.first <= stage.most:
        raise RevisitSettingError(
            f"{where}: first {value['first']} is not between least {value['least']}"
            f" and most {value['most']}"
        )
    return stage


def _read_changes(where: str, number: Any) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < inf:
        raise RevisitSettingError(f"{where}: {number!r} is no number above 0")
    return float(number)


def _read_duration(where: str, text: Any) -> timedelta:
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise RevisitSettingError(f"{where}: {text!r} is no duration such as 90s, 10m, 1.5h or 7d")
    try:
        duration = timedelta(**{_UNITS[match[2]]: float(match[1])})
    except OverflowError:
        duration = timedelta.max
    if not _SHORTEST <= duration <= _LONGEST:
        raise RevisitSettingError(f"{where}: {text} is not between 1s and {_LONGEST.days}d")
    return duration
