from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from kznews import settings as project
from kznews.monitoring.check import judge
from kznews.monitoring.checks import (
    DATABASE_CHECKS,
    NODE_CHECKS,
    OUTLET_CHECKS,
    QUEUE_CHECKS,
    read_limits,
)
from kznews.monitoring.status_report import Ended, JobsStatus, NodeStatus, Window
from kznews.monitoring.subjects import OutletNow, Queue
from tests.monitoring.statuses import NOW, ago, database, jobs, node, outlet

SETTINGS = Settings()
SETTINGS.setmodule(project)
LIMITS = read_limits(SETTINGS)


def faults(**changes: Any) -> list[str]:
    now = OutletNow(outlet(**changes), NOW)
    return list(judge(OUTLET_CHECKS, now, LIMITS).faults)


def node_faults(node: NodeStatus) -> list[str]:
    return list(judge(NODE_CHECKS, node, LIMITS).faults)


def queue_faults(jobs: JobsStatus, *nodes: NodeStatus) -> list[str]:
    return list(judge(QUEUE_CHECKS, Queue(jobs=jobs, nodes=nodes), LIMITS).faults)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"last_success_at": ago(minutes=30)},
        {"crawl_every": None, "last_success_at": ago(days=90)},
        {"first_run_at": None, "first_job_at": None, "last_success_at": None},
        {"newest_article_at": ago(hours=13.4)},
        {"newest_article_at": ago(days=30), "longest_pause": None},
        {"day": Window(articles=20, usual=60)},
        {"day": Window(articles=0, usual=9)},
        {"day": Window(articles=0, usual=None)},
        {"fallback_last_day": 40},
        {"articles_read_last_day": 9, "fallback_last_day": 9},
        {"rejected_last_day": 30},
        {"dead_last_day": 45},
        {"requests_last_day": 0, "dead_last_day": 9},
        {"skipped_ticks": 2},
    ],
)
def test_what_is_no_fault(changes: dict[str, Any]) -> None:
    assert faults(**changes) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"last_success_at": ago(minutes=31)},
            "the last success is 31 min ago, and it is crawled every 10 min",
        ),
        (
            {"last_success_at": None, "first_run_at": ago(hours=5)},
            "no crawl has succeeded since the first one, 80 days ago",
        ),
        (
            {"last_success_at": None, "first_run_at": ago(hours=5), "first_job_at": None},
            "no crawl has succeeded since the first one, 5 h ago",
        ),
        # Jobs that leave no run: none of them ever came to its outlet.
        (
            {"last_success_at": None, "first_run_at": None, "first_job_at": ago(hours=6)},
            "no crawl has succeeded since the first one, 6 h ago",
        ),
        (
            {"newest_article_at": ago(hours=14)},
            (
                "its newest article is 14 h old, and no pause of the last five weeks was longer "
                "than 9 h"
            ),
        ),
        (
            {"newest_article_at": ago(days=36), "longest_pause": None},
            "its newest article is 36 days old",
        ),
        (
            {"day": Window(articles=19, usual=60)},
            "19 articles in the last day, where 60 are usual",
        ),
        (
            {"fallback_last_day": 41},
            (
                "no layout read 41 of 200 articles in the last day: has the outlet been "
                "redesigned?; `scrapy probe exclusive --archived` compares its module with kept "
                "pages, and once that is mended, `scrapy reparse exclusive` reads them again"
            ),
        ),
        ({"rejected_last_day": 31}, "31 of 300 items were rejected in the last day"),
        (
            {"rejected_last_day": 10, "items_last_day": 0},
            "10 of 10 items were rejected in the last day",
        ),
        (
            {"dead_last_day": 46},
            "46 of 900 requests were given up in the last day (scrapy frontier --dead exclusive)",
        ),
        (
            {"skipped_ticks": 3},
            "3 crawls in a row were skipped: the one before does not end in time",
        ),
    ],
)
def test_faults_of_an_outlet(changes: dict[str, Any], fault: str) -> None:
    assert faults(**changes) == [fault]


def test_faults_of_nodes_and_jobs() -> None:
    gone = node(alive=False)
    assert node_faults(node()) == []
    remedy = "start it, or remove it (scrapy status --forget-node a:6800)"
    assert node_faults(node(alive=False, running=0)) == [f"it has died: {remedy}"]
    assert node_faults(gone) == [f"it has died, and 2 jobs with it: {remedy}"]
    assert node_faults(node(alive=False, left=True, running=0)) == []
    assert node_faults(node(alive=False, left=True)) == node_faults(gone)
    lost = node(ended=Ended(lost=1))
    assert node_faults(lost) == ["1 job of the last day died with it too often, and was given up"]
    assert queue_faults(jobs(), node(), gone) == []
    assert queue_faults(jobs(), gone) == ["1 job pending, and no node is alive"]
    assert queue_faults(jobs(pending=0)) == []
    # Each lost job is told once.
    assert queue_faults(jobs(ended=Ended(finished=1, lost=1)), lost) == []
    assert queue_faults(jobs(ended=Ended(finished=1, lost=3)), lost) == [
        "2 jobs of the last day were given up"
    ]
    assert queue_faults(jobs(ended=Ended(failed=1, lost=1, skipped=3)), lost) == [
        "not one job of the last day finished: 1 failed, 1 were lost"
    ]


def test_a_database_in_which_nothing_ever_worked() -> None:
    assert judge(DATABASE_CHECKS, database(), LIMITS).faults == ()
    assert judge(DATABASE_CHECKS, database(has_success=False), LIMITS).faults == (
        "no crawl has ever succeeded in it",
    )


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"free_bytes": 14e6 * 14}, ()),
        ({"free_bytes": 14e6 * 13}, ("its disk will be full in 13 days",)),
        ({"free_bytes": 0}, ("its disk will be full in 0 s",)),
        ({"free_bytes": None}, ()),
        ({"free_bytes": 1, "bytes_a_day": None}, ()),
        ({"free_bytes": 1, "bytes_a_day": -5.0}, ()),
    ],
)
def test_a_disk_that_will_be_full(changes: dict[str, Any], faults: tuple[str, ...]) -> None:
    assert judge(DATABASE_CHECKS, database(**changes), LIMITS).faults == faults


@pytest.mark.parametrize("value", ["many", 0, -1, None, "nan"])
def test_a_limit_that_is_none(value: object) -> None:
    settings = SETTINGS.copy()
    settings.set("MONITOR_LATE_INTERVALS", value)
    with pytest.raises(ValueError, match=r"^MONITOR_LATE_INTERVALS is .*: it must be a number"):
        read_limits(settings)
