"""Scrapyd's history of jobs, in MongoDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapyd.interfaces import IJobStorage
from zope.interface import implementer

from kznews.nodes.cluster import cluster
from kznews.nodes.schema import JobState

if TYPE_CHECKING:
    from kznews.nodes.process import JobProcess

ENDED: tuple[JobState, ...] = ("finished", "failed", "lost", "cancelled", "skipped")
"""Scrapyd calls all of these finished."""


@dataclass(frozen=True, kw_only=True)
class EndedJob:
    """What Scrapyd's pages show of a job that has ended."""

    project: str
    spider: str
    job: str
    start_time: datetime
    end_time: datetime


@implementer(IJobStorage)
class MongoJobStorage:
    """The jobs of all nodes that have ended, the last one first."""

    def __init__(self, config: Any) -> None:
        self._cluster = cluster(config)
        self._kept = config.getint("finished_to_keep", 100)

    def add(self, job: JobProcess) -> JobState | None:
        """Record how a job of this node ended; None: another node had taken it."""
        return self._cluster.member.settle(
            job.job, exit_code=job.exit_code, reason=job.why_it_failed
        )

    def list(self) -> Sequence[EndedJob]:
        """The last ones, as many as `finished_to_keep` says."""
        return [
            EndedJob(
                project=job["project"],
                spider=job["spider"],
                job=job["_id"],
                start_time=job["started_at"] or job["queued_at"],
                end_time=job["ended_at"],
            )
            for job in self._cluster.jobs.in_state(ENDED, limit=self._kept)
        ]

    def __len__(self) -> int:
        counts = self._cluster.jobs.count()
        return sum(counts.get(state, 0) for state in ENDED)

    def __iter__(self) -> Iterator[EndedJob]:
        return iter(self.list())
