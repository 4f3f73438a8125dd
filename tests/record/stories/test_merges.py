from __future__ import annotations

from functools import partial
from itertools import pairwise
from random import Random

import pytest

from kznews.mongo.connection import Database
from kznews.record.documents import article_fields
from kznews.record.stories.merges import StoryMerges
from tests.record.samples import article
from tests.record.stories.conftest import Run
from tests.record.stories.steps import Died, dies_before, held, interleave

STORIES = [f"2026040112000{number}-x" for number in range(7)]


async def insert(database: Database) -> None:
    """Two articles a story."""
    await database["articles"].insert_many(
        article_fields(article(number)) | {"story_id": STORIES[number // 2]}
        for number in range(2 * len(STORIES))
    )


async def members(database: Database) -> dict[str, int]:
    counts: dict[str, int] = {}
    async for each in database["articles"].find():
        counts[each["story_id"]] = counts.get(each["story_id"], 0) + 1
    return counts


async def unite(one: str, other: str, database: Database) -> None:
    await StoryMerges(database).unite({one: other})


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_order_and_whoever_dies_the_smallest_story_gets_all(
    run: Run, seed: int
) -> None:
    random = Random(seed)
    chain = random.sample(STORIES, 5)
    pairs = [random.sample(pair, 2) for pair in pairwise(chain)]

    async def work(database: Database) -> None:
        await insert(database)
        workers = [partial(unite, one, other) for one, other in pairs]
        await interleave(workers, database, random, deaths=0.1)
        # Whoever died is started again, all at once.
        assert await interleave(workers, database, random) == 0
        others = dict.fromkeys(set(STORIES) - set(chain), 2)
        assert await members(database) == {min(chain): 10, **others}
        merges = [each async for each in database["story_merges"].find()]
        assert all(each["merged_into"] < each["_id"] for each in merges)
        standing = await StoryMerges(database).standing(STORIES)
        assert {standing[story] for story in chain} == {min(chain)}

    run(work)


def test_what_a_worker_left_undone_is_done_by_the_next(run: Run) -> None:
    async def work(database: Database) -> None:
        await insert(database)
        for deaths in range(30):
            try:
                await StoryMerges(dies_before(deaths, database)).unite(
                    {STORIES[1]: STORIES[0], STORIES[3]: STORIES[2]}
                )
            except Died:
                continue
            break
        assert deaths > 3
        counts = await members(database)
        assert (counts[STORIES[0]], counts[STORIES[2]]) == (4, 4)
        assert (await StoryMerges(database).settle([STORIES[3]])) == {STORIES[3]: STORIES[2]}

    run(work)


def test_a_worker_may_be_held_while_its_story_is_merged(run: Run) -> None:
    async def work(database: Database) -> None:
        steps = 0
        while True:
            await database["articles"].delete_many({})
            await database["story_merges"].delete_many({})
            await insert(database)
            was_held = await held(
                steps,
                partial(unite, STORIES[2], STORIES[1]),
                partial(unite, STORIES[1], STORIES[0], database),
                database,
            )
            if not was_held:
                break
            assert (await members(database))[STORIES[0]] == 6, steps
            steps += 1
        assert steps > 3

    run(work)
