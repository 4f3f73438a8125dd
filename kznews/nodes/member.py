"""A node among the others: its place in `nodes`, its leases, whose turn it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any
from uuid import uuid4

from pymongo.errors import PyMongoError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.driver_errors import brief_reason
from kznews.nodes.jobs import Fields, Hold, Jobs, Reaped
from kznews.nodes.schema import NODES, JobState

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=3)
"""How long a job waits for a less busy node at most."""

_EAGERNESS = 1.0  # seconds between two jobs that a busier node takes nevertheless
_NOW = "$$NOW"


class NameTaken(Exception):  # noqa: N818 - a state of the world
    """Another process has begun to use this node's name; this one must end."""


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a heartbeat found."""

    lost: frozenset[str]
    """Jobs of this node that another one has taken meanwhile: to be stopped."""
    reaped: tuple[Reaped, ...]
    """Jobs of nodes that died."""


class Member:
    """A node's own view; one for each life of it. All methods may be called from any thread.

    They raise pymongo.errors.PyMongoError where the database is away.
    """

    def __init__(
        self,
        database: SyncDatabase,
        jobs: Jobs,
        *,
        name: str,
        address: str,
        pid: int,
        slots: int,
        lease: timedelta,
        kznews: str,
    ) -> None:
        self.name = name
        self.slots = slots
        self.lease = lease
        self.boot = uuid4().hex
        self._nodes = database[NODES.name]
        self._jobs = jobs
        self._about = {"address": address, "pid": pid, "slots": slots, "kznews": kznews}
        self._held: dict[str, Hold] = {}
        # Between the answer to a `take` and the entry in `_held`, nobody may look.
        self._lock = Lock()
        self._took_overdue = -_EAGERNESS
        # No node has been able to renew a lease for longer than we have not seen the database.
        self._sure_since = monotonic()

    def join(self) -> list[Reaped]:
        """Enter the cluster; take back what an earlier life of this node left running."""
        own = {name: {"$literal": value} for name, value in self._about.items()}
        self._nodes.update_one(
            {"_id": self.name},
            [{"$set": own | {"boot": self.boot, "started_at": _NOW} | self._alive(0)}],
            upsert=True,
        )
        return self._jobs.take_back(self.name, boot=self.boot)

    def leave(self) -> None:
        """Say that this node has ended."""
        self._nodes.update_one(
            self._me, [{"$set": {"alive_until": _NOW, "seen_at": _NOW, "running": 0}}]
        )

    def beat(self) -> Beat:
        """Show that this node lives, renew its jobs' leases, look for jobs of those that do not.

        Raises NameTaken.
        """
        with self._lock:
            try:
                self._greet()
                lost = self._jobs.renew(self.boot, self._held)
            except Exception:
                self._sure_since = monotonic()
                raise
        # Where the database was away, the other nodes' leases ended, too: they have a turn first.
        sure = monotonic() - self._sure_since > self.lease.total_seconds()
        return Beat(lost=frozenset(lost), reaped=tuple(self._jobs.reap()) if sure else ())

    def take(self, project: str) -> Fields | None:
        """Start the next job of a project here; None: there is none, or it is another node's turn.

        Whoever gets it must `settle` it.
        """
        with self._lock:
            waited = timedelta()
            if self._held and self._another_is_freer():
                if monotonic() - self._took_overdue < _EAGERNESS:
                    return None
                waited = PATIENCE
            job = self._jobs.take(
                project,
                node=self.name,
                boot=self.boot,
                waited=waited,
                # A job that was lost while the database was away may still be ending here.
                besides=self._held,
            )
            if job is None:
                return None
            if waited:
                self._took_overdue = monotonic()
            self._held[job["_id"]] = Hold(self.boot, job["starts"])
            self._tell_load()
            return job

    def note_process(self, job: str, pid: int) -> None:
        """Write down which process runs a job of this node."""
        self._jobs.note_process(job, self._held[job], pid)

    def asked_to_end(self) -> dict[str, str]:
        """Name the signal for each job of this node that somebody has cancelled."""
        return self._jobs.asked_to_end(self.boot) if self._held else {}

    def settle(self, job: str, *, exit_code: int, reason: str | None) -> JobState | None:
        """Record how a job of this node ended; None: another node had taken it."""
        ended = self._jobs.end(job, self._held[job], exit_code=exit_code, reason=reason)
        self._let_go(job)
        return ended

    def give_back(self, job: str, *, reason: str, counted: bool) -> bool:
        """Queue a job of this node again, as Jobs.give_back says."""
        given = self._jobs.give_back(job, self._held[job], reason=reason, counted=counted)
        if given:
            self._let_go(job)
        return given

    def everybody(self) -> list[Fields]:
        """All nodes that there ever were; `alive` says whether each is."""
        alive = {"alive": {"$gt": ["$alive_until", _NOW]}}
        return list(self._nodes.aggregate([{"$set": alive}, {"$sort": {"_id": 1}}]))

    @property
    def _me(self) -> Fields:
        return {"_id": self.name, "boot": self.boot}

    def _alive(self, running: int) -> Fields:
        until = {"$add": [_NOW, self.lease // timedelta(milliseconds=1)]}
        return {"seen_at": _NOW, "alive_until": until, "running": running}

    def _greet(self) -> None:
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
                    {"$gt": ["$alive_until", _NOW]},
                    {"$lt": [{"$divide": ["$running", "$slots"]}, load]},
                    {"$lt": ["$running", "$slots"]},
                ]
            },
        }
        return self._nodes.find_one(freer, {"_id": 1}) is not None

    def _let_go(self, job: str) -> None:
        with self._lock:
            del self._held[job]
            self._tell_load()

    def _tell_load(self) -> None:
        try:
            self._nodes.update_one(self._me, {"$set": {"running": len(self._held)}})
        except PyMongoError as error:
            # What was done with the job is done; the next heartbeat says it again.
            logger.warning("The others do not know how busy this node is: %s", brief_reason(error))
