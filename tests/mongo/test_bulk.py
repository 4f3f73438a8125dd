from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import AutoReconnect
from scrapy.settings import Settings

from kznews.mongo.bulk import Collection, Refused, Result, insert_all, insert_once, update_once
from kznews.mongo.connection import open_database, resolve
from kznews.mongo.preparation import prepare
from kznews.mongo.schema import COUNT
from kznews.mongo.schema import Collection as Declared
from kznews.mongo.values import Fields
from tests.databases import Documents

NUMBERS = Declared("numbers", {"number": COUNT}, ())
Results = Sequence[Result | None]
Step = tuple[Fields, Fields]
Write = Callable[[Collection, Any], Awaitable[Results]]


def numbers(*names: str) -> list[Fields]:
    return [{"_id": name, "number": ord(name)} for name in names]


def write(
    uri: str, database: Documents, how: Write, *attempts: list[Fields] | list[Step]
) -> list[Results]:
    """Write one after the other in `how`; give what came of each."""

    async def main() -> list[Results]:
        address = resolve(Settings({"MONGODB_URI": uri, "MONGODB_DATABASE": database.name}))
        async with open_database(address) as opened:
            await prepare(opened, [NUMBERS])
            return [await how(opened["numbers"], each) for each in attempts]

    return asyncio.run(main())


def test_what_is_there_already_stays_and_the_others_are_inserted(
    mongodb_uri: str, database: Documents
) -> None:
    others = [{"_id": "b", "number": 1}, *numbers("c"), {"_id": "a", "number": 2}]
    results = write(mongodb_uri, database, insert_once, numbers("a", "b"), others, [])
    assert results == [["inserted", "inserted"], [None, "inserted", None], []]
    results = write(mongodb_uri, database, insert_all, [*numbers("d"), *others])
    assert results == [["inserted", "matched", "matched", "matched"]]
    stored = list(database["numbers"].find(sort=[("_id", 1)]))
    assert stored == numbers("a", "b", "c", "d")


def test_one_that_is_refused_keeps_no_other_from_being_inserted(
    mongodb_uri: str, database: Documents
) -> None:
    bad: list[Fields] = [
        {"_id": "x", "number": "one"},
        {"_id": "y", "number": 1 << 70},
        {"_id": "z", "number": 1, "text": "x" * (17 << 20)},
    ]
    [results] = write(mongodb_uri, database, insert_once, [*numbers("a"), *bad, *numbers("b", "a")])
    assert results[0] == "inserted"
    assert [str(each)[:20] for each in results[1:4] if isinstance(each, Refused)] == [
        "the validator of its",
        "it cannot be encoded",
        "it is too large: BSO",
    ]
    assert results[4:] == ["inserted", None]
    assert database["numbers"].distinct("_id") == ["a", "b"]


def test_an_insert_whose_answer_is_lost_is_repeated(
    mongodb_uri: str, database: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = 0
    insert_many = AsyncCollection.insert_many

    async def loses_one(self: Collection, documents: list[Fields], **options: Any) -> None:
        nonlocal lost
        await insert_many(self, documents, **options)
        if not lost:
            lost += 1
            raise AutoReconnect("the answer is lost")

    monkeypatch.setattr(AsyncCollection, "insert_many", loses_one)
    [results] = write(mongodb_uri, database, insert_once, numbers("a", "b"))
    assert results == [None, None]
    assert lost == 1
    assert database["numbers"].distinct("_id") == ["a", "b"]


def step(name: str, number: int, then: Any) -> Step:
    return {"_id": name, "number": number}, {"number": then}


def test_a_step_that_another_writer_was_quicker_to_take_is_told_and_inserts_nothing(
    mongodb_uri: str, database: Documents
) -> None:
    write(mongodb_uri, database, insert_once, numbers("a", "b", "c"))
    all_match = [step("a", 97, 1), step("b", 98, 2)]
    some_match = [step("a", 97, 3), step("b", 2, 3), step("gone", 1, 3)]
    some_refused = [step("b", 3, "three"), step("c", 99, 4), step("a", 97, 4)]
    results = write(mongodb_uri, database, update_once, all_match, some_match, some_refused, [])
    assert results[0] == ["matched", "matched"]
    assert results[1] == [None, "matched", None]
    assert isinstance(results[2][0], Refused)
    assert results[2][1:] == ["matched", None]
    assert results[3] == []
    stored = {each["_id"]: each["number"] for each in database["numbers"].find()}
    assert stored == {"a": 1, "b": 3, "c": 4}
