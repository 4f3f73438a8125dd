"""Hosts that keep failing are paused, and no page is blamed for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from kznews.frontier.hosts import Hosts
from kznews.frontier.politeness import HostPausedError
from kznews.frontier.visit import visit_of
from tests.frontier.polite_worker import HOST, Documents, Worker, make_request

AWAY = [
    DownloadConnectionRefusedError(),
    DownloadTimeoutError(),
    DownloadFailedError(),
]


@pytest.mark.parametrize("answer", [*AWAY, 500, 502, 503, 429], ids=repr)
@pytest.mark.parametrize("delay", [0, 0.001])
def test_a_host_that_keeps_failing_is_paused(
    run_workers: Callable[..., None], answer: int | Exception, delay: float
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

    run_workers(steps, 2, HOST_DELAY=delay, HOST_PAUSE_MAX_WAIT=1)


@pytest.mark.parametrize("answer", [*AWAY, 500, 429], ids=repr)
@pytest.mark.parametrize("delay", [0, 0.001])
def test_retries_of_a_page_are_no_failures_of_its_host(
    run_workers: Callable[..., None], answer: int | Exception, delay: float
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

    run_workers(steps, HOST_DELAY=delay)


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_that_is_told_to_stay_away_pauses_its_host(
    run_workers: Callable[..., None], status: int
) -> None:
    async def steps(worker: Worker) -> None:
        request, _ = await worker.fetch(status, retry_times=2, Retry_After="3600")
        assert visit_of(request).blame == "nobody"
        assert (await worker.hosts.troubled())[HOST].paused_for > 3500

    run_workers(steps)


@pytest.mark.parametrize("answer", [DownloadTimeoutError(), 500], ids=repr)
@pytest.mark.parametrize("is_over", [False, True])
def test_nobody_is_to_blame_for_a_retry_that_ends_at_a_host_in_trouble(
    run_workers: Callable[..., None], database: Documents, answer: int | Exception, is_over: bool
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

    run_workers(steps, 2)


@pytest.mark.parametrize(
    "answer", [ResponseDataLossError(), HostPausedError(HOST, datetime.now(UTC), "")]
)
def test_what_says_nothing_about_the_host_is_not_counted(
    run_workers: Callable[..., None], answer: Exception
) -> None:
    async def steps(worker: Worker) -> None:
        await worker.fetch(answer)
        assert not await worker.hosts.troubled()

    run_workers(steps)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_an_answer_ends_the_row_of_failures(run_workers: Callable[..., None], delay: float) -> None:
    async def steps(worker: Worker, dead: Worker) -> None:
        await dead.fetch(500)  # and never again
        await worker.fetch(404)
        assert not await worker.hosts.troubled()
        await worker.fetch(500)
        await worker.fetch(200)
        assert not await worker.hosts.troubled()

    run_workers(steps, 2, HOST_DELAY=delay)


@pytest.mark.parametrize("delay", [0, 0.001])
def test_answers_are_written_only_after_failures(
    run_workers: Callable[..., None], delay: float
) -> None:
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

    run_workers(steps)
