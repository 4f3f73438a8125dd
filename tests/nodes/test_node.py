"""Nodes among each other: who takes what, who notices whose end."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.nodes.jobs import Jobs, NewJob
from kznews.nodes.node import NameTaken, forget
from tests.mongo.servers import wait_until
from tests.nodes.conftest import joined

PROJECT = "kznews"
VERSION = "1"


def queue(jobs: Jobs, number: int) -> None:
    for each in range(number):
        jobs.add(NewJob(id=f"job-{each}", project=PROJECT, spider="exclusive"))


def test_jobs_go_to_whoever_has_fewer(prepared: SyncDatabase, jobs: Jobs) -> None:
    nodes = [joined(prepared, "a"), joined(prepared, "b")]
    queue(jobs, 12)
    took: Counter[str] = Counter()
    # However eagerly the first one asks.
    for node in [nodes[0]] * 12 + [nodes[1]] * 3 + [nodes[0]] * 12:
        if node.take(PROJECT, VERSION):
            took[node.name] += 1
    assert took == {"a": 3, "b": 2}


def test_a_node_with_fewer_slots_gets_its_share(prepared: SyncDatabase, jobs: Jobs) -> None:
    large, small = joined(prepared, "large", slots=6), joined(prepared, "small", slots=2)
    queue(jobs, 8)
    took: Counter[str] = Counter()
    for _ in range(20):
        for node in (large, small):
            # A node asks only where it has a slot.
            if took[node.name] < node.slots and node.take(PROJECT, VERSION):
                took[node.name] += 1
    assert took == {"large": 6, "small": 2}


def test_nobody_waits_for_a_node_that_is_full_or_gone(prepared: SyncDatabase, jobs: Jobs) -> None:
    busy = joined(prepared, "busy")
    full, gone = joined(prepared, "full", slots=1), joined(prepared, "gone")
    queue(jobs, 4)
    assert full.take(PROJECT, VERSION)
    gone.leave()
    assert all(busy.take(PROJECT, VERSION) for _ in range(3))


def test_a_job_waits_for_a_freer_node_only_so_long(prepared: SyncDatabase, jobs: Jobs) -> None:
    busy, _ = joined(prepared, "busy"), joined(prepared, "idle")
    queue(jobs, 3)
    assert busy.take(PROJECT, VERSION)
    assert busy.take(PROJECT, VERSION) is None
    hour = 3_600_000
    prepared["jobs"].update_many({}, [{"$set": {"queued_at": {"$subtract": ["$$NOW", hour]}}}])
    assert busy.take(PROJECT, VERSION)
    # One at a time: the other may still come.
    assert busy.take(PROJECT, VERSION) is None


def test_another_node_notices_a_death(prepared: SyncDatabase, jobs: Jobs) -> None:
    lease = timedelta(milliseconds=300)
    dead = joined(prepared, "dead", lease=lease)
    queue(jobs, 1)
    assert dead.take(PROJECT, VERSION)
    other = joined(prepared, "other", lease=lease)
    # Not at once: the database may have been away for both.
    assert other.beat().reaped == ()
    found: list[tuple[str, str]] = []

    def notices() -> bool:
        found.extend((each.id, each.node) for each in other.beat().reaped)
        return bool(found)

    wait_until(notices, "the job is found")
    assert found == [("job-0", "dead")]
    assert [node["alive"] for node in other.all_nodes()] == [False, True]
    # It was not dead: the other one has the job now.
    assert other.take(PROJECT, VERSION)
    assert dead.beat().lost == {"job-0"}
    assert dead.settle("job-0", exit_code=0, reason=None) is None
    assert other.settle("job-0", exit_code=0, reason=None) == "finished"


def test_a_node_that_starts_again_takes_back_its_jobs(prepared: SyncDatabase, jobs: Jobs) -> None:
    before = joined(prepared, "a")
    queue(jobs, 1)
    assert before.take(PROJECT, VERSION)
    after = joined(prepared, "a")
    assert jobs.count() == {"pending": 1}
    with pytest.raises(NameTaken, match="NODE_NAME"):
        before.beat()
    assert after.beat().lost == frozenset()


def test_a_node_that_leaves_is_dead_at_once(prepared: SyncDatabase) -> None:
    node = joined(prepared, "a")
    assert [each["alive"] for each in node.all_nodes()] == [True]
    [entry] = node.all_nodes()
    assert entry["alive_until"] > entry["seen_at"]
    assert not forget(prepared, "a")
    node.leave()
    [entry] = node.all_nodes()
    assert not entry["alive"]
    # By this `scrapy status` knows that it has not died.
    assert entry["alive_until"] == entry["seen_at"]
    assert forget(prepared, "a")
    assert node.all_nodes() == []


def test_a_job_is_neither_lost_nor_kept_for_ever_where_the_load_cannot_be_told(
    prepared: SyncDatabase, jobs: Jobs
) -> None:
    node = joined(prepared, "a")
    queue(jobs, 1)
    prepared.command("collMod", "nodes", validator={"running": "nothing"})
    job = node.take(PROJECT, VERSION)
    assert job is not None
    assert node.settle(job["_id"], exit_code=0, reason=None) == "finished"
    prepared.command("collMod", "nodes", validator={})
    assert node.beat().lost == frozenset()
