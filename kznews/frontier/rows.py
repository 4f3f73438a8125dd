"""Rows of the frontier: as found, as leased, and what a visit makes of them. Pure functions."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from kznews.frontier.pace import Observation, Paces
from kznews.frontier.request_json import FORMAT
from kznews.frontier.revisit import Policies
from kznews.frontier.visit import MISSING, Visit, blame_for
from kznews.mongo.values import Fields, storable

Outcome = Literal["done", "not_modified", "missing", "failed", "dead", "postponed"]

# The first failure is often a moment's: a minute, then 4, 16, 64.
_FIRST_WAIT = timedelta(minutes=1)
_GROWTH = 4
_LONGEST_WAIT = timedelta(days=1)
_A_DAY = timedelta(days=1)
# Longer ones are no use to anybody, and servers have sent whole pages in them.
_LONGEST_VALIDATOR = 500
FREE: Fields = {"worker": None, "lease_until": None, "alone": False}
"""Of a row that no worker holds."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A request that a page led to, or a start request, on its way into the frontier."""

    id: str
    spider: str
    url: str
    policy: str | None
    request: str | None
    """As JSON; None: it cannot be stored, `error` says why."""
    priority: int
    link_text: str | None
    each_round: bool
    """To be visited once in this round, whatever is known of it."""
    again: bool
    """To be visited now, unless somebody is at it."""
    error: str | None = None

    def row(self, now: datetime) -> Fields:
        """Give the document of a request that was not known, without `_id`."""
        return {
            "spider": self.spider,
            "url": self.url,
            "host": urlsplit(self.url).hostname or "",
            "policy": self.policy,
            "format": FORMAT,
            "request": self.request,
            "state": "queued" if self.request is not None else "dead",
            "priority": self.priority,
            "link_texts": [self.link_text] if self.link_text is not None else [],
            "added_at": now,
            "due_at": now if self.request is not None else None,
            "attempts": 0,
            "crashes": 0,
            "error": self.error,
            "failed_at": now if self.error else None,
            "visit": None,
            **FREE,
        }

    def renewal(self, now: datetime) -> Fields:
        """Give what is set where the row is known and is to be visited now."""
        return {
            "request": self.request,
            "format": FORMAT,
            "policy": self.policy,
            "priority": self.priority,
            "due_at": now,
        }


@dataclass(kw_only=True)
class Lease:
    """A row that this worker holds."""

    id: str
    url: str
    policy: str | None
    format: int
    request: str
    priority: int
    added_at: datetime
    attempts: int
    crashes: int
    visit: Fields | None
    deadline: float
    """By this machine's monotonic clock: later, the row may be another worker's."""
    alone: bool = False

    @classmethod
    def of(cls, row: Fields, deadline: float) -> Lease:
        """Make it from a row's document."""
        names = (
            *("url", "policy", "format", "request", "priority"),
            *("added_at", "attempts", "crashes", "visit"),
        )
        return cls(id=row["_id"], deadline=deadline, **{name: row[name] for name in names})

    @property
    def is_valid(self) -> bool:
        """Whether it surely is this worker's still."""
        return time.monotonic() < self.deadline

    @property
    def is_suspect(self) -> bool:
        """Whether two workers in a row died while they held it: it is to be visited alone."""
        return self.crashes >= 2


def outcome(
    lease: Lease,
    visit: Visit,
    *,
    now: datetime,
    policies: Policies,
    most_attempts: int,
    paces: Paces | None = None,
) -> tuple[Outcome, Fields]:
    """Say what came of a visit, and what is set in its row; `now` is the server's time.

    `paces`: of the spider's pages.
    """
    if visit.error is None and visit.read_status is None:
        if visit.last_status is None:
            visit.fail("it ended without an answer: the log of its worker may say why")
        else:
            visit.fail(f"the server answered {visit.last_status}", blame_for(visit.last_status))
    if visit.error is not None:
        if visit.blame == "missing" and lease.visit is not None:
            return "missing", _missing(lease, lease.visit, str(visit.error), now, policies)
        return _failure(lease, visit, now, most_attempts)
    return _reading(lease, visit, now, policies, paces)


def observation(lease: Lease, fields: Fields, policies: Policies) -> Observation | None:
    """Say what a visit tells about the pace of the spider's pages; None: nothing.

    `fields` is what `outcome` sets in the row.
    """
    former, visit = lease.visit, fields.get("visit")
    if former is None or visit is None:
        return None
    stage = policies.stage(lease.policy, _age(lease, former["page_date"], former["visited_at"]))
    if stage is None or stage.changes is None or lease.policy is None:
        return None
    return Observation.of(
        (lease.policy, stage.name),
        a_day=stage.changes,
        since=visit["visited_at"] - former["visited_at"],
        changed=visit["digest"] != former["digest"],
    )


