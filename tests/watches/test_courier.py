"""What the courier does with an address, whatever that is: sending is given here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.watches.delivering import Courier
from kznews.watches.registry import add
from kznews.watches.sending import Message, NotTaken
from tests.watches.conftest import stored


@pytest.fixture
def tellings(
    database: SyncDatabase, find: Callable[[], None], compose: Callable[[], int]
) -> list[Fields]:
    """Two messages to one address."""
    add(database, "w", "өрт", ["json://localhost/x"])
    database["articles"].insert_many([stored(n, body="Өрт сөндірілді.") for n in (1, 2)])
    find()
    assert compose() == 2
    return told(database)


def told(database: SyncDatabase) -> list[Fields]:
    return list(database["tellings"].find().sort("_id", 1))


def test_to_one_address_one_message_at_a_time_is_sent(
    database: SyncDatabase, tellings: list[Fields]
) -> None:
    may_end, sent = Event(), list[str]()

    def send(_: str, message: Message) -> None:
        may_end.wait(30)
        sent.append(message.id)

    courier = Courier(database, "tests", send=send)
    try:
        assert courier.deliver() == 1
        assert courier.deliver() == 0
    finally:
        may_end.set()
    courier.finish()
    courier.close()
    assert sorted(sent) == [each["_id"] for each in tellings]


def test_an_address_that_refuses_is_asked_every_hour_and_what_waits_for_it_waits(
    database: SyncDatabase, tellings: list[Fields]
) -> None:
    def refuse(*_: Any) -> None:
        raise NotTaken("it is full")

    first, other = tellings

    def fail() -> Fields:
        courier = Courier(database, "tests", send=refuse)
        courier.finish()
        courier.close()
        [failed] = [each for each in told(database) if each["_id"] == first["_id"]]
        return failed

    collection = database["tellings"]
    collection.update_one({"_id": first["_id"]}, [{"$set": {"due_at": {"$add": ["$due_at", -1]}}}])
    failed = fail()
    assert failed["failures"] == 1
    assert timedelta(seconds=15) <= failed["due_at"] - failed["failed_at"] < timedelta(minutes=10)
    [waiting] = [each for each in told(database) if each["_id"] == other["_id"]]
    assert (waiting["failures"], waiting["due_at"] >= failed["due_at"]) == (0, True)
    # It has failed for long: the pause no longer grows; since when it fails stays known.
    past = failed["failed_at"] - timedelta(days=1)
    long = {"failures": 30, "failed_at": past, "due_at": past}
    collection.update_one({"_id": first["_id"]}, {"$set": long})
    again = fail()
    assert (again["failures"], again["failed_at"]) == (31, past)
    pause = again["due_at"] - failed["failed_at"]
    assert timedelta(hours=1) <= pause < timedelta(hours=2)


def test_what_waits_for_a_search_that_is_gone_is_not_sent(
    database: SyncDatabase, tellings: list[Fields]
) -> None:
    database["watches"].delete_many({})
    sent: list[str] = []
    courier = Courier(database, "tests", send=lambda _, message: sent.append(message.id))
    courier.finish()
    courier.close()
    assert sent == []
    assert told(database) == []
