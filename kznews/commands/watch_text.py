"""Saved searches, written for people and for programs: addresses by number and kind alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from kznews.mongo.clock import server_time
from kznews.mongo.connection import SyncDatabase
from kznews.text.terminal import one_line, printable, write_count, write_moment
from kznews.watches.counts import count_new, found_since
from kznews.watches.delays import delays
from kznews.watches.registry import Watch

_DAY = timedelta(days=1)
_SHOWN = 20
"""Findings that are shown."""
_HOW_OFTEN = {"0": "at once", "1h": "every hour", "1d": "every day"}


def row(database: SyncDatabase, watch: Watch) -> str:
    """Write a saved search in a line."""
    paused = ", paused" if watch.is_paused else ""
    told = ", ".join(watch.places) or "nobody"
    return (
        f"{watch.name}: {one_line(watch.question)}\n"
        f"  tells {told}, {_HOW_OFTEN[watch.every]}{paused}; {_counts(database, watch)}"
    )


def watch_lines(database: SyncDatabase, watch: Watch) -> Iterator[str]:
    """Write a saved search with what it found last and what is wrong."""
    yield row(database, watch)
    yield f"  in {watch.language}, times of {watch.zone}, saved {write_moment(watch.added_at)} UTC"
    for fault in delays(database, timedelta(0), watch.name):
        yield f"  ! {fault}"
    now = _now(database)
    for each in found_since(database, watch.name, now - 30 * _DAY, _SHOWN):
        yield ""
        what = ", ".join((each["kind"], *each["edits"]))
        yield f"  {write_moment(each['stored_at'])} UTC  {each['outlet']}  {what}"
        yield f"  {one_line(each['title'])}"
        yield f"  {printable(each['url'])}"


def as_fields(database: SyncDatabase, watch: Watch) -> dict[str, Any]:
    """Give a saved search as fields of JSON."""
    now = _now(database)
    return {
        "name": watch.name,
        "question": watch.question,
        "addresses": watch.places,
        "every": watch.every,
        "language": watch.language,
        "zone": watch.zone,
        "is_paused": watch.is_paused,
        "added_at": watch.added_at,
        "found_last_day": count_new(database, watch.name, now - _DAY, now),
        "found_last_week": count_new(database, watch.name, now - 7 * _DAY, now),
        "delays": delays(database, timedelta(0), watch.name),
    }


def _counts(database: SyncDatabase, watch: Watch) -> str:
    now = _now(database)
    day, week = (count_new(database, watch.name, now - days * _DAY, now) for days in (1, 7))
    return f"{write_count(day, 'article')} in the last day, {week:,} in the last week"


def _now(database: SyncDatabase) -> Any:
    # What is stored in this very second counts.
    return server_time(database.client.admin.command("hello")) + timedelta(seconds=1)
