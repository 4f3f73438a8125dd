"""The frontier's counts and lists: what they say, and what MongoDB reads for them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from pymongo import MongoClient
from pymongo.database import Database as SyncDatabase
from scrapy.settings import Settings

from kznews.frontier.report import (
    MOST_COUNTED,
    CommonError,
    FrontierReader,
    SpiderRows,
    Summary,
)
from kznews.frontier.row_lists import DueRow, Page, due_rows
from kznews.mongo.clock import ServerClock
from kznews.mongo.connection import Database, open_database, resolve
from tests.frontier.sample_frontier import (
    ALIVE,
    BROKEN,
    GONE,
    HELD,
    KILLED,
    LEASE,
    NEW,
    SETTLED,
    UNSTORABLE,
    Crawl,
    fill,
)
from tests.record.stores import open_store

DAY = datetime(2026, 4, 1, tzinfo=UTC)
T = TypeVar("T")
Ask = Callable[[Database, ServerClock], Awaitable[T]]
TestDatabase = SyncDatabase[dict[str, Any]]


def read(uri: str, name: str, what: Ask[T]) -> T:
    """What it gives for a database as it is."""

    async def ask() -> T:
        settings = {"MONGODB_URI": uri, "MONGODB_DATABASE": name}
        async with open_database(resolve(Settings(settings))) as opened:
            clock = ServerClock(opened)
            await clock.read()
            return await what(opened, clock)

    return asyncio.run(ask())


async def summarize(database: Database, clock: ServerClock) -> Summary:
    reader = FrontierReader(database, clock)
    return await reader.summary(await reader.spiders())


@pytest.fixture(scope="module")
def summary(mongodb_uri: str) -> Iterator[Summary]:
    client: MongoClient[dict[str, Any]]
    name = f"test_{uuid.uuid4().hex[:12]}"
    with MongoClient(mongodb_uri) as client:
        asyncio.run(fill(mongodb_uri, name))
        yield read(mongodb_uri, name, summarize)
        client.drop_database(name)


@pytest.fixture(scope="module")
def exclusive(summary: Summary) -> SpiderRows:
    return summary.spiders[0]


def test_the_rows_of_an_outlet_are_counted_by_what_becomes_of_them(
    summary: Summary, exclusive: SpiderRows
) -> None:
    assert exclusive.spider == "exclusive"
    queued = exclusive.queued
    assert (queued.due, queued.later, queued.newer) == (len(NEW) + 1, 1, 1)
    assert queued.first_due_at is not None
    assert timedelta(minutes=25) < queued.first_due_at - summary.now <= timedelta(minutes=30)
    done = exclusive.done
    assert (done.rows, done.again, done.settled) == (1 + len(SETTLED), 1, len(SETTLED))
    assert done.next_due_at is not None
    assert timedelta(minutes=55) < done.next_due_at - summary.now <= timedelta(hours=1)
    assert exclusive.dead.rows == 4


def test_who_holds_rows_and_whether_they_live(summary: Summary, exclusive: SpiderRows) -> None:
    alive, killed = exclusive.workers
    assert (alive.worker, alive.alive, alive.leased) == (ALIVE, True, len(HELD))
    assert (killed.worker, killed.alive, killed.leased) == (KILLED, False, 1)
    assert alive.until is not None
    assert killed.until is not None
    assert killed.until < summary.now < alive.until <= summary.now + timedelta(seconds=LEASE)
    assert exclusive.round_began_at is not None
    assert exclusive.round_began_at < summary.now


def test_what_rows_died_of_the_commonest_first(exclusive: SpiderRows) -> None:
    assert exclusive.dead.errors == [
        CommonError(error="HTTP 404", rows=2, url=GONE[0]),
        CommonError(error="KeyError: 'title'\nin \x1b[31mour code", rows=1, url=BROKEN),
        CommonError(
            error="… cannot be stored: callback <lambda> is no method", rows=1, url=UNSTORABLE
        ),
    ]


def test_a_replay_has_rows_of_its_own(summary: Summary) -> None:
    assert [each.spider for each in summary.spiders] == ["exclusive", "exclusive~replay"]
    replay = summary.spiders[1]
    assert (replay.queued.due, replay.workers, replay.round_began_at) == (1, [], None)


def test_hosts_that_are_paused_fail_or_want_a_delay(summary: Summary) -> None:
    failing, paused, slow = summary.hosts
    assert (failing.host, failing.failures) == ("failing.example", 1)
    assert (failing.paused_until, failing.reason, failing.crawl_delay) == (None, None, None)
    assert (paused.host, paused.reason) == ("paused.example", "429, Retry-After")
    assert paused.paused_until is not None
    assert timedelta(minutes=14) < paused.paused_until - summary.now <= timedelta(minutes=15)
    assert (slow.host, slow.crawl_delay, slow.failures) == ("slow.example", 10, 0)


def test_a_pause_that_has_ended_is_none(mongodb_uri: str, database: TestDatabase) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    # Of the day before, by the server's clock.
    ended = {"$set": {"paused_until": {"$subtract": ["$$NOW", 86_400_000]}}}
    database["hosts"].update_many({}, [ended])
    summary = read(mongodb_uri, database.name, summarize)
    assert [each.host for each in summary.hosts] == ["failing.example", "slow.example"]
    assert {(each.paused_until, each.reason) for each in summary.hosts} == {(None, None)}


def test_a_worker_without_rows_is_there_too(mongodb_uri: str, database: TestDatabase) -> None:
    async def join() -> None:
        async with open_store(mongodb_uri, database.name) as opened:
            clock = ServerClock(opened)
            await Crawl(opened, clock, ALIVE, "tengrinews", LEASE).rounds.join()
            await Crawl(opened, clock, KILLED, "tengrinews", 0).rounds.join()

    asyncio.run(join())
    (spider,) = read(mongodb_uri, database.name, summarize).spiders
    assert [(each.worker, each.leased) for each in spider.workers] == [(ALIVE, 0)]
    assert spider.done.rows == 0


def test_the_next_visits_stand_in_their_order(mongodb_uri: str, database: TestDatabase) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    rows = database["frontier"]
    # Queued and done ones in turns, against the order in which they were written.
    for state, offset in (("queued", 0), ("done", 30)):
        for number, row in enumerate(rows.find({"state": state}).sort("added_at", -1)):
            due_at = DAY + timedelta(hours=number, minutes=offset)
            rows.update_one({"_id": row["_id"]}, {"$set": {"due_at": due_at}})

    def due(limit: int) -> Page[DueRow]:
        spiders = ["exclusive", "exclusive~replay"]
        return read(mongodb_uri, database.name, lambda opened, _: due_rows(opened, spiders, limit))

    everything = due(0)
    assert len(everything.rows) == 8
    assert not everything.more
    assert everything.rows == sorted(everything.rows, key=lambda row: row.due_at)
    assert [row.state for row in everything.rows[:4]] == ["queued", "done", "queued", "done"]
    assert due(4) == Page(everything.rows[:4], more=True)
    assert due(8) == everything


def test_counts_read_index_keys_and_no_page_that_was_read(
    mongodb_uri: str, database: TestDatabase
) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    rows = database["frontier"]
    for due_at in (None, {"$ne": None}):  # settled, and to be visited again
        row = rows.find_one({"state": "done", "due_at": due_at})
        assert row is not None
        rows.insert_many(row | {"_id": f"{row['_id']}{number}"} for number in range(500))
    database.command("profile", 2)
    summary = read(mongodb_uri, database.name, summarize)
    database.command("profile", 0)
    assert summary.spiders[0].done.rows == 1003
    asked = list(database["system.profile"].find({"ns": rows.full_name}))
    scans = {each["planSummary"].split()[0] for each in asked}
    assert scans == {"DISTINCT_SCAN", "COUNT_SCAN", "IXSCAN"}
    # Only what is queued (4 and 1), leased (3) and dead (4).
    assert sum(each["docsExamined"] for each in asked) <= 12
    database["system.profile"].drop()
    database.command("profile", 2)
    opened = read(
        mongodb_uri, database.name, lambda *at: FrontierReader(*at).open_rows("exclusive")
    )
    database.command("profile", 0)
    told = summary.spiders[0]
    assert (opened.due, opened.later) == (told.queued.due, told.queued.later)
    assert opened.dead == told.dead.rows
    assert opened.leased == sum(each.leased for each in told.workers)
    # What was read is not even counted.
    asked = list(database["system.profile"].find({"ns": rows.full_name}))
    assert 0 < sum(each["keysExamined"] for each in asked) < 50


def test_open_rows_are_counted_to_a_bound_and_cost_no_more_however_many_there_are(
    mongodb_uri: str, database: TestDatabase
) -> None:
    asyncio.run(fill(mongodb_uri, database.name))
    rows = database["frontier"]
    row = rows.find_one({"spider": "exclusive", "state": "queued"})
    assert row is not None
    kinds: tuple[dict[str, Any], ...] = (
        {"due_at": DAY},
        {"due_at": DAY + timedelta(days=40_000)},
        {"state": "dead", "due_at": None},
    )
    for number, kind in enumerate(kinds):
        rows.insert_many(
            row | kind | {"_id": f"{row['_id']}:{number}:{place}", "priority": -(place % 3)}
            for place in range(MOST_COUNTED + 500)
        )
    database.command("profile", 2)
    opened = read(
        mongodb_uri, database.name, lambda *at: FrontierReader(*at).open_rows("exclusive")
    )
    database.command("profile", 0)
    assert (opened.due, opened.later, opened.dead) == (MOST_COUNTED,) * 3
    assert opened.leased == len(HELD) + 1
    asked = list(database["system.profile"].find({"ns": rows.full_name}))
    assert sum(each["docsExamined"] for each in asked) == 0
    assert sum(each["keysExamined"] for each in asked) < 3 * MOST_COUNTED + 50


def test_a_database_without_a_frontier_gets_none(mongodb_uri: str, database: TestDatabase) -> None:
    database["other"].insert_one({})
    summary = read(mongodb_uri, database.name, summarize)
    assert (summary.spiders, summary.hosts) == ([], [])
    assert database.list_collection_names() == ["other"]
