from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from kznews.frontier import politeness
from kznews.frontier.hosts import Hosts, Standing
from kznews.frontier.politeness import HostPausedError, PolitenessMiddleware
from kznews.frontier.visit import META, Visit, visit_of
from tests.frontier.hosts import open_hosts

Documents = Database[dict[str, Any]]
HOST = "exclusive.kz"


class Worker:
    """One worker's middleware, its crawler, and requests through it."""

    def __init__(self, hosts: Hosts, **settings: object) -> None:
        # Not the project's settings: this is about one middleware.
        self.crawler: Crawler = get_crawler(settings_dict={"HOST_DELAY": 0, **settings})
        self.hosts = hosts
        self.middleware = PolitenessMiddleware(self.crawler, lambda: hosts)

    def stat(self, name: str) -> Any:
        return self.crawler.stats.get_value(f"politeness/{name}", 0)

    async def fetch(
        self,
        answer: int | Exception = 200,
        host: str = HOST,
        *,
        retry_times: int = 0,
        **headers: str,
    ) -> tuple[Request, Response | None]:
        """As the downloader would: to the end, whatever it is."""
        request = make_request(host)
        if retry_times:
            request.meta["retry_times"] = retry_times
        await self.middleware.process_request(request)
        if isinstance(answer, Exception):
            await self.middleware.process_exception(request, answer)
            return request, None
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Response(request.url, status=answer, headers=names)
        assert await self.middleware.process_response(request, response) is response
        return request, response


def make_request(host: str = HOST) -> Request:
    return Request(f"https://{host}/", meta={META: Visit("row")})


Work = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def run(mongodb_uri: str, database: Documents) -> Callable[..., None]:
    """Runs a test's steps with as many workers as it takes."""

    def run(steps: Work, workers: int = 1, **settings: object) -> None:
        async def opened() -> None:
            async with open_hosts(mongodb_uri, database.name, workers) as opened:
                await steps(*(Worker(hosts, **settings) for hosts in opened))

        asyncio.run(opened())

    return run


def test_workers_take_turns(run: Callable[..., None]) -> None:
    async def steps(*workers: Worker) -> None:
        begun = time.monotonic()
        await asyncio.gather(*(worker.fetch() for worker in workers for _ in range(4)))
        assert time.monotonic() - begun >= 11 * 0.05
        assert sum(worker.stat("turns") for worker in workers) == 12
        for worker in workers:
            assert 0 < worker.stat("waited_seconds") <= time.monotonic() - begun

    run(steps, 3, HOST_DELAY=0.05)


