"""Scrapyd's poller: looks for the next jobs while this node has room."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pymongo.errors import PyMongoError
from scrapyd.interfaces import IPoller
from twisted.internet.defer import Deferred, DeferredQueue, inlineCallbacks
from twisted.logger import Logger
from zope.interface import implementer

from kznews.mongo.driver_errors import brief_reason
from kznews.nodes.cluster import cluster
from kznews.nodes.queue import MongoSpiderQueue
from kznews.nodes.threads import in_own_thread


@implementer(IPoller)
class MongoPoller:
    """Gives the launcher a job as soon as there is one for this node."""

    _log = Logger()

    def __init__(self, config: Any) -> None:
        self._config = config
        self._cluster = cluster(config)
        self._room: DeferredQueue[dict[str, Any]] = DeferredQueue()
        self._is_away = False
        self._is_closed = False

    @property
    def queues(self) -> dict[str, MongoSpiderQueue]:
        """A queue for each project that is deployed, by whichever node. Asks the database."""
        projects = self._cluster.eggs.projects()
        return {project: MongoSpiderQueue(self._config, project) for project in projects}

    @inlineCallbacks
    def poll(self) -> Generator[Deferred[Any], Any, None]:
        """Take jobs while there is room and it is this node's turn; wait while MongoDB is away."""
        while self._room.waiting and not self._is_closed:
            try:
                job = yield in_own_thread(self._take)
            except PyMongoError as error:
                if not self._is_away:
                    self._log.error("No jobs for now: {why}", why=brief_reason(error))
                self._is_away = True
                return
            self._is_away = False
            if job is None:
                return
            self._room.put(job)

    def next(self) -> Deferred[dict[str, Any]]:
        """Fire with a job, as soon as there is one."""
        return self._room.get()

    def close(self) -> None:
        """Take no more jobs."""
        self._is_closed = True

    def update_projects(self) -> None:
        """Nothing: what is deployed is asked each time."""

    def _take(self) -> dict[str, Any] | None:
        for project, queue in self.queues.items():
            job = queue.pop()
            if job is not None:
                return job | {"_project": project, "_spider": job.pop("name")}
        return None
