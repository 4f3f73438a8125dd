"""The queries of `scrapy status`: MongoDB answers them from indexes. Nothing here writes.

pymongo's errors are the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pymongo import ASCENDING, DESCENDING

from kznews.frontier.report import MOST_COUNTED, FrontierReader, OpenRows
from kznews.frontier.schema import FRONTIER
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.monitoring.article_counts import HOURS, longest_pause, window
from kznews.monitoring.check import Limits, judge
from kznews.monitoring.checks import DATABASE_CHECKS, NODE_CHECKS, OUTLET_CHECKS, QUEUE_CHECKS
from kznews.monitoring.job_queries import JobsReader
from kznews.monitoring.runs import Counts
from kznews.monitoring.schema import RUNS
from kznews.monitoring.sizes import read_size
from kznews.monitoring.status_report import DatabaseStatus, OutletStatus, StatusReport
from kznews.monitoring.subjects import OutletNow, Queue
from kznews.record.schema import ARTICLES

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class StatusReader:
    """Reads the status of one database."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._articles = database[ARTICLES.name]
        self._runs = database[RUNS.name]
        self._rows = database[FRONTIER.name]
        self._clock = ServerClock(database)
        self._frontier = FrontierReader(database, self._clock)
        self._jobs = JobsReader(database)
        self._limits = limits

    async def report(self, outlets: Mapping[str, timedelta | None]) -> StatusReport:
        """Report on `outlets`: by name, how often each is crawled, where that is known."""
        await self._clock.read()
        now = self._clock.now()
        limits = self._limits
        nodes, jobs = await self._jobs.read(now - _DAY)
        verdict = judge(QUEUE_CHECKS, Queue(jobs=jobs, nodes=nodes), limits)
        database = await self._whole(now)
        rows = [
            await self._outlet(await self._frontier.open_rows(name), every, now)
            for name, every in outlets.items()
        ]
        return StatusReport(
            now=now,
            outlets=tuple(
                replace(row, faults=judge(OUTLET_CHECKS, OutletNow(row, now), limits).faults)
                for row in rows
            ),
            nodes=tuple(
                replace(node, faults=judge(NODE_CHECKS, node, limits).faults) for node in nodes
            ),
            jobs=replace(jobs, faults=verdict.faults),
            database=replace(database, faults=judge(DATABASE_CHECKS, database, limits).faults),
        )

    async def _whole(self, now: datetime) -> DatabaseStatus:
        successes: Fields = {
            "spider": {"$in": await self._runs.distinct("spider")},
            "succeeded": True,
        }
        size = await read_size(self._database, now)
        return DatabaseStatus(
            has_success=await self._runs.find_one(successes) is not None,
            bytes_on_disk=size.bytes_on_disk,
            archive_bytes=size.archive_bytes,
            archive_bytes_a_day=size.archive_bytes_a_day,
            bytes_a_day=size.bytes_a_day,
            free_bytes=size.free_bytes,
        )

    async def _outlet(
        self, frontier: OpenRows, every: timedelta | None, now: datetime
    ) -> OutletStatus:
        name = frontier.spider
        mine = {"spider": name}
        first = await self._runs.find_one(mine, sort=[("started_at", ASCENDING)])
        first_at = first["started_at"] if first else None
        last = await self._runs.find_one(mine, sort=[("started_at", DESCENDING)])
        success = await self._runs.find_one(
            mine | {"succeeded": True}, sort=[("finished_at", DESCENDING)]
        )
        of_last_day = mine | {"started_at": {"$gt": now - _DAY}}
        last_day = await self._runs.find(of_last_day, sort=[("started_at", ASCENDING)]).to_list()
        counts = Counts.of(*last_day)
        by_hour = await self._by_hour(name, now)
        crawled = (now - first_at) / _HOUR if first_at else 0
        return OutletStatus(
            outlet=name,
            crawl_every=every.total_seconds() if every else None,
            first_run_at=first_at,
            first_job_at=await self._jobs.first_at(name),
            last_success_at=success["finished_at"] if success else None,
            newest_article_at=await self._newest(name),
            longest_pause=longest_pause(by_hour, crawled=crawled),
            hour=window(by_hour, 1, crawled=crawled),
            day=window(by_hour, 24, crawled=crawled),
            week=window(by_hour, 7 * 24, crawled=crawled),
            due=frontier.due,
            later=frontier.later,
            leased=frontier.leased,
            dead=frontier.dead,
            counted_to=MOST_COUNTED,
            dead_last_day=await self._rows.count_documents(
                {"spider": name, "state": "dead", "failed_at": {"$gt": now - _DAY}}
            ),
            runs_last_day=len(last_day),
            requests_last_day=counts.requests,
            errors_last_run=last["errors"] if last else None,
            errors_last_day=sum(each["errors"] for each in last_day),
            articles_read_last_day=counts.articles,
            fallback_last_day=counts.fallback,
            rejected_last_day=counts.rejected,
            items_last_day=counts.items,
            unmet_last_day=counts.unmet,
            skipped_ticks=await self._jobs.skipped_in_a_row(name),
        )

    async def _newest(self, outlet: str) -> datetime | None:
        newest = []
        for which, moment in _MOMENTS:
            found = await self._articles.find_one(
                {"outlet": outlet} | which, {moment: True}, sort=[(moment, DESCENDING)]
            )
            if found and found[moment]:
                newest.append(found[moment])
        return max(newest, default=None)

    async def _by_hour(self, outlet: str, now: datetime) -> dict[int, int]:
        """Count articles by age in whole hours; one that is dated ahead is of the last hour."""
        counted: dict[int, int] = {}
        for which, moment in _MOMENTS:
            age = {"$dateDiff": {"startDate": f"${moment}", "endDate": now, "unit": "millisecond"}}
            hours = {"$max": [0, {"$floor": {"$divide": [age, 3_600_000]}}]}
            stages: list[Fields] = [
                {"$match": {"outlet": outlet, moment: {"$gt": now - HOURS * _HOUR}} | which},
                {"$group": {"_id": hours, "articles": {"$sum": 1}}},
            ]
            async for each in await self._articles.aggregate(stages):
                hour = int(each["_id"])
                counted[hour] = counted.get(hour, 0) + each["articles"]
        return counted


# Which articles, and the moment that they are counted by; each pair has its index.
_MOMENTS: tuple[tuple[Fields, str], ...] = (
    ({}, "published_at"),
    ({"published_at": None}, "first_seen_at"),
)
