"""The index stays what the database is: followed, killed, too late, of other rules, damaged."""

from __future__ import annotations

import logging
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from bson.timestamp import Timestamp
from pymongo.errors import AutoReconnect

from kznews.mongo.connection import SyncDatabase
from kznews.record.documents import sighting
from kznews.record.schema import ARTICLES, TICKERS
from kznews.search import changes, fields, snapshot
from kznews.search import upkeep as upkeep_module
from kznews.search.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnwritable,
)
from kznews.search.index_writer import GenerationWriter
from kznews.search.query import parse
from kznews.search.searching import Searcher
from kznews.search.upkeep import Upkeep
from kznews.web import index_process
from tests.crawl.conftest import PROJECT
from tests.record.samples import ticker
from tests.record.test_history import record
from tests.search.conftest import Indexed, stored

NewIndex = Callable[[], Indexed]
STORY = "20261127041400-00510c27a3866640b940fbb4f8f99792"
PATIENCE = 30.0  # seconds


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def following(index: Indexed) -> Iterator[None]:
    ended = threading.Event()
    with index.folder.writing(), closing(Upkeep(index.database, index.folder)) as upkeep:
        thread = threading.Thread(target=upkeep.follow, args=[ended.is_set])
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def test_a_reader_sees_what_changes_while_the_index_is_followed(new_index: NewIndex) -> None:
    index = new_index()
    articles = index.database[ARTICLES.name]
    with pytest.raises(IndexMissing, match="`scrapy index` builds it"):
        index.found("су")
    with following(index):
        until(lambda: index.folder.generation("current") is not None)
        searcher = Searcher(index.database, index.folder)

        def total(question: str) -> int:
            return searcher.count(parse(question))

        articles.insert_one(stored(1, title="Пожар в Алматы", language="ru"))
        until(lambda: total("пожары") == 1)
        edited = record(
            [
                stored(2, title="Наводнение", language="ru", published_doubts=[]),
                stored(2, title="Су тасқыны", published_doubts=[]),
            ]
        )
        articles.insert_one(edited | {"story_id": STORY})
        until(lambda: total("тасқын has:revisions") == 1)
        [former] = index.results("наводнения").hits
        assert former.is_former
        [latest] = index.results("тасқын").hits
        assert not latest.is_former

        # An earlier article of the same story makes a copy of the other.
        assert total("is:copy") == 0
        before = edited["published_at"] - timedelta(hours=1)
        first = stored(3, outlet="zakon", story_id=STORY, published_at=before, published_doubts=[])
        articles.insert_one(first)
        until(lambda: total("is:copy") == 1)
        [told] = index.results("тасқын").hits
        assert told.story is not None
        assert (told.story.articles, set(told.story.outlets)) == (2, {"exclusive", "zakon"})

        pushed = sighting(ticker(headline="Мәжіліс жиналды"))
        moments = {"first_seen_at": ticker().seen_at, "last_seen_at": ticker().seen_at}
        index.database[TICKERS.name].insert_one({"_id": pushed.id, **pushed.fields, **moments})
        until(lambda: searcher.count(parse("мәжілістің"), "ticker") == 1)

        articles.delete_one({"_id": first["_id"]})
        articles.update_one({"title": "Пожар в Алматы"}, {"$set": {"title": "Дождь"}})
        until(lambda: (total("outlet:zakon"), total("пожар"), total("дождь")) == (0, 0, 1))


