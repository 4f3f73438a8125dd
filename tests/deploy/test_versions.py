"""Eggs on all nodes: activated, checked against what is installed, brought back."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from kznews.mongo.connection import SyncDatabase
from kznews.nodes.jobs import Jobs, NewJob
from tests.deploy.conftest import DATABASE, ROOT
from tests.deploy.eggs import PROJECT, small_egg, upload
from tests.deploy.server import Scrapyd, path_of


def versions(node: Scrapyd) -> list[str]:
    return list(node.call(f"/listversions.json?project={PROJECT}")["versions"])


def scrapy_eggs(
    environment: dict[str, str], uri: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["scrapy", "eggs", "--project", PROJECT, *arguments],
        cwd=ROOT,
        env=environment | {"MONGODB_URI": uri, "MONGODB_DATABASE": DATABASE},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_version_is_there_for_all_nodes_and_can_be_brought_back(
    nodes: list[Scrapyd], environment: dict[str, str], mongodb_uri: str
) -> None:
    a, b, c = nodes
    assert upload(a, "one", small_egg("one")) == ("ok", "")
    assert upload(b, "two", small_egg("two")) == ("ok", "")
    assert versions(c) == ["one", "two"]

    status, message = upload(a, "two", small_egg("changed"))
    assert status == "error"
    assert "new version" in message
    status, message = upload(a, "three", small_egg("three", requires="no-such-library>=1"))
    assert status == "error"
    assert "lacks no-such-library>=1 (none is installed)" in message
    status, message = upload(a, "three", small_egg("three", requires="scrapy<1"))
    assert status == "error"
    assert "lacks scrapy<1" in message
    assert versions(c) == ["one", "two"]

    rollback = scrapy_eggs(environment, mongodb_uri, "--rollback")
    assert rollback.returncode == 0, rollback.stderr
    assert "one" in rollback.stdout
    assert versions(c) == ["two", "one"]
    job = c.finished_job(c.schedule("quick", project=PROJECT), project=PROJECT)
    asked = c.finished_job(
        c.schedule("quick", ("_version", "two"), project=PROJECT), project=PROJECT
    )
    for each, version in ((job, "one"), (asked, "two")):
        [node] = [node for node in nodes if node.name == each["node"]]
        assert each["log_url"].startswith(node.url)
        assert each["version"] == version
        assert f"This is version {version}" in node.request(path_of(each["log_url"]))[1].decode()

    listed = scrapy_eggs(environment, mongodb_uri)
    assert listed.returncode == 0, listed.stderr
    assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == ["one", "two"]
    unknown = scrapy_eggs(environment, mongodb_uri, "--activate", "three")
    assert unknown.returncode == 2
    assert "version 'three' not found" in unknown.stderr


def test_jobs_are_shared_out(nodes: list[Scrapyd]) -> None:
    upload(nodes[0], "many", small_egg("many"))
    # All at one node, all at once.
    jobs = [nodes[0].schedule("quick", project=PROJECT) for _ in range(9)]
    took: Counter[str] = Counter()
    for job in jobs:
        found = nodes[1].finished_job(job, project=PROJECT)
        assert (found["state"], found["exit_code"], found["start_count"]) == ("finished", 0, 1)
        took[found["node"]] += 1
    assert sorted(took) == ["a", "b", "c"]
    assert max(took.values()) <= 6, took


def test_who_may_write_to_the_database_alone_runs_no_code_on_nodes(
    nodes: list[Scrapyd], mongodb_uri: str, tmp_path: Path
) -> None:
    upload(nodes[0], "true", small_egg("true"))
    written = tmp_path / "written"
    database: SyncDatabase
    with MongoClient[dict[str, Any]](mongodb_uri, tz_aware=True) as client:
        database = client[DATABASE]
        [true] = database["eggs"].find({"_id": f"{PROJECT}/true"})
        forged = true | {"_id": f"{PROJECT}/forged", "version": "forged"}
        forged["egg"] = small_egg("forged")
        database["eggs"].insert_one(forged)
        jobs = Jobs(database)
        asked: dict[str, tuple[str, dict[str, str]]] = {
            "forged-egg": ("forged", {}),
            "forged-settings": ("true", {"LOG_FILE": str(written)}),
            "true-egg": ("true", {}),
        }
        for job, (version, settings) in asked.items():
            new = NewJob(
                id=job, project=PROJECT, spider="quick", version=version, settings=settings
            )
            jobs.add(new)
        ends = {job: nodes[1].finished_job(job, project=PROJECT) for job in asked}
        database["eggs"].delete_one({"_id": forged["_id"]})
    assert {job: (end["state"], end["exit_code"]) for job, end in ends.items()} == {
        "forged-egg": ("failed", 78),
        "forged-settings": ("failed", 78),
        "true-egg": ("finished", 0),
    }
    assert "version forged, is not signed with the key" in ends["forged-egg"]["reason"]
    assert "the setting 'LOG_FILE' is not allowed here" in ends["forged-settings"]["reason"]
    assert not written.exists()
