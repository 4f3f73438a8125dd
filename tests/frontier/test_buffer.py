"""What a worker holds, between MongoDB and the engine."""

from __future__ import annotations

import time
from typing import Any

from scrapy import Request

from kznews.frontier.buffer import Buffer
from kznews.frontier.rows import Lease
from kznews.frontier.visit import Visit, visit_of
from tests.frontier.test_rows import lease


def put(buffer: Buffer, name: str, **fields: Any) -> Lease:
    row = lease(id=name, **fields)
    if row.is_suspect:
        buffer.suspect(row)
    else:
        buffer.hold(row)
        buffer.make_ready(row, Request(f"https://exclusive.kz/{name}/"), Visit(name))
    return row


def pop(buffer: Buffer) -> Request:
    request = buffer.pop()
    assert request is not None
    return request


def test_the_best_goes_first_then_the_first() -> None:
    buffer = Buffer(10)
    for name, priority in (("a", 0), ("b", 0), ("listing", 1), ("seen", -1)):
        put(buffer, name, priority=priority)
    order = [visit_of(pop(buffer)).row for _ in range(4)]
    assert order == ["listing", "a", "b", "seen"]
    assert buffer.pop() is None


def test_room_is_what_is_not_held() -> None:
    buffer = Buffer(3)
    put(buffer, "a")
    assert buffer.room == 2
    visit = buffer.finish(pop(buffer))
    assert visit is not None
    assert buffer.room == 2  # until it is acknowledged
    buffer.let_go(visit.row)
    assert buffer.room == 3
    assert buffer.is_empty


def test_a_retry_and_its_origin_are_one_visit() -> None:
    buffer = Buffer(3)
    put(buffer, "a")
    origin = pop(buffer)
    retry = origin.replace(meta=origin.meta | {"retry_times": 1})
    assert buffer.take_hop(retry)
    assert buffer.finish(origin) is None
    redirect = pop(buffer)
    assert redirect is retry
    further = retry.replace(url="https://exclusive.kz/b/", meta=retry.meta | {"redirect_times": 1})
    assert buffer.take_hop(further)
    assert buffer.finish(retry) is None
    assert buffer.finish(pop(buffer)) is visit_of(origin)


def test_a_child_that_copied_the_meta_of_its_page_is_no_hop() -> None:
    buffer = Buffer(3)
    put(buffer, "a")
    origin = pop(buffer)
    retry = origin.replace(meta=origin.meta | {"retry_times": 1})
    assert buffer.take_hop(retry)
    buffer.finish(origin)
    page = pop(buffer)
    assert not buffer.take_hop(Request("https://exclusive.kz/b/", meta=dict(page.meta)))
    assert not buffer.take_hop(Request("https://exclusive.kz/b/", meta={"retry_times": 5}))


def test_hops_go_before_everything() -> None:
    buffer = Buffer(3)
    put(buffer, "a")
    origin = pop(buffer)
    put(buffer, "listing", priority=100)
    retry = origin.replace(meta=origin.meta | {"retry_times": 1})
    buffer.take_hop(retry)
    assert pop(buffer) is retry


def test_robots_txt_is_nobodys() -> None:
    assert Buffer(1).finish(Request("https://exclusive.kz/robots.txt")) is None


def test_what_expired_before_it_was_begun_is_not_begun_until_it_is_renewed() -> None:
    buffer = Buffer(3)
    late = put(buffer, "late", deadline=time.monotonic() - 1)
    put(buffer, "later", deadline=time.monotonic() - 1)
    assert buffer.pop() is None
    assert buffer.is_stale
    buffer.lose(["later"])
    late.deadline = time.monotonic() + 60
    assert not buffer.is_stale
    assert visit_of(pop(buffer)).row == "late"
    assert buffer.pop() is None


def test_what_is_lost_is_not_begun_and_what_is_begun_goes_on() -> None:
    buffer = Buffer(3)
    put(buffer, "begun")
    request = pop(buffer)
    put(buffer, "lost")
    buffer.lose(["begun", "lost"])
    assert buffer.pop() is None
    assert buffer.finish(request) is not None
    assert buffer.let_go("begun") is not None


def test_what_is_lost_and_leased_again_is_the_visit_that_is_on_its_way() -> None:
    buffer = Buffer(10)
    put(buffer, "begun")
    put(buffer, "waiting")
    begun = pop(buffer)
    buffer.lose(["begun", "waiting"])
    assert buffer.take_back(lease(id="begun"))
    assert buffer.take_back(lease(id="waiting"))
    assert not buffer.take_back(lease(id="other"))
    waiting = pop(buffer)
    assert visit_of(waiting).row == "waiting"
    for request in (begun, waiting):
        assert buffer.finish(request) is visit_of(request)
        assert buffer.let_go(visit_of(request).row) is not None
    assert buffer.pop() is None
    assert buffer.is_empty


def test_the_suspect_that_was_tried_least_goes_first() -> None:
    buffer = Buffer(10)
    for name, attempts in (("a", 2), ("b", 0), ("c", 1)):
        put(buffer, name, crashes=2, attempts=attempts)
    first = buffer.next_suspect()
    assert first is not None
    assert first.id == "b"


def test_a_suspect_is_alone_in_work() -> None:
    buffer = Buffer(10)
    put(buffer, "a")
    begun = pop(buffer)
    suspect = put(buffer, "suspect", crashes=2)
    put(buffer, "b")
    # Nothing new is begun, nor the suspect, until what is begun is through.
    assert buffer.pop() is None
    assert buffer.next_suspect() is None
    assert buffer.room == 0
    buffer.finish(begun)
    buffer.let_go("a")
    assert buffer.next_suspect() is suspect
    suspect.alone = True
    buffer.make_ready(suspect, Request("https://exclusive.kz/suspect/"), Visit("suspect"))
    alone = pop(buffer)
    assert buffer.pop() is None
    retry = alone.replace(meta=alone.meta | {"retry_times": 1})
    buffer.take_hop(retry)
    buffer.finish(alone)
    assert pop(buffer) is retry
    buffer.finish(retry)
    buffer.let_go("suspect")
    assert visit_of(pop(buffer)).row == "b"
