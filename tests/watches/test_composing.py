from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.watches import composing
from kznews.watches.composing import Composer
from kznews.watches.counts import new_by_day
from kznews.watches.registry import add
from tests.watches.conftest import stored

FIRE = "Өрт сөндірілді. Зардап шеккендер жоқ."
HOOK = "json://localhost/x"
Step = Callable[[], Any]


def tellings(database: SyncDatabase) -> list[dict[str, Any]]:
    return list(database["tellings"].find().sort("title", 1))


def test_copies_are_one_message_and_later_ones_follow_it(
    database: SyncDatabase, find: Step, compose: Step
) -> None:
    add(database, "w", "өрт", [HOOK, "json://localhost/y"], language="kk")
    told = {"body": FIRE, "title": "Өрт", "story_id": "s"}
    other = stored(4, body=FIRE, title="Басқа өрт")
    database["articles"].insert_many([stored(1, **told), stored(2, **told, outlet="zakon"), other])
    find()
    # Copies are waited for.
    assert Composer(database, None).compose() == 0
    assert compose() == 2
    assert compose() == 0
    first, *_ = [each for each in tellings(database) if each["title"] == "w: Өрт"]
    assert len(tellings(database)) == 4  # to two addresses
    assert "Бұл туралы 2 басылым жазды" in first["text"]
    assert "/articles/1/" in first["text"]
    assert "/articles/2/" in first["text"]
    assert first["follows"] is None

    database["articles"].insert_one(stored(3, **told, outlet="tengrinews"))
    find()
    assert Composer(database, "https://k.kz/", gather=timedelta(0)).compose() == 1
    [later] = database["tellings"].find({"address": first["address"], "follows": first["_id"]})
    assert "Бұл туралы 3 басылым жазды" in later["text"]
    assert f"https://k.kz/articles/{stored(3)['_id']}" in later["text"]
    assert "/articles/1/" not in later["text"]


def test_what_comes_alone_is_told_without_waiting_for_copies(
    database: SyncDatabase, find: Step
) -> None:
    add(database, "w", "өрт", [HOOK])
    patient = Composer(database, None)
    for number, made in ((1, 1), (2, 0)):
        database["articles"].insert_one(stored(number, body=FIRE))
        find()
        assert patient.compose() == made


def test_a_burst_is_told_as_one_beside_what_is_usual(
    database: SyncDatabase, find: Step, compose: Step
) -> None:
    add(database, "w", "өрт", [HOOK], language="en")
    database["articles"].insert_many([stored(n, body=FIRE) for n in range(1, 42)])
    find()
    now = datetime.now(UTC)
    database["watches"].update_one({}, {"$set": {"added_at": now - timedelta(days=7)}})
    [sample] = database["watch_findings"].find().limit(1)
    # One an hour was found before.
    database["watch_findings"].insert_many(
        sample | {"_id": f"x{n}", "stored_at": now - timedelta(hours=n, minutes=30), "message": "m"}
        for n in range(1, 168)
    )
    assert compose() == 1
    [burst] = tellings(database)
    assert burst["title"] == "w: 41 articles in 10 minutes; usually 0.2 articles"
    assert "and 31 more stories" in burst["text"]
    assert len(burst["text"]) < 4096
    # What comes next waits until ten minutes have passed.
    database["articles"].insert_many([stored(n, body=FIRE) for n in range(50, 55)])
    find()
    assert compose() == 0
    database["tellings"].update_one({}, {"$set": {"composed_at": now - timedelta(minutes=11)}})
    assert compose() == 1
    assert sum(new_by_day(database, "w", now - timedelta(days=30), "UTC").values()) == 167 + 46


def note_found(database: SyncDatabase, numbers: range, at: datetime, **changes: Any) -> None:
    """Note that the search `w` found new articles, of which nothing else is stored."""
    database["watch_findings"].insert_many(
        {
            "_id": f"found {number}", "watch": "w", "article_id": f"article {number}",
            "kind": "new", "edits": [], "outlet": "zakon", "url": "https://zakon.kz/",
            "title": "Өрт", "stored_at": at, "message": None,
        } | changes
        for number in numbers
    )  # fmt: skip


