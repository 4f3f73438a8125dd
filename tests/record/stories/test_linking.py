from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from random import Random

import pytest

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.mongo.values import identity
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from tests.record.samples import NOON
from tests.record.stories.conftest import Run
from tests.record.stories.linked import (
    crawl,
    edited,
    groups,
    store,
    stories,
    told,
)
from tests.record.stories.spellings import in_arabic, in_latin
from tests.record.stories.texts import (
    BACKGROUND,
    BRIDGE,
    FINED,
    FIRE,
    FLASH,
    HARVEST,
    UNPAID,
)


def test_copies_share_a_story_and_others_have_their_own(run: Run) -> None:
    texts = [FIRE, BRIDGE, HARVEST, FLASH]
    articles = [
        told(10 * place + way, edited(text, way), title=f"{place} {way}")
        for place, text in enumerate(texts)
        for way in range(5)
    ]
    Random(4).shuffle(articles)

    async def work(database: Database) -> None:
        await crawl(database, *articles)
        expected = [[10 * place + way for way in range(5)] for place in range(4)]
        assert await groups(database) == expected
        # All at once, and again: nothing changes.
        before = await stories(database)
        linker = StoryLinker(database)
        await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))
        assert await stories(database) == before

    run(work)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_invented_news_is_in_nobodys_story(run: Run, order: tuple[int, ...]) -> None:
    articles = [
        told(1, FIRE),
        told(2, edited(FIRE, 2), outlet_kind="satire"),
        told(3, edited(FIRE, 3), outlet_kind="aggregator"),
    ]

    async def work(database: Database) -> None:
        await crawl(database, *(articles[place] for place in order))
        assert await groups(database) == [[1, 3], [2]]

    run(work)


def test_an_article_leaves_its_story_when_its_outlet_is_known_to_invent(run: Run) -> None:
    later = told(2, edited(FIRE, 2), fetched_at=NOON + timedelta(hours=1), outlet_kind="satire")

    async def work(database: Database) -> None:
        await crawl(database, told(1, FIRE), told(2, edited(FIRE, 2)))
        assert await groups(database) == [[1, 2]]
        await crawl(database, later)
        assert await groups(database) == [[1], [2]]

    run(work)


def test_an_article_that_was_edited_keeps_its_story_or_finds_another(run: Run) -> None:
    def later(body: str) -> Article:
        return told(0, body, fetched_at=NOON + timedelta(hours=1))

    async def work(database: Database) -> None:
        await crawl(database, told(0, FIRE), told(1, FIRE), told(2, BRIDGE))
        await crawl(database, later(edited(FIRE, 1)))
        assert await groups(database) == [[0, 1], [2]]
        await crawl(database, told(0, BRIDGE, fetched_at=NOON + timedelta(hours=2)))
        assert await groups(database) == [[0, 2], [1]]
        # A copy of what it was finds who still tells it; an outdated fetch changes nothing.
        await crawl(database, told(3, FIRE), later(FIRE))
        assert await groups(database) == [[0, 2], [1, 3]]

    run(work)


def test_a_digest_does_not_make_one_story_of_its_parts(run: Run) -> None:
    async def work(database: Database) -> None:
        await crawl(
            database,
            told(0, FIRE),
            told(1, BRIDGE),
            told(2, HARVEST),
            told(3, "\n\n".join([FIRE, BRIDGE, HARVEST])),
        )
        found = await groups(database)
        assert not any({0, 1} <= {*group} or {1, 2} <= {*group} for group in found)

    run(work)


def test_editions_of_one_outlet_count_once(run: Run) -> None:
    editions = [HARVEST, in_latin(HARVEST, "2018"), in_latin(HARVEST, "2021"), in_arabic(HARVEST)]
    scripts = ["Cyrl", "Latn", "Latn", "Arab"]
    articles = [
        told(number, text, script=script, outlet="inform")
        for number, (text, script) in enumerate(zip(editions, scripts, strict=True))
    ]

    async def work(database: Database) -> None:
        await crawl(database, *articles, told(7, HARVEST, outlet="egemen"))
        [story] = set((await stories(database)).values())
        assert await database["articles"].distinct("outlet", {"story_id": story}) == [
            "egemen",
            "inform",
        ]

    run(work)


