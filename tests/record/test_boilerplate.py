from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.errors import AutoReconnect

from kznews.items import Article
from kznews.mongo.bulk import Collection, Result, write_once
from kznews.mongo.values import Fields
from kznews.record.boilerplate import ENOUGH, Boilerplate, ever_learnt, learnt_among, share
from kznews.record.history import versions_of
from kznews.record.paragraphs import paragraph_id, without
from kznews.record.writer import Writer
from tests.record.samples import LATER, NOON, article
from tests.record.stores import open_store

SyncDatabase = Database[dict[str, Any]]
PROMO = "Біздің басты жобамызды әр сейсенбі сайын көріңіздер!"


def story(number: int, *, promo: str = PROMO, **changes: Any) -> Article:
    text = f"{chr(0x430 + number % 30) * 9}{chr(0x430 + number // 30) * 9} туралы толық мәтін бұл."
    given: dict[str, Any] = {
        "body": f"{text}\n\n{promo}" if promo else text,
        "published_at": NOON - timedelta(days=number % 5),
        "published_precision": "minute",
    }
    return article(number, **given | changes)


def sightings(number: int, **changes: Any) -> list[Fields]:
    return [
        {"article_id": str(n), "day": f"2026-04-0{n % 4 + 1}", "section": None, "beside": str(n)}
        | changes
        for n in range(number)
    ]


def test_ids_fold_case_and_numbers() -> None:
    assert paragraph_id("a", "Прочитали: 17 раз!") == paragraph_id("a", "прочитали: 1 815 раз!")
    assert paragraph_id("a", "Прочитали: 17 раз!") != paragraph_id("b", "Прочитали: 17 раз!")
    assert paragraph_id("a", "- Да, 12.") is None
    assert paragraph_id("a", "слово " * 70) is None


def test_ids_stay_the_same_for_years() -> None:
    assert paragraph_id("exclusive", "Подписка на наши новости") == "exclusive:a4baf22656c46fbe"


@pytest.mark.parametrize(
    ("seen", "published", "learnt"),
    [
        (sightings(ENOUGH), ENOUGH, 1.0),
        (sightings(ENOUGH), 40, 0.5),
        (sightings(ENOUGH - 1), ENOUGH, None),
        # A background paragraph of a running story.
        (sightings(ENOUGH), 1000, None),
        # One day, no sections; then three sections.
        (sightings(ENOUGH, day="2026-04-01"), ENOUGH, None),
        (
            [
                each | {"section": str(place % 3)}
                for place, each in enumerate(sightings(ENOUGH, day="2026-04-01"))
            ],
            ENOUGH,
            1.0,
        ),
        # One story under many addresses; flashes of nothing but this paragraph.
        (sightings(50, beside="1"), 50, None),
        (sightings(50, beside=None), 50, None),
    ],
)
def test_what_proves_a_paragraph_to_be_boilerplate(
    seen: list[Fields], published: int, learnt: float | None
) -> None:
    assert share(seen, published) == learnt


def test_a_body_is_never_cut_to_nothing() -> None:
    ids = {paragraph_id("a", PROMO), paragraph_id("a", "Толық мәтін")} - {None}
    known = frozenset(id_ for id_ in ids if id_)
    assert without(f"Толық мәтін\n\n{PROMO}", "a", known) == f"Толық мәтін\n\n{PROMO}"
    assert without(f"Басқа мәтін\n\n{PROMO}", "a", known) == "Басқа мәтін"


class Crawl:
    """Writes articles into the test's database; each call is a worker of its own."""

    def __init__(self, uri: str, name: str) -> None:
        self.uri = uri
        self.name = name

    def __call__(self, *articles: Article) -> None:
        asyncio.run(self._write(articles))

    async def _write(self, articles: tuple[Article, ...]) -> None:
        async with self.worker() as write:
            await asyncio.gather(*map(write, articles))

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Callable[[Article], Awaitable[None]]]:
        async with open_store(self.uri, self.name) as database, Writer(database) as writer:
            boilerplate = Boilerplate(database)

            async def write(article: Article) -> None:
                await boilerplate.cut(article)
                await writer.write(article)
                boilerplate.learn(article)

            yield write
            await boilerplate.close()


@pytest.fixture
def crawl(mongodb_uri: str, database: SyncDatabase) -> Crawl:
    return Crawl(mongodb_uri, database.name)


def test_a_paragraph_of_very_many_articles_is_learnt_and_cut(
    crawl: Crawl, database: SyncDatabase
) -> None:
    crawl(*(story(number) for number in range(ENOUGH)))
    [row] = database["boilerplate"].find()
    assert (row["_id"], row["text"]) == (paragraph_id("exclusive", PROMO), PROMO)
    assert len(row["sightings"]) == ENOUGH
    assert (row["learnt_at"] is not None, row["share"], row["kept_by_operator"]) == (
        True,
        1.0,
        False,
    )
    crawl(story(100), story(101, promo=PROMO.upper()))
    bodies = [each["body"] for each in database["articles"].find({"url": {"$regex": "/10[01]/"}})]
    assert bodies == [story(100, promo="").body, story(101, promo="").body]
    assert database["boilerplate"].count_documents({}) == 1


