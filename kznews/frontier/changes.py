"""What an operator may change in the frontier: revive what was given up, forget a spider.

pymongo's errors are the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kznews.frontier.schema import FRONTIER
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields

_STORED = {"$ne": None}


@dataclass(frozen=True, kw_only=True)
class Left:
    """A request that was not revived, and why."""

    spider: str | None
    """None: no spider has it."""
    url: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Revival:
    """What came of one."""

    revived: int
    left: list[Left]


class OperatorChanges:
    """Changes rows of one database, each atomically, and only where it is still as was thought."""

    def __init__(self, database: Database) -> None:
        self._rows = database[FRONTIER.name]

    async def revive(
        self, spiders: Sequence[str], urls: Sequence[str], *, now: datetime
    ) -> Revival:
        """Queue the dead rows of these URLs, due `now`, as if they had never failed.

        `left` names each URL that had no dead row, and each row that could not be stored.
        """
        of_spiders: Fields = {"spider": {"$in": list(spiders)}}
        asked = of_spiders | {"url": {"$in": list(urls)}}
        wanted = {"spider": True, "url": True}
        dead = await self._rows.find(asked | {"state": "dead"}, wanted).to_list()
        unstored = await self._unstored(asked)
        ids = [row["_id"] for row in dead]
        revived = await self._revive({"_id": {"$in": ids}}, now)
        met = {row["url"] for row in dead} | {each.url for each in unstored}
        missing = [url for url in dict.fromkeys(urls) if url not in met]
        return Revival(revived=revived, left=[*unstored, *await self._explain(of_spiders, missing)])

    async def revive_all(
        self, spiders: Sequence[str], matching: str | None, *, now: datetime
    ) -> Revival:
        """Queue all dead rows, or those with `matching` in their errors, as `revive` does.

        `left` names the rows that could not be stored.
        """
        asked: Fields = {"spider": {"$in": list(spiders)}}
        if matching is not None:
            asked["error"] = {"$regex": re.escape(matching)}
        return Revival(
            revived=await self._revive(asked, now),
            left=await self._unstored(asked),
        )

    async def forget(self, spider: str) -> int:
        """Delete all rows of the spider; return how many."""
        return (await self._rows.delete_many({"spider": spider})).deleted_count

    async def _revive(self, asked: Fields, now: datetime) -> int:
        as_new: Fields = {
            "state": "queued",
            "due_at": now,
            "attempts": 0,
            "crashes": 0,
            "error": None,
            "failed_at": None,
            "worker": None,
            "lease_until": None,
            "alone": False,
        }
        still_dead = {"state": "dead", "request": _STORED}
        changed = await self._rows.update_many(asked | still_dead, {"$set": as_new})
        return changed.modified_count

    async def _unstored(self, asked: Fields) -> list[Left]:
        unstored = asked | {"state": "dead", "request": None}
        found = self._rows.find(unstored, {"spider": True, "url": True, "error": True})
        return [
            Left(
                spider=row["spider"],
                url=row["url"],
                why=f"there is no request to revive: {row['error']}",
            )
            async for row in found
        ]

    async def _explain(self, of_spiders: Fields, urls: list[str]) -> list[Left]:
        """Say what is known of URLs that have no dead row; this may read all rows."""
        if not urls:
            return []
        wanted = {"spider": True, "url": True, "state": True}
        found = self._rows.find(of_spiders | {"url": {"$in": urls}}, wanted)
        left = [
            Left(spider=row["spider"], url=row["url"], why=f"it is {row['state']}, not dead")
            async for row in found
        ]
        known = {each.url for each in left}
        unknown = [url for url in urls if url not in known]
        return left + [Left(spider=None, url=url, why="it is not known") for url in unknown]
