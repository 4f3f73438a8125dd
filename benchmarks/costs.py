"""What a step costs on two databases that take turns: one with few rows, one with many."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from benchmarks.figures import percentile, spread
from benchmarks.processor import cpu_seconds

HEADINGS = ("us a row", "few", "p95", "many", "p95", "ratio", "goal", "of mongod's cpu")


class Cost:
    """Of one step on one database."""

    def __init__(self, mongod: int) -> None:
        self.rounds: list[list[float]] = []
        """Seconds a row, as whoever asked waits for it, of each call; by round."""
        self.cpu = 0.0
        """Of mongod, for all rows; seconds."""
        self.rows = 0
        self._mongod = mongod

    @contextmanager
    def step(self) -> Iterator[None]:
        """Count what mongod uses within: hundredths of a second, so of several calls."""
        before = cpu_seconds(self._mongod)
        yield
        self.cpu += cpu_seconds(self._mongod) - before

    @contextmanager
    def call(self, rows: int) -> Iterator[None]:
        """Time a call for so many rows."""
        began = time.perf_counter()
        yield
        self.rounds[-1].append((time.perf_counter() - began) / rows)
        self.rows += rows

    @property
    def calls(self) -> list[float]:
        """Seconds a row, of each call."""
        return [each for calls in self.rounds for each in calls]


class Costs(dict[str, Cost]):
    """Those of some steps on one database, by name."""

    def __init__(self, mongod: int, steps: Sequence[str]) -> None:
        super().__init__((name, Cost(mongod)) for name in steps)

    def begin_round(self) -> None:
        """Keep apart what follows, so that the spread of rounds can be told."""
        for cost in self.values():
            cost.rounds.append([])


@dataclass(frozen=True)
class Step:
    """A step that is measured."""

    name: str
    goal: float | None
    """The ratio that it may have at most; None: it is only told."""


class Part(Protocol):
    """Some steps on one database."""

    async def turn(self, costs: Costs) -> None:
        """Take all steps some times."""
        ...


def compared(step: Step, few: Cost, many: Cost) -> tuple[str, ...]:
    """Give a step's line of the table; the ratio's extremes are those of single rounds."""
    ratios = [
        median(large) / median(small)
        for small, large in zip(few.rounds, many.rounds, strict=True)
        if small and large
    ]
    cells = []
    for cost in (few, many):
        cells += [
            f"{1e6 * median(cost.calls):,.0f}",
            f"{1e6 * percentile(cost.calls, 95):,.0f}",
        ]
    used = [f"{1e6 * cost.cpu / cost.rows:,.0f}" for cost in (few, many)]
    goal = "" if step.goal is None else f"{step.goal}"
    return step.name, *cells, spread(ratios), goal, " -> ".join(used)
