"""Scrapyd's poller: looks for the next jobs while this node has free slots."""

from __future__ import annotations

from collections.abc import Collection, Generator
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
from kznews.nodes.validation import Invalid, check_arguments, check_name, check_settings

_MISCONFIGURED = 78  # sysexits.h: EX_CONFIG


@implementer(IPoller)
class MongoPoller:
    """Scrapyd's poller: gives the launcher a job as soon as there is one for this node."""

    _log = Logger()

    def __init__(self, config: Any) -> None:
        self._cluster = cluster(config)
        self._allowed_settings = frozenset(config.get("allowed_settings", "").split())
        self._starts_when_due = bool(config.getboolean("start_when_due", True))
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
            if job is None:
                continue
            try:
                return _message(job, self._allowed_settings, self._starts_when_due)
            except Invalid as refusal:
                why = f"this node does not run what its API would refuse: {refusal}"
                self._log.error("Job {job} is refused: {why}", job=job["_id"], why=why)
                self._cluster.node.settle(job["_id"], exit_code=_MISCONFIGURED, reason=why)
        return None


def _message(
    job: Fields, allowed_settings: Collection[str], starts_when_due: bool
) -> dict[str, Any]:
    """Give a job as Scrapyd passes it around: the spider's arguments beside names of its own.

    A tick's job gets the setting START_WHEN_DUE.
    Raises Invalid where the API would not have queued it: who may write to the database may not
    choose what code a node runs, which files it writes, and how.
    """
    given = [f"{name}={value}" for name, value in job["settings"].items()]
    settings = check_settings(given, allowed_settings)
    if job["tick"] is not None:
        settings["START_WHEN_DUE"] = str(starts_when_due)
    return {
        **check_arguments({name: [value] for name, value in job["args"].items()}),
        "_version": check_name("version", job["version"]),
        "_project": check_name("project", job["project"]),
        "_spider": check_name("spider", job["spider"]),
        "settings": settings,
        "_job": check_name("job id", job["_id"]),
    }
