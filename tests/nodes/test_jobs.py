"""The queue and its history, in a real MongoDB with its rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.leases import Leases
from kznews.mongo.values import Fields
from kznews.nodes.jobs import JOB_STARTS, DuplicateJob, Jobs, NewJob
from tests.nodes.conftest import LEASE

PROJECT = "kznews"
VERSION = "1"


def queue(jobs: Jobs, *ids: str, **more: Any) -> None:
    for each in ids:
        jobs.add(NewJob(id=each, project=PROJECT, spider="exclusive", **more))


def leases(node: str, instance: str) -> Leases:
    return Leases({"node": node, "instance": instance}, LEASE, "running")


A, B = leases("a", "a1"), leases("b", "b1")


def take(jobs: Jobs, taker: Leases = A) -> Fields:
    taken = jobs.take(PROJECT, VERSION, taker)
    assert taken is not None
    return taken


def held(job: Fields) -> tuple[int, Leases]:
    return job["start_count"], leases(job["node"], job["instance"])


def expire(database: SyncDatabase, job: str) -> None:
    """As if its node had been silent for longer than the lease."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    assert database["jobs"].update_one({"_id": job}, {"$set": {"lease_until": past}}).matched_count


def state(jobs: Jobs, job: str) -> str:
    found = jobs.find(job)
    assert found is not None
    return str(found["state"])


def test_a_job_keeps_what_it_was_given(jobs: Jobs) -> None:
    tick = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
    given = {"since": "$where", "sections": "a,b"}  # a dollar means nothing
    queue(jobs, "one", version="7", settings={"LOG_LEVEL": "DEBUG"}, args=given, tick=tick)
    [job] = jobs.in_state(["pending"], limit=10)
    assert (job["version"], job["settings"], job["args"]) == ("7", {"LOG_LEVEL": "DEBUG"}, given)
    assert (job["tick"], job["start_count"], job["ended_at"]) == (tick, 0, None)
    assert abs(job["queued_at"] - datetime.now(UTC)) < timedelta(seconds=10)


def test_an_id_is_there_once_whoever_is_first(jobs: Jobs) -> None:
    def submit(_: int) -> bool:
        try:
            queue(jobs, "exclusive-20261122T172000Z")
        except DuplicateJob:
            return False
        return True

    with ThreadPoolExecutor(8) as nodes:
        assert sum(nodes.map(submit, range(16))) == 1
    job = take(jobs)
    jobs.end(job["_id"], *held(job), exit_code=0, reason=None)
    with pytest.raises(DuplicateJob):
        queue(jobs, "exclusive-20261122T172000Z")


def test_the_most_urgent_starts_first_and_then_the_oldest(jobs: Jobs) -> None:
    queue(jobs, "first", "second")
    queue(jobs, "urgent", priority=2)
    assert [take(jobs)["_id"] for _ in range(3)] == ["urgent", "first", "second"]
    assert jobs.take(PROJECT, VERSION, A) is None


def test_each_job_is_taken_once_however_many_nodes_ask(jobs: Jobs) -> None:
    queue(jobs, *(str(number) for number in range(30)))
    with ThreadPoolExecutor(8) as nodes:
        taken = list(nodes.map(lambda n: take(jobs, leases(str(n % 4), "first"))["_id"], range(30)))
    assert len(set(taken)) == 30


def test_nobody_takes_jobs_of_another_project_or_that_have_not_waited(jobs: Jobs) -> None:
    queue(jobs, "one")
    assert jobs.take("another", VERSION, A) is None
    assert jobs.take(PROJECT, VERSION, A, waited=timedelta(minutes=1)) is None
    assert jobs.take(PROJECT, VERSION, A, besides=["one"]) is None
    assert take(jobs)["_id"] == "one"


@pytest.mark.parametrize(
    ("exit_code", "asked", "expected"),
    [
        (0, False, "finished"),
        (1, False, "failed"),
        (-9, False, "failed"),
        (1, True, "cancelled"),
        (0, True, "finished"),
    ],
)
def test_how_it_ended_decides_what_it_is(
    jobs: Jobs, exit_code: int, asked: bool, expected: str
) -> None:
    queue(jobs, "one")
    job = take(jobs)
    if asked:
        assert jobs.cancel(PROJECT, "one", "INT") == "running"
    assert jobs.end("one", *held(job), exit_code=exit_code, reason="$because") == expected
    # The answer may be lost on the way: the node asks again.
    assert jobs.end("one", *held(job), exit_code=exit_code, reason="$because") == expected
    [ended] = jobs.in_state(["finished", "failed", "cancelled"], limit=10)
    assert (ended["exit_code"], ended["reason"]) == (exit_code, "$because")
    assert ended["ended_at"] >= ended["started_at"]
    assert ended["lease_until"] is None


def test_a_silent_nodes_job_is_another_ones_and_no_longer_its_own(
    jobs: Jobs, prepared: SyncDatabase
) -> None:
    queue(jobs, "one", "two")
    first, other = take(jobs), take(jobs)
    assert jobs.reap() == []
    expire(prepared, "one")
    [reaped] = jobs.reap()
    assert (reaped.id, reaped.node, reaped.state) == ("one", "a", "pending")
    again = take(jobs, B)
    assert (again["_id"], again["start_count"]) == ("one", 2)
    # Its node had only been away: it learns of it, and cannot end what is not its own.
    assert jobs.renew(A, ["one", "two"]) == {"one"}
    assert jobs.end("one", *held(first), exit_code=0, reason=None) is None
    assert not jobs.give_back("one", *held(first), reason="stopped", counted=False)
    assert jobs.end("one", *held(again), exit_code=0, reason=None) == "finished"
    assert jobs.end("two", *held(other), exit_code=0, reason=None) == "finished"


