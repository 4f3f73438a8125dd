"""What checks are about: a run that has ended, an outlet at a moment, the queue of jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kznews.monitoring.runs import Counts, counted
from kznews.monitoring.status_report import JobsStatus, NodeStatus, OutletStatus


@dataclass(frozen=True, kw_only=True)
class EndedRun:
    """A run of a spider that has ended, for its own checks."""

    spider: str
    stats: Mapping[str, Any]
    """Scrapy's statistics of the crawl."""
    reason: str
    """Why it ended, in Scrapy's word."""
    period = ""

    @property
    def counts(self) -> Counts:
        """What was counted in it."""
        return Counts.of(counted(self.stats))


@dataclass(frozen=True)
class OutletNow:
    """An outlet at a moment, for `scrapy status`."""

    status: OutletStatus
    now: datetime
    period = " in the last day"

    @property
    def spider(self) -> str:
        """The name of its spider."""
        return self.status.outlet

    @property
    def counts(self) -> Counts:
        """What was counted in the last day."""
        status = self.status
        return Counts(
            requests=status.requests_last_day,
            dead=status.dead_last_day,
            items=status.items_last_day,
            rejected=status.rejected_last_day,
            articles=status.articles_read_last_day,
            fallback=status.fallback_last_day,
            unmet=status.unmet_last_day,
        )


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue of jobs, with the nodes that work on it."""

    jobs: JobsStatus
    nodes: tuple[NodeStatus, ...]
