"""Eggs on all nodes: activated, checked against what is installed, brought back."""

from __future__ import annotations

import subprocess
from collections import Counter

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
