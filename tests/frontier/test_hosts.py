from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from pymongo import AsyncMongoClient
from pymongo.change_stream import ChangeStream
from pymongo.database import Database
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)
from pymongo.uri_parser import parse_uri

from kznews.frontier.hosts import TROUBLE, Hosts, Standing
from tests.frontier.hosts import open_hosts
from tests.mongo.servers import wait_until

T = TypeVar("T")
Documents = Database[dict[str, Any]]
Do = Callable[[Callable[[Hosts], Awaitable[T]]], T]
HOST = "exclusive.kz"


@pytest.fixture
def do(mongodb_uri: str, database: Documents) -> Do[Any]:
    """Does something with one worker's hosts, and returns what it returns."""

    def run(steps: Callable[[Hosts], Awaitable[T]]) -> T:
        async def opened() -> T:
            async with open_hosts(mongodb_uri, database.name, 1) as [hosts]:
                return await steps(hosts)

        return asyncio.run(opened())

    return run


@contextmanager
def watched(database: Documents) -> Iterator[ChangeStream[dict[str, Any]]]:
    with database.watch(max_await_time_ms=50) as stream:
        yield stream


def turns(stream: ChangeStream[dict[str, Any]], number: int) -> list[datetime]:
    """The first values that `next_at` has had, which the server computed."""
    moments: list[datetime] = []

    def seen() -> bool:
        while change := stream.try_next():
            new = change.get("fullDocument") or change["updateDescription"]["updatedFields"]
            if "next_at" in new:
                moments.append(new["next_at"])
        return len(moments) >= number

    wait_until(seen, f"{number} turns are given")
    return moments


@pytest.mark.parametrize(("delay", "crawl_delay"), [(0.1, None), (0.02, 0.1)])
def test_no_two_turns_of_three_workers_are_closer_than_the_delay(
    mongodb_uri: str, database: Documents, delay: float, crawl_delay: float | None
) -> None:
    async def work(hosts: Hosts) -> None:
        for _ in range(5):
            asked = await hosts.ask(HOST, delay)
            while asked.wait:
                await asyncio.sleep(asked.wait)
                asked = await hosts.ask(HOST, delay)

    async def run() -> None:
        async with open_hosts(mongodb_uri, database.name, 3) as workers:
            await workers[0].ask("other.kz", 60)
            await workers[0].set_crawl_delay(HOST, crawl_delay)
            await asyncio.gather(*map(work, workers))

    with watched(database) as stream:
        asyncio.run(run())
        moments = turns(stream, 16 if crawl_delay is None else 17)
    given = moments[-15:]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(given)]
    assert len(gaps) == 14
    assert min(gaps) >= 0.1
    # And nobody sleeps through turns: one asks again as soon as it may.
    assert sum(gaps) < 14 * 0.1 * 2


