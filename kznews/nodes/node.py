"""A node of the cluster: its document in `nodes`, its leases of jobs, whether it is its turn."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any
from uuid import uuid4

from pymongo.errors import PyMongoError

from kznews.mongo.connection import Database, SyncDatabase
from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.errors import UNAVAILABLE
from kznews.mongo.leases import NOW, Leases, from_now, is_future
from kznews.mongo.values import Fields
from kznews.nodes.jobs import Jobs, Reaped
from kznews.nodes.schema import NODES, JobState

logger = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(seconds=3)
"""The time that a job waits for a less busy node."""
_OVERDUE_SECONDS = 1.0
"""Seconds between two jobs that a busier node takes nevertheless."""


class NameTaken(Exception):  # noqa: N818 - a state of the world
    """Another process has begun to use this node's name; this one must end."""


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """The findings of one heartbeat of a node."""

    lost: frozenset[str]
    """The ids of this node's jobs that another node has taken meanwhile: to be stopped."""
    reaped: tuple[Reaped, ...]
    """The jobs of nodes that died."""


def forget(database: SyncDatabase, name: str) -> bool:
    """Delete the entry of a node that is not alive; False: there is none of this name.

    Raises pymongo.errors.PyMongoError.
    """
    is_over = {"_id": name, "$expr": {"$not": is_future("$alive_until")}}
    return bool(database[NODES.name].delete_one(is_over).deleted_count)


async def alive_nodes(database: Database) -> list[str]:
    """Name the nodes that are alive. Raises pymongo.errors.PyMongoError."""
    alive = database[NODES.name].find({"$expr": is_future("$alive_until")}, ["_id"])
    return [each["_id"] async for each in alive]


