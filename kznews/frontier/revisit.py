"""When a page that was read is due again: by its policy, its age, and whether it had changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any, Final, Self

_SOONER: Final = 2
_LATER: Final = 3
"""A page that changed is due after half the last interval, one that did not after three times it.
Halving finds the pace of a page that is being written in a few visits; tripling leaves a page that
is finished in fewer. Together they settle where six visits in ten find a change
(ln 3 / (ln 2 + ln 3)): where changes come at random moments, two visits for three of them."""

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


@dataclass(frozen=True)
class Policies:
    """The policies of the setting REVISIT: when pages are due again."""

    stages: Mapping[str, tuple[Stage, ...]]
    """By the policy's name, the youngest first."""

    @classmethod
    def from_setting(cls, value: Mapping[str, Sequence[Mapping[str, str]]]) -> Self:
        """Read the setting REVISIT: stages by policy, as `{"page": [{"younger": "1d", ...}]}`.

        A stage has `first`, `least` and `most`, and but for the last one `younger`; each is a
        number and its unit: s, m, h or d. Raises RevisitSettingError for anything else.
        """
        if not isinstance(value, Mapping):
            raise RevisitSettingError(f"REVISIT is no dict of policies: {value!r}")
        return cls(
            {policy: tuple(_read_stages(policy, stages)) for policy, stages in value.items()}
        )

    def interval(
        self, policy: str | None, *, age: timedelta, last: timedelta | None, changed: bool
    ) -> timedelta | None:
        """Give the time to the next visit, from `least` to `most`; None: never again.

        `age`: of the page, at this visit; negative where it says that it is of the future. `last`:
        the interval that led to this visit, None for a page's first. `changed`: since the visit
        before. A page is never visited again once it is as old as its last stage's `younger`, nor
        is one without a policy, or whose policy the setting does not name.
        """
        for stage in self.stages.get(policy, ()) if policy is not None else ():
            if stage.younger is None or age < stage.younger:
                return _interval(stage, last, changed)
        return None


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
        if key != "younger" and key not in _REQUIRED:
            raise RevisitSettingError(f"{where}: unknown key {key!r}")
    for key in _REQUIRED:
        if key not in value:
            raise RevisitSettingError(f"{where}: {key} is missing")
    durations = {key: _read_duration(f"{where}, {key}", text) for key, text in value.items()}
    stage = Stage(
        durations.get("younger"), durations["first"], durations["least"], durations["most"]
    )
    if stage.least > stage.most:
        raise RevisitSettingError(f"{where}: least {value['least']} is above most {value['most']}")
    if not stage.least <= stage.first <= stage.most:
        raise RevisitSettingError(
            f"{where}: first {value['first']} is not between least {value['least']}"
            f" and most {value['most']}"
        )
    return stage


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
