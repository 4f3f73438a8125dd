"""The frontier counted, for an operator: questions to MongoDB, answered in plain dataclasses.

Nothing here writes, or waits for a database that is away: pymongo's errors are the caller's. The
counts of the summary read index keys only, but for what is leased, dead, or queued in a newer
format: a million rows that were read cost about a second. Open rows are counted to `MOST_COUNTED`
only, so that they cost the same however many wait. All moments are UTC, by the server's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from kznews.frontier.request_json import FORMAT
from kznews.frontier.schema import FRONTIER, HOSTS, LONG_AGO, ROUNDS, RowState
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields

MOST_COUNTED = 1_000
"""Open rows of a spider and kind that are counted: where there are as many, there may be more."""
_COMMONEST = 5
_ROWS = {"$sum": 1}


@dataclass(frozen=True, kw_only=True)
class Queued:
    """Rows that wait for a worker."""

    due: int
    later: int
    first_due_at: datetime | None
    """Of those for later."""
    newer: int
    """Of all of them: in a format that this version of kznews leaves to a newer one."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A worker that takes part in the spider's round, or did and still holds rows."""

    worker: str
    alive: bool
    leased: int
    until: datetime | None
    """When the last of its leases ends, or ended."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """Rows that were read."""

    rows: int
    again: int
    """Are to be read again."""
    next_due_at: datetime | None
    settled: int
    """Never due by themselves."""


@dataclass(frozen=True, kw_only=True)
class CommonError:
    """What many rows died of; `…` stands for the row's own URL."""

    error: str
    rows: int
    url: str
    """Of one of them."""


@dataclass(frozen=True, kw_only=True)
class Dead:
    """Rows that were given up."""

    rows: int
    errors: list[CommonError]
    """The commonest first, at most 5."""


@dataclass(frozen=True, kw_only=True)
class SpiderRows:
    """All rows of a spider."""

    spider: str
    round_began_at: datetime | None
    """None: no worker is alive."""
    queued: Queued
    workers: list[Holder]
    done: Done
    dead: Dead


@dataclass(frozen=True, kw_only=True)
class OpenRows:
    """The rows of a spider that wait, are at work, or were given up: each to `MOST_COUNTED`."""

    spider: str
    due: int
    later: int
    """Wait for a moment that is still to come."""
    leased: int
    dead: int


@dataclass(frozen=True, kw_only=True)
class Host:
    """A host that is paused, fails, or asks for a delay of its own."""

    host: str
    paused_until: datetime | None
    """None: it is not paused now."""
    reason: str | None
    """Of the pause."""
    failures: int
    """In a row."""
    crawl_delay: float | None
    """Seconds."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The whole frontier at one moment of the server."""

    now: datetime
    spiders: list[SpiderRows]
    hosts: list[Host]