def test_of_many_that_ask_for_a_new_host_at_once_one_gets_the_turn(
    mongodb_uri: str, database: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with open_hosts(mongodb_uri, database.name, 3) as workers:
            for number in range(20):
                asked = [each.ask(f"{number}.kz", 60) for each in workers * 3]
                answers = await asyncio.gather(*asked)
                assert sorted(answer.wait > 0 for answer in answers) == [False] + [True] * 8
                noted = [each.failed(f"new-{number}.kz", "refused") for each in workers * 2]
                failures = [answer.failures for answer in await asyncio.gather(*noted)]
                assert max(failures) == 5

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert database["hosts"].count_documents({}) == 40
    assert not caplog.records


def test_who_is_told_to_wait_changes_nothing(do: Do[Any], database: Documents) -> None:
    async def steps(hosts: Hosts) -> tuple[Standing, dict[str, Any] | None, Standing]:
        first = await hosts.ask(HOST, 60)
        return first, database["hosts"].find_one(), await hosts.ask(HOST, 0.001)

    first, before, second = do(steps)
    assert first == Standing()
    assert 59 < second.wait <= 60
    assert second.paused_for == 0
    assert database["hosts"].find_one() == before


def test_a_pause_stops_turns_and_never_gets_shorter(do: Do[Any], database: Documents) -> None:
    async def steps(hosts: Hosts) -> list[Standing]:
        first = await hosts.pause(HOST, 20, "429")
        shorter = await hosts.pause(HOST, 10, "503")
        before = database["hosts"].find_one()
        asked = await hosts.ask(HOST, 60)
        assert database["hosts"].find_one() == before
        return [first, shorter, asked, await hosts.pause(HOST, 30, "$reason")]

    first, shorter, asked, longer = do(steps)
    assert 19 < first.paused_for <= 20
    assert (shorter.reason, shorter.paused_until) == ("429", first.paused_until)
    assert 19 < asked.wait <= 20
    assert 19 < asked.paused_for <= 20
    assert (asked.reason, asked.paused_until) == ("429", first.paused_until)
    assert 29 < longer.paused_for <= 30
    assert longer.reason == "$reason"


def test_a_pause_ends(do: Do[Any]) -> None:
    async def steps(hosts: Hosts) -> list[Standing]:
        paused = await hosts.pause(HOST, 0.05, "429")
        await asyncio.sleep(paused.wait)
        return [await hosts.ask(HOST, 60), *(await hosts.troubled()).values()]

    [asked] = do(steps)
    assert asked.wait == asked.paused_for == 0


def test_from_the_fifth_failure_in_a_row_on_a_host_is_paused(
    do: Do[Any], database: Documents
) -> None:
    async def steps(hosts: Hosts) -> list[Standing]:
        return [await hosts.failed(HOST, "timed out") for _ in range(TROUBLE + 3)]

    *before, fifth, sixth, _, _ = do(steps)
    assert [each.failures for each in before] == [1, 2, 3, 4]
    assert {each.paused_for for each in before} == {0}
    assert fifth.failures == 5
    assert 29 < fifth.paused_for <= 30
    assert fifth.reason == "5 failures in a row: timed out"
    # What fails during the pause was sent before, and tells nothing new.
    assert (sixth.failures, sixth.paused_until) == (5, fifth.paused_until)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(5, 60), (6, 120), (10, 1920), (11, 3600), (10**6, 3600)]
)
def test_each_failure_after_a_pause_doubles_it(
    do: Do[Any], database: Documents, failures: int, seconds: float
) -> None:
    async def steps(hosts: Hosts) -> Standing:
        await hosts.failed(HOST, "")
        past = {"failures": failures, "paused_until": datetime(2020, 1, 1, tzinfo=UTC)}
        database["hosts"].update_one({}, {"$set": past})
        return await hosts.failed(HOST, "")

    standing = do(steps)
    assert standing.failures == failures + 1
    assert seconds - 1 < standing.paused_for <= seconds


def test_an_answer_ends_the_row_of_failures(do: Do[Any], database: Documents) -> None:
    async def steps(hosts: Hosts) -> list[dict[str, Standing]]:
        await hosts.ask("quiet.kz", 0)
        await hosts.failed(HOST, "")
        await hosts.failed("other.kz", "")
        await hosts.pause("paused.kz", 10, "429")
        before = await hosts.troubled()
        for name in (HOST, "paused.kz", "never-heard-of.kz"):
            await hosts.answered(name)
        return [before, await hosts.troubled()]

    before, after = do(steps)
    assert {name: each.failures for name, each in before.items()} == {
        HOST: 1,
        "other.kz": 1,
        "paused.kz": 0,
    }
    assert set(after) == {"other.kz", "paused.kz"}
    assert 9 < after["paused.kz"].paused_for <= 10
    assert database["hosts"].find_one({"_id": "never-heard-of.kz"}) is None


def test_the_crawl_delay_counts_where_it_is_longer(do: Do[Any]) -> None:
    async def ask(hosts: Hosts, name: str, delay: float) -> float:
        assert (await hosts.ask(name, delay)).wait == 0
        return (await hosts.ask(name, delay)).wait

    async def steps(hosts: Hosts) -> list[float]:
        for name in ("longer.kz", "shorter.kz", "taken-back.kz"):
            await hosts.set_crawl_delay(name, 20)
        await hosts.set_crawl_delay("taken-back.kz", None)
        return [
            await ask(hosts, "longer.kz", 0.5),
            await ask(hosts, "shorter.kz", 40),
            await ask(hosts, "taken-back.kz", 0.5),
        ]

    longer, shorter, taken_back = do(steps)
    assert 19 < longer <= 20
    assert 39 < shorter <= 40
    assert taken_back <= 0.5


