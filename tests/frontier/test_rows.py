"""What a visit makes of a row."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kznews.frontier.request_json import FORMAT
from kznews.frontier.revisit import Policies
from kznews.frontier.rows import Lease, observation, outcome
from kznews.frontier.visit import Visit
from tests.frontier.rows import REQUEST, read

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
POLICIES = Policies.from_setting(
    {
        "article": [
            {"younger": "1d", "first": "1h", "least": "30m", "most": "6h"},
            {"younger": "7d", "first": "1d", "least": "1d", "most": "2d"},
        ],
        "missing": [{"younger": "365d", "first": "6h", "least": "6h", "most": "30d"}],
    }
)


def lease(**fields: Any) -> Lease:
    defaults: dict[str, Any] = {
        "id": "exclusive:a",
        "url": "https://exclusive.kz/a/",
        "policy": "article",
        "format": FORMAT,
        "request": REQUEST,
        "priority": 0,
        "added_at": NOW - timedelta(minutes=1),
        "attempts": 0,
        "crashes": 0,
        "visit": None,
        "deadline": time.monotonic() + 60,
    }
    return Lease(**defaults | fields)


def came_of(row: Lease, visit: Visit) -> tuple[str, dict[str, Any]]:
    what, fields = outcome(row, visit, now=NOW, policies=POLICIES, most_attempts=3)
    return what, fields


def test_a_page_that_was_read_is_done_and_due_by_the_policy() -> None:
    what, fields = came_of(lease(attempts=2, crashes=1), read(etag='"x"', memory={"next": None}))
    assert what == "done"
    assert fields["state"] == "done"
    assert fields["due_at"] == NOW + timedelta(hours=1)
    assert (fields["attempts"], fields["crashes"], fields["worker"]) == (0, 0, None)
    assert fields["visit"] == {
        "visited_at": NOW,
        "changed_at": NOW,
        "status": 200,
        "etag": '"x"',
        "last_modified": None,
        "digest": "a digest",
        "changes": 0,
        "interval": 3600.0,
        "page_date": None,
        "memory": {"next": None},
        "missing_since": None,
    }


def visited(**notes: Any) -> dict[str, Any]:
    """The `visit` of a row, as a first reading left it."""
    visit: dict[str, Any] = came_of(lease(), read(**notes))[1]["visit"]
    visit["visited_at"] = visit["changed_at"] = NOW - timedelta(hours=1)
    return visit


def missing(row: Lease) -> dict[str, Any]:
    visit = Visit("exclusive:a", was_read=row.visit is not None)
    visit.fail("the server answered 404", "missing")
    what, fields = came_of(row, visit)
    assert what == ("dead" if row.visit is None else "missing")
    return fields


def test_a_page_that_was_read_and_is_not_shown_is_asked_for_again_and_keeps_what_is_known() -> None:
    last = visited(etag='"x"', memory={"gist": 1}) | {"interval": 86400.0}
    waits = []
    for _ in range(7):
        fields = missing(lease(visit=last))
        assert (fields["state"], fields["error"]) == ("done", "the server answered 404")
        waits.append((fields["due_at"] - NOW) / timedelta(hours=1))
        last = fields["visit"]
        assert (last["etag"], last["memory"], last["missing_since"]) == ('"x"', {"gist": 1}, NOW)
    assert waits == [6, 18, 54, 162, 486, 720, 720]
    # Once it is read again, its pace begins anew.
    fields = came_of(lease(visit=last), read())[1]
    assert fields["due_at"] == NOW + timedelta(hours=1)
    assert fields["visit"]["missing_since"] is None


def test_a_page_that_is_missing_for_a_year_is_never_asked_for_again() -> None:
    last = visited() | {"visited_at": NOW - timedelta(days=365)}
    assert missing(lease(visit=last))["due_at"] is None


def test_a_page_that_was_never_read_is_not_missing() -> None:
    assert missing(lease(attempts=2))["state"] == "dead"


def test_a_page_whose_article_is_elsewhere_is_never_due_again() -> None:
    assert came_of(lease(), read(settled=True))[1]["due_at"] is None


def test_a_page_that_changed_is_due_sooner() -> None:
    same = came_of(lease(visit=visited()), read())[1]
    other = came_of(lease(visit=visited()), read(digest="another"))[1]
    assert same["due_at"] == NOW + timedelta(hours=3)
    assert other["due_at"] == NOW + timedelta(minutes=30)
    assert same["visit"]["changed_at"] == NOW - timedelta(hours=1)
    assert other["visit"]["changed_at"] == NOW


def test_it_is_counted_how_often_a_page_was_found_changed() -> None:
    once = came_of(lease(visit=visited()), read(digest="another"))[1]["visit"]
    same = came_of(lease(visit=once), read(digest="another"))[1]["visit"]
    twice = came_of(lease(visit=same), read(digest="a third"))[1]["visit"]
    assert [each["changes"] for each in (once, same, twice)] == [1, 1, 2]
    # Older versions of kznews did not count.
    older = {name: value for name, value in visited().items() if name != "changes"}
    assert came_of(lease(visit=older), read(digest="another"))[1]["visit"]["changes"] == 1


def test_a_visit_tells_of_the_pace_where_changes_are_expected() -> None:
    paced = Policies.from_setting(
        {"article": [{"changes": 4, "first": "1h", "least": "1h", "most": "1d"}]}
    )
    last = visited()
    for digest, changed in (("a digest", False), ("another", True)):
        fields = came_of(lease(visit=last), read(digest=digest))[1]
        observed = observation(lease(visit=last), fields, paced)
        assert observed is not None
        assert (observed.key, observed.changed) == (("article", ""), changed)
        assert observed.expected == pytest.approx(4 / 24)
        assert observation(lease(visit=last), fields, POLICIES) is None
        assert observation(lease(visit=None), fields, paced) is None
        assert observation(lease(visit=last, policy=None), fields, paced) is None
    assert observation(lease(visit=last), {"state": "dead"}, paced) is None


def test_an_unmodified_page_keeps_what_is_known_of_it() -> None:
    last = visited(etag='"x"', last_modified="Wed, 01 Apr 2026 11:00:00 GMT")
    what, fields = came_of(lease(visit=last), read(read_status=304, digest="of no body"))
    assert what == "not_modified"
    kept = ("etag", "last_modified", "digest", "changed_at")
    assert {name: fields["visit"][name] for name in kept} == {name: last[name] for name in kept}


def test_an_incomplete_reading_is_not_asked_for_conditionally() -> None:
    fields = came_of(lease(), read(etag='"x"', complete=False))[1]
    assert fields["visit"]["etag"] is None


@pytest.mark.parametrize(
    ("age", "due"), [(timedelta(days=2), timedelta(days=1)), (timedelta(days=8), None)]
)
def test_the_age_of_an_article_counts_from_its_publication(
    age: timedelta, due: timedelta | None
) -> None:
    fields = came_of(lease(), read(page_date=NOW - age))[1]
    assert fields["due_at"] == (NOW + due if due else None)


def test_a_page_of_the_day_on_which_it_was_found_is_as_old_as_that() -> None:
    row = lease(added_at=NOW - timedelta(hours=1))
    for date, due in ((24.5, timedelta(hours=1)), (30, timedelta(days=1))):
        fields = came_of(row, read(page_date=NOW - timedelta(hours=date)))[1]
        assert fields["due_at"] == NOW + due
        assert fields["visit"]["page_date"] == NOW - timedelta(hours=date)


def test_what_is_new_goes_before_what_was_seen() -> None:
    assert came_of(lease(), read())[1]["priority"] == -1
    assert came_of(lease(priority=1), read())[1]["priority"] == 1


def test_a_failure_is_tried_again_later_each_time_and_then_no_more() -> None:
    visit = Visit("exclusive:a")
    visit.fail("the server answered 500")
    for attempts, state, wait in ((0, "queued", 1), (1, "queued", 4), (2, "dead", None)):
        what, fields = came_of(lease(attempts=attempts), visit)
        assert (what, fields["state"]) == ("dead" if state == "dead" else "failed", state)
        assert fields["attempts"] == attempts + 1
        assert fields["due_at"] == (NOW + timedelta(minutes=wait) if wait else None)
        assert fields["error"] == "the server answered 500"
        assert "visit" not in fields


def test_what_failed_for_good_is_dead_at_once() -> None:
    visit = Visit("exclusive:a")
    visit.fail("the server answered 404", "for_good")
    assert came_of(lease(), visit)[1]["state"] == "dead"


def test_what_is_nobodys_fault_is_put_off_and_not_counted() -> None:
    visit = Visit("exclusive:a")
    visit.fail("paused", "nobody", not_before=NOW + timedelta(hours=1))
    what, fields = came_of(lease(attempts=2), visit)
    assert (what, fields["state"], fields["attempts"]) == ("postponed", "queued", 2)
    assert fields["due_at"] == NOW + timedelta(hours=1)
    visit.not_before = None
    assert came_of(lease(), visit)[1]["due_at"] > NOW  # or this very crawl would try it for ever


def test_a_request_that_ends_without_an_answer_has_failed() -> None:
    what, fields = came_of(lease(), Visit("exclusive:a"))
    assert what == "failed"
    assert "without an answer" in fields["error"]


@pytest.mark.parametrize(
    ("status", "expected"), [(404, "dead"), (410, "dead"), (429, "failed"), (500, "failed")]
)
def test_an_answer_that_no_callback_takes_is_a_failure(status: int, expected: str) -> None:
    what, fields = came_of(lease(), Visit("exclusive:a", last_status=status))
    assert what == expected
    assert str(status) in fields["error"]


def test_an_attempt_alone_is_counted_once() -> None:
    visit = Visit("exclusive:a")
    visit.fail("the server answered 500")
    assert came_of(lease(attempts=1, alone=True), visit)[1]["attempts"] == 1
