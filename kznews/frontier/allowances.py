"""What is left of the budgets for revisits, in MongoDB: shared by all workers of a spider."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pymongo.errors import DuplicateKeyError

from kznews.frontier.budget import COUNTED_FOR, Allowance
from kznews.frontier.schema import BUDGETS
from kznews.mongo.bulk import persist
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields


class Allowances:
    """The allowances of one spider, by policy."""

    def __init__(self, database: Database, clock: ServerClock, spider: str) -> None:
        self._budgets = database[BUDGETS.name]
        self._clock = clock
        self._spider = spider

    async def take(
        self,
        policy: str,
        wanted: int,
        a_day: float,
        count_watched: Callable[[], Awaitable[int]],
    ) -> int:
        """Take at most what is left, `a_day` for each watched page; return how many revisits."""
        row = f"{self._spider}:{policy}"
        while True:
            now = self._clock.now()
            found = await persist(lambda: self._budgets.find_one({"_id": row}))
            if found is None:
                before = Allowance.full(await count_watched(), a_day, now)
            else:
                before = Allowance(**{name: found[name] for name in _FIELDS})
                if now - before.counted_at >= COUNTED_FOR:
                    before = before.counted(await count_watched(), now)
            granted, left = before.refilled(a_day, now).taken(wanted)
            if await self._replace(row, found, {name: getattr(left, name) for name in _FIELDS}):
                return granted
            # Another worker was quicker.

    async def forget(self) -> None:
        """Delete them."""
        spider = {"_id": {"$gte": f"{self._spider}:", "$lt": f"{self._spider};"}}
        await persist(lambda: self._budgets.delete_many(spider))

    async def _replace(self, row: str, found: Fields | None, fields: Fields) -> bool:
        if found is None:
            return await persist(lambda: self._insert({"_id": row, **fields}))
        result = await persist(lambda: self._budgets.replace_one(found, fields))
        return result.matched_count > 0

    async def _insert(self, document: Fields) -> bool:
        try:
            await self._budgets.insert_one(document)
        except DuplicateKeyError:  # which `persist` would repeat for ever
            return False
        return True


_FIELDS = ("watched", "counted_at", "left", "filled_at")
