"""`scrapy tick` against a real MongoDB."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from kznews.commands.tick import submit
from kznews.mongo.connection import SyncDatabase
from kznews.nodes.jobs import Jobs
from kznews.nodes.schedule import Tick
from tests.crawl.conftest import PROJECT, scrapy

Documents = Database[dict[str, Any]]
AT = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)


@pytest.fixture
def environment(mongodb_uri: str, database: Documents) -> dict[str, str]:
    return {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}


def jobs_of(database: SyncDatabase) -> Jobs:
    return Jobs(database)


def states(database: Documents) -> dict[str, str]:
    return {each["_id"]: each["state"] for each in database["jobs"].find()}


def test_each_spiders_tick_is_queued_once_whoever_looks(
    environment: dict[str, str], database: Documents
) -> None:
    first = scrapy(["tick"], environment, {})
    assert first.exit_code == 0, first.log
    queued = list(database["jobs"].find())
    assert {each["spider"] for each in queued} >= {"exclusive", "nationalbank", "tengrinews"}
    for each in queued:
        assert each["state"] == "pending"
        assert each["_id"] == f"{each['spider']}-{each['tick']:%Y%m%dT%H%M%SZ}"
        assert each["tick"] <= each["queued_at"]
    # Whatever ticks come in between, a pending crawl has no second beside it.
    assert scrapy(["tick"], environment, {}).exit_code == 0
    assert sum(state == "pending" for state in states(database).values()) == len(queued)


def test_a_tick_whose_predecessor_has_not_ended_is_skipped_and_told(database: Documents) -> None:
    jobs = jobs_of(database)
    assert submit(jobs, Tick("exclusive", AT)) == "queued"
    assert submit(jobs, Tick("exclusive", AT)) is None
    later = Tick("exclusive", AT + timedelta(minutes=10))
    assert submit(jobs, later) == "skipped: the crawl before has not ended"
    assert submit(jobs, later) is None
    assert submit(jobs, Tick("tengrinews", AT)) == "queued"
    assert states(database) == {
        "exclusive-20261122T172000Z": "pending",
        "exclusive-20261122T173000Z": "skipped",
        "tengrinews-20261122T172000Z": "pending",
    }
    [skipped] = database["jobs"].find({"state": "skipped"})
    assert skipped["reason"] == "the crawl before has not ended"


def test_it_goes_on_where_the_database_is_away_and_ends_when_told(database: Documents) -> None:
    away = {"MONGODB_URI": "mongodb://127.0.0.1:9/", "MONGODB_TIMEOUT": "0.2"}
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "scrapy", "tick", "--every", "0.1"],
        cwd=PROJECT,
        env=os.environ | away,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            for _ in range(2):  # it complains again, so it goes on
                assert "cannot reach MongoDB at 127.0.0.1:9" in process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()


def test_it_ends_at_whatever_moment_it_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.commands.stopped_ticks"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == [str(number) for number in range(1, 7)]


def test_it_ends_where_another_version_is_deployed(
    environment: dict[str, str], database: Documents
) -> None:
    """Its schedule is that version's: whoever runs it starts it again, with the new one's."""
    now = datetime.now(UTC)
    egg = {"project": "kznews", "version": "2", "activated_at": now, "spiders": []}
    database["eggs"].insert_one({"_id": "kznews/2", **egg})
    # Before it would look again: `scrapy` waits for two minutes at most.
    done = scrapy(["tick", "--every", "600"], environment | {"SCRAPYD_EGG_VERSION": "1"}, {})
    assert done.exit_code == 0, done.log
    assert states(database) == {}


@pytest.mark.parametrize("arguments", [["now"], ["--every", "0"]])
def test_what_it_does_not_understand_is_refused(
    arguments: list[str], environment: dict[str, str]
) -> None:
    assert scrapy(["tick", *arguments], environment, {}).exit_code == 2


def test_without_a_database_it_says_so() -> None:
    away = {"MONGODB_URI": "mongodb://127.0.0.1:9/", "MONGODB_TIMEOUT": "0.2"}
    done = scrapy(["tick"], away, {})
    assert done.exit_code == 2
    assert "cannot reach MongoDB at 127.0.0.1:9" in done.log
