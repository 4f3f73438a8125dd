"""An outlet's last weeks in a database, as crawls would have written them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.monitoring.runs import run_fields
from kznews.record.documents import article_fields
from tests.record.samples import article

NOW = datetime.now(UTC)
"""When the tests began: the server's «now» is a little later."""


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def articles(
    ages: Iterable[timedelta], *, outlet: str = "exclusive", dated: bool = True
) -> list[dict[str, Any]]:
    """Articles of these ages, by the date that they state or by when they were found."""
    made = []
    for age in ages:
        moment = NOW - age
        # Found long before or after: it must not count.
        found = NOW - hours(24 * 300) if dated else moment
        fields = article_fields(
            article(
                url=f"https://{outlet}.kz/articles/{moment.timestamp()}-{dated}/",
                outlet=outlet,
                published_at=moment if dated else None,
                published_precision="minute" if dated else None,
                fetched_at=found,
            )
        )
        made.append(fields)
    return made


READ = {"pages/read": 10, "items/stored/articles/unchanged": 10}
"""The statistics of a crawl that went well."""


def run(
    age: timedelta,
    stats: dict[str, Any] | None = None,
    *,
    outlet: str = "exclusive",
    reason: str = "finished",
) -> dict[str, Any]:
    """A run that ended so long ago, having taken a minute."""
    return run_fields(
        outlet,
        READ if stats is None else stats,
        started_at=NOW - age - timedelta(minutes=1),
        finished_at=NOW - age,
        finish_reason=reason,
        job=None,
    )


def job(number: int, state: str, age: timedelta, **changes: Any) -> dict[str, Any]:
    """A job of the nodes' queue; `age` is of its end, or of its beginning where it has none."""
    moment = NOW - age
    is_over = state not in {"pending", "running"}
    given: dict[str, Any] = {
        "_id": f"exclusive-{number}",
        "project": "kznews",
        "spider": "exclusive",
        "version": None,
        "settings": {},
        "args": {},
        "priority": 0.0,
        "state": state,
        "queued_at": moment,
        "tick": moment,
        "node": None if state in {"pending", "skipped"} else "a:6800",
        "instance": None,
        "pid": None,
        "started_at": None if state in {"pending", "skipped"} else moment,
        "lease_until": None,
        "ended_at": moment if is_over else None,
        "exit_code": None,
        "start_count": 0,
        "cancel": None,
        "reason": None,
    }
    return given | changes


def node(name: str, *, alive: bool, **changes: Any) -> dict[str, Any]:
    """A node that was seen a minute ago."""
    given: dict[str, Any] = {
        "_id": name,
        "instance": "b",
        "address": f"http://{name}",
        "pid": 1,
        "started_at": NOW - hours(5),
        "seen_at": NOW - timedelta(minutes=1),
        "alive_until": NOW + (hours(1) if alive else -timedelta(seconds=30)),
        "slots": 4,
        "running": 0,
        "kznews": "0.1.0",
    }
    return given | changes