def test_no_crawl_delay_leaves_no_document(do: Do[Any], database: Documents) -> None:
    async def steps(hosts: Hosts) -> None:
        await hosts.set_crawl_delay(HOST, None)
        await hosts.answered(HOST)

    do(steps)
    assert database["hosts"].count_documents({}) == 0


class Commands(CommandListener):
    def __init__(self) -> None:
        self.sent: list[Any] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in {"update", "findAndModify", "find"}:
            self.sent.append(event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to note."""


def values(part: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from values(each)
    else:
        yield part


def test_no_worker_tells_its_own_time(mongodb_uri: str, database: Documents) -> None:
    listener = Commands()

    async def run() -> None:
        client: AsyncMongoClient[dict[str, Any]]
        async with AsyncMongoClient(mongodb_uri, event_listeners=[listener]) as client:
            hosts = Hosts(client[database.name])
            await hosts.ask(HOST, 0.5)
            await hosts.ask(HOST, 0.5)
            await hosts.pause(HOST, 1, "429")
            await hosts.failed(HOST, "timed out")
            await hosts.answered(HOST)
            await hosts.set_crawl_delay(HOST, 1)
            await hosts.troubled()

    asyncio.run(run())
    sent = [value for command in listener.sent for value in values(command)]
    assert len(listener.sent) == 10
    assert not [value for value in sent if isinstance(value, datetime)]
    # Nor as a number of seconds or milliseconds since whenever.
    numbers = [value for value in sent if isinstance(value, int | float)]
    assert all(abs(number) < timedelta(days=365).total_seconds() for number in numbers)


class LossyWay:
    """A way to a server on which, when armed, the next answer to a findAndModify is lost."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self.armed = False

    async def __call__(
        self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._socket)
        lost = False

        async def ask() -> None:
            nonlocal lost
            while sent := await from_client.read(65536):
                lost = lost or (self.armed and b"findAndModify" in sent)
                to_server.write(sent)
            to_server.close()

        asking = asyncio.create_task(ask())
        while answer := await from_server.read(65536):
            if lost:
                self.armed = False
                break
            to_client.write(answer)
        to_client.close()
        await asking


def test_a_turn_whose_answer_was_lost_on_the_way_is_given_up(
    mongodb_uri: str, database: Documents
) -> None:
    """The driver asks again; the server repeats its answer, but without what we ask of it."""

    async def run() -> Standing:
        way = LossyWay(parse_uri(mongodb_uri)["nodelist"][0][0])
        async with await asyncio.start_server(way, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            uri = f"mongodb://127.0.0.1:{port}/?directConnection=true"
            async with open_hosts(uri, database.name, 1) as [hosts]:
                await hosts.ask(HOST, 0)
                way.armed = True
                asked = await hosts.ask(HOST, 20)
                assert not way.armed
        return asked

    asked = asyncio.run(run())
    assert 19 < asked.wait <= 20


def test_a_hosts_robots_txt_is_kept_with_its_age(do: Do[Any], database: Documents) -> None:
    async def test(hosts: Hosts) -> None:
        assert await hosts.robots(HOST, HOST) is None
        await hosts.keep_robots(HOST, HOST, "$text")
        await hosts.keep_robots(HOST, HOST, "User-agent: *\n$disallow: /")
        earlier = {"$subtract": ["$robots.fetched_at", 7_000]}
        database["hosts"].update_many({}, [{"$set": {"robots.fetched_at": earlier}}])
        kept = await hosts.robots(HOST, HOST)
        assert kept is not None
        assert kept.text == "User-agent: *\n$disallow: /"
        assert kept.age >= 7
        # Another port is another server.
        assert await hosts.robots(HOST, f"{HOST}:8080") is None
        # Turns leave it as it is.
        await hosts.ask(HOST, 0.1)
        same = await hosts.robots(HOST, HOST)
        assert same is not None
        assert same.text == kept.text

    do(test)