def test_an_outlet_may_repeat_the_background_of_a_case(run: Run) -> None:
    fined, unpaid = f"{FINED}\n\n{BACKGROUND}", f"{UNPAID}\n\n{BACKGROUND}"
    articles = [
        told(0, fined, outlet="exclusive"),
        told(1, unpaid, outlet="exclusive"),
        told(2, edited(fined, 2)),
        told(3, f"{fined}\n\nЭто не всё.", outlet="exclusive", title="О мосте: обновлено"),
    ]

    async def work(database: Database) -> None:
        await crawl(database, *articles)
        assert await groups(database) == [[0, 2, 3], [1]]

    run(work)


def test_an_article_that_was_deleted_and_found_again_gets_its_story_back(run: Run) -> None:
    async def work(database: Database) -> None:
        await crawl(database, told(0, FIRE), told(1, FIRE))
        await database["articles"].delete_many({"outlet": "outlet0"})
        await crawl(database, told(0, FIRE))
        assert await groups(database) == [[0, 1]]

    run(work)


@pytest.mark.parametrize("first", [1, 8, 9, 15, 16, 23, 24, 28])
def test_a_copy_may_appear_eight_days_later(run: Run, first: int) -> None:
    moment = NOON.replace(month=2, day=first)

    async def work(database: Database) -> None:
        later = moment + timedelta(days=8)
        await crawl(database, told(0, FIRE, fetched_at=later), told(1, FIRE, fetched_at=moment))
        assert await groups(database) == [[0, 1]]

    run(work)


def test_short_texts_stay_alone(run: Run) -> None:
    async def work(database: Database) -> None:
        await crawl(database, told(0, "Подробности позже."), told(1, "Подробности позже."))
        assert await groups(database) == [[0], [1]]

    run(work)


def test_a_template_that_many_texts_share_hides_no_copy(run: Run) -> None:
    """Hundreds that have bands in common with a text: the nearest in time are looked at."""

    def report(day: int) -> str:
        when = datetime(2024, 1, 1, tzinfo=NOON.tzinfo) + timedelta(days=day)
        months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        return (
            f"Официальный курс доллара на {when.day} {months.split()[when.month - 1]} установлен "
            f"на уровне {400 + day},{day % 90 + 10} тенге. Евро стоит {500 + day},{day % 70 + 11} "
            f"тенге, российский рубль – {day % 7},{day % 80 + 12} тенге, сообщает Национальный "
            "банк."
        )

    articles = [told(day, report(day), fetched_at=NOON + timedelta(days=day)) for day in range(150)]

    async def work(database: Database) -> None:
        await store(database, *articles)
        linker = StoryLinker(database)
        await asyncio.gather(*(linker.link(article_fields(each)) for each in articles))
        assert len(await groups(database)) == 150
        copy = told(200, report(75), fetched_at=NOON + timedelta(days=75, hours=3))
        await crawl(database, copy)
        assert [75, 200] in await groups(database)

    run(work)


def test_what_was_stored_but_not_linked_is_linked_when_it_is_met_again(run: Run) -> None:
    async def work(database: Database) -> None:
        await store(database, told(0, FIRE))
        again = told(0, FIRE, fetched_at=NOON + timedelta(days=1))
        await crawl(database, again, told(1, FIRE))
        assert await groups(database) == [[0, 1]]

    run(work)


def test_an_article_left_in_a_merged_story_is_brought_to_the_one_that_stands(run: Run) -> None:
    """Its worker died after another had merged the story, and before it looked again."""

    async def work(database: Database) -> None:
        await crawl(database, told(0, FIRE), told(1, FIRE))
        standing = (await stories(database))[0]
        merged = f"{NOON + timedelta(days=1):%Y%m%d%H%M%S}-{identity(told(9, FIRE).url)}"
        await database["story_merges"].insert_one({"_id": merged, "merged_into": standing})
        await database["articles"].update_one(
            {"_id": identity(told(1, FIRE).url)}, {"$set": {"story_id": merged}}
        )
        await crawl(database, told(1, FIRE, fetched_at=NOON + timedelta(days=1)))
        assert await stories(database) == {0: standing, 1: standing}

    run(work)
