from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from kznews.mongo.connection import Database
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from tests.record.samples import NOON
from tests.record.stories.conftest import Run
from tests.record.stories.linked import (
    crawl,
    edited,
    forget_all,
    groups,
    link,
    store,
    told,
)
from tests.record.stories.steps import Died, dies_before, held, interleave
from tests.record.stories.texts import (
    BRIDGE,
    FIRE,
    FLASH,
    HARVEST,
)


def test_a_batch_that_holds_copies_gives_them_one_story(run: Run) -> None:
    articles = [
        told(10 * place + way, edited(text, way))
        for place, text in enumerate([FIRE, HARVEST, FLASH])
        for way in range(5)
    ]

    async def work(database: Database) -> None:
        await store(database, *articles)
        linker = StoryLinker(database)
        await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))
        assert await groups(database) == [
            [10 * place + way for way in range(5)] for place in range(3)
        ]

    run(work)


@pytest.mark.parametrize("seed", range(10))
def test_workers_who_store_copies_at_the_same_moment(run: Run, seed: int) -> None:
    """Their operations in any order; some die on the way, and their pages are fetched again."""
    random = Random(seed)
    articles = [told(way, edited(FIRE, way)) for way in range(3)]
    articles += [told(10 + way, edited(HARVEST, way)) for way in range(2)]

    async def work(database: Database) -> None:
        await store(database, *articles)
        workers = [partial(link, each) for each in articles]
        deaths = 0.0 if seed < 4 else 0.06
        died = await interleave(workers, database, random, deaths=deaths)
        if died:
            assert await interleave(workers, database, random) == 0
        assert await groups(database) == [[0, 1, 2], [10, 11]]

    run(work)


def test_workers_at_once_without_any_order(run: Run) -> None:
    articles = [
        told(10 * place + way, edited(text, way))
        for place, text in enumerate([FIRE, BRIDGE, HARVEST, FLASH])
        for way in range(5)
    ]

    async def work(database: Database) -> None:
        for _ in range(2):
            await forget_all(database)
            await store(database, *articles)
            await asyncio.gather(*(link(each, database) for each in articles))
            expected = [[10 * place + way for way in range(5)] for place in range(4)]
            assert await groups(database) == expected

    run(work)


@pytest.mark.parametrize("place", ["oldest", "newest"])
def test_a_worker_may_die_before_any_operation(run: Run, place: str) -> None:
    """The story of the oldest wins: the two others must follow it, or it follows them."""
    others = [told(way, edited(FIRE, way)) for way in (1, 2)]
    dying = told(0 if place == "oldest" else 3, FIRE)

    async def work(database: Database) -> None:
        steps = 0
        finished = False
        while not finished:
            await forget_all(database)
            await crawl(database, *others)
            await store(database, dying)
            try:
                await link(dying, dies_before(steps, database))
                finished = True
            except Died:
                await link(dying, database)
            assert len(await groups(database)) == 1, steps
            steps += 1
        assert steps > 8

    run(work)


@pytest.mark.parametrize("place", ["oldest", "newest"])
def test_a_worker_may_be_held_before_any_operation(run: Run, place: str) -> None:
    """Another one stores two copies meanwhile."""
    others = [told(way, edited(FIRE, way)) for way in (1, 2)]
    slow = told(0 if place == "oldest" else 3, FIRE)

    async def work(database: Database) -> None:
        steps = 0
        while True:
            await forget_all(database)
            await store(database, slow)
            was_held = await held(
                steps, partial(link, slow), partial(crawl, database, *others), database
            )
            if not was_held:
                break
            assert len(await groups(database)) == 1, steps
            steps += 1
        assert steps > 5

    run(work)


def test_a_worker_may_be_held_while_its_article_is_edited(run: Run) -> None:
    former, present = told(0, FIRE), told(0, BRIDGE, fetched_at=NOON + timedelta(hours=1))

    async def work(database: Database) -> None:
        steps = 0
        while True:
            await forget_all(database)
            await crawl(database, told(1, FIRE), told(2, BRIDGE))
            await store(database, former)
            was_held = await held(
                steps, partial(link, former), partial(crawl, database, present), database
            )
            if not was_held:
                break
            assert await groups(database) == [[0, 2], [1]], steps
            steps += 1

    run(work)


def test_a_worker_may_die_with_an_edited_article(run: Run) -> None:
    present = told(0, BRIDGE, fetched_at=NOON + timedelta(hours=1))

    async def work(database: Database) -> None:
        for steps in range(8):
            await forget_all(database)
            await crawl(database, told(0, FIRE), told(1, BRIDGE))
            await store(database, present)
            with pytest.raises(Died):
                await link(present, dies_before(steps, database))
            await link(present, database)
            assert await groups(database) == [[0, 1]], steps

    run(work)
