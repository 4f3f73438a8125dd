"""How each strip of rates stands: what it says now, whether that is right, and when it last was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from kznews.items import RateKind, RateSide
from kznews.record.strip_checks import StripCheck
from kznews.record.strip_periods import StripPeriod
from kznews.record.strip_reports import CheckedDays, StripReport


@dataclass(frozen=True, kw_only=True)
class StripState:
    """A strip as it was last seen, and what its former days say."""

    outlet: str
    kind: RateKind
    side: RateSide | None
    period: StripPeriod
    """The last one: what it says."""
    check: StripCheck
    """What was found of it on the last day."""
    found_since: date
    """The first day of those in a row on which the same was found of it, of these reports."""
    seen_since: datetime
    """When it was first seen, of these reports."""
    right_on: date | None
    """The last day on which it was right; None where it was not in these reports."""


def strip_states(reports: Iterable[StripReport]) -> list[StripState]:
    """Give the state of each strip, from reports on what it said and on whether that was right."""
    by_strip = sorted(reports, key=lambda each: (_strip_of(each), each[0].first_seen_at))
    return [_state(list(group)) for _, group in groupby(by_strip, key=_strip_of)]


def _strip_of(report: StripReport) -> tuple[str, str, str]:
    period = report[0]
    return period.outlet, period.kind, period.side or ""


def _state(reports: Sequence[StripReport]) -> StripState:
    last, _ = reports[-1]
    days = [each for _, checked in reports for each in checked]
    right = [each.last for each in days if each.check.verdict == "right"]
    return StripState(
        outlet=last.outlet,
        kind=last.kind,
        side=last.side,
        period=last,
        check=days[-1].check,
        found_since=_since(days),
        seen_since=reports[0][0].first_seen_at,
        right_on=right[-1] if right else None,
    )


def _since(days: Sequence[CheckedDays]) -> date:
    since = days[-1]
    for each in reversed(days):
        if each.check.verdict != days[-1].check.verdict:
            break
        since = each
    return since.first
