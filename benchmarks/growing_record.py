"""Linking articles to their stories, and keeping their pages."""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import islice
from random import Random

from benchmarks.costs import Costs, Step
from benchmarks.growth_stock import Known
from benchmarks.stock import OUTLETS
from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Page
from kznews.mongo.connection import Database
from kznews.record.schema import ARTICLES, SIGNATURES
from kznews.record.stories.linking import StoryLinker, alike

AT_ONCE = 16
"""Articles or pages that are given together, as a crawl has so many at work."""
LINKING, FINDING, KEEPING = STEPS = (
    Step("linking an article", 1.5),
    Step("finding what may be a copy", 1.5),
    Step("keeping a page", 1.3),
)


class Record:
    """What a crawl writes of its pages, on one database."""

    def __init__(self, database: Database, known: Known, now: datetime) -> None:
        self._database = database
        self._linker = StoryLinker(database)
        self._articles = iter(known.articles)
        self._now = now
        self._random = Random()  # as with rows of the frontier
        self._frame = self._random.randbytes(6_000).hex().encode()
        self._kept = 0

    async def turn(self, costs: Costs) -> None:
        """Link some articles, keep some pages."""
        articles = [
            each | {"fetched_at": self._now, "appeared_at": self._now, "story_id": None}
            for each in islice(self._articles, AT_ONCE)
        ]
        mine = {"_id": {"$in": [each["_id"] for each in articles]}}
        for stored in (ARTICLES, SIGNATURES):  # of a former measurement in a folder that is kept
            await self._database[stored.name].delete_many(mine)
        await self._database[ARTICLES.name].insert_many(articles)
        cost = costs[LINKING.name]
        with cost.step(), cost.call(AT_ONCE):
            await asyncio.gather(*(self._linker.link(each) for each in articles))
        signatures = self._database[SIGNATURES.name]
        signed = await signatures.find(mine, {"bands": True}).to_list()
        cost = costs[FINDING.name]
        with cost.step():
            for each in signed:
                with cost.call(1):
                    asked = await signatures.aggregate(alike(each["bands"], self._now))
                    await asked.to_list()
        cost = costs[KEEPING.name]
        async with Keeper(self._database, lambda *_: None) as keeper:
            await keeper.keep(self._page())  # the first one of a keeper looks for dictionaries
            with cost.step(), cost.call(AT_ONCE):
                await asyncio.gather(*(keeper.keep(self._page()) for _ in range(AT_ONCE)))

    def _page(self) -> Page:
        """Make a page of 13 KB, most of it the same as in the others."""
        self._kept += 1
        words = self._random.randbytes(500).hex().encode()
        url = f"https://{OUTLETS[0]}.kz/growth/{self._kept}/"
        answer = Answer(200, [(b"Content-Type", b"text/html")], self._frame + words)
        return Page(OUTLETS[0], "article", url, answer, self._now)
