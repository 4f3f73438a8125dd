"""How soon edits and removals are seen over a simulated month, and at how many requests.

The rules are the frontier's own (`outcome`, `observation`, `Allowance`), without a database: a
month goes by unmeasured, so that paces are known and articles of all ages are watched; the next one
counts.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from math import inf
from statistics import median, quantiles
from typing import Any

from benchmarks.edited_month import OUTLETS, Life, lives
from benchmarks.figures import table
from kznews.frontier.budget import COUNTED_FOR, Allowance, most_overdue, read_budgets
from kznews.frontier.pace import Key, Pace
from kznews.frontier.request_json import FORMAT
from kznews.frontier.revisit import Policies
from kznews.frontier.rows import Lease, observation, outcome
from kznews.frontier.visit import Visit
from kznews.mongo.values import Fields
from kznews.settings import REVISIT, REVISIT_BUDGET

_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_POLICY = "article"
_MONTH = 30  # days
_WITHIN = (2, 8, 24)  # hours
FORMER = [
    {"younger": "1d", "first": "1h", "least": "15m", "most": "6h"},
    {"younger": "7d", "first": "1d", "least": "2h", "most": "2d"},
    {"younger": "30d", "first": "7d", "least": "1d", "most": "15d"},
]
"""What the setting was before paces were known: by the age and the page's own changes alone."""


@dataclass
class Watched:
    """An article that the frontier knows."""

    life: Life
    row: Fields
    seen: float
    """Hours: the last visit."""
    version: int = 0
    """Edits that have been seen, or were overwritten before."""


