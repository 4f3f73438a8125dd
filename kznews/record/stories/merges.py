"""Stories that turned out to be one: a union-find in MongoDB that needs no lock.

A story whose text is found to be another's is merged into it: one document in `story_merges`, made
once, never changed, always from the greater id to the smaller. So there are no circles, and of two
workers who merge the same story at once one finds the other's merge and goes on from there.

A merge is made before articles are moved, and whoever gives an article a story looks again
afterwards whether that has been merged since: in whatever order things happen, and wherever a
worker dies, what is done again brings each article to the story that all ways lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from pymongo import UpdateMany, UpdateOne

from kznews.mongo.bulk import Refused, persist, write_all
from kznews.mongo.connection import Database
from kznews.record.schema import ARTICLES, STORY_MERGES


class StoryMerges:
    """The merges of one database; all may be done again, and waits for a server that is away."""

    def __init__(self, database: Database) -> None:
        self._merges = database[STORY_MERGES.name]
        self._articles = database[ARTICLES.name]

    async def standing(self, stories: Iterable[str]) -> dict[str, str]:
        """Give, by story, the one that it was merged into in the end; itself where it was not."""
        return {story: path[-1] for story, path in (await self._paths(stories)).items()}

    async def unite(self, pairs: Mapping[str, str]) -> None:
        """Make one story of each two, and move their articles there."""
        while True:
            standing = await self.standing({*pairs, *pairs.values()})
            apart = {(standing[one], standing[other]) for one, other in pairs.items()}
            merges = {max(each): min(each) for each in apart if each[0] != each[1]}
            if not merges:
                break
            # Where somebody else was quicker, this changes nothing, and the next round finds out.
            writes = [
                UpdateOne({"_id": loser}, {"$setOnInsert": {"merged_into": winner}}, upsert=True)
                for loser, winner in merges.items()
            ]
            results = await write_all(self._merges, writes)
            for result in results:
                if isinstance(result, Refused):
                    raise result
        await self.settle({*pairs, *pairs.values()})

    async def settle(self, stories: Iterable[str]) -> dict[str, str]:
        """Bring all articles of `stories`, and of those they were merged into, to the last of them.

        Completes what a worker left that died between a merge and the move of its articles.
        Returns the same as `standing`.
        """
        paths = await self._paths(stories)
        ends = {story: path[-1] for story, path in paths.items()}
        while moves := [path for path in paths.values() if len(path) > 1]:
            await persist(partial(self._move, moves))
            # The end may have been merged before these articles came there.
            paths = await self._paths({path[-1] for path in moves})
            ends = {story: paths.get(end, [end])[-1] for story, end in ends.items()}
        return ends

    async def _paths(self, stories: Iterable[str]) -> dict[str, list[str]]:
        """Give, by story, itself and what it was merged into, step by step; the last one stands."""
        wanted = set(stories)
        paths = {story: [story] for story in wanted}
        into: dict[str, str] = {}
        known: set[str] = set()
        while wanted:
            into |= await persist(partial(self._read, list(wanted)))
            known |= wanted
            wanted = set(into.values()) - known
        for path in paths.values():
            while path[-1] in into:
                path.append(into[path[-1]])
        return paths

    async def _read(self, stories: list[str]) -> dict[str, str]:
        cursor = self._merges.find({"_id": {"$in": stories}})
        return {merge["_id"]: merge["merged_into"] async for merge in cursor}

    async def _move(self, paths: list[list[str]]) -> None:
        await self._articles.bulk_write(
            [
                UpdateMany(
                    {"story_id": {"$in": merged}},
                    {"$set": {"story_id": stands, "compared_at": None}},
                )
                for *merged, stands in paths
            ],
            ordered=False,
        )
