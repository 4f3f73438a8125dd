"""Scrapyd's queue of a project, in MongoDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from scrapyd.interfaces import ISpiderQueue
from zope.interface import implementer

from kznews.nodes.cluster import cluster
from kznews.nodes.jobs import Fields, NewJob

LISTED = 1000
"""How many jobs a list shows at most."""


def message(job: Fields) -> dict[str, Any]:
    """A job as Scrapyd passes it around: its arguments beside its name, id, version, settings."""
    version = {} if job["version"] is None else {"_version": job["version"]}
    return {
        **job["args"],
        **version,
        "name": job["spider"],
        "settings": job["settings"],
        "_job": job["_id"],
    }


@implementer(ISpiderQueue)
class MongoSpiderQueue:
    """The pending jobs of one project, of all nodes."""

    def __init__(self, config: Any, project: str, table: str | None = None) -> None:
        self._cluster = cluster(config)
        self._project = project

    def add(self, name: str, priority: float = 0.0, **spider_args: Any) -> None:
        """Queue a job. Raises DuplicateJob."""
        job = spider_args.pop("_job", None) or uuid4().hex
        version = spider_args.pop("_version", None)
        settings = spider_args.pop("settings", {})
        self._cluster.jobs.add(
            NewJob(
                id=job,
                project=self._project,
                spider=name,
                version=version,
                settings=settings,
                args=spider_args,
                priority=priority,
            )
        )

    def pop(self) -> dict[str, Any] | None:
        """Start the next job at this node; None: see Member.take."""
        job = self._cluster.member.take(self._project)
        return None if job is None else message(job)

    def list(self) -> list[dict[str, Any]]:
        """The next 1,000, the next first."""
        pending = self._cluster.jobs.in_state(["pending"], project=self._project, limit=LISTED)
        return [message(job) for job in pending]

    def count(self) -> int:
        """How many there are."""
        return self._cluster.jobs.count(self._project).get("pending", 0)

    def remove(self, func: Callable[[dict[str, Any]], bool]) -> int:
        """Cancel those of which `func` is true; return how many."""
        return sum(
            self._cluster.jobs.cancel(self._project, each["_job"], "INT") == "pending"
            for each in self.list()
            if func(each)
        )

    def clear(self) -> None:
        """Cancel all."""
        while self.remove(lambda _: True):
            pass
