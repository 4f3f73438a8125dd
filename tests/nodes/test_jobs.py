"""The queue and its history, in a real MongoDB with its rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kznews.mongo.connection import SyncDatabase
from kznews.nodes.jobs import JOB_STARTS, DuplicateJob, Fields, Hold, Jobs, NewJob

PROJECT = "kznews"


def queue(jobs: Jobs, *ids: str, **more: Any) -> None:
    for each in ids:
        jobs.add(NewJob(id=each, project=PROJECT, spider="exclusive", **more))


def take(jobs: Jobs, node: str = "a", boot: str = "a1", **more: Any) -> Fields:
    taken = jobs.take(PROJECT, node=node, boot=boot, **more)
    assert taken is not None
    return taken


def hold(job: Fields) -> Hold:
    return Hold(job["boot"], job["starts"])


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
    assert (job["tick"], job["starts"], job["ended_at"]) == (tick, 0, None)
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
    jobs.end(job["_id"], hold(job), exit_code=0, reason=None)
    with pytest.raises(DuplicateJob):
        queue(jobs, "exclusive-20261122T172000Z")


def test_the_most_urgent_starts_first_and_then_the_oldest(jobs: Jobs) -> None:
    queue(jobs, "first", "second")
    queue(jobs, "urgent", priority=2)
    assert [take(jobs)["_id"] for _ in range(3)] == ["urgent", "first", "second"]
    assert jobs.take(PROJECT, node="a", boot="a1") is None


def test_each_job_is_taken_once_however_many_nodes_ask(jobs: Jobs) -> None:
    queue(jobs, *(str(number) for number in range(30)))
    with ThreadPoolExecutor(8) as nodes:
        taken = list(nodes.map(lambda n: take(jobs, str(n % 4))["_id"], range(30)))
    assert len(set(taken)) == 30


def test_nobody_takes_jobs_of_another_project_or_that_have_not_waited(jobs: Jobs) -> None:
    queue(jobs, "one")
    assert jobs.take("another", node="a", boot="a1") is None
    assert jobs.take(PROJECT, node="a", boot="a1", waited=timedelta(minutes=1)) is None
    assert jobs.take(PROJECT, node="a", boot="a1", besides=["one"]) is None
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
    assert jobs.end("one", hold(job), exit_code=exit_code, reason="$because") == expected
    # The answer may be lost on the way: the node asks again.
    assert jobs.end("one", hold(job), exit_code=exit_code, reason="$because") == expected
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
    again = take(jobs, "b", "b1")
    assert (again["_id"], again["starts"]) == ("one", 2)
    # Its node had only been away: it learns of it, and cannot end what is not its own.
    assert jobs.renew("a1", ["one", "two"]) == {"one"}
    assert jobs.end("one", hold(first), exit_code=0, reason=None) is None
    assert not jobs.give_back("one", hold(first), reason="stopped", counted=False)
    assert jobs.end("one", hold(again), exit_code=0, reason=None) == "finished"
    assert jobs.end("two", hold(other), exit_code=0, reason=None) == "finished"


def test_a_renewed_lease_does_not_end(jobs: Jobs, prepared: SyncDatabase) -> None:
    queue(jobs, "one")
    take(jobs)
    expire(prepared, "one")
    assert jobs.renew("a1", ["one"]) == set()
    assert jobs.reap() == []


def test_a_job_whose_nodes_die_is_given_up(jobs: Jobs, prepared: SyncDatabase) -> None:
    queue(jobs, "one")
    for start in range(1, JOB_STARTS + 1):
        assert take(jobs)["starts"] == start
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
    assert jobs.take(PROJECT, node="a", boot="a1") is None
    assert jobs.cancel(PROJECT, "one", "INT") is None
    assert jobs.cancel(PROJECT, "nothing", "INT") is None


def test_who_asks_twice_means_it(jobs: Jobs) -> None:
    queue(jobs, "one")
    take(jobs)
    asked = []
    for signal in ("INT", "INT", "TERM"):
        jobs.cancel(PROJECT, "one", signal)
        asked.append(jobs.asked_to_end("a1")["one"])
    assert asked == ["INT", "KILL", "TERM"]
    assert jobs.asked_to_end("b1") == {}


def test_what_an_earlier_life_left_is_taken_back_at_once(jobs: Jobs) -> None:
    queue(jobs, "mine", "others")
    take(jobs), take(jobs, "b", "b1")
    assert [each.id for each in jobs.take_back("a", boot="a2")] == ["mine"]
    assert (state(jobs, "mine"), state(jobs, "others")) == ("pending", "running")


def test_a_job_whose_start_the_node_never_heard_of_waits_again(jobs: Jobs) -> None:
    queue(jobs, "one")
    take(jobs)  # the answer is lost on the way
    assert jobs.renew("a1", []) == set()
    assert state(jobs, "one") == "pending"
    assert take(jobs)["starts"] == 1


def test_a_job_that_was_given_back_is_not_counted(jobs: Jobs) -> None:
    queue(jobs, "one")
    for _ in range(2 * JOB_STARTS):
        job = take(jobs)
        assert job["starts"] == 1
        assert jobs.give_back("one", hold(job), reason="a: stopped", counted=False)
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
    jobs.end("before", hold(job), exit_code=1, reason="exit code 1")
    assert not jobs.has_unfinished("exclusive")
    assert jobs.count(PROJECT) == {"skipped": 1, "failed": 1}
    assert jobs.count("another") == {}


def test_a_job_that_cannot_begin_is_tried_again_but_not_for_ever(jobs: Jobs) -> None:
    queue(jobs, "one")
    given = []
    for _ in range(JOB_STARTS):
        job = take(jobs)
        given.append(jobs.give_back("one", hold(job), reason="no database", counted=True))
    assert given == [True] * (JOB_STARTS - 1) + [False]
    assert state(jobs, "one") == "running"
    assert jobs.end("one", hold(job), exit_code=69, reason="no database") == "failed"
