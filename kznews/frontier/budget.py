"""How many revisits a spider's pages may cost: the setting REVISIT_BUDGET. Pure rules.

What is not spent is left for later, up to a quarter of a day's, so that hours in which more is due
than usual are let through, and no day costs much more than the budget. Where it is used up, those
pages wait that are the least overdue by their own intervals. Since an interval is in proportion to
1 / √(changes a day), this lets those wait whose changes are the fewest and the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nlargest
from math import inf
from typing import Any, Final

from kznews.mongo.values import Fields

_DAY: Final = timedelta(days=1)
_KEPT: Final = timedelta(hours=6)
"""The time whose revisits may be left for later."""
_FEWEST: Final = 100
"""Pages for which there is a budget at least: those of a spider that is new are all young, and are
to be visited more often than they will be on average."""
COUNTED_FOR: Final = timedelta(hours=1)
"""The time after which it is counted anew how many pages are watched."""


class BudgetSettingError(ValueError):
    """The setting REVISIT_BUDGET is at fault: its policy, and what is wrong there."""


Budgets = Mapping[str, float]
"""Revisits in a day for each page that is watched, on average, by policy."""


def read_budgets(value: Mapping[str, Any]) -> Budgets:
    """Read the setting REVISIT_BUDGET. Raises BudgetSettingError."""
    for policy, number in value.items():
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not 0 < number < inf:
            raise BudgetSettingError(f"REVISIT_BUDGET, {policy}: {number!r} is no number above 0")
    return {policy: float(number) for policy, number in value.items()}


@dataclass(frozen=True)
class Allowance:
    """What the pages of one spider and policy may cost from now on."""

    watched: int
    """Pages that are to be visited again."""
    counted_at: datetime
    left: float
    """Revisits."""
    filled_at: datetime

    @classmethod
    def full(cls, watched: int, a_day: float, now: datetime) -> Allowance:
        """Make that of a spider without one; `a_day` for each page that is watched."""
        return cls(watched, now, a_day * max(watched, _FEWEST) * (_KEPT / _DAY), now)

    def counted(self, watched: int, now: datetime) -> Allowance:
        """Note how many pages are watched now."""
        return replace(self, watched=watched, counted_at=now)

    def refilled(self, a_day: float, now: datetime) -> Allowance:
        """Add what the time since it was last filled gives, of one day at most."""
        passed = min(max(now - self.filled_at, timedelta()), _DAY)
        rate = a_day * max(self.watched, _FEWEST)
        earned, kept = rate * (passed / _DAY), rate * (_KEPT / _DAY)
        return replace(self, left=max(earned, min(self.left + earned, kept)), filled_at=now)

    def taken(self, wanted: int) -> tuple[int, Allowance]:
        """Take at most what is left; return how many revisits, and what is left then."""
        granted = min(wanted, max(int(self.left), 0))
        return granted, replace(self, left=self.left - granted)


def most_overdue(rows: Iterable[Fields], count: int, now: datetime) -> list[Fields]:
    """Choose, of rows that are due, those that may not wait: `visit` says when they were read."""

    def lateness(row: Fields) -> tuple[float, str]:
        visit = row["visit"]
        waited = (now - visit["visited_at"]).total_seconds()
        return waited / (visit["interval"] or inf), row["_id"]

    return nlargest(count, rows, key=lateness)
