from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from kznews.frontier import politeness
from kznews.frontier.hosts import Hosts, Standing
from kznews.frontier.politeness import HostPausedError, PolitenessMiddleware
from kznews.frontier.visit import Visit, visit_of
from tests.frontier.polite_worker import HOST, Documents, Worker, make_request, robots_parsed


def test_workers_take_turns(run_workers: Callable[..., None]) -> None:
    async def steps(*workers: Worker) -> None:
        begun = time.monotonic()
        await asyncio.gather(*(worker.fetch() for worker in workers for _ in range(4)))
        assert time.monotonic() - begun >= 11 * 0.05
        assert sum(worker.stat("turns") for worker in workers) == 12
        for worker in workers:
            assert 0 < worker.stat("waited_seconds") <= time.monotonic() - begun

    run_workers(steps, 3, HOST_DELAY=0.05)


def test_another_host_waits_for_nobody(run_workers: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch()
        waiting = asyncio.create_task(worker.fetch())
        await worker.fetch(host="other.kz")
        assert not waiting.done()
        waiting.cancel()

    run_workers(steps, HOST_DELAY=60)


def test_a_turn_is_not_taken_before_it_can_be_used(
    run_workers: Callable[..., None], database: Documents
) -> None:
    """What is sent does not wait in the downloader, where no pause could stop it."""

    async def steps(worker: Worker) -> None:
        requests = [make_request() for _ in range(5)]
        turns = [
            asyncio.create_task(worker.middleware.process_request(request)) for request in requests
        ]
        await asyncio.wait(turns[:2])
        await worker.hosts.pause(HOST, 3600, "by hand")
        response = Response(requests[0].url)
        await worker.middleware.process_response(requests[0], response)
        await worker.middleware.process_exception(requests[1], ResponseDataLossError())
        ends = await asyncio.gather(*turns, return_exceptions=True)
        assert ends[:2] == [None, None]
        assert [type(end) for end in ends[2:]] == [HostPausedError] * 3

    run_workers(steps, HOST_DELAY=0.001, CONCURRENT_REQUESTS_PER_DOMAIN=2)


@pytest.mark.parametrize("delay", [0, 0.001])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_pauses_all_workers(
    run_workers: Callable[..., None], status: int, delay: float
) -> None:
    async def steps(told: Worker, other: Worker) -> None:
        begun = time.monotonic()
        request, _ = await told.fetch(status, Retry_After="1")
        visit = visit_of(request)
        assert (visit.blame, visit.error) == (
            "nobody",
            f"{HOST} is paused: it answered {status} with Retry-After",
        )
        assert told.stat(f"pauses/{HOST}") == 1
        await asyncio.gather(told.fetch(), told.fetch(), other.fetch())
        waited = time.monotonic() - begun
        assert waited >= 1
        assert other.stat(f"pauses/{HOST}") == 1
        assert 0.5 < told.stat("waited_seconds") <= waited

    run_workers(steps, 2, HOST_DELAY=delay)


def test_a_moment_in_retry_after_is_by_the_servers_clock(run_workers: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch(
            503,
            Date="Sun, 06 Nov 1994 08:49:37 GMT",
            Retry_After="Sun, 06 Nov 1994 08:51:17 GMT",
        )
        standing = (await worker.hosts.troubled())[HOST]
        assert 99 < standing.paused_for <= 100

    run_workers(steps)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_pages_of_a_host_with_a_long_pause_are_put_off(
    run_workers: Callable[..., None], delay: float
) -> None:
    async def steps(worker: Worker) -> None:
        pause = await worker.hosts.pause(HOST, 100, "it answered 429")
        requests = [make_request() for _ in range(20)]
        turns = map(worker.middleware.process_request, requests)
        ends = await asyncio.gather(*turns, return_exceptions=True)
        for request, end in zip(requests, ends, strict=True):
            assert isinstance(end, HostPausedError)
            assert (end.host, end.until) == (HOST, pause.paused_until)
            assert f"{HOST} is paused until " in str(end)
            visit = visit_of(request)
            assert (visit.blame, visit.not_before) == ("nobody", pause.paused_until)
            assert visit.error == f"{HOST} is paused: it answered 429"
        assert worker.stat("postponed") == 20
        assert worker.stat("waited_seconds") == 0
        assert pause.paused_until is not None
        assert timedelta(seconds=90) < pause.paused_until - datetime.now(UTC)
        # Also one that has no visit, as robots.txt's.
        with pytest.raises(HostPausedError):
            await worker.middleware.process_request(Request(f"https://{HOST}/robots.txt"))

    run_workers(steps, HOST_DELAY=delay, HOST_PAUSE_MAX_WAIT=99)


def test_a_pause_shorter_than_the_longest_wait_is_waited_for(
    run_workers: Callable[..., None],
) -> None:
    async def steps(worker: Worker) -> None:
        await worker.hosts.pause(HOST, 0.3, "it answered 429")
        begun = time.monotonic()
        await asyncio.gather(*(worker.fetch() for _ in range(4)))
        waited = time.monotonic() - begun
        assert waited > 0.25
        # One of them waits, and the others for that one.
        assert 0.2 < worker.stat("waited_seconds") <= waited
        assert worker.stat("postponed") == 0

    run_workers(steps, HOST_PAUSE_MAX_WAIT=0.5)


def test_without_delay_pauses_of_others_are_learnt(
    run_workers: Callable[..., None],
) -> None:
    async def steps(worker: Worker, other: Worker) -> None:
        await worker.fetch()
        await other.fetch(429, Retry_After="3600")
        deadline = time.monotonic() + 10

        async def go_on() -> None:
            while time.monotonic() < deadline:
                await worker.fetch()
                await asyncio.sleep(0.01)

        with pytest.raises(HostPausedError):
            await go_on()

    run_workers(steps, 2)


def test_a_pause_that_gets_longer_is_waited_for_as_it_is_then(
    run_workers: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "_LOOK_EVERY", 0)

    async def steps(worker: Worker, other: Worker) -> None:
        await other.hosts.pause(HOST, 0.5, "it answered 429")
        waiting = asyncio.create_task(worker.fetch())
        deadline = time.monotonic() + 10
        while not worker.stat(f"pauses/{HOST}"):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        await other.hosts.pause(HOST, 3600, "it answered 503")
        with pytest.raises(HostPausedError, match="503"):
            await waiting

    run_workers(steps, 2)


class HeldHosts(Hosts):
    """What it has found is on its way until `release` is set."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        super().__init__(database)
        self.found = asyncio.Event()
        self.release = asyncio.Event()

    async def troubled(self) -> dict[str, Standing]:
        found = await super().troubled()
        self.found.set()
        await self.release.wait()
        return found


def test_while_one_request_looks_for_pauses_others_go_on(
    run_workers: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what they learn meanwhile is newer than what it finds."""
    monkeypatch.setattr(politeness, "_LOOK_EVERY", 0)

    async def steps(other: Worker) -> None:
        hosts = HeldHosts(other.hosts._hosts.database)
        worker = Worker(hosts)
        hosts.release.set()
        await worker.fetch()
        hosts.release.clear()
        hosts.found.clear()
        await other.hosts.pause(HOST, 5, "it answered 503")
        looking = asyncio.create_task(worker.fetch())
        await hosts.found.wait()
        await worker.fetch(429, Retry_After="3600")
        hosts.release.set()
        with pytest.raises(HostPausedError, match="429"):
            await asyncio.wait_for(looking, 4)

    run_workers(steps)


def test_without_delay_and_trouble_nothing_is_written(
    run_workers: Callable[..., None], database: Documents
) -> None:
    async def steps(worker: Worker) -> None:
        for status in (200, 301, 304, 403, 404):
            await worker.fetch(status)
        await worker.fetch(ResponseDataLossError())
        await worker.fetch(CannotResolveHostError())
        await robots_parsed(worker, "User-agent: *\nDisallow:")

    run_workers(steps)
    assert database["hosts"].count_documents({}) == 0


def test_a_new_attempt_is_judged_anew(run_workers: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        request = make_request()
        visit_of(request).fail("it was paused", "nobody", not_before=datetime.now(UTC))
        await worker.middleware.process_request(request)
        assert visit_of(request) == Visit("row")
        visit_of(request).fail("it is broken", "for_good")
        await worker.middleware.process_request(request)
        assert visit_of(request).blame == "for_good"

    run_workers(steps)


def test_a_replay_needs_no_politeness() -> None:
    with pytest.raises(NotConfigured):
        PolitenessMiddleware.from_crawler(get_crawler(settings_dict={"REPLAY": "some.warc.gz"}))
