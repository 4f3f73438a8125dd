from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.record.documents import article_fields
from kznews.record.stories.linking import StoryLinker
from kznews.record.writer import Writer
from tests.record.samples import NOON, article
from tests.record.stories.conftest import Run
from tests.record.stories.spellings import in_arabic, in_latin
from tests.record.stories.steps import Died, dies_before, held, interleave
from tests.record.stories.texts import (
    BACKGROUND,
    BRIDGE,
    FINED,
    FIRE,
    FLASH,
    HARVEST,
    UNPAID,
)


def told(number: int, body: str, **changes: Any) -> Article:
    """The article `number`, seen so many minutes after noon."""
    given: dict[str, Any] = {
        "outlet": f"outlet{number}",
        "published_at": None,
        "published_precision": None,
        "published_raw": None,
        "fetched_at": NOON + timedelta(minutes=number),
        "lead": None,
        "body": body,
    }
    return article(number, **given | changes)


def edited(text: str, way: int) -> str:
    """A copy as outlets make them; any two of a text are alike."""
    words = text.split(" ")
    return [
        text,
        " ".join(words[: len(words) * 3 // 4]),
        " ".join(word for place, word in enumerate(words) if place % 8),
        f"Об этом рассказали в городском акимате.\n\n{text}",
        text.replace(",", " –").upper(),
    ][way]


async def store(database: Database, *articles: Article) -> None:
    async with Writer(database) as writer:
        await asyncio.gather(*map(writer.write, articles))


async def link(one: Article, database: Database) -> None:
    await StoryLinker(database).link(article_fields(one))


async def crawl(database: Database, *articles: Article) -> None:
    """As the store pipeline does, in this order."""
    for each in articles:
        await store(database, each)
        await link(each, database)


async def stories(database: Database) -> dict[int, str]:
    """By the number of the article."""
    found: dict[int, str] = {}
    async for each in database["articles"].find():
        found[int(each["url"].split("/")[-2])] = each["story_id"]
    return found


async def groups(database: Database) -> list[list[int]]:
    by_story: dict[str, list[int]] = {}
    for number, story in sorted((await stories(database)).items()):
        assert story is not None
        by_story.setdefault(story, []).append(number)
    return sorted(by_story.values())


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


async def forget_all(database: Database) -> None:
    for name in ("articles", "signatures", "story_merges"):
        await database[name].delete_many({})


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
