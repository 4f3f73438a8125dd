"""Reports on the frontier as lines for people. Pure functions; moments are UTC.

What was read from a page or a server stands in one line, without control characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from kznews.frontier.report import Done, Holder, Host, Queued, SpiderRows, Summary
from kznews.frontier.row_lists import DeadRow, DueRow
from kznews.text.terminal import one_line, printable, write_count, write_dated


def summary_lines(summary: Summary) -> Iterator[str]:
    """Tell of each spider, then of the hosts."""
    for spider in summary.spiders:
        yield ""
        yield from _spider_lines(spider, summary.now)
    if summary.hosts:
        yield ""
        yield "hosts"
        width = max(len(host.host) for host in summary.hosts)
        for host in summary.hosts:
            yield f"  {host.host:<{width}}  {_standing(host, summary.now)}"


def dead_lines(rows: Iterable[DeadRow], now: datetime) -> Iterator[str]:
    """Tell of each row what it is and what it died of."""
    for row in rows:
        since = write_dated(row.failed_at, now) if row.failed_at else "nobody knows when"
        yield printable(row.url)
        yield f"    {row.spider}, dead since {since}, {write_count(row.attempts, 'attempt')}"
        yield f"    {one_line(row.error or 'no error is known')}"
        if not row.revivable:
            yield "    There is no request to revive."


def due_lines(rows: Iterable[DueRow], now: datetime) -> Iterator[str]:
    """Tell of each row what it is, when it is due, and what its last visit saw."""
    for row in rows:
        yield printable(row.url)
        policy = row.policy or "no policy"
        yield f"    {row.spider}, {policy}, {row.state}, due {write_dated(row.due_at, now)}"
        if row.visited_at is None:
            yield "    never visited"
            continue
        changed = f", changed {write_dated(row.changed_at, now)}" if row.changed_at else ""
        yield f"    visited {write_dated(row.visited_at, now)}{changed}"


def _spider_lines(spider: SpiderRows, now: datetime) -> Iterator[str]:
    began = spider.round_began_at
    crawled = f", crawled since {write_dated(began, now)}" if began else ", not being crawled"
    yield f"{spider.spider}{crawled}"
    told_of = (
        ("queued", list(_queued(spider.queued, now))),
        ("leased", [_holder(each, now) for each in spider.workers] or [(0, "")]),
        ("done", list(_done(spider.done, now))),
        ("dead", [(spider.dead.rows, "")]),
    )
    for state, lines in told_of:
        for number, (rows, what) in enumerate(lines):
            label = "" if number else state
            yield f"  {label:<6}  {rows:>9,}  {what}".rstrip()
    for each in spider.dead.errors:
        error = one_line(each.error or "no error is known")
        yield f"          {each.rows:>9,}  {error}"
        yield f"{'':19}  such as {printable(each.url)}"


def _queued(queued: Queued, now: datetime) -> Iterator[tuple[int, str]]:
    yield queued.due, "due now"
    if queued.first_due_at is not None:
        yield (
            queued.later,
            f"for later, the first {write_dated(queued.first_due_at, now)}",
        )
    if queued.newer:
        yield queued.newer, "of them written by a newer kznews, and left to it"


def _holder(holder: Holder, now: datetime) -> tuple[int, str]:
    who = f"by {holder.worker}, {'alive' if holder.alive else 'not alive'}"
    return (
        holder.leased,
        f"{who}, until {write_dated(holder.until, now)}" if holder.until else who,
    )


def _done(done: Done, now: datetime) -> Iterator[tuple[int, str]]:
    yield done.rows, ""
    if done.next_due_at is not None:
        yield (
            done.again,
            f"to be visited again, the next {write_dated(done.next_due_at, now)}",
        )
    if done.settled:
        yield done.settled, "settled"


def _standing(host: Host, now: datetime) -> str:
    said = []
    if host.paused_until is not None:
        why = one_line(host.reason or "nobody knows why")
        said.append(f"paused until {write_dated(host.paused_until, now)}: {why}")
    if host.failures:
        said.append(f"{write_count(host.failures, 'failure')} in a row")
    if host.crawl_delay:
        said.append(f"Crawl-delay {host.crawl_delay:g} s")
    return "; ".join(said)
