"""`scrapy run`: crawls of several outlets in one process, which survive each other's ends."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import Timeout
from pymongo import MongoClient
from pymongo.collection import Collection

from kznews.commands.run import node_name
from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import scrapy
from tests.databases import Documents
from tests.kills.workers import Worker
from tests.mongo.servers import OwnMongod, wait_until

SPIDERS = "tests.commands.scheduled_spiders"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Worker]]:
    """Start `scrapy run` as the node `run`; what still goes on in the end is killed."""
    monkeypatch.setenv("NODE_NAME", "run")
    workers: list[Worker] = []

    def start(*outlets: str, **settings: object) -> Worker:
        options = [part for each in settings.items() for part in ("-s", "{}={}".format(*each))]
        log = tmp_path / f"run-{len(workers)}.log"
        workers.append(Worker(["scrapy", "run", *outlets, *options], log))
        return workers[-1]

    yield start
    for each in workers:
        each.kill()


def ended(jobs: list[dict[str, Any]], spider: str, state: str) -> list[dict[str, Any]]:
    return [each for each in jobs if (each["spider"], each["state"]) == (spider, state)]


def test_what_fails_hangs_or_goes_away_leaves_the_others_alone(
    run: Callable[..., Worker], tmp_path: Path
) -> None:
    server = OwnMongod(tmp_path / "mongod")
    server.start()
    client: MongoClient[dict[str, Any]]
    try:
        with MongoClient(server.uri, serverSelectionTimeoutMS=20_000) as client:
            jobs: Collection[dict[str, Any]] = client["runs"]["jobs"]
            worker = run(
                SPIDER_MODULES=SPIDERS,
                MONGODB_URI=server.uri,
                MONGODB_DATABASE="runs",
                MONGODB_TIMEOUT=1,
                RUN_DEADLINE=4 / 60,
            )

            def has(number: int, spider: str, state: str) -> Callable[[], bool]:
                return lambda: len(ended([*jobs.find()], spider, state)) >= number

            wait_until(has(2, "quick", "finished"), "a spider is crawled at each of its ticks")
            wait_until(has(2, "failing", "failed"), "one that cannot begin fails, again and again")
            wait_until(has(1, "hanging", "failed"), "one that hangs is stopped")
            server.kill()
            wait_until(lambda: "while MongoDB is away" in worker.said, "it says what it waits for")
            server.start()
            before = len(ended([*jobs.find()], "quick", "finished"))
            wait_until(has(before + 2, "quick", "finished"), "it goes on with MongoDB")
            # Counted since the server started again: they are there, a process asks once.
            asked = client.admin.command("serverStatus")["metrics"]["commands"]["createIndexes"]
            assert asked["total"] == 0
            worker.send(signal.SIGINT)
            assert worker.wait() == 0, worker.last_words
            found = list(jobs.find())
            assert {each["reason"] for each in ended(found, "failing", "failed")} == {
                "ValueError: it has no feed"
            }
            assert {each["reason"] for each in ended(found, "hanging", "failed")} == {
                "it had not ended after 4 s"
            }
            assert not [each for each in found if each["state"] == "running"]
            assert client["runs"]["nodes"].find_one({})["running"] == 0  # type: ignore[index]
    finally:
        server.kill()


def test_one_that_was_killed_goes_on_where_it_was_and_ends_politely(
    run: Callable[..., Worker], database: Documents, mongodb_uri: str
) -> None:
    site = Site({"exclusive/2022": 2, "kapital/2026": 1, "vlast/2024": 1})
    with Newsroom(site) as newsroom:
        newsroom.misbehave("*", Slow(0.1))
        settings = {
            "MONGODB_URI": mongodb_uri,
            # All that the process writes is in the newsroom's database, its jobs, too.
            "MONGODB_DATABASE": database.name.removesuffix("_newsroom"),
            "NEWSROOM": newsroom.address,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
            "FRONTIER_LEASE": 2,
        }
        first = run("exclusive", "kapital", **settings)
        wait_until(lambda: database["articles"].count_documents({}) > 4, "articles are stored")
        assert first.kill()
        second = run("exclusive", "kapital", **settings)
        jobs = database["jobs"]
        wait_until(
            lambda: jobs.count_documents({"tick": {"$ne": None}, "state": "finished"}) >= 2,
            "what it had begun is ended by the next",
        )
        second.send(signal.SIGTERM)
        assert second.wait() == 0, second.last_words
    stored = Counter(each["url"] for each in database["articles"].find())
    played = {each.url for each in site.articles if each.outlet in {"exclusive", "kapital"}}
    assert stored == Counter(played)
    assert {each["spider"] for each in jobs.find()} == {"exclusive", "kapital"}
    assert max(each["start_count"] for each in jobs.find()) == 2
    assert "exclusive: finished" in second.said
    # A run counts what its own crawl logged, whatever the others beside it did.
    runs = {each["job"]: each for each in database["runs"].find({"finish_reason": "finished"})}
    assert set(runs) == {each["_id"] for each in jobs.find({"state": "finished"})}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nosuch"], "'nosuch' is no spider with a schedule"),
        (["exclusive", "-s", "RUN_CRAWLS=0"], "the setting RUN_CRAWLS is 0"),
    ],
)
def test_what_it_does_not_understand_is_refused(arguments: list[str], complaint: str) -> None:
    done = scrapy(["run", *arguments], {}, {})
    assert done.exit_code == 2
    assert complaint in done.log


def test_each_process_of_a_machine_has_a_name_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NODE_NAME", raising=False)
    with node_name() as first, node_name() as second:
        assert first != second
    with node_name() as again:
        assert again == first
    # What fails by another lock is not this one's.
    with pytest.raises(Timeout), node_name():
        raise Timeout("another.lock")