def _failure(
    lease: Lease, visit: Visit, now: datetime, most_attempts: int
) -> tuple[Outcome, Fields]:
    said: Fields = {"error": storable(visit.error), "failed_at": now, "crashes": 0, **FREE}
    if visit.blame == "nobody":
        # Never at once: the same crawl would try it again and again.
        due = max(visit.not_before or now, now + _FIRST_WAIT)
        attempts = lease.attempts - 1 if lease.alone else lease.attempts
        return "postponed", said | {"state": "queued", "due_at": due, "attempts": attempts}
    # One that was visited alone has been counted before.
    attempts = lease.attempts if lease.alone else lease.attempts + 1
    said["attempts"] = attempts
    if visit.blame == "for_good" or attempts >= most_attempts:
        return "dead", said | {"state": "dead", "due_at": None}
    return "failed", said | {"state": "queued", "due_at": now + wait_after(attempts)}


def _missing(lease: Lease, former: Fields, error: str, now: datetime, policies: Policies) -> Fields:
    """Say what is set where a page that was read is not shown: it may come back.

    It is done, and due by the policy `missing`; what is known of it stays.
    """
    was_missing = former.get("missing_since") is not None
    last = former["interval"] if was_missing else None
    interval = policies.interval(
        MISSING,
        age=max(now - former["visited_at"], timedelta()),
        last=timedelta(seconds=last) if last is not None else None,
        changed=False,
    )
    return {
        "state": "done",
        "due_at": None if interval is None else now + interval,
        "attempts": 0,
        "crashes": 0,
        "error": storable(error),
        "failed_at": now,
        "priority": lease.priority if lease.priority > 0 else -1,
        **FREE,
        "visit": former
        | {
            "interval": None if interval is None else interval.total_seconds(),
            "missing_since": former.get("missing_since") or now,
        },
    }


def wait_after(attempts: int) -> timedelta:
    """Tell how long to wait after so many failures."""
    waits = int(_GROWTH ** min(attempts - 1, 10))
    return min(_FIRST_WAIT * waits, _LONGEST_WAIT)


def _reading(
    lease: Lease, visit: Visit, now: datetime, policies: Policies, paces: Paces | None
) -> tuple[Outcome, Fields]:
    former = lease.visit
    unmodified = visit.read_status == 304
    digest = former["digest"] if unmodified and former else visit.digest
    page_date = visit.page_date or (former["page_date"] if former else None)
    changed = former is not None and digest != former["digest"]
    changes = ((former.get("changes") or 0) if former else 0) + changed
    last = former["interval"] if former and former.get("missing_since") is None else None
    interval = policies.interval(
        None if visit.settled else lease.policy,
        age=_age(lease, page_date, now),
        last=timedelta(seconds=last) if last is not None else None,
        changed=changed,
        changes=changes,
        paces=paces,
    )
    validators: Fields = {"etag": None, "last_modified": None}
    if visit.complete:
        validators = {
            name: value if value is not None and len(value) <= _LONGEST_VALIDATOR else None
            for name, value in (("etag", visit.etag), ("last_modified", visit.last_modified))
        }
        if unmodified and former:  # a 304 need not repeat them (RFC 9110, 15.4.5)
            validators = {name: validators[name] or former[name] for name in validators}
    return "not_modified" if unmodified else "done", {
        "state": "done",
        "due_at": None if interval is None else now + interval,
        "attempts": 0,
        "crashes": 0,
        "error": None,
        "failed_at": None,
        # A page seen before gives way to what is new, unless its request has a priority.
        "priority": lease.priority if lease.priority > 0 else -1,
        **FREE,
        "visit": {
            "visited_at": now,
            "changed_at": now if changed or former is None else former["changed_at"],
            "status": visit.read_status,
            "digest": digest,
            "changes": changes,
            "interval": None if interval is None else interval.total_seconds(),
            "page_date": page_date,
            "memory": visit.memory,
            "missing_since": None,
            **validators,
        },
    }


def _age(lease: Lease, page_date: datetime | None, now: datetime) -> timedelta:
    """Tell how old a page is; one of the day on which it was found is as old as that.

    Many pages state no more than a day, which would be up to a day too early.
    """
    born = lease.added_at
    if page_date is not None and not timedelta() <= born - page_date < _A_DAY:
        born = page_date
    return max(now - born, timedelta())
