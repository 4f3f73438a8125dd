"""The operations on `jobs`: each is one atomic change, by whichever node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.leases import NOW, Leases, expired_leases, from_now
from kznews.mongo.values import Fields
from kznews.nodes.schema import JOBS, JobState

JOB_STARTS = 3
"""The starts after which a job is given up whose node died each time: the job may be to blame."""

LISTED = 1000
"""The largest number of jobs that a list shows."""

_NEXT_FIRST = [("priority", DESCENDING), ("queued_at", ASCENDING)]
_ENDED = {"lease_until": None, "ended_at": NOW}
_QUEUED_AGAIN: Fields = {"state": "pending", "lease_until": None, "pid": None}


class DuplicateJob(Exception):  # noqa: N818 - a state of the world: somebody was first
    """There is a job of this id already."""


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """A job to be queued. `version` None: the egg that is current when it starts."""

    id: str
    project: str
    spider: str
    version: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    priority: float = 0.0
    tick: datetime | None = None
    """The nominal moment, aware, where the schedule submits it."""


@dataclass(frozen=True, kw_only=True)
class Reaped:
    """A job that was found without a living node."""

    id: str
    node: str
    """The name of the node that ran it."""
    state: JobState
    """The job's new state: pending (again), lost or cancelled."""


class Jobs:
    """All jobs of a database. Methods raise pymongo.errors.PyMongoError where it is away.

    A running job is leased by one instance of one node (`leases`), which has started it for the
    `start`th time. A holder of an older lease, or of another node's, has lost the job.
    """

    def __init__(self, database: SyncDatabase) -> None:
        self._jobs = database[JOBS.name]

    def add(self, job: NewJob) -> None:
        """Queue a job. Raises DuplicateJob."""
        self._insert(job, {"state": "pending", "ended_at": None, "reason": None})

    def add_skipped(self, job: NewJob, reason: str) -> None:
        """Record a job that is not to run, and why. Raises DuplicateJob."""
        self._insert(job, {"state": "skipped", "ended_at": NOW, "reason": {"$literal": reason}})

    def has_unfinished(self, spider: str) -> bool:
        """Tell whether a job of the spider, of any project, is pending or running."""
        unfinished = {"spider": spider, "state": {"$in": ["pending", "running"]}}
        return self._jobs.find_one(unfinished, {"_id": 1}) is not None

    def take(
        self,
        project: str,
        version: str | None,
        leases: Leases,
        *,
        waited: timedelta = timedelta(),
        besides: Iterable[str] = (),
        spiders: Collection[str] | None = None,
    ) -> Fields | None:
        """Start a project's next job at a node, `besides` some; None: there is none.

        Only those that have `waited` so long count. A job that names no version is of this
        `version` from now on, wherever it goes on. Where `spiders` are given, only their ticks that
        no egg has begun, with neither settings nor arguments of their own, count.
        """
        pending: Fields = {"project": project, "state": "pending", "_id": {"$nin": [*besides]}}
        if spiders is not None:
            plain = {"tick": {"$ne": None}, "version": None, "settings": {}, "args": {}}
            pending |= plain | {"spider": {"$in": [*spiders]}}
        if waited:
            pending["$expr"] = {"$lt": ["$queued_at", from_now(-waited)]}
        change = leases.take() | {
            "pid": None,
            "started_at": NOW,
            "version": {"$ifNull": ["$version", {"$literal": version}]},
            "start_count": {"$add": ["$start_count", 1]},
            "reason": None,
        }
        taken: Fields | None = self._jobs.find_one_and_update(
            pending, [{"$set": change}], sort=_NEXT_FIRST, return_document=ReturnDocument.AFTER
        )
        return taken

    def note_process(self, job: str, start: int, leases: Leases, pid: int) -> None:
        """Write down which process runs a job."""
        self._jobs.update_one(_held(job, start, leases), {"$set": {"pid": pid}})

    def renew(self, leases: Leases, held: Collection[str]) -> set[str]:
        """Renew the leases of the jobs that a node holds; return those that it has lost.

        What the database says it runs but it does not hold, because the answer to a `take` never
        came, is pending again.
        """
        mine = leases.held()
        self._jobs.update_many(leases.held(held), [{"$set": leases.renew()}])
        self._jobs.update_many(
            mine | {"_id": {"$nin": list(held)}},
            {"$set": _QUEUED_AGAIN, "$inc": {"start_count": -1}},
        )
        kept = {each["_id"] for each in self._jobs.find(mine, {"_id": 1})}
        return set(held) - kept

    def end(
        self, job: str, start: int, leases: Leases, *, exit_code: int, reason: str | None
    ) -> JobState | None:
        """Record how a job ended; None: it was not the holder's any more.

        `exit_code` negative: the signal. It finished with 0; otherwise it failed, for `reason`, or
        was cancelled, where somebody had asked for that.
        """
        bad = {"$cond": [{"$eq": ["$cancel", None]}, "failed", "cancelled"]}
        change = _ENDED | {
            "state": bad if exit_code else "finished",
            "exit_code": exit_code,
            "reason": {"$literal": reason},
        }
        mine = _held(job, start, leases)
        ended = self._jobs.find_one_and_update(
            mine, [{"$set": change}], return_document=ReturnDocument.AFTER
        )
        if ended is None:
            # Unless the first answer was lost on the way, and this is the second call.
            ends = {"state": {"$in": ["finished", "failed", "cancelled"]}}
            ended = self._jobs.find_one(mine | ends)
        return None if ended is None else ended["state"]

    def give_back(
        self, job: str, start: int, leases: Leases, *, reason: str, counted: bool
    ) -> bool:
        """Queue a job again that its node stopped, or that could not begin.

        False: it was not the holder's any more, or is cancelled, or this was its last start of
        those that are `counted`.
        """
        if counted and start >= JOB_STARTS:
            return False
        given = self._jobs.update_one(
            _held(job, start, leases) | {"cancel": None},
            {
                "$set": _QUEUED_AGAIN | {"reason": reason},
                "$inc": {"start_count": 0 if counted else -1},
            },
        )
        return given.matched_count == 1

    def reap(self) -> list[Reaped]:
        """Queue again what runs without a living node, or give it up."""
        return self._take_back(expired_leases(), "no sign of life from its node")

    def take_back(self, node: str, *, instance: str) -> list[Reaped]:
        """Do the same, at once, with what `node` left running before it was this instance."""
        others = {"node": node, "instance": {"$ne": instance}}
        return self._take_back(others, "its node was started anew")

    def cancel(self, project: str, job: str, signal: str) -> JobState | None:
        """Cancel a job; return its state before, None: there is no such job that could be.

        A pending one will not start. A running one's node sends it `signal` within seconds, and if
        it was asked the same before, KILL.
        """
        is_pending = {"$eq": ["$state", "pending"]}
        change = {
            "cancel": {"$cond": [{"$eq": ["$cancel", signal]}, "KILL", signal]},
            "ended_at": {"$cond": [is_pending, NOW, None]},
            "state": {"$cond": [is_pending, "cancelled", "$state"]},
        }
        cancelled = self._jobs.find_one_and_update(
            {"_id": job, "project": project, "state": {"$in": ["pending", "running"]}},
            [{"$set": change}],
            return_document=ReturnDocument.BEFORE,
        )
        return None if cancelled is None else cancelled["state"]

    def asked_to_end(self, leases: Leases) -> dict[str, str]:
        """Name the signal for each job of a node that somebody has cancelled."""
        asked = leases.held() | {"cancel": {"$ne": None}}
        return {each["_id"]: each["cancel"] for each in self._jobs.find(asked, {"cancel": 1})}

    def in_state(
        self, states: Collection[JobState], *, project: str | None = None, limit: int
    ) -> list[Fields]:
        """List at most `limit` jobs: to start next first; of other states the last ones first."""
        asked: Fields = {"state": {"$in": [*states]}}
        if project is not None:
            asked["project"] = project
        order = {"pending": _NEXT_FIRST, "running": [("started_at", DESCENDING)]}
        sort = order[next(iter(states))] if len(states) == 1 and {*states} <= {*order} else None
        return list(self._jobs.find(asked, sort=sort or [("ended_at", DESCENDING)], limit=limit))

    def find(self, job: str, *, project: str | None = None) -> Fields | None:
        """Give one job."""
        asked = {"_id": job} if project is None else {"_id": job, "project": project}
        found: Fields | None = self._jobs.find_one(asked)
        return found

    def count(self, project: str | None = None) -> dict[JobState, int]:
        """Count the jobs, of a project or all, by state."""
        which = {} if project is None else {"project": project}
        groups = self._jobs.aggregate(
            [{"$match": which}, {"$group": {"_id": "$state", "jobs": {"$sum": 1}}}]
        )
        return {each["_id"]: each["jobs"] for each in groups}

    def _insert(self, job: NewJob, rest: Fields) -> None:
        given = {
            "project": job.project,
            "spider": job.spider,
            "version": job.version,
            "settings": dict(job.settings),
            "args": dict(job.args),
            "priority": float(job.priority),
            "tick": job.tick,
            "exit_code": None,
            "start_count": 0,
        }
        unknown = ("node", "instance", "pid", "started_at", "lease_until", "cancel")
        values = {name: {"$literal": value} for name, value in given.items()}
        try:
            self._jobs.update_one(
                # Any job that is there has a state: another of the same id is no match, and
                # cannot be inserted.
                {"_id": job.id, "state": {"$exists": False}},
                [{"$set": values | dict.fromkeys(unknown) | {"queued_at": NOW} | rest}],
                upsert=True,
            )
        except DuplicateKeyError:
            raise DuplicateJob(f"there is a job {job.id!r} already") from None

    def _take_back(self, whose: Fields, why: str) -> list[Reaped]:
        branches = [
            {"case": {"$ne": ["$cancel", None]}, "then": "cancelled"},
            {"case": {"$gte": ["$start_count", JOB_STARTS]}, "then": "lost"},
        ]
        freed = {
            "state": {"$switch": {"branches": branches, "default": "pending"}},
            "lease_until": None,
            "reason": {"$concat": ["$node", ": ", why]},
        }
        ended_at = {"$cond": [{"$eq": ["$state", "pending"]}, None, NOW]}
        reaped: list[Reaped] = []
        while found := self._jobs.find_one_and_update(
            {"state": "running"} | whose,
            [{"$set": freed}, {"$set": {"ended_at": ended_at}}],
            return_document=ReturnDocument.AFTER,
        ):
            reaped.append(Reaped(id=found["_id"], node=found["node"], state=found["state"]))
        return reaped


def _held(job: str, start: int, leases: Leases) -> Fields:
    return {"_id": job, "start_count": start} | leases.held()