def test_a_follower_waits_for_a_mongodb_that_is_away(
    new_index: NewIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index = new_index()
    away = iter([AutoReconnect("connection closed"), AutoReconnect("connection closed")])
    really = changes.now

    def now(database: SyncDatabase) -> Timestamp:
        for error in away:
            raise error
        return really(database)

    monkeypatch.setattr(upkeep_module, "now", now)
    monkeypatch.setattr(upkeep_module, "_RETRY_SECONDS", 0.01)
    with following(index):
        until(lambda: "MongoDB answers again: the index is up to date" in caplog.text)
    assert caplog.text.count("MongoDB does not answer: connection closed") == 1


def test_being_seen_again_changes_no_index() -> None:
    def event(*changed: str) -> dict[str, object]:
        return {"operationType": "update", "ns": {"coll": "articles"}, "changed": list(changed)}

    assert not changes.is_decisive(event("last_seen_at", "write_number", "page"))
    assert changes.is_decisive(event("last_seen_at", "revisions.0.former.title"))
    assert changes.is_decisive({"operationType": "insert", "ns": {"coll": "tickers"}})


def test_a_killed_build_goes_on_and_loses_and_doubles_nothing(
    new_index: NewIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = new_index()
    articles = index.database[ARTICLES.name]
    articles.insert_many([stored(number, body="Су.") for number in range(1_600)])
    command = [sys.executable, "-m", "tests.search.doomed_builder"]
    where = [str(index.address.uri), index.address.database, str(index.folder.path)]
    with subprocess.Popen([*command, *where], cwd=PROJECT, stdout=subprocess.PIPE) as builder:
        assert builder.stdout is not None
        assert [int(builder.stdout.readline()) for _ in range(2)] == [500, 1_000]
        with pytest.raises(IndexLocked, match=f"process {builder.pid} on "):
            index.catch_up()
        builder.kill()
    assert index.folder.generation("current") is None
    begun = index.folder.generation("building")
    assert begun is not None
    # What changes before it goes on is known by the token of its beginning.
    articles.delete_one({"_id": articles.find_one(sort=[("_id", 1)])["_id"]})  # type: ignore[index]
    assert index.catch_up()
    current = index.folder.generation("current")
    assert current == begun
    monkeypatch.setattr(snapshot, "_PAGE", 100)  # all have one moment, and ids come in pages
    ids = list(Searcher(index.database, index.folder).ids(parse("су")))
    assert len(ids) == 1_599
    assert set(ids) == {each["_id"] for each in articles.find({}, ["_id"])}


def test_a_follower_that_is_killed_again_and_again_loses_and_doubles_nothing(
    new_index: NewIndex,
) -> None:
    index = new_index()
    articles = index.database[ARTICLES.name]
    articles.insert_many([stored(number, body="Су.") for number in range(100)])
    assert index.catch_up()
    where = [str(index.address.uri), index.address.database, str(index.folder.path)]
    numbers = count(100)
    for fate in (["1", "before"], ["2", "after"], ["3", "before"]):
        command = [sys.executable, "-m", "tests.search.doomed_follower", *where, *fate]
        with subprocess.Popen(command, cwd=PROJECT) as follower:
            deadline = time.monotonic() + PATIENCE
            while follower.poll() is None:
                assert time.monotonic() < deadline
                number = next(numbers)
                articles.insert_one(stored(number, body="Су."))
                articles.update_one({"_id": stored(number - 20)["_id"]}, {"$set": {"body": "Өрт."}})
                articles.delete_one({"_id": stored(number - 40)["_id"]})
        assert follower.returncode == -signal.SIGKILL
    assert index.catch_up()
    searcher = Searcher(index.database, index.folder)
    for word in ("Су.", "Өрт."):
        found = list(searcher.ids(parse(word)))
        there = [each["_id"] for each in articles.find({"body": word}, ["_id"])]
        assert there
        assert sorted(found) == sorted(there)


def test_who_writes_the_index_and_is_killed_is_followed_by_a_process_that_waited(
    new_index: NewIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_process, "_RETRY_SECONDS", 0.05)
    index = new_index()
    articles = index.database[ARTICLES.name]
    where = [str(index.address.uri), index.address.database, str(index.folder.path)]
    command = [sys.executable, "-m", "tests.search.doomed_follower", *where, "999", "before"]
    ended = threading.Event()
    waiting = threading.Thread(
        target=index_process.keep_current, args=[index.address, index.folder, ended]
    )
    with subprocess.Popen(command, cwd=PROJECT) as first:
        try:
            until(lambda: index.folder.generation("current") is not None)
            searcher = Searcher(index.database, index.folder)
            waiting.start()
            articles.insert_one(stored(1, body="Су."))
            until(lambda: searcher.count(parse("су")) == 1)
            first.kill()
            articles.insert_one(stored(2, body="Су."))
            until(lambda: searcher.count(parse("су")) == 2)
        finally:
            first.kill()
            ended.set()
            waiting.join()


def test_an_index_that_is_late_of_other_rules_or_damaged_is_built_anew(
    new_index: NewIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    index = new_index()
    articles = index.database[ARTICLES.name]
    articles.insert_one(stored(1, body="Су."))
    assert not index.catch_up(until=0.0)
    assert index.folder.generation("current") is None
    assert index.catch_up()
    first = index.folder.generation("current")
    assert first is not None
    reader = Searcher(index.database, index.folder)
    assert reader.count(parse("су")) == 1

    # MongoDB does not know the event after which it is to tell what changed.
    writer = GenerationWriter(first)
    with changes.changes_since(index.database, writer.checkpoint.token) as feed:
        articles.insert_one(stored(2, body="Су."))
        until(lambda: bool(feed.next(1).ids[ARTICLES.name]))
        told = feed.token["_data"]
    earlier = f"{told[:2]}{int(told[2:10], 16) - 1:08X}{told[10:]}"
    writer.commit(replace(writer.checkpoint, token={"_data": earlier}))
    writer.close(finish=False)
    assert index.catch_up()
    assert "MongoDB no longer knows what changed" in caplog.text
    second = index.folder.generation("current")
    assert second is not None
    assert second != first
    assert not first.path.exists()
    assert reader.count(parse("су")) == 2

    # The database was dropped and restored: its token would go on without what was there.
    articles.drop()
    articles.insert_many([stored(number, body="Су.") for number in (1, 2)])
    assert index.catch_up()
    assert "other collections of the same names" in caplog.text
    assert reader.count(parse("су")) == 2

    # Another version of kznews has other rules.
    with monkeypatch.context() as changed:
        changed.setattr(fields, "version", lambda: "other")
        with pytest.raises(IndexOutdated, match="another version of kznews"):
            index.found("су")
        with index.folder.writing(), closing(Upkeep(index.database, index.folder)) as upkeep:
            assert upkeep.catch_up()
        assert index.found("су") == {"1", "2"}
    # Whoever read it before goes on, and the log says so.
    assert reader.count(parse("су")) == 2
    assert "The index is searched as it was before" in caplog.text
    assert index.catch_up()

    current = index.folder.generation("current")
    assert current is not None
    for file in current.path.glob("*.idx"):
        file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(IndexDamaged, match="`scrapy index --rebuild` makes it anew"):
        index.found("су")
    with index.folder.writing(), closing(Upkeep(index.database, index.folder)) as upkeep:
        upkeep.rebuild()
        assert upkeep.catch_up()
    assert index.found("су") == {"1", "2"}


def test_a_full_disk_is_told_and_what_was_committed_stays(new_index: NewIndex) -> None:
    index = new_index()
    articles = index.database[ARTICLES.name]
    articles.insert_one(stored(1, body="Су."))
    assert index.catch_up()
    articles.insert_many([stored(number, body=f"Өзен {number}.") for number in range(2, 400)])
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with index.folder.writing(), closing(Upkeep(index.database, index.folder)) as upkeep:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, most))
            with pytest.raises(IndexUnwritable, match="free space on its disk"):
                upkeep.catch_up()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert index.found("су") == {"1"}
    assert index.catch_up()
    assert Searcher(index.database, index.folder).count(parse("өзен")) == 398
