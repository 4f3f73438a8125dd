"""Turns at a host, its pauses and its failures: shared by all workers of one database.

Nobody holds a place in a queue. Who is told to wait asks again after the wait: so a worker that
dies, or a pause that comes in between, costs nothing. All moments are the database server's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import ReturnDocument

from kznews.frontier.schema import HOSTS
from kznews.mongo.bulk import persist
from kznews.mongo.connection import Database

TROUBLE = 5
"""Failures in a row from which on a host is paused."""
_FIRST_PAUSE = 30.0  # seconds, doubled with every failure after a pause
_LONGEST_PAUSE = 3600.0

_Expression = dict[str, Any]


def _seconds_to(moment: str) -> _Expression:
    """Give the seconds from now, never negative; 0 where there is no such moment."""
    left = {"$subtract": [moment, "$$NOW"]}  # in milliseconds
    return {"$divide": [{"$max": [0, left]}, 1000]}


def _now_plus(seconds: float | _Expression) -> _Expression:
    return {"$add": ["$$NOW", {"$ceil": {"$multiply": [seconds, 1000]}}]}


# A moment that is null or missing compares as before any other.
_PAUSED = {"$gt": ["$paused_until", "$$NOW"]}
_FREE = {"$and": [{"$lte": ["$next_at", "$$NOW"]}, {"$not": [_PAUSED]}]}
_DEFAULTS = {
    "next_at": {"$ifNull": ["$next_at", "$$NOW"]},
    "paused_until": {"$ifNull": ["$paused_until", None]},
    "reason": {"$ifNull": ["$reason", None]},
    "crawl_delay": {"$ifNull": ["$crawl_delay", None]},
    "failures": {"$ifNull": ["$failures", 0]},
    "robots": {"$ifNull": ["$robots", None]},
}
_STANDING = {
    "wait": {"$max": [_seconds_to("$next_at"), _seconds_to("$paused_until")]},
    "paused_for": _seconds_to("$paused_until"),
    "paused_until": 1,
    "reason": 1,
    "failures": 1,
}


@dataclass(frozen=True)
class Standing:
    """How a host stood at one moment of the server."""

    wait: float = 0.0
    """Seconds until it may be asked; 0: at once."""
    paused_for: float = 0.0
    """Seconds that are left of its pause; 0: it is not paused."""
    paused_until: datetime | None = None
    """Server's time, UTC; where it is not paused, the end of its last pause."""
    reason: str = ""
    """Of that pause, for people."""
    failures: int = 0
    """In a row, of all workers."""


@dataclass(frozen=True)
class KeptRobots:
    """The robots.txt of a host, as it was last answered."""

    text: str
    age: float
    """Seconds since then."""


