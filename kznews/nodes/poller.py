"""Scrapyd's poller: looks for the next jobs while this node has free slots."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pymongo.errors import PyMongoError
from scrapyd.interfaces import IPoller
from twisted.internet.defer import Deferred, DeferredQueue, inlineCallbacks
from twisted.logger import Logger
from zope.interface import implementer

from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.values import Fields
from kznews.nodes.cluster import cluster
from kznews.nodes.thread_pool import in_own_thread


@implementer(IPoller)
class MongoPoller:
    """Scrapyd's poller: gives the launcher a job as soon as there is one for this node."""

    _log = Logger()

    def __init__(self, config: Any) -> None:
        self._cluster = cluster(config)
        self._room: DeferredQueue[dict[str, Any]] = DeferredQueue()
        self._is_away = False
        self._is_closed = False

    @inlineCallbacks
    def poll(self) -> Generator[Deferred[Any], Any, None]:
        """Take jobs while there is room and it is this node's turn; wait while MongoDB is away."""
        while self._room.waiting and not self._is_closed:
            try:
                job = yield in_own_thread(self._take)
            except PyMongoError as error:
                if not self._is_away:
                    self._log.error(
                        "No job can be taken while the database is away: {why}",
                        why=brief_reason(error),
                    )
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

    def _take(self) -> dict[str, Any] | None:
        for project, version in self._cluster.eggs.current_versions().items():
            job = self._cluster.node.take(project, version)
            if job is not None:
                return _message(job)
        return None


def _message(job: Fields) -> dict[str, Any]:
    """Give a job as Scrapyd passes it around: the spider's arguments beside names of its own."""
    return {
        **job["args"],
        "_version": job["version"],
        "_project": job["project"],
        "_spider": job["spider"],
        "settings": job["settings"],
        "_job": job["_id"],
    }
