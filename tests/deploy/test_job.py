"""Jobs of a deployed egg: real Scrapyds run them, a real MongoDB has what they found."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from kznews.mongo.connection import SyncDatabase
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets.exclusive import OUTLET
from tests.deploy.conftest import DATABASE
from tests.deploy.server import PASSWORD, Scrapyd, path_of
from tests.mongo.servers import wait_until

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(Site({"exclusive/2022": 2, "exclusive/wordpress": 1})) as newsroom:
        yield newsroom


@pytest.fixture
def stored(mongodb_uri: str) -> Iterator[SyncDatabase]:
    """Where the jobs store, because Scrapyd's environment says so; no crawl was here before."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        database: SyncDatabase = client[DATABASE]
        for name in ("articles", "frontier", "hosts", "rounds", "runs"):
            database[name].delete_many({})
        yield database


def crawl(newsroom: Newsroom, delay: float = 0, **more: str) -> list[tuple[str, str]]:
    """What to ask of schedule.json, besides the spider: a crawl of the newsroom."""
    settings = {"NEWSROOM": newsroom.address, "DOWNLOAD_DELAY": str(delay), "FRONTIER_LEASE": "3"}
    return [*(("setting", f"{name}={value}") for name, value in settings.items()), *more.items()]


def by_name(nodes: list[Scrapyd], name: str) -> Scrapyd:
    [found] = [node for node in nodes if node.name == name]
    return found


def in_the_middle(asked: Scrapyd, job: str, stored: SyncDatabase) -> dict[str, Any]:
    """The job, once it has stored articles and is far from its end."""
    return asked.wait_for(
        job,
        lambda found: found["state"] == "running" and stored["articles"].count_documents({}) >= 5,
        "it stores nothing",
    )


def lives(pid: int) -> bool:
    try:
        # A process that has ended, but that nobody has asked about, has none.
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False


def assert_all_is_stored_once(stored: SyncDatabase, site: Site) -> None:
    expected = sum(article.outlet == "exclusive" for article in site.articles)
    urls = [each["url"] for each in stored["articles"].find({"outlet": "exclusive"}, {"url": 1})]
    assert len(urls) == len(set(urls)) == expected