class Hosts:
    """The hosts of one database. Every method waits for MongoDB where it is away."""

    def __init__(self, database: Database) -> None:
        self._hosts = database[HOSTS.name]

    async def ask(self, host: str, delay: float) -> Standing:
        """Take a turn: `wait` is 0, and nobody else gets one for `delay` seconds.

        Or for the host's Crawl-delay, where that is longer. Where it is not yet time, nothing
        changes, and `wait` says when to ask again.
        """
        turn = _now_plus({"$max": [delay, "$crawl_delay"]})
        taken = _DEFAULTS | {"next_at": {"$cond": [_FREE, turn, "$next_at"]}}
        while True:
            # What it was before tells whether this was a turn: `wait` is computed at the same
            # moment, `$$NOW`, as the update.
            before = await persist(
                lambda: self._hosts.find_one_and_update(
                    {"_id": host},
                    [{"$set": taken}],
                    projection=_STANDING,
                    upsert=True,
                    return_document=ReturnDocument.BEFORE,
                )
            )
            if before is None:
                return Standing()  # the first one ever
            # Where the driver had to send it a second time, the server repeats its answer without
            # the projection. The turn, if it was one, is given up.
            if "wait" in before:
                return _standing(before)

    async def pause(self, host: str, seconds: float, reason: str) -> Standing:
        """Let nobody ask the host for so long; a pause that ends later stays as it is."""
        until = _now_plus(seconds)
        longer = {"$gt": [until, "$paused_until"]}
        paused = {
            "paused_until": {"$cond": [longer, until, "$paused_until"]},
            "reason": {"$cond": [longer, {"$literal": reason}, "$reason"]},
        }
        return await self._update(host, [{"$set": _DEFAULTS}, {"$set": paused}])

    async def failed(self, host: str, reason: str) -> Standing:
        """Count a failure; from the fifth in a row on the host is paused: 30 s, doubled up to 1 h.

        While it is paused nothing is counted: what fails then was sent before.
        """
        counted = {"$cond": [_PAUSED, "$failures", {"$add": ["$failures", 1]}]}
        trouble = {"$and": [{"$not": [_PAUSED]}, {"$gte": ["$failures", TROUBLE]}]}
        doubled = {"$pow": [2, {"$subtract": ["$failures", TROUBLE]}]}
        pause = {"$min": [{"$multiply": [_FIRST_PAUSE, doubled]}, _LONGEST_PAUSE]}
        said = {
            "$concat": [{"$toString": "$failures"}, " failures in a row: ", {"$literal": reason}]
        }
        paused = {
            "paused_until": {"$cond": [trouble, _now_plus(pause), "$paused_until"]},
            "reason": {"$cond": [trouble, said, "$reason"]},
        }
        stages = [_DEFAULTS, {"failures": counted}, paused]
        return await self._update(host, [{"$set": stage} for stage in stages])

    async def answered(self, host: str) -> None:
        """End the row of failures; a pause goes on."""
        await persist(lambda: self._hosts.update_one({"_id": host}, {"$set": {"failures": 0}}))

    async def set_crawl_delay(self, host: str, seconds: float | None) -> None:
        """Note what robots.txt says; None: nothing."""
        if seconds is not None:
            await self._update(host, [{"$set": _DEFAULTS | {"crawl_delay": seconds}}])
            return
        await persist(
            lambda: self._hosts.update_one(
                {"_id": host, "crawl_delay": {"$ne": None}}, {"$set": {"crawl_delay": None}}
            )
        )

    async def robots(self, host: str, netloc: str) -> KeptRobots | None:
        """Give what was kept of the robots.txt of a host and port."""
        age = {"$divide": [{"$subtract": ["$$NOW", "$robots.fetched_at"]}, 1000]}
        wanted = {"_id": host, "robots.netloc": netloc}
        found = await persist(
            lambda: self._hosts.find_one(wanted, {"text": "$robots.text", "age": age})
        )
        return None if found is None else KeptRobots(found["text"], found["age"])

    async def keep_robots(self, host: str, netloc: str, text: str) -> None:
        """Keep what the robots.txt of a host and port says now."""
        said = {"netloc": {"$literal": netloc}, "text": {"$literal": text}, "fetched_at": "$$NOW"}
        stages: list[_Expression] = [{"$set": _DEFAULTS}, {"$set": {"robots": said}}]
        await persist(lambda: self._hosts.update_one({"_id": host}, stages, upsert=True))

    async def troubled(self) -> dict[str, Standing]:
        """Find the hosts that are paused now, or whose last answers were failures."""
        which = {"$or": [{"failures": {"$gt": 0}}, {"$expr": _PAUSED}]}
        found = await persist(lambda: self._hosts.find(which, _STANDING).to_list())
        return {each["_id"]: _standing(each) for each in found}

    async def _update(self, host: str, stages: list[_Expression]) -> Standing:
        """Update the host, known or not; return how it stands then."""
        await persist(lambda: self._hosts.update_one({"_id": host}, stages, upsert=True))
        found = await persist(lambda: self._hosts.find_one({"_id": host}, _STANDING))
        return Standing() if found is None else _standing(found)


def _standing(found: Mapping[str, Any]) -> Standing:
    until: datetime | None = found["paused_until"]
    return Standing(
        wait=found["wait"],
        paused_for=found["paused_for"],
        paused_until=until and until.astimezone(UTC),
        reason=found["reason"] or "",
        failures=found["failures"],
    )
