"""What a Scrapy user may set of how a worker takes part in a crawl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from scrapy.settings import BaseSettings

from kznews.frontier.budget import Budgets, read_budgets
from kznews.frontier.revisit import Policies


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """A worker's settings: `FRONTIER_LEASE`, `_CAPACITY`, `_ATTEMPTS`, `REVISIT`, `…_BUDGET`."""

    lease: float
    """Seconds after which a lease ends that is not renewed."""
    capacity: int
    """The most rows that a worker holds at once."""
    attempts: int
    """Failures after which a request is given up."""
    policies: Policies
    budgets: Budgets

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read them. Raises RevisitSettingError, BudgetSettingError, ValueError."""
        read = cls(
            lease=settings.getfloat("FRONTIER_LEASE"),
            capacity=settings.getint("FRONTIER_CAPACITY"),
            attempts=settings.getint("FRONTIER_ATTEMPTS"),
            policies=Policies.from_setting(settings.getdict("REVISIT")),
            budgets=read_budgets(settings.getdict("REVISIT_BUDGET")),
        )
        for name, value in (
            ("LEASE", read.lease),
            ("CAPACITY", read.capacity),
            ("ATTEMPTS", read.attempts),
        ):
            if value <= 0:
                raise ValueError(f"FRONTIER_{name} is {value:g}: it must be above 0")
        return read
