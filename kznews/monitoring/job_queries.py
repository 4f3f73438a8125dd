"""The queries of `scrapy status` about nodes and jobs."""

from __future__ import annotations

from collections import Counter
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

    async def read(self, since: datetime) -> tuple[tuple[NodeStatus, ...], JobsStatus]:
        """Tell of every node, by name, and of the queue; ended jobs are those since `since`."""
        ended = await self._ended(since)
        states: Fields = {
            "$set": {
                "alive": {"$gt": ["$alive_until", "$$NOW"]},
                "left": {"$lte": ["$alive_until", "$seen_at"]},
            }
        }
        nodes = [
            NodeStatus(
                node=each["_id"],
                alive=each["alive"],
                left=each["left"],
                seen_at=each["seen_at"],
                slots=each["slots"],
                running=await self._jobs.count_documents({"state": "running", "node": each["_id"]}),
                ended=Ended(**ended.get(each["_id"], Counter())),
            )
            async for each in await self._nodes.aggregate([states, {"$sort": {"_id": ASCENDING}}])
        ]
        stages: list[Fields] = [
            {"$match": {"state": "pending"}},
            {"$group": {"_id": None, "jobs": {"$sum": 1}, "first": {"$min": "$queued_at"}}},
        ]
        pending = await (await self._jobs.aggregate(stages)).to_list()
        jobs = JobsStatus(
            pending=pending[0]["jobs"] if pending else 0,
            waiting_since=pending[0]["first"] if pending else None,
            running=await self._jobs.count_documents({"state": "running"}),
            ended=Ended(**sum(ended.values(), Counter[str]())),
        )
        return tuple(nodes), jobs

    async def first_at(self, spider: str) -> datetime | None:
        """Tell when the spider's first job was queued; None: it never had one."""
        mine: Fields = {"spider": spider, "state": {"$in": ["pending", "running", *_ENDS]}}
        first = await self._jobs.find_one(mine, sort=[("queued_at", ASCENDING)])
        return first["queued_at"] if first else None

    async def skipped_in_a_row(self, spider: str) -> int:
        """Count the ticks that were skipped after the spider's last job that was not."""
        others = ["pending", "running", *(state for state in _ENDS if state != "skipped")]
        mine: Fields = {"spider": spider}
        last = await self._jobs.find_one(
            mine | {"state": {"$in": others}}, sort=[("queued_at", DESCENDING)]
        )
        since = {"queued_at": {"$gt": last["queued_at"]}} if last else {}
        return await self._jobs.count_documents(mine | {"state": "skipped"} | since)

    async def _ended(self, since: datetime) -> dict[str | None, Counter[str]]:
        by_node: dict[str | None, Counter[str]] = {}
        stages: list[Fields] = [
            {"$match": {"ended_at": {"$gt": since}}},
            {"$group": {"_id": {"node": "$node", "state": "$state"}, "jobs": {"$sum": 1}}},
        ]
        async for each in await self._jobs.aggregate(stages):
            if each["_id"]["state"] in _ENDS:
                of_node = by_node.setdefault(each["_id"]["node"], Counter())
                of_node[each["_id"]["state"]] = each["jobs"]
        return by_node
