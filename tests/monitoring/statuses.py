"""An outlet, a node and a queue with which all is well, to be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.monitoring.status_report import (
    DatabaseStatus,
    Ended,
    JobsStatus,
    NodeStatus,
    OutletStatus,
    StatusReport,
    Window,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def outlet(**changes: Any) -> OutletStatus:
    well = OutletStatus(
        outlet="exclusive",
        crawl_every=600.0,
        first_run_at=ago(days=90),
        first_job_at=ago(days=80),
        last_success_at=ago(minutes=7),
        newest_article_at=ago(minutes=40),
        longest_pause=9 * 3600.0,
        hour=Window(articles=2, usual=3.5),
        day=Window(articles=61, usual=60),
        week=Window(articles=402, usual=410),
        due=3,
        later=1,
        leased=2,
        dead=40,
        counted_to=1000,
        dead_last_day=1,
        runs_last_day=140,
        requests_last_day=900,
        errors_last_run=0,
        errors_last_day=6,
        articles_read_last_day=200,
        fallback_last_day=4,
        rejected_last_day=2,
        items_last_day=300,
        unmet_last_day=(),
        skipped_ticks=0,
    )
    return replace(well, **changes)


def node(**changes: Any) -> NodeStatus:
    well = NodeStatus(
        node="a:6800",
        alive=True,
        left=False,
        seen_at=ago(seconds=4),
        slots=4,
        running=2,
        ended=Ended(finished=100, failed=3),
    )
    return replace(well, **changes)


def jobs(**changes: Any) -> JobsStatus:
    well = JobsStatus(
        pending=1,
        waiting_since=ago(seconds=50),
        running=2,
        ended=Ended(finished=100, failed=3, skipped=2),
    )
    return replace(well, **changes)


def database(**changes: Any) -> DatabaseStatus:
    well = DatabaseStatus(
        has_success=True,
        bytes_on_disk=1_230_000_000,
        archive_bytes=300_000_000,
        archive_bytes_a_day=2_500_000.0,
        bytes_a_day=14e6,
        free_bytes=10_300_000_000,
    )
    return replace(well, **changes)


def report(**changes: Any) -> StatusReport:
    well = StatusReport(
        now=NOW, outlets=(outlet(),), nodes=(node(),), jobs=jobs(), database=database()
    )
    return replace(well, **changes)