def test_workers_and_fetches_count_an_article_once(crawl: Crawl, database: SyncDatabase) -> None:
    async def workers() -> None:
        async with crawl.worker() as one, crawl.worker() as other:
            for number in range(ENOUGH - 1):
                await asyncio.gather(one(story(number)), other(story(number)))

    asyncio.run(workers())
    crawl(*(story(number, fetched_at=LATER) for number in range(ENOUGH - 1)))
    [row] = database["boilerplate"].find()
    assert len({each["article_id"] for each in row["sightings"]}) == ENOUGH - 1
    assert len(row["sightings"]) == ENOUGH - 1
    assert row["learnt_at"] is None
    crawl(story(ENOUGH - 1))
    [row] = database["boilerplate"].find()
    assert row["learnt_at"] is not None


def test_articles_of_a_moment_are_put_down_in_one_write(
    crawl: Crawl, database: SyncDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    async def counted(collection: Collection, writes: Sequence[UpdateOne]) -> list[Result | None]:
        written.append(len(writes))
        return await write_once(collection, writes)

    monkeypatch.setattr("kznews.record.boilerplate._FLUSHED_AFTER", 60.0)
    monkeypatch.setattr("kznews.record.boilerplate.write_once", counted)
    crawl(*(story(number) for number in range(6)))
    assert sum(written) == 1
    # Of these another worker has put down three.
    crawl(*(story(number) for number in range(3, 9)))
    [row] = database["boilerplate"].find()
    told = [each["article_id"] for each in row["sightings"]]
    assert len(told) == len(set(told)) == 9


def test_an_article_of_boilerplate_alone_is_left_empty(
    crawl: Crawl, database: SyncDatabase
) -> None:
    crawl(*(story(number) for number in range(ENOUGH)))

    async def cut() -> str:
        async with open_store(crawl.uri, crawl.name) as opened:
            empty = article(100, body=PROMO)
            await Boilerplate(opened).cut(empty)
            return empty.body

    assert asyncio.run(cut()) == ""


def test_a_stored_article_is_cleaned_without_a_revision(
    crawl: Crawl, database: SyncDatabase
) -> None:
    crawl(*(story(number) for number in range(ENOUGH)))
    crawl(story(1, fetched_at=LATER))
    assert database["articles"].find_one({"url": story(1).url}, {"_id": 0, "body": 1}) == {
        "body": story(1, promo="").body
    }
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 0


def test_an_operators_word_wins_and_makes_no_revision(crawl: Crawl, database: SyncDatabase) -> None:
    crawl(*(story(number) for number in range(ENOUGH)))
    crawl(story(1, fetched_at=LATER))
    database["boilerplate"].update_one({}, {"$set": {"kept_by_operator": True}})
    crawl(story(1, fetched_at=LATER + timedelta(days=1)), story(100))
    for number in (1, 100):
        stored = database["articles"].find_one({"url": story(number).url})
        assert stored is not None
        assert stored["body"] == story(number).body
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 0


def test_a_changed_text_is_a_revision_all_the_same(crawl: Crawl, database: SyncDatabase) -> None:
    crawl(*(story(number) for number in range(ENOUGH)))
    crawl(story(1, body=f"Мәтін өзгерді.\n\n{PROMO}", fetched_at=LATER))
    stored = database["articles"].find_one({"url": story(1).url})
    assert stored is not None
    former, _ = versions_of(stored)
    assert former.fields["body"] == story(1).body


def test_paragraphs_of_one_article_leave_no_trace(crawl: Crawl, database: SyncDatabase) -> None:
    crawl(*(story(number, promo=f"{chr(0x430 + number) * 20} дерегі") for number in range(9)))
    assert database["boilerplate"].count_documents({}) == 0


def test_what_was_learnt_elsewhere_is_heard_of(
    crawl: Crawl, database: SyncDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kznews.record.boilerplate._RELOADED_EVERY", 0.0)

    async def run() -> str:
        async with open_store(crawl.uri, crawl.name) as opened:
            reader = Boilerplate(opened)
            await reader.cut(story(200))
            await crawl._write(tuple(story(number) for number in range(ENOUGH)))
            late = story(201)
            await reader.cut(late)
            await reader.close()
            assert await ever_learnt(opened, ["exclusive"]) == {paragraph_id("exclusive", PROMO)}
            return late.body

    assert asyncio.run(run()) == story(201, promo="").body


def test_a_worker_that_dies_while_it_learns_harms_nothing(
    crawl: Crawl, database: SyncDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks before each step of learning in turn; the step is taken again."""
    breaks = 3

    async def failing(self: Boilerplate, row: Fields) -> int:
        nonlocal breaks
        breaks -= 1
        if breaks > 0:
            raise AutoReconnect("gone")
        return ENOUGH

    monkeypatch.setattr(Boilerplate, "_published_since", failing)
    crawl(*(story(number) for number in range(ENOUGH)))
    [row] = database["boilerplate"].find()
    assert isinstance(row["learnt_at"], datetime)
    assert len(row["sightings"]) == ENOUGH


def test_what_texts_hold_of_the_learnt_is_read_alone(database: SyncDatabase) -> None:
    learnt, watched, other = (f"Подпишитесь на наш канал номер {sign}" for sign in "абв")
    rows = [
        {"_id": paragraph_id("exclusive", text), "outlet": "exclusive", "learnt_at": at}
        for text, at in ((learnt, NOON), (watched, None), (other, NOON))
    ]
    database["boilerplate"].insert_many(rows, bypass_document_validation=True)
    texts = [f"Абзац о другом.\n\n{learnt}", f"{watched}\n\nа"]
    found = learnt_among(database, "exclusive", texts)
    assert found == {paragraph_id("exclusive", learnt)}