def test_deployed_at_one_node_scheduled_at_another_and_seen_at_the_third(
    nodes: list[Scrapyd],
    newsroom: Newsroom,
    stored: SyncDatabase,
    project: Path,
    deployed: str,
) -> None:
    _, b, c = nodes
    first = b.schedule(
        "exclusive", ("_version", deployed), *crawl(newsroom, pages="1"), ("jobid", "first")
    )
    finished = c.finished_job(first)

    assert (finished["state"], finished["exit_code"], finished["args"]["pages"]) == (
        "finished", 0, "1",
    )  # fmt: skip
    assert (finished["finish_reason"], finished["errors"]) == ("finished", 0)
    articles = stored["articles"].count_documents({"outlet": "exclusive"})
    assert finished["stored"]["articles"] == {"inserted": articles}
    log = by_name(nodes, finished["node"]).request(path_of(finished["log_url"]))[1].decode()
    # The tree's own code is importable where Scrapyd runs: this is the egg's.
    assert "(bot: kznews-from-the-egg)" in log
    [run] = stored["runs"].find()
    assert (run["spider"], run["job"]) == ("exclusive", first)
    assert "there is a job 'first' already" in b.refusal(
        "/schedule.json", [("project", "kznews"), ("spider", "exclusive"), ("jobid", "first")]
    )

    # Again, by the client this time: it reads the listings, and knows all that they lead to.
    arguments = [f"--arg={name}={value}" for name, value in crawl(newsroom, pages="1")]
    client = subprocess.run(
        ["scrapyd-client", "schedule", "-p", "kznews", "exclusive", *arguments],
        cwd=project,
        env=b.client_environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    c.finished_job(client.stdout.split()[-1])

    run = stored["runs"].find_one({}, sort=[("started_at", -1)]) or {}
    assert (run["finish_reason"], run["pages"]) == ("finished", len(OUTLET.listings))
    assert "articles" not in run["stored"]


def test_a_job_that_ended_badly_is_not_listed_as_fine(
    scrapyd: Scrapyd, newsroom: Newsroom, stored: SyncDatabase
) -> None:
    job = scrapyd.schedule(
        "exclusive", *crawl(newsroom), ("setting", "CLOSESPIDER_ITEMCOUNT=1"), ("pages", "1")
    )
    found = scrapyd.finished_job(job)
    assert (found["state"], found["exit_code"]) == ("failed", 1)
    assert found["finish_reason"] == "closespider_itemcount"
    assert found["reason"].startswith("exit code 1")
    assert scrapyd.call("/daemonstatus.json")["ended"]["failed"] >= 1


def test_another_node_can_cancel_a_job_and_no_password_is_seen(
    nodes: list[Scrapyd], newsroom: Newsroom, stored: SyncDatabase
) -> None:
    job = nodes[0].schedule("exclusive", *crawl(newsroom, delay=0.1))
    running = in_the_middle(nodes[0], job, stored)
    processes = subprocess.run(
        ["ps", "-eww", "-o", "args"], check=True, capture_output=True, text=True
    ).stdout
    assert job in processes
    assert PASSWORD not in processes
    environment = Path(f"/proc/{running['pid']}/environ").read_bytes()
    assert b"SCRAPYD_PASSWORD" not in environment

    [other, *_] = [node for node in nodes if node.name != running["node"]]
    asked = [("project", "kznews"), ("job", job)]
    assert other.call("/cancel.json", asked)["prevstate"] == "running"
    found = nodes[0].finished_job(job)
    assert (found["state"], found["finish_reason"]) == ("cancelled", "shutdown")
    assert other.call("/cancel.json", asked)["prevstate"] is None
    for node in nodes:
        assert PASSWORD not in node.logs()


def test_when_its_nodes_end_a_job_goes_on_elsewhere_where_it_was(
    nodes: list[Scrapyd], stored: SyncDatabase
) -> None:
    site = Site({"exclusive/2022": 5, "exclusive/wordpress": 4})
    with Newsroom(site) as newsroom:
        job = nodes[0].schedule("exclusive", *crawl(newsroom, delay=0.1))
        for how in ("stopped", "killed with its jobs", "killed alone"):
            before = end_its_node(nodes, job, stored, how)
        found = nodes[1].finished_job(job)

    assert (found["state"], found["finish_reason"]) == ("finished", "finished")
    # The node that was stopped gave it back.
    assert found["start_count"] == 3
    assert_all_is_stored_once(stored, site)
    # The last one began with what the others had left.
    [*_, run] = stored["runs"].find({"job": job}).sort("started_at", 1)
    assert run["stored"]["articles"]["inserted"] <= len(site.articles) - before


def end_its_node(nodes: list[Scrapyd], job: str, stored: SyncDatabase, how: str) -> int:
    """End the node that has the job; return how many articles were stored before."""
    running = in_the_middle(nodes[0], job, stored)
    before = stored["articles"].count_documents({})
    node = by_name(nodes, running["node"])
    [other, *_] = [each for each in nodes if each is not node]
    if how == "stopped":
        node.stop()
    else:
        node.kill(with_its_jobs=how == "killed with its jobs")
    # The lease is 3 s here, and 30 s by default.
    other.wait_for(
        job,
        lambda found: found["state"] == "running" and found["node"] != node.name,
        f"nobody goes on when it was {how}",
    )
    node.start()
    # Nobody looks after it any more, so it must end.
    wait_until(lambda: not lives(running["pid"]), "its process ends")
    node.wait()
    wait_until(lambda: stored["articles"].count_documents({}) > before, "the job goes on")
    return before
