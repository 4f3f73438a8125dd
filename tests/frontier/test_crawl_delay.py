"""The Crawl-delay of robots.txt: whose it is, how long it may be, for whom it counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kznews.frontier.hosts import Standing
from tests.frontier.polite_worker import HOST, Documents, Worker, robots_parsed


@pytest.mark.parametrize("delay", [0, 0.5])
def test_the_crawl_delay_of_robots_txt_counts_for_all(
    run_workers: Callable[..., None], delay: float
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

    run_workers(steps, 2, HOST_DELAY=delay)


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
    run_workers: Callable[..., None],
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

    run_workers(steps, **settings)
    [host] = database["hosts"].find()
    assert host["crawl_delay"] == crawl_delay


def test_a_long_crawl_delay_is_told_and_an_endless_one_cut(
    run_workers: Callable[..., None], database: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(worker: Worker) -> None:
        await robots_parsed(worker, "User-agent: *\nCrawl-delay: 30")
        assert not caplog.records
        await robots_parsed(worker, "User-agent: *\nCrawl-delay: 86400")

    run_workers(steps)
    [record] = caplog.records
    assert "exclusive.kz: robots.txt asks for 86400 s" in record.getMessage()
    [host] = database["hosts"].find()
    assert host["crawl_delay"] == 300