class Node:
    """One instance of a node: one run of its Scrapyd. Methods may be called from any thread.

    They raise pymongo.errors.PyMongoError where the database is away.
    """

    def __init__(
        self,
        database: SyncDatabase,
        *,
        name: str,
        slots: int,
        lease: timedelta,
        about: Mapping[str, str | int],
    ) -> None:
        self.name = name
        self.slots = slots
        self.lease = lease
        self.instance = uuid4().hex
        self._nodes = database[NODES.name]
        self._jobs = Jobs(database)
        self._leases = Leases({"node": name, "instance": self.instance}, lease, "running")
        self._about = {"slots": slots, **about}
        self._held: dict[str, int] = {}  # by job: its start here
        # Between the answer to a `take` and the entry in `_held`, nobody may look.
        self._lock = Lock()
        self._took_overdue = -_OVERDUE_SECONDS
        # No node has been able to renew a lease for longer than we have not seen the database.
        self._sure_since = monotonic()

    def join(self) -> list[Reaped]:
        """Enter the cluster; take back what an earlier instance of this node left running."""
        own = {name: {"$literal": value} for name, value in self._about.items()}
        self._nodes.update_one(
            {"_id": self.name},
            [{"$set": own | {"instance": self.instance, "started_at": NOW} | self._alive(0)}],
            upsert=True,
        )
        return self._jobs.take_back(self.name, instance=self.instance)

    def leave(self) -> None:
        """Say that this node has ended."""
        self._nodes.update_one(
            self._me, [{"$set": {"alive_until": NOW, "seen_at": NOW, "running": 0}}]
        )

    def beat(self) -> Heartbeat:
        """Show that this node lives, renew its jobs' leases, look for jobs of those that do not.

        Raises NameTaken.
        """
        with self._lock:
            try:
                self._renew_entry()
                lost = self._jobs.renew(self._leases, self._held)
            except Exception:
                self._sure_since = monotonic()
                raise
        # Where the database was away, the other nodes' leases ended, too: they have a turn first.
        sure = monotonic() - self._sure_since > self.lease.total_seconds()
        return Heartbeat(lost=frozenset(lost), reaped=tuple(self._jobs.reap()) if sure else ())

    def take(
        self, project: str, version: str | None, *, spiders: Collection[str] | None = None
    ) -> Fields | None:
        """Start the next job of a project here; None: there is none, or it is another node's turn.

        Whoever gets it must `settle` it. `version`, `spiders`: see Jobs.take.
        """
        with self._lock:
            waited = timedelta()
            if self._held and self._another_is_freer():
                if monotonic() - self._took_overdue < _OVERDUE_SECONDS:
                    return None
                waited = _LONGEST_WAIT
            job = self._jobs.take(
                project,
                version,
                self._leases,
                waited=waited,
                # A job that was lost while the database was away may still be ending here.
                besides=self._held,
                spiders=spiders,
            )
            if job is None:
                return None
            if waited:
                self._took_overdue = monotonic()
            self._held[job["_id"]] = job["start_count"]
            self._record_load()
            return job

    def note_process(self, job: str, pid: int) -> None:
        """Write down which process runs a job of this node."""
        self._jobs.note_process(job, self._held[job], self._leases, pid)

    def asked_to_end(self) -> dict[str, str]:
        """Name the signal for each job of this node that somebody has cancelled."""
        return self._jobs.asked_to_end(self._leases) if self._held else {}

    def settle(self, job: str, *, exit_code: int, reason: str | None) -> JobState | None:
        """Record how a job of this node ended; None: another node had taken it."""
        ended = self._jobs.end(
            job, self._held[job], self._leases, exit_code=exit_code, reason=reason
        )
        self._let_go(job)
        return ended

    def conclude(
        self, job: str, *, exit_code: int, reason: str | None, is_stopping: bool
    ) -> JobState | None:
        """Record how a job of this node ended; None: another node had taken it.

        One that could not begin without a database, or that ended because this node `is_stopping`,
        is pending again, for any node.
        """
        could_not_begin = exit_code == UNAVAILABLE
        if could_not_begin or (is_stopping and exit_code):
            why = reason if could_not_begin else "its node was stopped"
            if self.give_back(job, reason=f"{self.name}: {why}", counted=could_not_begin):
                return "pending"
        return self.settle(job, exit_code=exit_code, reason=reason)

    def give_back(self, job: str, *, reason: str, counted: bool) -> bool:
        """Queue a job of this node again, as Jobs.give_back says."""
        given = self._jobs.give_back(
            job, self._held[job], self._leases, reason=reason, counted=counted
        )
        if given:
            self._let_go(job)
        return given

    def all_nodes(self) -> list[Fields]:
        """List all nodes that there ever were; `alive` says whether each is."""
        alive = {"alive": is_future("$alive_until")}
        return list(self._nodes.aggregate([{"$set": alive}, {"$sort": {"_id": 1}}]))

    @property
    def _me(self) -> Fields:
        return {"_id": self.name, "instance": self.instance}

    def _alive(self, running: int) -> Fields:
        return {"seen_at": NOW, "alive_until": from_now(self.lease), "running": running}

    def _renew_entry(self) -> None:
        change = [{"$set": self._alive(len(self._held))}]
        if self._nodes.update_one(self._me, change).matched_count:
            return
        other: dict[str, Any] | None = self._nodes.find_one({"_id": self.name})
        if other is None:
            self.join()
        else:
            raise NameTaken(
                f"the process {other['pid']} at {other['address']} is the node {self.name} now: "
                "give each node a NODE_NAME of its own"
            )

    def _another_is_freer(self) -> bool:
        load = len(self._held) / self.slots
        freer: Fields = {
            "_id": {"$ne": self.name},
            "$expr": {
                "$and": [
                    is_future("$alive_until"),
                    {"$lt": [{"$divide": ["$running", "$slots"]}, load]},
                    {"$lt": ["$running", "$slots"]},
                ]
            },
        }
        return self._nodes.find_one(freer, {"_id": 1}) is not None

    def _let_go(self, job: str) -> None:
        with self._lock:
            del self._held[job]
            self._record_load()

    def _record_load(self) -> None:
        try:
            self._nodes.update_one(self._me, {"$set": {"running": len(self._held)}})
        except PyMongoError as error:
            # What was done with the job is done; the next heartbeat says it again.
            logger.warning(
                "The database does not know how many jobs this node runs: %s", brief_reason(error)
            )