@dataclass
class Outlet:
    """What is kept for an outlet, as the frontier would keep it."""

    articles: dict[str, Watched] = field(default_factory=dict)
    due: list[tuple[datetime, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    paces: dict[Key, Pace] = field(default_factory=dict)
    allowance: Allowance | None = None
    revisits: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """By day."""
    watched: dict[int, int] = field(default_factory=dict)
    """By day, at its end."""


@dataclass
class Result:
    """What a way to revisit has seen in the month that counts: delays in hours."""

    edits: list[float] = field(default_factory=list)
    removals: list[float] = field(default_factory=list)
    edits_that_were: int = 0
    removals_that_were: int = 0
    outlets: list[Outlet] = field(default_factory=list)
    published: int = 0

    def a_day(self, outlet: Outlet) -> float:
        """Give the requests for each watched article in a day."""
        days = range(_MONTH, 2 * _MONTH)
        return sum(outlet.revisits[day] for day in days) / max(
            1, sum(outlet.watched[day] for day in days)
        )

    def cost(self) -> float:
        """Give the same of all outlets together."""
        days = range(_MONTH, 2 * _MONTH)
        revisits = sum(each.revisits[day] for each in self.outlets for day in days)
        return revisits / sum(each.watched[day] for each in self.outlets for day in days)

    def worst_day(self) -> float:
        """Give the same of the outlet and day that cost most."""
        return max(
            outlet.revisits[day] / max(1, outlet.watched[day])
            for outlet in self.outlets
            for day in range(_MONTH, 2 * _MONTH)
        )

    def edits_within(self) -> list[float]:
        """Give the share of all edits that were seen, and of those that were within hours."""
        seen = [sum(each <= hours for each in self.edits) for hours in (inf, *_WITHIN)]
        return [count / self.edits_that_were for count in seen]

    def per_article(self) -> float:
        """Give the revisits of the month for each article that was published in it."""
        days = range(_MONTH, 2 * _MONTH)
        return sum(each.revisits[day] for each in self.outlets for day in days) / self.published


class Month:
    """Two months of all outlets under one way to revisit."""

    def __init__(
        self, revisit: Sequence[Mapping[str, Any]], budget: float | None, minutes: float
    ) -> None:
        self._policies = Policies.from_setting({_POLICY: revisit})
        self._budget = read_budgets({_POLICY: budget})[_POLICY] if budget is not None else None
        self._hours = minutes / 60
        self.result = Result(outlets=[Outlet() for _ in OUTLETS])

    def live(self, articles: Sequence[Life]) -> Result:
        """Crawl every so many minutes; the first month does not count."""
        for life in articles:
            if self._counts(life.published):
                self.result.published += 1
            self.result.edits_that_were += sum(map(self._counts, life.edits))
            if life.removed is not None and self._counts(life.removed):
                self.result.removals_that_were += 1
        place = 0
        for crawl in range(1, round(2 * _MONTH * 24 / self._hours) + 1):
            hour = crawl * self._hours
            while place < len(articles) and articles[place].published <= hour:
                self._read(articles[place], str(place), hour)
                place += 1
            for outlet in self.result.outlets:
                self._revisit(outlet, hour)
                outlet.watched[int(hour // 24 - (hour % 24 == 0))] = len(outlet.articles)
        return self.result

    def _read(self, life: Life, name: str, hour: float) -> None:
        if life.removed is not None and life.removed <= hour:
            return
        watched = Watched(life, {"_id": name, "visit": None, "added_at": _at(hour)}, hour)
        self.result.outlets[life.outlet].articles[name] = watched
        self._visit(watched, hour)

    def _revisit(self, outlet: Outlet, hour: float) -> None:
        now = _at(hour)
        while outlet.due and outlet.due[0][0] <= now:
            outlet.waiting.append(heappop(outlet.due)[1])
        chosen, outlet.waiting = outlet.waiting, []
        if self._budget is not None:
            count = len(outlet.articles)
            allowance = outlet.allowance or Allowance.full(count, self._budget, now)
            if now - allowance.counted_at >= COUNTED_FOR:
                allowance = allowance.counted(count, now)
            granted, outlet.allowance = allowance.refilled(self._budget, now).taken(len(chosen))
            if granted < len(chosen):
                rows = (outlet.articles[name].row for name in chosen)
                taken = [row["_id"] for row in most_overdue(rows, granted, now)]
                outlet.waiting = sorted({*chosen} - {*taken})
                chosen = taken
        for name in chosen:
            outlet.revisits[int(hour // 24)] += 1
            self._visit(outlet.articles[name], hour)

    def _visit(self, watched: Watched, hour: float) -> None:
        life, row = watched.life, watched.row
        outlet = self.result.outlets[life.outlet]
        if life.removed is not None and life.removed <= hour:
            if self._counts(life.removed):
                self.result.removals.append(hour - life.removed)
            del outlet.articles[row["_id"]]
            return
        version = sum(edit <= hour for edit in life.edits)
        if row["visit"] is not None and version > watched.version:
            last = life.edits[version - 1]
            if self._counts(last):
                self.result.edits.append(hour - last)
        watched.version, watched.seen = version, hour
        lease = Lease(
            id=row["_id"],
            url="",
            policy=_POLICY,
            format=FORMAT,
            request="{}",
            priority=0,
            added_at=row["added_at"],
            attempts=0,
            crashes=0,
            visit=row["visit"],
            deadline=inf,
        )
        page = Visit(
            row["_id"], read_status=200, digest=str(version), page_date=_at(life.published)
        )
        _, fields = outcome(
            lease,
            page,
            now=_at(hour),
            policies=self._policies,
            most_attempts=1,
            paces=outlet.paces,
        )
        if observed := observation(lease, fields, self._policies):
            outlet.paces[observed.key] = outlet.paces.get(observed.key, Pace()) + observed.pace
        row["visit"] = fields["visit"]
        if fields["due_at"] is None:
            del outlet.articles[row["_id"]]
        else:
            heappush(outlet.due, (fields["due_at"], row["_id"]))

    def _counts(self, hour: float) -> bool:
        return _MONTH * 24 <= hour < 2 * _MONTH * 24


def _at(hour: float) -> datetime:
    return _BEGAN + timedelta(hours=hour)


def fixed(days: float) -> list[dict[str, str]]:
    """Give the stages of one interval for all ages below a month, in days."""
    interval = f"{days * 24:.3f}h"
    return [{"younger": "30d", "first": interval, "least": interval, "most": interval}]


def row_of(name: str, result: Result) -> list[str]:
    """Give a line of the table."""
    costs = [result.a_day(each) for each in result.outlets]
    return [
        name,
        f"{result.cost():.3f}",
        f"{min(costs):.3f}-{max(costs):.3f}",
        f"{result.worst_day():.2f}",
        f"{result.per_article():.1f}",
        *(f"{100 * share:.1f}" for share in result.edits_within()),
        f"{median(result.edits):.2f}",
        f"{quantiles(result.edits, n=20)[-1]:.1f}",
        f"{100 * len(result.removals) / max(1, result.removals_that_were):.0f}",
        f"{median(result.removals or [inf]):.1f}",
    ]


_HEAD = (
    "",
    "requests a day",
    "by outlet",
    "worst day",
    "an article",
    "% of edits seen",
    *(f"{hours:g} h" for hours in _WITHIN),
    "median h",
    "p95 h",
    "% of removals",
    "median h",
)


def main() -> None:
    """Run as `python -m benchmarks.month`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.month", description=__doc__)
    parser.add_argument(
        "--share", type=float, default=0.25, help="of the outlets' articles (%(default)s)"
    )
    parser.add_argument("--minutes", type=float, default=15, help="between crawls (%(default)s)")
    options = parser.parse_args()
    articles = lives(2 * _MONTH, share=options.share)
    budget = REVISIT_BUDGET[_POLICY]
    own = REVISIT[_POLICY]
    rows: list[Sequence[str]] = [_HEAD]

    def run(name: str, revisit: Sequence[Mapping[str, Any]], most: float | None) -> Result:
        result = Month(revisit, most, options.minutes).live(articles)
        rows.append(row_of(name, result))
        print(f"{name}: done", file=sys.stderr, flush=True)
        return result

    ours = run("by pace, within the budget", own, budget)
    cost = ours.cost()
    run("by pace, without a budget", own, None)
    run("as before", FORMER, None)
    run("as before, at the same cost", FORMER, cost)
    run("fixed, at the same cost", fixed(1 / cost), None)
    print(
        f"{ours.published} articles of {len(OUTLETS)} outlets in the month that counts, crawled"
        f" every {options.minutes:g} minutes; the budget is {budget:g} revisits a day for each "
        "watched article"
    )
    print(table(rows))


if __name__ == "__main__":
    main()