def test_a_large_burst_is_one_message_with_its_true_number(
    database: SyncDatabase, compose: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "_QUOTED", 1)
    add(database, "w", "өрт", [HOOK], language="en")
    now = datetime.now(UTC)
    database["articles"].insert_many([stored(n, body=FIRE) for n in (1, 2)])
    for number in (1, 2):
        id_ = stored(number)["_id"]
        note_found(database, range(number, number + 1), now, article_id=id_)
    note_found(database, range(3, 702), now)
    assert compose() == 1
    [burst] = tellings(database)
    assert burst["title"].startswith("w: 701 articles in 10 minutes; ")
    assert burst["text"].count("*Өрт* сөндірілді") == 1  # one of the two texts was read
    assert compose() == 0


@pytest.mark.parametrize(("waited", "number", "messages"), [(0, 19, 19), (0, 20, 1), (60, 20, 1)])
def test_twenty_are_a_burst_also_where_they_waited(
    database: SyncDatabase, compose: Step, waited: int, number: int, messages: int
) -> None:
    """As they do where nobody told for an hour."""
    add(database, "w", "өрт", [HOOK], language="en")
    at = datetime.now(UTC) - timedelta(minutes=waited)
    note_found(database, range(number), at)
    assert compose() == messages
    assert {each["is_burst"] for each in tellings(database)} == {messages == 1}


def test_what_happened_to_an_article_last_is_told_of_it(
    database: SyncDatabase, compose: Step
) -> None:
    add(database, "w", "өрт", [HOOK], language="en")
    at = datetime.now(UTC)
    kinds: tuple[dict[str, Any], ...] = (
        {"kind": "gone"},
        {"kind": "new"},
        {"kind": "edited", "edits": ["headline"]},
    )
    for number, kind in enumerate(kinds):
        later = at + timedelta(seconds=number)
        note_found(database, range(number, number + 1), later, article_id="one", **kind)
    assert compose() == 1
    [told] = tellings(database)
    assert ": taken down\n" in told["text"]
    assert "new article" not in told["text"]
    assert "edited" not in told["text"]


def test_a_digest_waits_until_all_of_its_time_was_compared(
    database: SyncDatabase, find: Step, compose: Step
) -> None:
    add(database, "w", "өрт", [HOOK], every="1h", language="en")
    database["articles"].insert_many([stored(n, body=FIRE) for n in (1, 2, 3)])
    find()
    assert compose() == 0
    ago = timedelta(hours=3)
    for each in database["watch_findings"].find():
        at = each["stored_at"] - ago - (timedelta(hours=1) if "/3/" in each["url"] else ago * 0)
        told = {"stored_at": at, "message": "m" if "/3/" in each["url"] else None}
        database["watch_findings"].update_one({"_id": each["_id"]}, {"$set": told})
    begun = datetime.now(UTC) - timedelta(days=1)
    database["watches"].update_one({}, {"$set": {"added_at": begun}})
    # Until then more may be found of that hour.
    database["watch_position"].update_one({}, {"$set": {"at": begun}})
    assert compose() == 0
    database["watch_position"].update_one({}, {"$set": {"at": datetime.now(UTC)}})
    assert compose() == 1
    [digest] = tellings(database)
    assert digest["title"].startswith("w: 2 articles, 2 stories: ")
    assert "The same time before: 1 article\n" in digest["text"]
    assert compose() == 0


def test_a_first_digest_has_nothing_to_compare_with(database: SyncDatabase, compose: Step) -> None:
    add(database, "w", "өрт", [HOOK], every="1h", language="en")
    now = datetime.now(UTC)
    saved = {"$set": {"added_at": now - timedelta(hours=3, minutes=30)}}
    database["watches"].update_one({}, saved)
    note_found(database, range(3), now - timedelta(hours=3))
    assert compose() == 1
    [digest] = tellings(database)
    assert "There is nothing to compare with yet" in digest["text"]


def test_of_two_that_compose_one_writes(
    database: SyncDatabase, find: Step, compose: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "w", "өрт", [HOOK])
    database["articles"].insert_one(stored(1, body=FIRE))
    find()
    slow = Composer(database, None, gather=timedelta(0))
    write = slow._write

    def overtaken(*arguments: Any) -> int:
        assert compose() == 1
        return write(*arguments)

    monkeypatch.setattr(slow, "_write", overtaken)
    assert slow.compose() == 0
    assert len(tellings(database)) == 1
