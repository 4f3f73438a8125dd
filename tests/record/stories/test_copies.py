"""The record of who copied whom follows from the articles, whatever is cut off or comes in late."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.record.schema import ARTICLES
from kznews.record.stories.merges import StoryMerges
from kznews.record.stories.pairs import copies_since, pairs
from kznews.record.stories.schema import COPIES, PAIRS
from tests.record.samples import NOON
from tests.record.stories.conftest import Run
from tests.record.stories.linked import compare, crawl, edited, forget_all, published, stories
from tests.record.stories.steps import held
from tests.record.stories.texts import BRIDGE, FIRE, FLASH, HARVEST


async def sources(database: Database) -> dict[str, str | None]:
    """Of each article that is told, by outlet: the outlet that it was copied from."""
    return {each["outlet"]: each["source_outlet"] async for each in database[COPIES.name].find()}


def test_it_is_told_anew_when_an_earlier_one_comes_in_and_when_one_leaves(run: Run) -> None:
    async def work(database: Database) -> None:
        await crawl(database, published(1, FIRE, 10), published(2, edited(FIRE, 1), 20))
        await crawl(database, published(5, BRIDGE, 15))
        assert await compare(database) == 3
        assert await compare(database) == 0
        assert await sources(database) == {"outlet1": None, "outlet2": "outlet1"}
        # The text stays, but it names somebody.
        named = {"attributed_to": ["outlet1"], "fetched_at": NOON + timedelta(hours=21)}
        await crawl(database, published(2, edited(FIRE, 1), 20, **named))
        assert await compare(database) == 2
        [copy] = await database[COPIES.name].find({"outlet": "outlet2"}).to_list()
        assert copy["naming"] == "source"

        await crawl(database, published(3, edited(FIRE, 3), 0))
        await compare(database)
        assert await sources(database) == {
            "outlet3": None,
            "outlet1": "outlet3",
            "outlet2": "outlet1",
        }
        # The first becomes another text: it leaves the story.
        later = {"fetched_at": NOON + timedelta(hours=21)}
        await crawl(database, published(3, HARVEST, 0, **later))
        assert await compare(database) == 3
        assert await sources(database) == {"outlet1": None, "outlet2": "outlet1"}

    run(work)


def test_stories_that_become_one_are_compared(run: Run) -> None:
    async def work(database: Database) -> None:
        await crawl(database, published(1, FIRE, 10), published(2, BRIDGE, 20))
        await compare(database)
        assert await sources(database) == {}
        await StoryMerges(database).unite(dict([sorted((await stories(database)).values())]))
        assert await compare(database) == 2
        assert await sources(database) == {"outlet1": None, "outlet2": None}

    run(work)


def test_a_worker_may_be_held_while_an_article_leaves_the_story(run: Run) -> None:
    """Another one compares that article meanwhile. Held later, the one would wait for the other."""
    left = published(1, HARVEST, 30, fetched_at=NOON + timedelta(hours=21))

    async def work(database: Database) -> None:
        async def meanwhile() -> None:
            await crawl(database, left)
            await compare(database, NOON + timedelta(minutes=25))

        for steps in range(5):
            await forget_all(database)
            await database[COPIES.name].delete_many({})
            await crawl(database, published(1, FIRE, 30))
            await compare(database)
            await crawl(database, published(2, FIRE, 20))
            # What joining changed of it is compared, too.
            of = {"outlet": "outlet1"}
            await database[ARTICLES.name].update_one(of, {"$set": {"compared_at": NOON}})
            assert await held(steps, compare, meanwhile, database)
            assert await sources(database) == {}, steps

    run(work)


async def documents(database: Database) -> list[dict[str, Any]]:
    return await database[COPIES.name].find().sort("_id").to_list()


@pytest.mark.parametrize("seed", range(2))
def test_workers_at_once_that_are_cut_off_leave_what_follows_from_the_articles(
    run: Run, seed: int
) -> None:
    random = Random(seed)

    def some(number: int) -> Article:
        text = edited(random.choice([FIRE, BRIDGE]), random.randrange(5))
        hours = timedelta(hours=random.randrange(1, 50))
        named = random.choice([[], ["outlet1.kz"], ["пресс-служба МЧС"]])
        return published(
            number, text, random.randrange(60), fetched_at=NOON + hours, attributed_to=named
        )

    async def write(database: Database) -> None:
        for _ in range(6):
            await crawl(database, some(random.randrange(6)))

    async def compare_and_die(database: Database, writing: asyncio.Future[Any]) -> None:
        while not writing.done():
            worker = asyncio.create_task(compare(database))
            await asyncio.wait([worker], timeout=random.random() / 20)
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def work(database: Database) -> None:
        writing = asyncio.gather(*(write(database) for _ in range(3)))
        await asyncio.gather(writing, *(compare_and_die(database, writing) for _ in range(3)))
        await compare(database)
        found = await documents(database)
        await database[COPIES.name].delete_many({})
        await database[ARTICLES.name].update_many({}, {"$set": {"compared_at": None}})
        await compare(database)
        assert found == await documents(database)
        assert len(found) > 3

    run(work)


def test_pairs_are_told_by_week_and_from_an_index_alone(run: Run) -> None:
    named = {"attributed_to": ["outlet1"]}

    async def work(database: Database) -> None:
        week = 7 * 24 * 60
        await crawl(database, published(1, FIRE, 0), published(2, FIRE, 30, **named))
        day = {"published_precision": "day"}
        await crawl(database, published(4, FLASH, 5), published(3, FLASH, 0, **day))
        for number, body in ((11, BRIDGE), (21, HARVEST)):
            first = published(number, body, week, outlet="outlet1")
            await crawl(database, first, published(number + 1, body, week + 50, outlet="outlet2"))
        await compare(database)
        told = {(each.outlet, each.source): each for each in await pairs(database, NOON, "week")}
        pair = told["outlet2", "outlet1"]
        assert (pair.copies, pair.of_outlet, pair.uncertain, pair.of_first) == (3, 3, 0, 3)
        assert dict(pair.periods) == {date(2026, 3, 30): 1, date(2026, 4, 6): 2}
        assert (pair.median_delay, pair.median_share) == (50 * 60, 1.0)
        assert pair.named == pytest.approx(1 / 3)
        uncertain = told["outlet3", "outlet4"]
        assert (uncertain.copies, uncertain.uncertain, uncertain.median_delay) == (1, 1, None)
        assert [each.outlet for each in await pairs(database, NOON, "week", "outlet3")] == [
            "outlet3"
        ]
        of, fields = copies_since(NOON)
        plan = await database[COPIES.name].find(of, fields, hint=PAIRS).explain()
        assert plan["executionStats"]["totalDocsExamined"] == 0
        assert plan["executionStats"]["totalKeysExamined"] == 4

    run(work)