class FrontierReader:
    """Reads the frontier of one database."""

    def __init__(self, database: Database, clock: ServerClock) -> None:
        self._rows = database[FRONTIER.name]
        self._rounds = database[ROUNDS.name]
        self._hosts = database[HOSTS.name]
        self._clock = clock

    async def spiders(self) -> list[str]:
        """Name the spiders that have rows, or workers."""
        return sorted({*await self._rows.distinct("spider"), *await self.crawling()})

    async def crawling(self) -> list[str]:
        """Name the spiders that have workers now."""
        names: list[str] = await self._rounds.distinct("_id", self._alive())
        return names

    async def workers_alive(self, spider: str) -> list[str]:
        """Name the workers that take part in the spider's round."""
        going_on = await self._round(spider)
        return [each["worker"] for each in going_on["workers"]] if going_on else []

    async def summary(self, spiders: Sequence[str]) -> Summary:
        """Count the rows of `spiders`; the hosts are those of all."""
        return Summary(
            now=self._clock.now(),
            spiders=[await self._spider(each) for each in spiders],
            hosts=await self._notable_hosts(),
        )

    async def open_rows(self, spider: str) -> OpenRows:
        """Count what is not read, to `MOST_COUNTED`; rows that were read are not looked at."""
        later: Fields = {"due_at": {"$gt": self._clock.now()}}

        async def count(which: Fields) -> int:
            return await self._rows.count_documents(which, limit=MOST_COUNTED)

        return OpenRows(
            spider=spider,
            due=await count(self._due(spider)),
            later=await count(self._in(spider, "queued") | later),
            leased=await count(self._in(spider, "leased")),
            dead=await count(self._in(spider, "dead")),
        )

    async def _spider(self, spider: str) -> SpiderRows:
        going_on = await self._round(spider)
        return SpiderRows(
            spider=spider,
            round_began_at=going_on["started_at"] if going_on else None,
            queued=await self._queued(spider),
            workers=await self._holders(
                spider, [each["worker"] for each in going_on["workers"]] if going_on else []
            ),
            done=await self._done(spider),
            dead=await self._dead(spider),
        )

    async def _round(self, spider: str) -> Fields | None:
        """Give the round, with those workers that are alive; None where none is."""
        now = self._clock.now()
        found = await self._rounds.find_one({"_id": spider} | self._alive())
        if found is None:
            return None
        alive = [each for each in found["workers"] if each["alive_until"] > now]
        return found | {"workers": alive}

    def _alive(self) -> Fields:
        return {"workers.alive_until": {"$gt": self._clock.now()}}

    async def _queued(self, spider: str) -> Queued:
        queued: Fields = {"spider": spider, "state": "queued"}
        now = self._clock.now()
        later, first = await self._count_due(queued | {"due_at": {"$gt": now}})
        return Queued(
            due=await self._rows.count_documents(self._due(spider)),
            later=later,
            first_due_at=first,
            newer=await self._rows.count_documents(queued | {"format": {"$gt": FORMAT}}),
        )

    async def _holders(self, spider: str, alive: list[str]) -> list[Holder]:
        held = await self._aggregate(
            {"$match": {"spider": spider, "state": "leased"}},
            {"$group": {"_id": "$worker", "rows": _ROWS, "until": {"$max": "$lease_until"}}},
        )
        by_worker = {each["_id"]: each for each in held}
        nothing: Fields = {"rows": 0, "until": None}
        return [
            Holder(
                worker=worker,
                alive=worker in alive,
                leased=by_worker.get(worker, nothing)["rows"],
                until=by_worker.get(worker, nothing)["until"],
            )
            for worker in sorted({*by_worker, *alive})
        ]

    async def _done(self, spider: str) -> Done:
        done = {"spider": spider, "state": "done"}
        again, first = await self._count_due(done | {"due_at": {"$gt": LONG_AGO}})
        rows = await self._rows.count_documents(done)
        # Not by `due_at: null`, which no index answers. Meanwhile some may have become due.
        return Done(rows=rows, again=again, next_due_at=first, settled=max(rows - again, 0))

    async def _count_due(self, which: Fields) -> tuple[int, datetime | None]:
        """Count rows, and give the first moment at which one of them is due."""
        found = await self._aggregate(
            {"$match": which},
            {"$group": {"_id": None, "rows": _ROWS, "first": {"$min": "$due_at"}}},
        )
        return (found[0]["rows"], found[0]["first"]) if found else (0, None)

    async def _dead(self, spider: str) -> Dead:
        dead = self._in(spider, "dead")
        # Else each request that cannot be stored has an error of its own.
        without_url = {"$replaceAll": {"input": "$error", "find": "$url", "replacement": "…"}}
        errors = await self._aggregate(
            {"$match": dead},
            {"$group": {"_id": without_url, "rows": _ROWS, "url": {"$min": "$url"}}},
            {"$sort": {"rows": DESCENDING, "_id": ASCENDING}},
            {"$limit": _COMMONEST},
        )
        return Dead(
            rows=await self._rows.count_documents(dead),
            errors=[
                CommonError(error=each["_id"] or "", rows=each["rows"], url=each["url"])
                for each in errors
            ],
        )

    def _due(self, spider: str) -> Fields:
        return self._in(spider, "queued") | {"due_at": {"$lte": self._clock.now()}}

    def _in(self, spider: str, state: RowState) -> Fields:
        return {"spider": spider, "state": state}

    async def _notable_hosts(self) -> list[Host]:
        now = self._clock.now()
        notable = {
            "$or": [
                {"paused_until": {"$gt": now}},
                {"failures": {"$gt": 0}},
                {"crawl_delay": {"$gt": 0}},
            ]
        }
        hosts = []
        async for each in self._hosts.find(notable, sort=[("_id", ASCENDING)]):
            until = each["paused_until"]
            is_paused = until is not None and until > now
            hosts.append(
                Host(
                    host=each["_id"],
                    paused_until=until if is_paused else None,
                    reason=each["reason"] if is_paused else None,
                    failures=each["failures"],
                    crawl_delay=each["crawl_delay"],
                )
            )
        return hosts

    async def _aggregate(self, *stages: Fields) -> list[Fields]:
        return await (await self._rows.aggregate(list(stages))).to_list()
