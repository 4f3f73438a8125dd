"""A status report as lines for people. Pure functions; moments are UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kznews.monitoring.status_report import (
    DatabaseStatus,
    JobsStatus,
    NodeStatus,
    OutletStatus,
    StatusReport,
    Window,
)
from kznews.text.terminal import harmless, one_line, write_bytes, write_duration

_UNKNOWN = "—"
_RED, _PLAIN = "\x1b[31m", "\x1b[0m"
_LEGEND = (
    "Articles are counted by publication: of the last hour, day and week / usual there, which is",
    "the median of the same stretches of the four weeks before. Errors: last run / last day.",
    "Dead: all / of the last day. Fallback: articles of the last day whose body no layout read.",
    "A number with + is so many or more: `scrapy frontier` counts all that are due, later or dead.",
)
_OUTLET_HEADINGS = (
    "outlet", "success", "newest", "hour", "day", "week", "due", "later", "leased", "errors",
    "fallback", "dead", "rejected",
)  # fmt: skip
_NODE_HEADINGS = ("node", "seen", "running", "finished", "failed", "lost", "cancelled")


def report_lines(report: StatusReport, *, in_colour: bool) -> Iterator[str]:
    """Tell of outlets and nodes, a row each, then of all that is wrong. Red rows begin with `!`."""
    rows = [_outlet_row(each, report.now) for each in report.outlets]
    yield from _table(_OUTLET_HEADINGS, rows, [each.faults for each in report.outlets], in_colour)
    yield ""
    yield from _LEGEND
    yield ""
    if report.nodes:
        nodes = [_node_row(each, report.now) for each in report.nodes]
        yield from _table(_NODE_HEADINGS, nodes, [each.faults for each in report.nodes], in_colour)
        yield ""
        yield _queue(report.jobs, report.now)
    else:
        yield "No Scrapyd node uses this database."
    yield _size(report.database)
    yield _archive(report.database)
    if report.red:
        yield ""
    for name, faults in report.red.items():
        yield _coloured(f"RED {one_line(f'{name}: {faults}')}", in_colour)


def _outlet_row(outlet: OutletStatus, now: datetime) -> list[str]:
    share = outlet.fallback_share
    last = _UNKNOWN if outlet.errors_last_run is None else str(outlet.errors_last_run)
    return [
        outlet.outlet,
        _age(outlet.last_success_at, now),
        _age(outlet.newest_article_at, now),
        *(_window(each) for each in (outlet.hour, outlet.day, outlet.week)),
        *(_counted(each, outlet) for each in (outlet.due, outlet.later, outlet.leased)),
        f"{last}/{outlet.errors_last_day}",
        _UNKNOWN if share is None else f"{share:.1%}",
        f"{_counted(outlet.dead, outlet)}/{outlet.dead_last_day}",
        str(outlet.rejected_last_day),
    ]


def _node_row(node: NodeStatus, now: datetime) -> list[str]:
    how = "left" if node.left else "died"
    seen = "alive" if node.alive else f"{how} {write_duration(now - node.seen_at)} ago"
    ended = node.ended
    return [
        node.node,
        seen,
        f"{node.running}/{node.slots}",
        *(str(each) for each in (ended.finished, ended.failed, ended.lost, ended.cancelled)),
    ]


def _queue(jobs: JobsStatus, now: datetime) -> str:
    waits = (
        f" (the first for {write_duration(now - jobs.waiting_since)})" if jobs.waiting_since else ""
    )
    ended = jobs.ended
    return (
        f"Jobs: {jobs.pending} pending{waits}, {jobs.running} running; in the last day "
        f"{ended.finished} finished, {ended.failed} failed, {ended.lost} lost, "
        f"{ended.cancelled} cancelled, {ended.skipped} skipped"
    )


def _size(database: DatabaseStatus) -> str:
    if database.bytes_a_day is None:
        growth = "its growth is known after a day of crawls"
    else:
        growth = f"{write_bytes(database.bytes_a_day)} a day more in the last week"
    line = f"Database: {write_bytes(database.bytes_on_disk)} on disk, {growth}"
    if database.free_bytes is not None:
        line += f"; {write_bytes(database.free_bytes)} free"
    if database.days_left is not None:
        line += f", enough for {write_duration(timedelta(days=database.days_left))}"
    return line


def _archive(database: DatabaseStatus) -> str:
    line = f"Archive: {write_bytes(database.archive_bytes)} of it are kept pages"
    if database.archive_bytes_a_day is not None:
        line += f", {write_bytes(database.archive_bytes_a_day)} a day more in the last week"
    return line


def _table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    faults: Sequence[Sequence[str]],
    in_colour: bool,
) -> Iterator[str]:
    widths = [max(len(row[n]) for row in (headings, *rows)) for n in range(len(headings))]

    def line(mark: str, cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        numbers = "".join(f"  {cell:>{width}}" for cell, width in others)
        return harmless(f"{mark} {first[0]:<{first[1]}}{numbers}")

    yield line(" ", headings)
    for row, wrong in zip(rows, faults, strict=True):
        yield _coloured(line("!", row), in_colour) if wrong else line(" ", row)


def _counted(number: int, outlet: OutletStatus) -> str:
    return f"{number}+" if number >= outlet.counted_to else str(number)


def _window(window: Window) -> str:
    return f"{window.articles}/{_UNKNOWN if window.usual is None else f'{window.usual:g}'}"


def _age(moment: datetime | None, now: datetime) -> str:
    return _UNKNOWN if moment is None else write_duration(max(now - moment, now - now))


def _coloured(line: str, in_colour: bool) -> str:
    return f"{_RED}{line}{_PLAIN}" if in_colour else line