def test_another_host_waits_for_nobody(run: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch()
        waiting = asyncio.create_task(worker.fetch())
        await worker.fetch(host="other.kz")
        assert not waiting.done()
        waiting.cancel()

    run(steps, HOST_DELAY=60)


def test_a_turn_is_not_taken_before_it_can_be_used(
    run: Callable[..., None], database: Documents
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

    run(steps, HOST_DELAY=0.001, CONCURRENT_REQUESTS_PER_DOMAIN=2)


@pytest.mark.parametrize("delay", [0, 0.001])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_pauses_all_workers(
    run: Callable[..., None], status: int, delay: float
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

    run(steps, 2, HOST_DELAY=delay)


def test_a_moment_in_retry_after_is_by_the_servers_clock(run: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch(
            503,
            Date="Sun, 06 Nov 1994 08:49:37 GMT",
            Retry_After="Sun, 06 Nov 1994 08:51:17 GMT",
        )
        standing = (await worker.hosts.troubled())[HOST]
        assert 99 < standing.paused_for <= 100

    run(steps)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_pages_of_a_host_with_a_long_pause_are_put_off(
    run: Callable[..., None], delay: float
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

    run(steps, HOST_DELAY=delay, HOST_PAUSE_MAX_WAIT=99)


def test_a_pause_shorter_than_the_longest_wait_is_waited_for(run: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        await worker.hosts.pause(HOST, 0.3, "it answered 429")
        begun = time.monotonic()
        await asyncio.gather(*(worker.fetch() for _ in range(4)))
        waited = time.monotonic() - begun
        assert waited > 0.25
        # One of them waits, and the others for that one.
        assert 0.2 < worker.stat("waited_seconds") <= waited
        assert worker.stat("postponed") == 0

    run(steps, HOST_PAUSE_MAX_WAIT=0.5)


def test_without_delay_pauses_of_others_are_learnt(
    run: Callable[..., None],
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

    run(steps, 2)


def test_a_pause_that_gets_longer_is_waited_for_as_it_is_then(
    run: Callable[..., None], monkeypatch: pytest.MonkeyPatch
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

    run(steps, 2)


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
    run: Callable[..., None], monkeypatch: pytest.MonkeyPatch
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

    run(steps)


def test_without_delay_and_trouble_nothing_is_written(
    run: Callable[..., None], database: Documents
) -> None:
    async def steps(worker: Worker) -> None:
        for status in (200, 301, 304, 403, 404):
            await worker.fetch(status)
        await worker.fetch(ResponseDataLossError())
        await worker.fetch(CannotResolveHostError())
        await robots_parsed(worker, "User-agent: *\nDisallow:")

    run(steps)
    assert database["hosts"].count_documents({}) == 0


AWAY = [
    DownloadConnectionRefusedError(),
    DownloadTimeoutError(),
    DownloadFailedError(),
]


@pytest.mark.parametrize("answer", [*AWAY, 500, 502, 503, 429], ids=repr)
@pytest.mark.parametrize("delay", [0, 0.001])
def test_a_host_that_keeps_failing_is_paused(
    run: Callable[..., None], answer: int | Exception, delay: float
) -> None:
    async def steps(worker: Worker, other: Worker) -> None:
        first, *_ = [(await each.fetch(answer))[0] for each in (worker, other) * 2]
        assert visit_of(first).error is None
        request, _ = await worker.fetch(answer)
        standing = (await worker.hosts.troubled())[HOST]
        assert standing.failures == 5
        assert 25 < standing.paused_for <= 30
        visit = visit_of(request)
        assert (visit.blame, visit.not_before) == ("nobody", standing.paused_until)
        for each in (worker, other) if delay else (worker,):
            with pytest.raises(HostPausedError):
                await each.fetch()

    run(steps, 2, HOST_DELAY=delay, HOST_PAUSE_MAX_WAIT=1)


@pytest.mark.parametrize("answer", [*AWAY, 500, 429], ids=repr)
@pytest.mark.parametrize("delay", [0, 0.001])
def test_retries_of_a_page_are_no_failures_of_its_host(
    run: Callable[..., None], answer: int | Exception, delay: float
) -> None:
    async def steps(worker: Worker) -> None:
        requests = []
        for _ in range(4):
            await worker.fetch(answer)
            requests += [(await worker.fetch(answer, retry_times=times))[0] for times in (1, 2)]
        assert (await worker.hosts.troubled())[HOST].failures == 4
        assert all(visit_of(request).error is None for request in requests)
        await worker.fetch(200, retry_times=1)
        assert not await worker.hosts.troubled()

    run(steps, HOST_DELAY=delay)


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_that_is_told_to_stay_away_pauses_its_host(
    run: Callable[..., None], status: int
) -> None:
    async def steps(worker: Worker) -> None:
        request, _ = await worker.fetch(status, retry_times=2, Retry_After="3600")
        assert visit_of(request).blame == "nobody"
        assert (await worker.hosts.troubled())[HOST].paused_for > 3500

    run(steps)


@pytest.mark.parametrize("answer", [DownloadTimeoutError(), 500], ids=repr)
@pytest.mark.parametrize("is_over", [False, True])
def test_nobody_is_to_blame_for_a_retry_that_ends_at_a_host_in_trouble(
    run: Callable[..., None], database: Documents, answer: int | Exception, is_over: bool
) -> None:
    """As all workers know it, also when its pause is over and nothing has come since."""

    async def steps(worker: Worker, other: Worker) -> None:
        retry = make_request()
        retry.meta["retry_times"] = 2
        await worker.middleware.process_request(retry)
        for _ in range(5):
            await other.fetch(answer)
        if is_over:
            passed = {"$set": {"paused_until": datetime.now(UTC) - timedelta(seconds=1)}}
            database["hosts"].update_one({"_id": HOST}, passed)
        if isinstance(answer, Exception):
            await worker.middleware.process_exception(retry, answer)
        else:
            response = Response(retry.url, status=answer)
            await worker.middleware.process_response(retry, response)
        standing = (await worker.hosts.troubled())[HOST]
        assert standing.failures == 5
        assert bool(standing.paused_for) is not is_over
        visit = visit_of(retry)
        assert (visit.blame, visit.not_before) == ("nobody", standing.paused_until)

    run(steps, 2)


@pytest.mark.parametrize(
    "answer", [ResponseDataLossError(), HostPausedError(HOST, datetime.now(UTC), "")]
)
def test_what_says_nothing_about_the_host_is_not_counted(
    run: Callable[..., None], answer: Exception
) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch(answer)
        assert not await worker.hosts.troubled()

    run(steps)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_an_answer_ends_the_row_of_failures(run: Callable[..., None], delay: float) -> None:
    async def steps(worker: Worker, dead: Worker) -> None:
        await dead.fetch(500)  # and never again
        await worker.fetch(404)
        assert not await worker.hosts.troubled()
        await worker.fetch(500)
        await worker.fetch(200)
        assert not await worker.hosts.troubled()

    run(steps, 2, HOST_DELAY=delay)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_answers_are_written_only_after_failures(run: Callable[..., None], delay: float) -> None:
    class CountingHosts(Hosts):
        written = 0

        async def answered(self, host: str) -> None:
            self.written += 1
            await super().answered(host)

    async def steps(worker: Worker) -> None:
        hosts = CountingHosts(worker.hosts._hosts.database)
        counted = Worker(hosts, HOST_DELAY=delay)
        for _ in range(3):
            await counted.fetch()
        assert hosts.written == 0
        await counted.fetch(500)
        for _ in range(3):
            await counted.fetch()
        assert hosts.written == 1

    run(steps)


def test_a_new_attempt_is_judged_anew(run: Callable[..., None]) -> None:
    async def steps(worker: Worker) -> None:
        request = make_request()
        visit_of(request).fail("it was paused", "nobody", not_before=datetime.now(UTC))
        await worker.middleware.process_request(request)
        assert visit_of(request) == Visit("row")
        visit_of(request).fail("it is broken", "for_good")
        await worker.middleware.process_request(request)
        assert visit_of(request).blame == "for_good"

    run(steps)


async def robots_parsed(worker: Worker, text: str, headers: dict[str, str] | None = None) -> None:
    """As Scrapy does it."""
    results = await worker.crawler.signals.send_catch_log_async(
        signals.robots_parsed,
        robotparser=ProtegoRobotParser(text.encode(), None),
        request=Request(f"https://{HOST}/page", headers=headers),
    )
    assert [result for _, result in results] == [None]


@pytest.mark.parametrize("delay", [0, 0.5])
def test_the_crawl_delay_of_robots_txt_counts_for_all(
    run: Callable[..., None], delay: float
) -> None:
    async def steps(worker: Worker, other: Worker) -> None:
        await robots_parsed(worker, "User-agent: *\nCrawl-delay: 20")
        await worker.fetch()
        asked: Standing = await other.hosts.ask(HOST, 0.5)
        assert 15 < asked.wait <= 20
        # It is taken back.
        await robots_parsed(worker, "User-agent: *\nDisallow:")
        asked = await other.hosts.ask("other.kz", 0.5)
        assert asked.wait <= 0.5

    run(steps, 2, HOST_DELAY=delay)


@pytest.mark.parametrize(
    ("settings", "headers", "crawl_delay"),
    [
        ({"USER_AGENT": "kznews/0.1 (+https://kznews)"}, {}, 2),
        ({"USER_AGENT": "kznews"}, {"User-Agent": "special"}, 3),
        ({"USER_AGENT": "kznews", "ROBOTSTXT_USER_AGENT": "special"}, {}, 3),
        ({"USER_AGENT": "unheard-of"}, {}, 1),
    ],
)
def test_the_crawl_delay_is_the_one_for_our_name(
    run: Callable[..., None],
    database: Documents,
    settings: dict[str, str],
    headers: dict[str, str],
    crawl_delay: float,
) -> None:
    text = "\n".join(
        f"User-agent: {name}\nCrawl-delay: {seconds}\n"
        for name, seconds in (("*", 1), ("kznews", 2), ("special", 3))
    )

    async def steps(worker: Worker) -> None:
        await robots_parsed(worker, text, headers)

    run(steps, **settings)
    [host] = database["hosts"].find()
    assert host["crawl_delay"] == crawl_delay


def test_a_long_crawl_delay_is_told_and_an_endless_one_cut(
    run: Callable[..., None], database: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(worker: Worker) -> None:
        await robots_parsed(worker, "User-agent: *\nCrawl-delay: 30")
        assert not caplog.records
        await robots_parsed(worker, "User-agent: *\nCrawl-delay: 86400")

    run(steps)
    [record] = caplog.records
    assert "exclusive.kz: robots.txt asks for 86400 s" in record.getMessage()
    [host] = database["hosts"].find()
    assert host["crawl_delay"] == 300


def test_a_replay_needs_no_politeness() -> None:
    with pytest.raises(NotConfigured):
        PolitenessMiddleware.from_crawler(get_crawler(settings_dict={"REPLAY": "some.warc.gz"}))
