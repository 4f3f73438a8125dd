"""Lines for people: every moment in UTC and by its distance, nothing that a terminal obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kznews.commands.frontier_text import dead_lines, due_lines, summary_lines
from kznews.frontier.report import (
    CommonError,
    Dead,
    Done,
    Holder,
    Host,
    Queued,
    SpiderRows,
    Summary,
)
from kznews.frontier.row_lists import DeadRow, DueRow

NOW = datetime(2026, 4, 1, 6, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
QUIET = SpiderRows(
    spider="exclusive",
    round_began_at=None,
    queued=Queued(due=0, later=0, first_due_at=None, newer=0),
    workers=[],
    done=Done(rows=0, again=0, next_due_at=None, settled=0),
    dead=Dead(rows=0, errors=[]),
)


def test_an_outlet_at_work() -> None:
    spider = SpiderRows(
        spider="exclusive",
        round_began_at=NOW - 3 * HOUR,
        queued=Queued(due=1234567, later=3, first_due_at=NOW + 5 * MINUTE, newer=2),
        workers=[
            Holder(worker="a:1:x", alive=True, leased=48, until=NOW + MINUTE / 2),
            Holder(worker="b:2:y", alive=False, leased=3, until=NOW - 4 * MINUTE),
            Holder(worker="c:3:z", alive=True, leased=0, until=None),
        ],
        done=Done(rows=272, again=30, next_due_at=NOW - 2 * HOUR, settled=242),
        dead=Dead(
            rows=4,
            errors=[
                CommonError(error="HTTP 404", rows=3, url="https://exclusive.kz/1/"),
                CommonError(error="", rows=1, url="https://exclusive.kz/2/"),
            ],
        ),
    )
    assert list(summary_lines(Summary(now=NOW, spiders=[spider], hosts=[]))) == [
        "",
        "exclusive, crawled since 2026-04-01 03:30:00 UTC (3 h ago)",
        "  queued  1,234,567  due now",
        "                  3  for later, the first 2026-04-01 06:35:00 UTC (in 5 min)",
        "                  2  of them written by a newer kznews, and left to it",
        "  leased         48  by a:1:x, alive, until 2026-04-01 06:30:30 UTC (in 30 s)",
        "                  3  by b:2:y, not alive, until 2026-04-01 06:26:00 UTC (4 min ago)",
        "                  0  by c:3:z, alive",
        "  done          272",
        "                 30  to be visited again, the next 2026-04-01 04:30:00 UTC (2 h ago)",
        "                242  settled",
        "  dead            4",
        "                  3  HTTP 404",
        "                     such as https://exclusive.kz/1/",
        "                  1  no error is known",
        "                     such as https://exclusive.kz/2/",
    ]


def test_an_outlet_at_rest_and_its_hosts() -> None:
    well = Host(host="", paused_until=None, reason=None, failures=0, crawl_delay=None)
    hosts = [
        replace(well, host="a.kz", paused_until=NOW + 10 * MINUTE, reason="503", failures=6),
        replace(well, host="long.name.kz", failures=1),
        replace(well, host="slow.kz", crawl_delay=2.5),
    ]
    assert list(summary_lines(Summary(now=NOW, spiders=[QUIET], hosts=hosts))) == [
        "",
        "exclusive, not being crawled",
        "  queued          0  due now",
        "  leased          0",
        "  done            0",
        "  dead            0",
        "",
        "hosts",
        (
            "  a.kz          paused until 2026-04-01 06:40:00 UTC (in 10 min): 503;"
            " 6 failures in a row"
        ),
        "  long.name.kz  1 failure in a row",
        "  slow.kz       Crawl-delay 2.5 s",
    ]


def test_what_is_dead() -> None:
    gone = DeadRow(
        spider="exclusive",
        url="https://exclusive.kz/1/",
        attempts=1,
        failed_at=NOW - 3 * HOUR,
        error="HTTP 404\nNot Found",
        revivable=True,
    )
    unstored = replace(gone, attempts=0, failed_at=None, error=None, revivable=False)
    assert list(dead_lines([gone, unstored], NOW)) == [
        "https://exclusive.kz/1/",
        "    exclusive, dead since 2026-04-01 03:30:00 UTC (3 h ago), 1 attempt",
        "    HTTP 404 Not Found",
        "https://exclusive.kz/1/",
        "    exclusive, dead since nobody knows when, 0 attempts",
        "    no error is known",
        "    There is no request to revive.",
    ]


def test_what_is_due() -> None:
    new = DueRow(
        spider="exclusive",
        url="https://exclusive.kz/1/",
        policy="article",
        state="queued",
        due_at=NOW - 5 * MINUTE,
        visited_at=None,
        changed_at=None,
    )
    read = replace(
        new,
        policy="listing",
        state="done",
        due_at=NOW + HOUR,
        visited_at=NOW - 3 * HOUR,
        changed_at=NOW - 72 * HOUR,
    )
    assert list(due_lines([new, read], NOW)) == [
        "https://exclusive.kz/1/",
        "    exclusive, article, queued, due 2026-04-01 06:25:00 UTC (5 min ago)",
        "    never visited",
        "https://exclusive.kz/1/",
        "    exclusive, listing, done, due 2026-04-01 07:30:00 UTC (in 60 min)",
        (
            "    visited 2026-04-01 03:30:00 UTC (3 h ago), "
            "changed 2026-03-29 06:30:00 UTC (3 days ago)"
        ),
    ]
