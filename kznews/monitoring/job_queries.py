"""The queries of `scrapy status` about nodes and jobs."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from pymongo import ASCENDING, DESCENDING

from kznews.mongo.connection import Database
from kznews.mongo.values import Fields
from kznews.monitoring.status_report import Ended, JobsStatus, NodeStatus
from kznews.nodes.schema import JOBS, NODES

_ENDS = tuple(each.name for each in fields(Ended))


class JobsReader:
    """Reads the queue that all nodes share."""

    def __init__(self, database: Database) -> None:
        self._jobs = database[JOBS.name]
        self._nodes = database[NODES.name]

    async def nodes(self, since: datetime) -> list[NodeStatus]:
        """Tell of every node, by name; ended jobs are those since `since`."""
        ended = await self._ended(since)
        running = {
            each["_id"]: each["jobs"]
            async for each in await self._jobs.aggregate(
                [
                    {"$match": {"state": "running"}},
                    {"$group": {"_id": "$node", "jobs": {"$sum": 1}}},
                ]
            )
        }
        alive = {"$addFields": {"alive": {"$gt": ["$alive_until", "$$NOW"]}}}
        return [
            NodeStatus(
                node=each["_id"],
                alive=each["alive"],
                seen_at=each["seen_at"],
                slots=each["slots"],
                running=running.get(each["_id"], 0),
                ended=Ended(**ended.get(each["_id"], {})),
            )
            async for each in await self._nodes.aggregate([alive, {"$sort": {"_id": ASCENDING}}])
        ]

    async def jobs(self, since: datetime) -> JobsStatus:
        """Tell of the queue; ended jobs are those since `since`."""
        total = dict.fromkeys(_ENDS, 0)
        for of_node in (await self._ended(since)).values():
            for state, jobs in of_node.items():
                total[state] += jobs
        stages: list[Fields] = [
            {"$match": {"state": "pending"}},
            {"$group": {"_id": None, "jobs": {"$sum": 1}, "first": {"$min": "$queued_at"}}},
        ]
        pending = await (await self._jobs.aggregate(stages)).to_list()
        return JobsStatus(
            pending=pending[0]["jobs"] if pending else 0,
            waiting_since=pending[0]["first"] if pending else None,
            running=await self._jobs.count_documents({"state": "running"}),
            ended=Ended(**total),
        )

    async def skipped_in_a_row(self, spider: str) -> int:
        """Count the ticks that were skipped after the spider's last job that was not."""
        others = ["pending", "running", *(state for state in _ENDS if state != "skipped")]
        mine: Fields = {"spider": spider}
        last = await self._jobs.find_one(
            mine | {"state": {"$in": others}}, sort=[("queued_at", DESCENDING)]
        )
        since = {"queued_at": {"$gt": last["queued_at"]}} if last else {}
        return await self._jobs.count_documents(mine | {"state": "skipped"} | since)

    async def _ended(self, since: datetime) -> dict[str | None, dict[str, int]]:
        by_node: dict[str | None, dict[str, int]] = {}
        stages: list[Fields] = [
            {"$match": {"ended_at": {"$gt": since}}},
            {"$group": {"_id": {"node": "$node", "state": "$state"}, "jobs": {"$sum": 1}}},
        ]
        async for each in await self._jobs.aggregate(stages):
            if each["_id"]["state"] in _ENDS:
                of_node = by_node.setdefault(each["_id"]["node"], {})
                of_node[each["_id"]["state"]] = each["jobs"]
        return by_node
