"""What a crawl waits for, and what it does not wait for."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from kznews.mongo.embedded import embedded_mongod
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import PROJECT, crawl_into
from tests.mongo.servers import wait_until

Documents = Database[dict[str, Any]]
ARTICLES = 3 * 17
_HANGING = 3.0  # seconds
HOUR = timedelta(hours=1)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(Site({"exclusive/2022": 1, "exclusive/wordpress": 2})) as newsroom:
        yield newsroom


def start_worker(
    newsroom: Newsroom, database: str, uri: str, *before: str, **settings: object
) -> subprocess.Popen[str]:
    """A crawl in a process of its own, which is not waited for."""
    settings |= {"NEWSROOM": newsroom.address, "DOWNLOAD_DELAY": 0, "FRONTIER_LEASE": 10}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return subprocess.Popen(
        [*before, sys.executable, "-m", "scrapy", "crawl", "exclusive", *options],
        cwd=PROJECT,
        env={**os.environ, "MONGODB_URI": uri, "MONGODB_DATABASE": database},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_no_crawl_waits_for_the_engines_heartbeat(
    newsroom: Newsroom, database: Documents, mongodb_uri: str
) -> None:
    crawl = crawl_into(database, mongodb_uri)
    probes = '{"tests.frontier.probes.NoHeartbeat": 1}'
    # With the heartbeat an hour apart, a crawl that waited for it would not end in a test's time.
    for _ in range(2):
        done = crawl("exclusive", NEWSROOM=newsroom.address, EXTENSIONS=probes, FRONTIER_CAPACITY=4)
        assert done.exit_code == 0, done.log
    assert database["articles"].count_documents({}) == ARTICLES


def test_a_crawl_ends_where_requests_are_called_finished_too_early(
    newsroom: Newsroom, database: Documents, mongodb_uri: str
) -> None:
    """An acknowledgement would come before what the page led to is stored."""
    probes = '{"tests.frontier.probes.EarlyEnd": 1}'
    done = crawl_into(database, mongodb_uri)(
        "exclusive", NEWSROOM=newsroom.address, EXTENSIONS=probes
    )
    assert "calls it finished while its items are on their way" in done.log
    assert "'finish_reason': 'frontier_broken'" in done.log


def test_a_database_that_hangs_holds_up_nothing_else(newsroom: Newsroom, tmp_path: Path) -> None:
    with embedded_mongod(tmp_path) as uri:
        [lock] = tmp_path.rglob("mongod.lock")
        server = int(lock.read_text())
        goes_on = Timer(_HANGING, os.kill, (server, signal.SIGCONT))
        pulse = '{"tests.frontier.probes.Pulse": 1}'
        worker = start_worker(newsroom, "hanging_newsroom", uri, EXTENSIONS=pulse)
        try:
            wait_until(lambda: len(newsroom.requests) > 10, "the crawl is under way")
            os.kill(server, signal.SIGSTOP)
            goes_on.start()
            _, log = worker.communicate(timeout=60)
        finally:
            goes_on.join()
            worker.kill()
        assert worker.returncode == 0, log
        longest = re.search(r"'pulse/longest': ([0-9.]+)", log)
        assert longest is not None
        assert float(longest[1]) < _HANGING * 0.8
        client: MongoClient[dict[str, Any]]
        with MongoClient(uri) as client:
            assert client["hanging_newsroom"]["articles"].count_documents({}) == ARTICLES


def test_a_worker_whose_clock_is_off_does_no_harm(
    newsroom: Newsroom, database: Documents, mongodb_uri: str
) -> None:
    """A day ahead, it would take all leases for expired, and all that is done for due."""
    ahead = ("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "+1 day")
    behind = ("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-1 day")
    workers = [
        start_worker(newsroom, database.name, mongodb_uri, *how) for how in (ahead, behind, ())
    ]
    began = datetime.now(UTC)
    for worker, told in zip(workers, ("86400 s ahead of", "86400 s behind", ""), strict=True):
        _, log = worker.communicate(timeout=90)
        assert worker.returncode == 0, log
        assert ("The clock of this machine is " in log) == bool(told)
        assert told in log
    asked = [each.target for each in newsroom.requests if each.target != "/robots.txt"]
    assert len(asked) == len(set(asked))
    assert database["articles"].count_documents({}) == ARTICLES
    assert database["frontier"].count_documents({"state": {"$ne": "done"}}) == 0
    assert database["frontier"].count_documents({"crashes": {"$gt": 0}}) == 0
    for run in database["runs"].find():
        assert began - HOUR < run["started_at"] <= run["finished_at"] < began + HOUR
