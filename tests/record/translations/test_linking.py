from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random

import pytest

from kznews.items import Article
from kznews.mongo.connection import Database
from kznews.mongo.values import Fields, identity
from kznews.record.documents import article_fields
from kznews.record.translations.documents import Compared, evidence_document
from kznews.record.translations.linking import TranslationLinker
from tests.record.samples import NOON
from tests.record.stories.conftest import Run
from tests.record.stories.steps import Died, dies_before, held, interleave
from tests.record.translations.told import (
    ENGLISH,
    KAZAKH,
    NEARER_KAZAKH,
    NEARER_RUSSIAN,
    OTHER_KAZAKH,
    RUSSIAN,
    told,
)

LATER = NOON + timedelta(hours=2)
YEARS_LATER = NOON + timedelta(days=1000)
COLLECTIONS = ("articles", "translation_evidence", "translations")
Linked = list[tuple[int, int, str]]


async def store(database: Database, *articles: Article) -> None:
    """Store as a writer does that is the only one, at once."""
    for each in articles:
        fields = article_fields(each)
        former = await database["articles"].find_one({"_id": fields["_id"]})
        fields["write_number"] = former["write_number"] + 1 if former else 1
        await database["articles"].replace_one({"_id": fields["_id"]}, fields, upsert=True)


async def link(one: Article, database: Database) -> None:
    await TranslationLinker(database).link([identity(one.url)])


async def crawl(database: Database, *articles: Article) -> None:
    for each in articles:
        await store(database, each)
        await link(each, database)


async def linked(database: Database) -> Linked:
    """Give the numbers of articles that are translations, and what says it."""
    numbers: dict[str, int] = {}
    async for each in database["articles"].find():
        numbers[each["_id"]] = int(each["url"].rsplit("/", 1)[1].split("-")[0])
    found: Linked = []
    async for pair in database["translations"].find({"holds": True}):
        first, second = sorted(numbers[each] for each in pair["articles"])
        found.append((first, second, pair["by"]))
    return sorted(found)


async def forget_all(database: Database) -> None:
    for name in COLLECTIONS:
        await database[name].delete_many({})


async def begin_again(database: Database, begun: dict[str, list[Fields]]) -> None:
    await forget_all(database)
    for name, documents in begun.items():
        if documents:
            await database[name].insert_many(documents)


@pytest.mark.parametrize(
    "written",
    [{"write_number": 2}, {"appeared_at": LATER}],
    ids=["edited", "deleted, and another one at its address"],
)
def test_a_linker_sees_what_others_wrote_of_articles_that_it_has_met(
    run: Run, written: Fields
) -> None:
    async def work(database: Database) -> None:
        linker = TranslationLinker(database)
        await store(database, told(1, RUSSIAN), told(2, OTHER_KAZAKH))
        ids = [identity(told(number, RUSSIAN).url) for number in (1, 2)]
        await linker.link(ids)
        assert await linked(database) == []
        # By a worker that died before it linked the edited article.
        edited = article_fields(told(2, KAZAKH)) | written
        await database["translation_evidence"].replace_one(
            {"_id": ids[1]}, evidence_document(edited)
        )
        await linker.link(ids[:1])
        assert await linked(database) == [(1, 2, "rule")]

    run(work)


def test_articles_are_linked_in_whatever_order_they_come_in(run: Run) -> None:
    kazakh = "https://alem.kz/news/2"
    cases: list[tuple[Linked, list[Article]]] = [
        ([(1, 2, "rule")], [told(1, RUSSIAN), told(2, KAZAKH), told(3, OTHER_KAZAKH)]),
        (
            [(1, 2, "rule"), (1, 3, "rule"), (2, 3, "rule")],
            [told(1, RUSSIAN), told(2, KAZAKH), told(3, ENGLISH)],
        ),
        # The nearest of several: each has one translation in a language.
        (
            [(2, 3, "rule")],
            [told(1, RUSSIAN), told(2, NEARER_RUSSIAN), told(3, NEARER_KAZAKH)],
        ),
        # What one page says goes before the rule, whatever the texts say.
        (
            [(1, 2, "page"), (3, 4, "rule")],
            [
                told(1, "Совсем другой текст.", translation_urls=[f"{kazakh}/"]),
                *(told(2, OTHER_KAZAKH), told(3, RUSSIAN), told(4, KAZAKH)),
            ],
        ),
        # Two pages that say so, years apart; an alias is an address, too.
        (
            [(1, 2, "page")],
            [
                told(1, RUSSIAN, translation_urls=["https://alem.kz/kz/2"]),
                told(2, OTHER_KAZAKH, aliases=["https://alem.kz/kz/2"], published_at=YEARS_LATER),
            ],
        ),
        (
            [(1, 2, "page")],
            [told(1, RUSSIAN), told(2, OTHER_KAZAKH, translation_urls=["https://alem.kz/news/1"])],
        ),
        (
            [(101234, 101234, "address")],
            [
                told(
                    *(101234, "Мост открыли в Шымкенте, рассказал Асет Нурланов."),
                    title="Мост",
                    published_at=NOON,
                ),
                told(
                    *(2, "Көпірді Шымкентте Әсет Нұрланов ашты."),
                    url="https://kaz.alem.kz/a/101234-kopir",
                ),
            ],
        ),
        # None: another outlet, another time, the same language.
        ([], [told(1, RUSSIAN), told(2, KAZAKH, outlet="baq")]),
        ([], [told(1, RUSSIAN), told(2, KAZAKH, published_at=NOON + timedelta(hours=50))]),
        ([], [told(1, RUSSIAN, translation_urls=[kazakh]), told(2, NEARER_RUSSIAN)]),
        # A page that is no stored article.
        ([], [told(1, RUSSIAN, translation_urls=["https://alem.kz/kz/9"]), told(2, OTHER_KAZAKH)]),
    ]

    async def work(database: Database) -> None:
        for expected, articles in cases:
            for order in (articles, articles[::-1]):
                await forget_all(database)
                await crawl(database, *order)
                assert await linked(database) == expected, [each.url for each in order]

    run(work)


