"""What many articles cost together: no more round trips than one, where nothing ties them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.mongo.queries import found_by_each
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from kznews.record.translations.linking import TranslationLinker
from tests.record.stories.conftest import Run, run
from tests.record.stories.linked import store, told
from tests.record.stories.steps import behind
from tests.record.stories.texts import BRIDGE, FIRE, FLASH, HARVEST, UNPAID

__all__ = ["run"]

Link = Callable[[Database, list[Article]], Awaitable[object]]


async def link_stories(database: Database, articles: list[Article]) -> None:
    linker = StoryLinker(database)
    await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))


async def link_translations(database: Database, articles: list[Article]) -> None:
    linker = TranslationLinker(database)
    await asyncio.gather(*(linker.link([article_fields(each)["_id"]]) for each in articles))


@pytest.mark.parametrize(("link", "of_one"), [(link_stories, 6), (link_translations, 4)])
def test_new_articles_are_linked_in_as_many_operations_as_one(
    run: Run, link: Link, of_one: int
) -> None:
    texts = (FIRE, BRIDGE, HARVEST, FLASH, UNPAID)

    async def operations(database: Database, articles: list[Article]) -> int:
        counted = 0

        async def count() -> None:
            nonlocal counted
            counted += 1

        for each in articles:
            await store(database, each)
        await link(behind(count, database), articles)
        return counted

    async def work(database: Database) -> None:
        # Of a new article neither the signature nor the evidence is written twice.
        one = await operations(database, [told(0, "Банк ашылды.")])
        assert one == of_one
        many = [told(number, text, outlet="one") for number, text in enumerate(texts, start=1)]
        # One more where some are like others: these are read.
        assert await operations(database, many) <= one + 3

    run(work)


def test_each_question_finds_its_own(run: Run) -> None:
    async def work(database: Database) -> None:
        numbers = database["numbers"]
        await numbers.insert_many([{"_id": number} for number in range(300)])
        pipelines: list[list[Fields]] = [
            [{"$match": {"_id": {"$lt": below}}}, {"$sort": {"_id": -1}}] for below in (150, 0, 2)
        ]
        found = await found_by_each(numbers, pipelines, 200)
        assert [len(each) for each in found] == [150, 0, 2]
        assert found[2] == [{"_id": 1}, {"_id": 0}]
        assert await found_by_each(numbers, [], 200) == []

    run(work)
