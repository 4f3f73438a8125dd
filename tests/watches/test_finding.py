from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.history import document_of, observe, versions_of
from kznews.record.versions import version_fields
from kznews.watches import finding
from kznews.watches.finding import Finder
from kznews.watches.position import Position
from kznews.watches.registry import add, pause, remove
from tests.record.samples import NOON, article
from tests.watches.conftest import stored

FIRE = "Өрт сөндірілді. Зардап шеккендер жоқ."


def found(database: SyncDatabase) -> list[tuple[str, str, str]]:
    return sorted(
        (each["watch"], each["url"].split("/")[-2], each["kind"])
        for each in database["watch_findings"].find()
    )


def edit(database: SyncDatabase, first: Fields) -> Fields:
    """Give an article another text, a minute later; returns the fields that this writes."""
    edited = stored(
        1, body="Мерзім ұзартылды. Қосымша мәлімет жоқ.", published_at=first["published_at"]
    )
    later = observe(
        versions_of(first), version_fields(edited), first["fetched_at"] + timedelta(minutes=1)
    )
    written = document_of(later.versions)
    database["articles"].update_one({"_id": first["_id"]}, {"$set": written})
    return written


def test_what_is_stored_after_a_search_was_saved_is_found_once(
    database: SyncDatabase, find: Callable[[], None]
) -> None:
    articles = database["articles"]
    articles.insert_one(stored(1, body=FIRE))
    add(database, "өрт", "өрттің", [])
    add(database, "zakon", "outlet:zakon", [])
    # By when it is stored, not by what it says of itself: it may come from a capture of long ago.
    articles.insert_one(article_fields(article(2, body=FIRE, fetched_at=NOON)))
    articles.insert_many([stored(3, body=FIRE), stored(4), stored(5, outlet="zakon")])
    find()
    expected = [("zakon", "5", "new"), ("өрт", "2", "new"), ("өрт", "3", "new")]
    assert found(database) == expected
    # Nor is it new when it gets a story, or is seen again; nor what was there before.
    articles.update_many({}, {"$set": {"story_id": "s", "last_seen_at": datetime.now(UTC)}})
    find()
    assert found(database) == expected


def test_edits_and_removals_are_found(database: SyncDatabase, find: Callable[[], None]) -> None:
    articles = database["articles"]
    first = stored(1, body=FIRE)
    articles.insert_many([first, stored(2, body=FIRE), stored(3, body=FIRE)])
    add(database, "w", "өрт", [])
    corrected = edit(database, first) | {"reread_at": datetime.now(UTC)}
    absence = {"confirmed_at": datetime.now(UTC)}
    articles.update_one(
        {"_id": stored(2)["_id"]}, {"$set": {"absences": [absence], "presence": "gone"}}
    )
    # What was read anew is no edit.
    articles.update_one({"_id": stored(3)["_id"]}, {"$set": corrected})
    find()
    # What answered before its edit counts; both were stored before the search was saved.
    assert found(database) == [("w", "1", "edited"), ("w", "2", "gone")]
    [told] = database["watch_findings"].find({"kind": "edited"})
    assert told["edits"] == ["addition", "cut"]
    find()
    assert len(found(database)) == 2


def test_a_new_article_that_is_corrected_or_told_of_may_answer_then(
    database: SyncDatabase, find: Callable[[], None]
) -> None:
    add(database, "copies", "is:copy", [])
    at = datetime.now(UTC) - timedelta(hours=3)
    story = "20261127041400-x"
    first = stored(1, outlet="zakon", story_id=story, published_at=at)
    copy = stored(2)
    database["articles"].insert_many([first, copy])
    find()
    assert found(database) == []
    time.sleep(0.01)
    database["articles"].update_one({"_id": copy["_id"]}, {"$set": {"story_id": story}})
    find()
    assert found(database) == [("copies", "2", "new")]


