"""The frontier's rows in MongoDB, for one worker of one spider. Every step may be repeated."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import randrange

from pymongo import ASCENDING, DESCENDING, UpdateOne

from kznews.frontier.request_json import FORMAT
from kznews.frontier.rows import FREE, Found, Lease, wait_after
from kznews.frontier.schema import FRONTIER, LONG_AGO
from kznews.frontier.visit import Memory
from kznews.mongo.bulk import Refused, insert_all, persist, write_all
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.leases import Leases, expired_leases
from kznews.mongo.values import Fields

# So often a page that was alone when its worker died is tried again at once.
_SOON = 2
_NEXT = [("priority", DESCENDING), ("due_at", ASCENDING)]
_MOST_PLACES = 64
_FRESH = {"state": "queued", "attempts": 0, "error": None, "failed_at": None}


@dataclass(frozen=True)
class Known:
    """What the frontier knows of a request."""

    state: str
    page_date: datetime | None
    memory: Fields
    """What its last visit left."""
    link_texts: list[str]
    """The texts of the links that led to it."""


@dataclass(frozen=True)
class Reclaimed:
    """Rows whose workers died."""

    queued: int
    dead: int


class Queue:
    """Adds, leases and acknowledges; all moments are the server's.

    A lease is renewed and given up by the ids that this worker holds, never by its name: after a
    failover, rows may be there that a lost write says are its own.
    """

    def __init__(
        self, database: Database, clock: ServerClock, *, spider: str, worker: str, lease: float
    ) -> None:
        self._rows = database[FRONTIER.name]
        self._clock = clock
        self._spider = spider
        self._worker = worker
        self._leases = Leases({"worker": worker}, timedelta(seconds=lease), "leased")
        self._began: datetime | None = None
        self._places = 1
        """Among so many places in the queue it chooses where to lease: many workers that all lease
        the first rows would read nearly all of them in vain."""

    def begin(self) -> None:
        """Leave what fails from now on to later crawls: this one might never end."""
        self._began = self._clock.now()

    async def add(
        self, found: Sequence[Found], *, room: int, round_began: datetime
    ) -> tuple[list[Lease], int, list[tuple[Found, Refused]]]:
        """Store requests that are new, and queue known ones that are to be visited again.

        Of the new ones the first `room`, by priority, are leased at once. Returns these, how many
        were new, and what MongoDB refused.
        """
        now, deadline = self._clock.now(), self._deadline()
        best = sorted(found, key=lambda each: -each.priority)
        # Most links of a list are known: a look costs the server less than an insert in vain.
        ids = {"_id": {"$in": [each.id for each in best]}}
        there = set(await persist(lambda: self._rows.distinct("_id", ids)))
        rows: dict[str, Fields] = {}
        for each in best:
            if each.id in there:
                continue
            row = {"_id": each.id, **each.row(now)}
            if row["state"] == "queued" and room > 0:
                room -= 1
                row |= self._leases.take(now)
            rows[each.id] = row
        written = await insert_all(self._rows, list(rows.values()))
        results = dict(zip(rows, written, strict=True))
        leased: list[Lease] = []
        known: list[Found] = []
        refused: list[tuple[Found, Refused]] = []
        for each in best:
            result = results.get(each.id, "matched")
            if isinstance(result, Refused):
                refused.append((each, result))
            elif result == "matched":
                known.append(each)
            elif rows[each.id]["state"] == "leased":
                leased.append(Lease.of(rows[each.id], deadline))
        await self._add_again(known, now, round_began)
        return leased, len(found) - len(known) - len(refused), refused

    async def _add_again(
        self, known: Sequence[Found], now: datetime, round_began: datetime
    ) -> None:
        operations = []
        for each in known:
            link_text = (
                {"$addToSet": {"link_texts": each.link_text}} if each.link_text is not None else {}
            )
            if each.request is None or not (each.each_round or each.again):
                if link_text:
                    operations.append(UpdateOne({"_id": each.id}, link_text))
                continue
            row: Fields = {"_id": each.id}
            if each.each_round:
                in_this_round = {"$gte": round_began}
                row["visit.visited_at"] = {"$not": in_this_round}
                row["failed_at"] = {"$not": in_this_round}
            # What killed its workers stays dead: only a person may let it try again.
            ended = {"$or": [{"state": "done"}, {"state": "dead", "crashes": 0}]}
            said = each.renewal(now)
            operations.append(UpdateOne(row | ended, {"$set": said | _FRESH, **link_text}))
            # What waits for another attempt has had those it had.
            operations.append(UpdateOne(row | {"state": "queued"}, {"$set": said, **link_text}))
        if operations:
            await write_all(self._rows, operations)

    async def lease(self, count: int) -> list[Lease]:
        """Lease at most `count` rows that are due, the first by priority and due time.

        Where other workers were met, it may be some of those behind the first ones.
        Rows in a format that this version cannot read yet are left to the version that can.
        """
        now, deadline = self._clock.now(), self._deadline()
        found = await self._next(self._due(now), count)
        if not found:
            return []
        ids = [row["_id"] for row in found]
        taken = await persist(
            lambda: self._rows.update_many(
                {"_id": {"$in": ids}, "state": "queued"},
                {"$set": self._leases.take(now)},
            )
        )
        if taken.modified_count == len(ids):
            self._places = max(1, self._places - 1)
        else:  # another worker took some of them
            self._places = min(2 * self._places, _MOST_PLACES)
            mine = await persist(lambda: self._rows.distinct("_id", self._leases.held(ids)))
            kept = set(mine)
            found = [row for row in found if row["_id"] in kept]
        return [Lease.of(row, deadline) for row in found]

    async def _next(self, due: Fields, count: int) -> list[Fields]:
        async def read(skip: int) -> list[Fields]:
            return await self._rows.find(due, sort=_NEXT, limit=count, skip=skip).to_list()

        place = randrange(self._places)  # noqa: S311 - no secret
        if place:
            if found := await persist(lambda: read(place * count)):
                return found
            self._places = place  # the queue is no longer
        return await persist(lambda: read(0))

    async def renew(self, leases: Iterable[Lease]) -> set[str]:
        """Hold `leases` for another term; return those that are not this worker's any more."""
        held = list(leases)
        if not held:
            return set()
        now, deadline = self._clock.now(), self._deadline()
        mine = self._held(held)
        until = {"$set": self._leases.renew(now)}
        renewed = await persist(lambda: self._rows.update_many(mine, until))
        for each in held:
            each.deadline = deadline
        if renewed.matched_count == len(held):
            return set()
        kept = await persist(lambda: self._rows.distinct("_id", mine))
        return {each.id for each in held} - set(kept)

    async def release(self, leases: Iterable[Lease]) -> None:
        """Give back what has not been visited."""
        held = list(leases)
        if held:
            await persist(
                lambda: self._rows.update_many(
                    self._held(held), {"$set": {"state": "queued", **FREE}}
                )
            )

    async def acknowledge(self, visited: Sequence[tuple[Lease, Fields]]) -> list[Refused | None]:
        """Write what became of leased rows; of those that are another's by now, nothing."""
        operations = [
            UpdateOne({"_id": lease.id} | self._leases.held(), {"$set": fields})
            for lease, fields in visited
        ]
        results = await write_all(self._rows, operations) if operations else []
        return [result if isinstance(result, Refused) else None for result in results]

    async def mark_alone(self, lease: Lease) -> None:
        """Note that `lease` is all that this worker has in work, and count the attempt before."""
        lease.alone = True
        lease.attempts += 1
        await persist(
            lambda: self._rows.update_one(
                {"_id": lease.id, "worker": self._worker},
                {"$set": {"alone": True, "attempts": lease.attempts}},
            )
        )

    async def reclaim(self, most_attempts: int) -> Reclaimed:
        """Take back the rows of workers that let their leases expire: these died.

        A page that was alone in work is to blame, and only it; where none was, all are suspect.
        """
        now = self._clock.now()
        expired: Fields = {
            "spider": self._spider,
            "state": "leased",
            **expired_leases(now),
        }
        rows = await persist(
            lambda: self._rows.find(
                expired, {"worker": True, "alone": True, "attempts": True, "due_at": True}
            ).to_list()
        )
        if not rows:
            return Reclaimed(0, 0)
        dead = [row["_id"] for row in rows if row["alone"] and row["attempts"] >= most_attempts]
        blamed = {row["worker"] for row in rows if row["alone"]}
        suspect = [row["_id"] for row in rows if row["worker"] not in blamed]
        others = [row["_id"] for row in rows if row["worker"] in blamed and row["_id"] not in dead]
        error = "its workers died while they had nothing else in work"
        buried = await self._take_back(
            expired, dead, {"state": "dead", "due_at": None, "error": error, "failed_at": now}
        )
        queued = 0
        for row in rows:
            if row["_id"] in others:
                fields = {"state": "queued", "due_at": row["due_at"]}
                if row["alone"] and row["attempts"] > _SOON:
                    # Whatever ends its workers, it may be gone by then.
                    fields["due_at"] = now + wait_after(row["attempts"] - _SOON)
                queued += await self._take_back(expired, [row["_id"]], fields)
        queued += await self._take_back(expired, suspect, {"state": "queued"}, crashes=1)
        return Reclaimed(queued, buried)

    async def _take_back(
        self, expired: Fields, ids: list[str], fields: Fields, *, crashes: int = 0
    ) -> int:
        if not ids:
            return 0
        update: Fields = {"$set": fields | FREE}
        if crashes:
            update["$inc"] = {"crashes": crashes}
        result = await persist(
            lambda: self._rows.update_many(expired | {"_id": {"$in": ids}}, update)
        )
        return result.modified_count

    async def promote(self, *, but: Sequence[str] = ()) -> int:
        """Queue what was read and is due again, `but` of these policies; return how much."""
        due = self._due_again({"$nin": list(but)} if but else None)
        result = await persist(
            lambda: self._rows.update_many(due, {"$set": {"state": "queued"}}, hint="revisits")
        )
        return result.modified_count

    async def due_again(self, policy: str) -> list[Fields]:
        """Give `_id` and `visit` (when it was, the interval after it) of a policy's due rows."""
        wanted = dict.fromkeys(("visit.visited_at", "visit.interval"), True)
        due = self._due_again(policy)
        return await persist(lambda: self._rows.find(due, wanted, hint="revisits").to_list())

    async def promote_rows(self, ids: Sequence[str]) -> None:
        """Queue these of what was read and is due again."""
        due = self._due_again(None) | {"_id": {"$in": list(ids)}}
        await persist(lambda: self._rows.update_many(due, {"$set": {"state": "queued"}}))

    async def watched(self, policy: str) -> int:
        """Count what was read and is due again some time."""
        some_time = {"spider": self._spider, "state": "done", "due_at": {"$gt": LONG_AGO}}
        watched = some_time | {"policy": policy}
        return await persist(lambda: self._rows.count_documents(watched, hint="revisits"))

    async def is_due(self) -> bool:
        """Tell whether there is a row to lease."""
        due = self._due(self._clock.now())
        return await persist(lambda: self._rows.find_one(due, {"_id": True})) is not None

    async def leased(self) -> int:
        """Count what any worker holds."""
        return await persist(
            lambda: self._rows.count_documents({"spider": self._spider, "state": "leased"})
        )

    async def waiting(self) -> tuple[int, datetime | None, int]:
        """Count what is queued for later (and when the first is due), and what is too new."""
        queued: Fields = {"spider": self._spider, "state": "queued"}
        later = queued | {"due_at": {"$gt": self._clock.now()}, "format": {"$lte": FORMAT}}
        newer = queued | {"format": {"$gt": FORMAT}}
        count = await persist(lambda: self._rows.count_documents(later))
        first = await persist(
            lambda: self._rows.find_one(later, {"due_at": True}, sort=[("due_at", ASCENDING)])
        )
        return (
            count,
            first["due_at"] if first else None,
            await persist(lambda: self._rows.count_documents(newer)),
        )

    async def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """Give what is known, by `_id`."""
        wanted = dict.fromkeys(("state", "link_texts", "visit"), True)
        rows = await persist(lambda: self._rows.find({"_id": {"$in": list(ids)}}, wanted).to_list())
        return {
            row["_id"]: Known(
                state=row["state"],
                page_date=row["visit"] and row["visit"]["page_date"],
                memory=row["visit"]["memory"] if row["visit"] else {},
                link_texts=row["link_texts"],
            )
            for row in rows
        }

    async def remember(self, ids: Sequence[str], memory: Memory) -> None:
        """Set these keys in the memory of pages that were read.

        They are asked for in full the next time.
        """
        fields: Fields = {f"visit.memory.{key}": value for key, value in memory.items()}
        fields |= {"visit.etag": None, "visit.last_modified": None}
        read = {"_id": {"$in": list(ids)}, "visit": {"$ne": None}}
        await persist(lambda: self._rows.update_many(read, {"$set": fields}))

    async def forget(self) -> None:
        """Delete all rows of the spider."""
        await persist(lambda: self._rows.delete_many({"spider": self._spider}))

    def _due_again(self, policy: Fields | str | None) -> Fields:
        when = {"$gt": LONG_AGO, "$lte": self._clock.now()}
        due: Fields = {"spider": self._spider, "state": "done", "due_at": when}
        return due if policy is None else due | {"policy": policy}

    def _due(self, now: datetime) -> Fields:
        due: Fields = {
            "spider": self._spider,
            "state": "queued",
            "due_at": {"$lte": now},
            "format": {"$lte": FORMAT},
        }
        if self._began is not None:
            due["$or"] = [{"failed_at": None}, {"failed_at": {"$lt": self._began}}]
        return due

    def _deadline(self) -> float:
        return time.monotonic() + self._leases.duration.total_seconds()

    def _held(self, leases: list[Lease]) -> Fields:
        return self._leases.held(each.id for each in leases)
