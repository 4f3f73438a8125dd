"""Rounds: the workers that run a spider together, from the first one's start to the last's end.

What belongs to every crawl of a spider, its start requests, is fetched once in a round, however
many workers take part. A worker that died counts for as long as its leases do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument

from kznews.frontier.schema import ROUNDS
from kznews.mongo.bulk import persist
from kznews.mongo.connection import Database
from kznews.mongo.leases import from_now, is_future

_ALIVE = is_future("$$this.alive_until")


class Rounds:
    """The part of one worker in the rounds of one spider."""

    def __init__(self, database: Database, spider: str, worker: str, *, lease: float) -> None:
        self._rounds = database[ROUNDS.name]
        self._spider = spider
        self._worker = worker
        self._lease = timedelta(seconds=lease)

    async def join(self) -> tuple[datetime, int]:
        """Take part; return when the round began, server's time, and how many others there are.

        The round is a new one where no other worker is alive.
        """
        others = {"$size": "$workers"}
        going_on = {"$and": [{"$gt": [others, 0]}, {"$eq": [{"$type": "$started_at"}, "date"]}]}
        begin = {"$set": {"started_at": {"$cond": [going_on, "$started_at", "$$NOW"]}}}
        found = await self._update([self._others_alive(), begin, self._with_me()])
        return found["started_at"], len(found["workers"]) - 1

    async def stay(self) -> int:
        """Say that this worker is alive, for as long as a lease; return how many others are."""
        begin = {"$set": {"started_at": {"$ifNull": ["$started_at", "$$NOW"]}}}
        found = await self._update([self._others_alive(), begin, self._with_me()])
        return len(found["workers"]) - 1

    async def leave(self) -> int:
        """Take part no more; return how many others are still there."""
        begin = {"$set": {"started_at": {"$ifNull": ["$started_at", "$$NOW"]}}}
        found = await self._update([self._others_alive(), begin])
        return len(found["workers"])

    def _others_alive(self) -> dict[str, Any]:
        known = {"$ifNull": ["$workers", []]}
        other = {"$ne": ["$$this.worker", self._worker]}
        return {
            "$set": {"workers": {"$filter": {"input": known, "cond": {"$and": [_ALIVE, other]}}}}
        }

    def _with_me(self) -> dict[str, Any]:
        me = {"worker": self._worker, "alive_until": from_now(self._lease)}
        return {"$set": {"workers": {"$concatArrays": ["$workers", [me]]}}}

    async def _update(self, stages: list[dict[str, Any]]) -> dict[str, Any]:
        # Of two that insert it at once one gets a duplicate key, and tries again as after any
        # failure.
        document = await persist(
            lambda: self._rounds.find_one_and_update(
                {"_id": self._spider}, stages, upsert=True, return_document=ReturnDocument.AFTER
            )
        )
        assert document is not None  # upserted
        return document