class Clock:
    """A clock that goes on when one sleeps; `naps` are what happens then, first to last."""

    def __init__(self, *naps: Callable[[], object]) -> None:
        self.seconds = 0.0
        self._naps = list(naps)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        if self._naps:
            self._naps.pop(0)()


def test_a_new_article_is_waited_for_until_it_has_its_story(
    database: SyncDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "w", "өрт", [])
    articles, told = database["articles"], list[str]()
    finder = Finder(database, "tests", tell=lambda: told.append("found"))

    def wait(*naps: Callable[[], object]) -> float:
        clock = Clock(*naps)
        monkeypatch.setattr(finding, "time", clock)
        finder.catch_up()
        return clock.seconds

    first = stored(1, body=FIRE, story_id="s")
    articles.insert_one(first)
    assert wait() == 0
    articles.insert_one(stored(2, body=FIRE))
    which, given = {"_id": stored(2)["_id"]}, {"$set": {"story_id": "s"}}
    story = partial(articles.update_one, which, given)
    assert wait(lambda: None, story) == pytest.approx(0.2)
    assert len(told) == 2
    # One that never gets a story is found all the same; an edit may give it another story.
    articles.insert_one(stored(3, body=FIRE))
    assert 0 < wait() <= 3
    edit(database, first)
    assert 0 < wait() <= 3
    assert [name for _, name, _ in found(database)] == ["1", "1", "2", "3"]
    assert len(told) == 4


def test_an_article_that_got_another_address_is_not_new(
    database: SyncDatabase, find: Callable[[], None]
) -> None:
    add(database, "w", "өрт", [])
    former = stored(1, body=FIRE)
    database["articles"].insert_one(former)
    find()
    database["articles"].insert_one(stored(2, body=FIRE, aliases=[former["url"]]))
    find()
    assert found(database) == [("w", "1", "new")]


def test_of_two_that_find_the_same_one_stores_it(
    database: SyncDatabase, find: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "w", "өрт", [])
    # The other holds the position: this one finds nothing, and spares the work.
    assert Position(database, "other").take() is not None
    database["articles"].insert_one(stored(1, body=FIRE))
    find()
    assert found(database) == []
    # The other was overtaken, after its lease had ended, before it stored what it found.
    database["watch_position"].update_one({}, {"$set": {"lease_until": None}})
    slow, quick = (Finder(database, name, settle=0) for name in ("slow", "quick"))

    def be_overtaken(_: object) -> None:
        database["watch_position"].update_one({}, {"$set": {"lease_until": None}})
        quick.catch_up()

    monkeypatch.setattr(slow, "_wait", be_overtaken)
    monkeypatch.setattr(slow, "_store", None)
    slow.catch_up()
    assert found(database) == [("w", "1", "new")]


def test_where_the_server_cannot_tell_any_more_it_is_looked_up(
    database: SyncDatabase, find: Callable[[], None]
) -> None:
    add(database, "w", "өрт", [])
    database["articles"].insert_one(stored(1, body=FIRE))
    find()
    database["articles"].insert_one(stored(2, body=FIRE))
    # Of a collection that is dropped nobody is told which documents it had.
    database["tickers"].insert_one({"_id": "x"})
    database["tickers"].drop()
    find()
    assert found(database) == [("w", "1", "new"), ("w", "2", "new")]
    find()
    assert len(found(database)) == 2


def test_a_search_that_is_paused_finds_and_tells_nobody(
    database: SyncDatabase, find: Callable[[], None], compose: Callable[[], int]
) -> None:
    add(database, "w", "өрт", ["json://localhost/x"])
    assert pause(database, "w", is_paused=True)
    database["articles"].insert_one(stored(1, body=FIRE))
    find()
    assert found(database) == [("w", "1", "new")]
    assert compose() == 0
    assert pause(database, "w", is_paused=False)
    assert compose() == 0
    assert remove(database, "w")
    assert not remove(database, "w")
    assert found(database) == []
