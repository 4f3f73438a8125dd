"""The paces of spiders' pages in MongoDB, which all workers add to.

They are estimates: where two workers write at the same moment, the counts of one are lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pymongo import UpdateOne

from kznews.frontier.pace import Key, Observation, Pace, Paces
from kznews.frontier.schema import PACES
from kznews.mongo.bulk import persist, write_all
from kznews.mongo.connection import Database


class PaceStore:
    """The paces of one spider's pages."""

    def __init__(self, database: Database, spider: str) -> None:
        self._paces = database[PACES.name]
        self._spider = spider

    async def read(self) -> Paces:
        """Give them all."""
        of_spider = {"spider": self._spider}
        found = await persist(lambda: self._paces.find(of_spider).to_list())
        return {
            (each["policy"], each["stage"]): Pace(each["found"], each["expected"]) for each in found
        }

    async def add(self, observations: Iterable[Observation]) -> None:
        """Add what visits told."""
        seen: dict[Key, Pace] = defaultdict(Pace)
        for each in observations:
            seen[each.key] += each.pace
        if not seen:
            return
        known = await self.read()
        operations = []
        for key, pace in seen.items():
            whole = known.get(key, Pace()) + pace
            said = {"spider": self._spider, "policy": key[0], "stage": key[1]}
            counts = {"found": whole.found, "expected": whole.expected}
            row = {"_id": ":".join(said.values())}
            operations.append(UpdateOne(row, {"$set": said | counts}, upsert=True))
        await write_all(self._paces, operations)

    async def forget(self) -> None:
        """Delete them."""
        await persist(lambda: self._paces.delete_many({"spider": self._spider}))
