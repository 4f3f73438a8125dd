"""The frontier's rows in a real MongoDB."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database as SyncDatabase

from kznews.frontier.revisit import Policies
from kznews.frontier.rows import Lease, outcome
from kznews.frontier.visit import Visit
from kznews.mongo.values import Fields
from tests.frontier.opened_frontier import Frontier, Run, add
from tests.frontier.rows import SPIDER, found, read

Documents = SyncDatabase[dict[str, Any]]
POLICIES = Policies.from_setting({"article": [{"first": "1h", "least": "1h", "most": "1d"}]})


def names(leases: list[Lease]) -> list[str]:
    return [lease.id.removeprefix(f"{SPIDER}:") for lease in leases]


def done(lease: Lease, frontier: Frontier, visit: Visit | None = None) -> tuple[Lease, Fields]:
    now = frontier.clock.now()
    return lease, outcome(lease, visit or read(), now=now, policies=POLICIES, most_attempts=3)[1]


def test_what_is_added_twice_is_leased_once(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await add(queue, "a", "b")
        await add(frontier.queue("b"), "b", "c")
        assert sorted(names(await queue.lease(10))) == ["a", "b", "c"]
        assert await frontier.queue("b").lease(10) == []

    run(test)


def test_the_finder_may_lease_what_is_new_at_once(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await add(queue, "known")
        # What is known takes no room.
        mine = await add(queue, "known", "a", "b", "c", room=2)
        assert names(mine) == ["a", "b"]
        assert sorted(names(await frontier.queue("b").lease(10))) == ["c", "known"]

    run(test)


def test_the_first_are_those_of_the_highest_priority_then_those_due_longest(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await add(queue, "late")
        await add(queue, "early")
        await add(queue, "listing", priority=1)
        await add(queue, "later still")
        now = frontier.clock.now()
        await frontier.set("early", due_at=now - timedelta(hours=1))
        await frontier.set("later still", due_at=now + timedelta(hours=1))
        assert names(await queue.lease(10)) == ["listing", "early", "late"]

    run(test)


def test_workers_at_once_share_the_rows(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        await add(frontier.queue(), *(str(number) for number in range(200)))

        async def work(worker: str) -> list[str]:
            queue, mine = frontier.queue(worker), list[str]()
            while leases := await queue.lease(20):
                mine += names(leases)
            return mine

        shares = await asyncio.gather(*(work(worker) for worker in "abcd"))
        everything = [name for share in shares for name in share]
        assert len(everything) == len(set(everything))
        # Two that find the same rows leave some to the next look.
        rest = names(await frontier.queue("e").lease(200))
        assert len(everything) + len(rest) == 200

    run(test)


def test_outlets_are_apart(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        await add(frontier.queue(), "a")
        assert await frontier.queue(spider="tengrinews").lease(10) == []
        assert not await frontier.queue(spider="tengrinews").is_due()
        assert await frontier.queue().is_due()

    run(test)


def test_an_acknowledged_row_is_leased_no_more_until_it_is_due(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1)
        assert await queue.acknowledge([done(lease, frontier)]) == [None]
        assert await queue.lease(10) == []
        assert await queue.leased() == 0
        assert await queue.promote() == 0
        await frontier.set("a", due_at=frontier.clock.now())
        assert await queue.promote() == 1
        [again] = await queue.lease(10)
        assert again.visit is not None
        assert again.visit["digest"] == "a digest"

    run(test)


def test_a_settled_row_is_never_due(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1, policy=None)
        await queue.acknowledge([done(lease, frontier)])
        assert (await frontier.row("a"))["due_at"] is None
        assert await queue.promote() == 0

    run(test)


def test_a_lease_that_expired_is_another_workers_and_its_acknowledgement_nothing(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        late = frontier.queue("late", lease=0)
        [lease] = await add(late, "a", room=1)
        other = frontier.queue("other")
        assert (await other.reclaim(3)).queued == 1
        [taken] = await other.lease(1)
        assert taken.crashes == 1
        assert await late.renew([lease]) == {lease.id}
        await late.acknowledge([done(lease, frontier)])
        await late.release([lease])
        row = await frontier.row("a")
        assert (row["state"], row["worker"]) == ("leased", "other")

    run(test)


def test_a_lease_lives_as_long_as_it_is_renewed(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue("a", lease=0)
        [lease] = await add(queue, "a", room=1)
        assert not lease.is_valid
        longer = frontier.queue("a", lease=30)
        assert await longer.renew([lease]) == set()
        assert lease.is_valid
        assert (await frontier.queue("b").reclaim(3)).queued == 0

    run(test)


def test_released_rows_are_free_at_once(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await queue.release(await add(queue, "a", room=1))
        assert names(await frontier.queue("b").lease(1)) == ["a"]
        assert (await frontier.row("a"))["crashes"] == 0

    run(test)


def test_a_page_that_dies_alone_is_to_blame_and_nobody_else(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        for attempt in range(1, 4):
            queue = frontier.queue(f"worker {attempt}", lease=0)
            if attempt == 1:
                leases = await add(queue, "poison", "innocent", room=2)
            else:
                leases = await queue.lease(2)
            poison = next(each for each in leases if each.id.endswith("poison"))
            await queue.mark_alone(poison)
            assert (await frontier.row("poison"))["attempts"] == attempt
            reclaimed = await frontier.queue("other").reclaim(3)
            assert (reclaimed.queued, reclaimed.dead) == ((1, 1) if attempt == 3 else (2, 0))
        poison_row, innocent = await frontier.row("poison"), await frontier.row("innocent")
        assert poison_row["state"] == "dead"
        assert "died" in poison_row["error"]
        assert (innocent["state"], innocent["crashes"], innocent["attempts"]) == ("queued", 0, 0)

    run(test)


def test_a_page_that_was_alone_too_often_waits(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue("dies", lease=0)
        [lease] = await add(queue, "suspect", room=1)
        for attempt in (1, 2, 3):
            await queue.mark_alone(lease)
            assert (await frontier.queue("other").reclaim(5)).queued == 1
            leases = await queue.lease(1)
            # Whatever it is that ends workers, it meets the page no more for a while.
            assert len(leases) == (attempt < 3)
            lease = leases[0] if leases else lease
        due = (await frontier.row("suspect"))["due_at"]
        assert due > frontier.clock.now() + timedelta(seconds=50)

    run(test)


def test_each_round_asks_once(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue, began = frontier.queue(), frontier.clock.now()

        async def ask(began: datetime) -> list[Lease]:
            await queue.add([found("a", each_round=True)], room=0, round_began=began)
            return await queue.lease(1)

        [lease] = await ask(began)
        assert await ask(began) == []
        await queue.acknowledge([done(lease, frontier)])
        assert await ask(began) == []
        later = frontier.clock.now() + timedelta(milliseconds=5)
        assert names(await ask(later)) == ["a"]

    run(test)


@pytest.mark.parametrize(("crashes", "expected"), [(0, ["a"]), (2, [])])
def test_a_round_revives_what_failed_but_not_what_killed(
    run: Run, crashes: int, expected: list[str]
) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await add(queue, "a")
        failed = frontier.clock.now() - timedelta(hours=1)
        await frontier.set("a", state="dead", due_at=None, failed_at=failed, crashes=crashes)
        await queue.add([found("a", each_round=True)], room=0, round_began=frontier.clock.now())
        assert names(await queue.lease(1)) == expected

    run(test)


def test_again_asks_for_what_is_done_but_not_for_what_is_in_work(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1)
        await add(queue, "a", again=True)
        assert await queue.lease(1) == []
        await queue.acknowledge([done(lease, frontier)])
        await add(queue, "a")
        assert await queue.lease(1) == []
        await add(queue, "a", again=True)
        assert names(await queue.lease(1)) == ["a"]

    run(test)


def test_a_request_that_cannot_be_stored_is_dead_with_the_reason(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        assert await add(queue, "a", request=None, error="callback <lambda>", room=5) == []
        row = await frontier.row("a")
        assert (row["state"], row["error"]) == ("dead", "callback <lambda>")

    run(test)


def test_rows_of_a_newer_format_are_left_alone_and_counted(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        await add(queue, "a")
        await frontier.set("a", format=99)
        assert await queue.lease(1) == []
        assert not await queue.is_due()
        assert await queue.waiting() == (0, None, 1)

    run(test)


def test_what_is_known(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1, link_text="Заголовок")
        day = datetime.fromisoformat("2026-04-01T00:00:00Z")
        await queue.acknowledge([done(lease, frontier, read(page_date=day, memory={"x": 1}))])
        await add(queue, "b")
        known = await queue.known([f"{SPIDER}:{name}" for name in "abc"])
        assert sorted(known) == [f"{SPIDER}:a", f"{SPIDER}:b"]
        a, b = known[f"{SPIDER}:a"], known[f"{SPIDER}:b"]
        assert (a.state, a.page_date, a.memory, a.link_texts) == (
            "done",
            day,
            {"x": 1},
            ["Заголовок"],
        )
        assert (b.state, b.page_date, b.memory) == ("queued", None, {})

    run(test)


def test_what_is_known_takes_another_links_text_and_is_not_queued_again(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1, link_text="Заголовок")
        await queue.acknowledge([done(lease, frontier, read())])
        await add(queue, "a", link_text="Title")
        known = (await queue.known([f"{SPIDER}:a"]))[f"{SPIDER}:a"]
        assert (known.state, known.link_texts) == ("done", ["Заголовок", "Title"])

    run(test)


def test_pages_that_were_read_remember_what_they_are_told(run: Run) -> None:
    async def test(frontier: Frontier) -> None:
        queue = frontier.queue()
        [lease] = await add(queue, "a", room=1)
        visit = read(memory={"next": 2}, etag='"x"', last_modified="yesterday")
        await queue.acknowledge([done(lease, frontier, visit)])
        await add(queue, "b")
        await queue.remember([f"{SPIDER}:{name}" for name in "ab"], {"gap": True})
        a, b = await frontier.row("a"), await frontier.row("b")
        assert a["visit"]["memory"] == {"next": 2, "gap": True}
        assert (a["visit"]["etag"], a["visit"]["last_modified"]) == (None, None)
        assert b["visit"] is None

    run(test)
