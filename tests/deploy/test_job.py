"""Jobs of a deployed egg: a real Scrapyd runs them, a real MongoDB has what they found."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets.exclusive import OUTLET
from tests.deploy.server import Scrapyd

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture(scope="module")
def job_settings() -> Iterator[list[str]]:
    with Newsroom(Site(old_pages=2, new_pages=1)) as newsroom:
        yield [f"NEWSROOM={newsroom.address}", "DOWNLOAD_DELAY=0"]


@pytest.fixture(scope="module")
def stored(mongodb_uri: str, scrapyd: Scrapyd) -> Iterator[Database[dict[str, Any]]]:
    """Where the jobs store, because Scrapyd's environment says so."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        yield client[scrapyd.database]


def log_of(scrapyd: Scrapyd, finished: dict[str, Any]) -> str:
    status, body = scrapyd.request(finished["log_url"])
    assert status == 200
    return body.decode()


def test_a_scheduled_job_stores_and_its_outcome_is_visible(
    scrapyd: Scrapyd,
    job_settings: list[str],
    stored: Database[dict[str, Any]],
    project: Path,
    deployed: str,
) -> None:
    asked = [("spider", "exclusive"), ("pages", "1")]
    settings = [("setting", each) for each in job_settings]

    first = scrapyd.call(
        "/schedule.json", [("project", "kznews"), ("_version", deployed), *asked, *settings]
    )["jobid"]
    finished = scrapyd.finished_job(first)

    assert finished["spider"] == "exclusive"
    # The tree's own code is importable where Scrapyd runs: this is the egg's.
    assert "(bot: kznews-from-the-egg)" in log_of(scrapyd, finished)
    articles = stored["articles"].count_documents({"outlet": "exclusive"})
    assert articles >= 17
    [run] = stored["runs"].find()
    assert (run["outlet"], run["job"]) == ("exclusive", first)
    assert run["finish_reason"] == "finished"
    assert run["stored"]["articles"] == {"inserted": articles}
    assert run["pages"] > articles
    assert (run["errors"], run["rejected"]) == (0, 0)

    # Again, by the client this time: it reads the listings, and knows all that they lead to.
    arguments = [f"--arg={name}={value}" for name, value in [("pages", "1"), *settings]]
    client = subprocess.run(
        ["scrapyd-client", "schedule", "-p", "kznews", "exclusive", *arguments],
        cwd=project,
        env=scrapyd.client_environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    scrapyd.finished_job(client.stdout.split()[-1])

    run = stored["runs"].find_one({}, sort=[("started_at", -1)]) or {}
    assert run["finish_reason"] == "finished"
    assert run["pages"] == len(OUTLET.listings)
    assert "articles" not in run["stored"]
    assert (run["errors"], run["rejected"]) == (0, 0)
    assert stored["runs"].count_documents({}) == 2


def test_a_job_that_cannot_run_says_why(scrapyd: Scrapyd, job_settings: list[str]) -> None:
    asked = [("project", "kznews"), ("spider", "exclusive"), ("pagse", "1")]

    job = scrapyd.call("/schedule.json", [*asked, *(("setting", each) for each in job_settings)])
    scrapyd.finished_job(job["jobid"])

    # Scrapyd lists it as finished like any other; its log has the message and the exit code.
    log = scrapyd.log.read_text()
    assert "no argument 'pagse'" in log
    assert (
        f"Process died: exitstatus=2 project='kznews' spider='exclusive' job='{job['jobid']}'"
        in log
    )