def test_a_renewed_lease_does_not_end(jobs: Jobs, prepared: SyncDatabase) -> None:
    queue(jobs, "one")
    take(jobs)
    expire(prepared, "one")
    assert jobs.renew(A, ["one"]) == set()
    assert jobs.reap() == []


def test_a_job_whose_nodes_die_is_given_up(jobs: Jobs, prepared: SyncDatabase) -> None:
    queue(jobs, "one")
    for start in range(1, JOB_STARTS + 1):
        assert take(jobs)["start_count"] == start
        expire(prepared, "one")
        [reaped] = jobs.reap()
        assert reaped.state == ("lost" if start == JOB_STARTS else "pending")
    lost = jobs.find("one")
    assert lost is not None
    assert lost["ended_at"] is not None
    assert "no sign of life" in lost["reason"]


def test_a_cancelled_job_does_not_start_again(jobs: Jobs, prepared: SyncDatabase) -> None:
    queue(jobs, "one", "two")
    take(jobs)
    jobs.cancel(PROJECT, "one", "INT")
    expire(prepared, "one")
    assert [each.state for each in jobs.reap()] == ["cancelled"]
    assert jobs.cancel(PROJECT, "two", "INT") == "pending"
    assert state(jobs, "two") == "cancelled"
    assert jobs.take(PROJECT, VERSION, A) is None
    assert jobs.cancel(PROJECT, "one", "INT") is None
    assert jobs.cancel(PROJECT, "nothing", "INT") is None


def test_who_asks_twice_means_it(jobs: Jobs) -> None:
    queue(jobs, "one")
    take(jobs)
    asked = []
    for signal in ("INT", "INT", "TERM"):
        jobs.cancel(PROJECT, "one", signal)
        asked.append(jobs.asked_to_end(A)["one"])
    assert asked == ["INT", "KILL", "TERM"]
    assert jobs.asked_to_end(B) == {}


def test_what_an_earlier_instance_left_is_taken_back_at_once(jobs: Jobs) -> None:
    queue(jobs, "mine", "others")
    take(jobs), take(jobs, B)
    assert [each.id for each in jobs.take_back("a", instance="a2")] == ["mine"]
    assert (state(jobs, "mine"), state(jobs, "others")) == ("pending", "running")


def test_a_job_whose_start_the_node_never_heard_of_waits_again(jobs: Jobs) -> None:
    queue(jobs, "one")
    take(jobs)  # the answer is lost on the way
    assert jobs.renew(A, []) == set()
    assert state(jobs, "one") == "pending"
    assert take(jobs)["start_count"] == 1


def test_a_job_that_was_given_back_is_not_counted(jobs: Jobs) -> None:
    queue(jobs, "one")
    for _ in range(2 * JOB_STARTS):
        job = take(jobs)
        assert job["start_count"] == 1
        assert jobs.give_back("one", *held(job), reason="a: stopped", counted=False)
    jobs.cancel(PROJECT, "one", "INT")
    assert jobs.count() == {"cancelled": 1}


def test_a_skipped_tick_is_known_and_never_runs(jobs: Jobs) -> None:
    assert not jobs.has_unfinished("exclusive")
    queue(jobs, "before")
    assert jobs.has_unfinished("exclusive")
    new = NewJob(id="now", project=PROJECT, spider="exclusive", tick=datetime.now(UTC))
    jobs.add_skipped(new, "before is pending")
    with pytest.raises(DuplicateJob):
        jobs.add(new)
    job = take(jobs)
    assert job["_id"] == "before"
    assert jobs.has_unfinished("exclusive")
    jobs.end("before", *held(job), exit_code=1, reason="exit code 1")
    assert not jobs.has_unfinished("exclusive")
    assert jobs.count(PROJECT) == {"skipped": 1, "failed": 1}
    assert jobs.count("another") == {}


def test_a_job_that_cannot_begin_is_tried_again_but_not_for_ever(jobs: Jobs) -> None:
    queue(jobs, "one")
    given = []
    for _ in range(JOB_STARTS):
        job = take(jobs)
        given.append(jobs.give_back("one", *held(job), reason="no database", counted=True))
    assert given == [True] * (JOB_STARTS - 1) + [False]
    assert state(jobs, "one") == "running"
    assert jobs.end("one", *held(job), exit_code=69, reason="no database") == "failed"


def test_a_job_keeps_the_version_that_it_began_with(jobs: Jobs) -> None:
    queue(jobs, "unnamed")
    queue(jobs, "named", version="1")
    for version, expected in (("2", "2"), ("3", "1")):
        job = jobs.take(PROJECT, version, A)
        assert job is not None
        assert job["version"] == expected
    assert jobs.give_back("unnamed", 1, A, reason="its node stopped", counted=False)
    again = jobs.take(PROJECT, "3", A)
    assert again is not None
    assert (again["_id"], again["version"]) == ("unnamed", "2")
