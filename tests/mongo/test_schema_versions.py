"""Versions of kznews on one database: what is accepted, refused, and brought forward."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pymongo import IndexModel
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import WriteError
from scrapy.settings import Settings

from kznews.mongo.connection import Database, SyncDatabase, open_database, resolve
from kznews.mongo.errors import DatabaseUnavailable
from kznews.mongo.migration import MigrationRefused, migrate
from kznews.mongo.preparation import prepare
from kznews.mongo.schema import WORDS, Collection, object_of, or_null
from kznews.mongo.values import Fields

OLD = Collection("notes", {"text": WORDS, "image": or_null(object_of({"url": WORDS}))}, ())
IMAGE = object_of({"url": WORDS, "credit": or_null(WORDS)})
TAGS = {"bsonType": "array", "items": object_of({"name": WORDS, "url": or_null(WORDS)})}
NEW = Collection(
    "notes",
    {"text": WORDS, "author": or_null(WORDS), "kind": {"enum": ["a", None]}}
    | {"image": or_null(IMAGE), "tags": TAGS | {"bsonType": ["array", "null"]}},
    (),
)
BY_OLD: Fields = {"_id": "old", "text": "a", "image": {"url": "u"}}
BY_NEW: Fields = BY_OLD | {"_id": "new", "author": None, "kind": "a", "tags": None}
BY_NEW |= {"image": {"url": "u", "credit": "c"}}


@pytest.fixture
def run(mongodb_uri: str, database: SyncDatabase) -> Callable[..., Any]:
    """Runs an async function on the database."""
    address = resolve(Settings({"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}))

    async def opened(work: Callable[..., Awaitable[Any]], *more: Any, **options: Any) -> Any:
        async with open_database(address) as on:
            return await work(on, *more, **options)

    return lambda *given, **options: asyncio.run(opened(*given, **options))


@pytest.fixture
def told() -> list[str]:
    return []


def accepts(database: SyncDatabase, document: Fields) -> bool:
    try:
        database["notes"].replace_one({"_id": document["_id"]}, document, upsert=True)
    except WriteError:
        return False
    return True


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD), (OLD, NEW, OLD, NEW)])
def test_what_one_version_writes_is_accepted_after_another_began(
    run: Callable[..., Any], database: SyncDatabase, order: Sequence[Collection]
) -> None:
    for each in order:
        run(prepare, [each])
    assert accepts(database, BY_OLD)
    assert accepts(database, BY_NEW)
    assert not accepts(database, BY_NEW | {"other": 1})
    assert not accepts(database, BY_OLD | {"text": None})


def test_versions_that_begin_at_once_all_are_accepted(
    run: Callable[..., Any], database: SyncDatabase
) -> None:
    many = [
        replace(OLD, properties=OLD.properties | {f"f{number}": or_null(WORDS)})
        for number in range(8)
    ]

    async def all_at_once(on: Database) -> None:
        await asyncio.gather(*(prepare(on, [each]) for each in many))

    run(all_at_once)
    assert all(accepts(database, BY_OLD | {f"f{number}": "x"}) for number in range(8))


def test_an_index_that_another_version_made_stays_until_it_is_migrated(
    run: Callable[..., Any],
    database: SyncDatabase,
    told: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    run(prepare, [replace(OLD, indexes=(IndexModel("text", name="by_text"),))])
    newer = replace(OLD, indexes=(IndexModel("text", name="by_text", unique=True),))
    run(prepare, [newer])
    assert "unique" not in database["notes"].index_information()["by_text"]
    assert "The index by_text of notes is as another version of kznews made it" in caplog.text
    run(migrate, newer, is_alone=True, tell=told.append)
    assert database["notes"].index_information()["by_text"]["unique"]


def test_what_is_missing_is_filled_with_null_and_then_nothing_else_is_accepted(
    run: Callable[..., Any], database: SyncDatabase, told: list[str]
) -> None:
    run(prepare, [OLD])
    database["notes"].insert_many(
        [
            BY_OLD,
            BY_OLD | {"_id": "bare", "image": None},
            *({"_id": f"{n}", "text": "t", "image": None} for n in range(3000)),
        ]
    )
    run(prepare, [NEW])
    tagged = BY_NEW | {"_id": "tagged", "tags": [{"name": "x", "url": "u"}]}
    database["notes"].insert_many([BY_NEW, tagged])
    older_tags = replace(
        NEW,
        properties=NEW.properties
        | {"tags": {"bsonType": ["array", "null"], "items": object_of({"name": WORDS})}},
    )
    run(prepare, [older_tags])
    database["notes"].insert_one(BY_NEW | {"_id": "t", "tags": [{"name": "x"}, {"name": "y"}]})
    run(migrate, NEW, is_alone=True, tell=told.append)
    found = {each["_id"]: each for each in database["notes"].find()}
    assert found["old"] == BY_OLD | {
        "author": None, "kind": None, "tags": None, "image": {"url": "u", "credit": None},
    }  # fmt: skip
    assert found["bare"]["image"] is None
    assert found["new"] == BY_NEW
    assert found["tagged"] == tagged
    assert found["t"]["tags"] == [{"name": "x", "url": None}, {"name": "y", "url": None}]
    assert told == [
        "notes: 2,000 of 3,003 documents filled up",
        "notes: 3,003 of 3,003 documents filled up",
        "notes: all documents are as this version writes them, and must be",
    ]
    assert not accepts(database, BY_OLD)
    # The older version is welcome again where it must be brought back.
    run(prepare, [OLD])
    assert accepts(database, BY_OLD)
    assert accepts(database, BY_NEW)


def test_beside_others_the_documents_are_filled_and_the_others_still_accepted(
    run: Callable[..., Any], database: SyncDatabase, told: list[str]
) -> None:
    run(prepare, [OLD])
    database["notes"].insert_one(BY_OLD)
    run(prepare, [NEW])
    run(migrate, NEW, is_alone=False, tell=told.append)
    assert "it goes on accepting those of other versions" in told[-1]
    assert database["notes"].find_one({"_id": "old", "author": None, "kind": None}) is not None
    assert accepts(database, BY_OLD)


def test_documents_that_break_the_rules_otherwise_are_named(
    run: Callable[..., Any], database: SyncDatabase, told: list[str]
) -> None:
    database["notes"].insert_many([{"_id": "b"}, {"_id": "a", "text": 5}])
    with pytest.raises(MigrationRefused, match=r"^notes: 2 of its documents .* first is 'a'"):
        run(migrate, NEW, is_alone=True, tell=told.append)


class CutOffError(Exception):
    """What ends a migration in the middle."""


async def _double(documents: AsyncCollection[Fields]) -> None:
    """The breaking change: `text` becomes `texts`, and has another type."""
    async for each in documents.find({"text": {"$exists": True}}):
        change: Fields = {"$set": {"texts": [each["text"]] * 2}, "$unset": {"text": ""}}
        await documents.update_one({"_id": each["_id"]}, change)


def _broken_off(after: int) -> Callable[[AsyncCollection[Fields]], Awaitable[None]]:
    """The same, which somebody ends after so many documents."""

    async def step(documents: AsyncCollection[Fields]) -> None:
        async for each in documents.find({"text": {"$exists": True}}).limit(after):
            change: Fields = {"$set": {"texts": [each["text"]] * 2}, "$unset": {"text": ""}}
            await documents.update_one({"_id": each["_id"]}, change)
        raise CutOffError

    return step


async def _nothing(_: AsyncCollection[Fields]) -> None:
    return


TEXTS = {"bsonType": "array", "items": WORDS}
BROKEN = Collection(
    "notes",
    {"texts": TEXTS, "image": or_null(object_of({"url": WORDS}))},
    (),
    migrations=(_double,),
)


def test_a_breaking_change_is_refused_until_it_is_made(
    run: Callable[..., Any], database: SyncDatabase, told: list[str]
) -> None:
    run(prepare, [OLD])
    database["notes"].insert_one(BY_OLD)
    with pytest.raises(DatabaseUnavailable) as refusal:
        run(prepare, [BROKEN])
    assert str(refusal.value) == (
        f"the collection 'notes' of the database {database.name!r} has version 1 of its schema, "
        "and this kznews writes version 2: end all crawls and nodes of the older kznews, then run "
        "`scrapy migrate`"
    )
    with pytest.raises(MigrationRefused, match="end all crawls and nodes, then run this again"):
        run(migrate, BROKEN, is_alone=False, tell=told.append)
    assert accepts(database, BY_OLD)
    run(migrate, BROKEN, is_alone=True, tell=told.append)
    assert told == [
        "notes: being rewritten into version 2 of its schema",
        "notes: all documents are as this version writes them, and must be",
    ]
    assert [each["texts"] for each in database["notes"].find()] == [["a", "a"]]
    run(prepare, [BROKEN])
    with pytest.raises(DatabaseUnavailable, match="a newer kznews is in use there"):
        run(prepare, [OLD])
    with pytest.raises(DatabaseUnavailable, match="a newer kznews is in use there"):
        run(migrate, OLD, is_alone=True, tell=told.append)


def test_a_breaking_change_that_was_cut_off_keeps_everybody_out_until_it_is_ended(
    run: Callable[..., Any], database: SyncDatabase, told: list[str]
) -> None:
    run(prepare, [OLD])
    database["notes"].insert_many([BY_OLD | {"_id": f"{number}"} for number in range(6)])
    twice = replace(BROKEN, migrations=(_double, _nothing))
    with pytest.raises(CutOffError):
        run(
            migrate,
            replace(twice, migrations=(_broken_off(3), _nothing)),
            is_alone=True,
            tell=told.append,
        )
    for each in (OLD, twice):
        with pytest.raises(DatabaseUnavailable, match="is being rewritten: wait"):
            run(prepare, [each])
    # What was doubled is not doubled again.
    run(migrate, twice, is_alone=True, tell=told.append)
    assert [each["texts"] for each in database["notes"].find()] == [["a", "a"]] * 6
    run(prepare, [twice])
    assert not accepts(database, BY_OLD)