def test_workers_who_store_translations_at_the_same_moment(run: Run) -> None:
    """Their operations in any order; some die on the way, and their pages are fetched again."""
    articles = [
        *(told(1, RUSSIAN), told(2, NEARER_RUSSIAN), told(3, NEARER_KAZAKH)),
        *(told(4, ENGLISH), told(5, OTHER_KAZAKH)),
    ]

    async def work(database: Database) -> None:
        for seed in range(8):
            random = Random(seed)
            await forget_all(database)
            await store(database, *articles)
            workers = [partial(link, each) for each in articles]
            deaths = 0.0 if seed < 4 else 0.06
            died = await interleave(workers, database, random, deaths=deaths)
            if died:
                assert await interleave(workers, database, random) == 0
            expected = [(2, 3, "rule"), (2, 4, "rule"), (3, 4, "rule")]
            assert await linked(database) == expected, seed

    run(work)


def test_a_worker_may_die_before_any_operation_or_be_held_while_the_article_is_edited(
    run: Run,
) -> None:
    """Article 2 was the translation of 1, and is that of 3."""
    first, third = told(1, RUSSIAN), told(3, RUSSIAN.replace("73 320", "51 870"))
    former, present = told(2, KAZAKH), told(2, KAZAKH.replace("73 320", "51 870"), fetched_at=LATER)

    async def dying(database: Database, steps: int, *, is_known: bool = True) -> bool:
        if is_known:
            await link(former, database)
        await store(database, present)
        try:
            await link(present, dies_before(steps, database))
        except Died:
            await link(present, database)
            return True
        return False

    async def new(database: Database, steps: int) -> bool:
        """Cut off an article's first linking, which says nothing of that in its evidence."""
        await database["articles"].delete_one({"_id": identity(present.url)})
        return await dying(database, steps, is_known=False)

    async def waiting(database: Database, steps: int) -> bool:
        meanwhile = partial(crawl, database, present)
        return await held(steps, partial(link, former), meanwhile, database)

    async def work(database: Database) -> None:
        await crawl(database, first, third)
        await store(database, former)
        begun = {name: await database[name].find().to_list() for name in COLLECTIONS}
        for cut_off in (new, dying, waiting):
            steps = 0
            while await cut_off(database, steps):
                assert await linked(database) == [(2, 3, "rule")], (cut_off, steps)
                await begin_again(database, begun)
                steps += 1
            assert steps > 5
            await begin_again(database, begun)

    run(work)


def test_an_article_that_moved_is_linked_at_its_new_address_alone(run: Run) -> None:
    first, second = told(1, RUSSIAN), told(2, KAZAKH)
    moved = told(3, KAZAKH, aliases=[second.url])

    async def work(database: Database) -> None:
        await crawl(database, first, second, moved)
        assert await linked(database) == [(1, 2, "rule")]
        await database["articles"].delete_one({"_id": identity(second.url)})
        await link(moved, database)
        assert await linked(database) == [(1, 3, "rule")]
        assert await database["translation_evidence"].count_documents({}) == 2
        await database["articles"].delete_one({"_id": identity(moved.url)})
        await link(moved, database)
        assert await linked(database) == []

    run(work)


def test_articles_that_are_asked_for_together_are_compared_each_with_its_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = timedelta(hours=1)
    later = {"fetched_at": NOON + 300 * hour}
    russian = [
        told(1, RUSSIAN, **later),
        # The first Kazakh one is two hours further from it than may be.
        told(2, RUSSIAN, published_at=NOON - 10 * hour, **later),
        told(3, "Банк открылся.", translation_urls=["https://alem.kz/news/6"], **later),
    ]
    kazakh = [
        told(4, KAZAKH, published_at=NOON + 40 * hour, **later),
        told(5, OTHER_KAZAKH, **later),
        told(6, "Банк ашылды.", published_at=NOON + 200 * hour, **later),
    ]
    numbers = {identity(each.url): int(each.url[-1]) for each in kazakh}

    async def compared(database: Database, articles: list[Article]) -> list[list[int]]:
        documents = [evidence_document(article_fields(each)) for each in articles]
        found = await TranslationLinker(database)._candidates(list(map(Compared, documents)))
        return [sorted(numbers[each.document["_id"]] for each in those) for those in found]

    async def work(database: Database) -> None:
        await crawl(database, *kazakh)
        apart = [(await compared(database, [each]))[0] for each in russian]
        assert apart == [[4, 5], [5], [6]]
        assert await compared(database, russian) == apart
        # Where that may not be all of some, each is asked for apart.
        monkeypatch.setattr("kznews.record.translations.documents.MOST_COMPARED", 1)
        monkeypatch.setattr("kznews.record.translations.linking.MOST_COMPARED", 1)
        few = await compared(database, russian)
        assert [len(each) for each in few] == [1, 1, 1]
        assert few[1:] == apart[1:]

    run(work)
