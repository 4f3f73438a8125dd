"""What is wrong with what was counted. Pure functions: a status in, the faults in words out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kznews.monitoring.article_counts import KNOWN_FOR
from kznews.monitoring.limits import Limits, is_above
from kznews.monitoring.status_report import JobsStatus, NodeStatus, OutletStatus


def outlet_faults(outlet: OutletStatus, limits: Limits, now: datetime) -> Iterator[str]:
    """Say what is wrong with an outlet. One that nothing is known of is not at fault."""
    yield from _lateness(outlet, limits, now)
    yield from _silence(outlet, limits, now)
    if is_above(
        outlet.fallback_last_day,
        outlet.articles_read_last_day,
        share=limits.fallback_share,
        least=limits.share_minimum,
    ):
        yield (
            f"no layout read {outlet.fallback_last_day} of the {outlet.articles_read_last_day} "
            "articles of the last day: has it been redesigned?"
        )
    if is_above(
        outlet.rejected_last_day,
        max(outlet.items_last_day, outlet.rejected_last_day),
        share=limits.rejected_share,
        least=limits.share_minimum,
    ):
        yield f"{outlet.rejected_last_day} items were rejected in the last day"
    if is_above(
        outlet.dead_last_day,
        max(outlet.requests_last_day, outlet.dead_last_day),
        share=limits.dead_share,
        least=limits.share_minimum,
    ):
        yield (
            f"{outlet.dead_last_day} requests were given up in the last day "
            f"(scrapy frontier --dead {outlet.outlet})"
        )
    if outlet.skipped_ticks >= limits.skipped_ticks:
        yield (
            f"{outlet.skipped_ticks} crawls in a row were skipped: the one before does not end "
            "in time"
        )


def node_faults(node: NodeStatus) -> Iterator[str]:
    """Say what is wrong with a node. One that left without jobs was taken away: no fault."""
    if not node.alive and node.running:
        yield f"it is gone, and {_jobs(node.running)} with it"
    if node.ended.lost:
        lost = node.ended.lost
        were = "was" if lost == 1 else "were"
        yield f"{_jobs(lost)} of the last day died with it too often, and {were} given up"


def jobs_faults(jobs: JobsStatus, nodes: tuple[NodeStatus, ...]) -> Iterator[str]:
    """Say what is wrong with the queue as a whole."""
    of_nodes = sum(each.ended.lost for each in nodes)
    if jobs.ended.lost > of_nodes:
        yield f"{_jobs(jobs.ended.lost - of_nodes)} of the last day were given up"
    if jobs.pending and not any(each.alive for each in nodes):
        yield f"{_jobs(jobs.pending)} pending, and no node is alive"


def _lateness(outlet: OutletStatus, limits: Limits, now: datetime) -> Iterator[str]:
    since = outlet.last_success_at or outlet.first_run_at
    if outlet.crawl_every is None or since is None:
        return
    if (now - since).total_seconds() <= limits.late_intervals * outlet.crawl_every:
        return
    every = told(timedelta(seconds=outlet.crawl_every))
    if outlet.last_success_at is None:
        yield f"no run has succeeded since the first, {told(now - since)} ago"
    else:
        yield f"the last success is {told(now - since)} ago, and it is crawled every {every}"


def _silence(outlet: OutletStatus, limits: Limits, now: datetime) -> Iterator[str]:
    if outlet.newest_article_at is not None:
        age = now - outlet.newest_article_at
        if age > KNOWN_FOR:
            yield f"its newest article is {told(age)} old"
            return
        pause = outlet.longest_pause
        if pause is not None and age.total_seconds() > limits.quiet_factor * pause:
            yield (
                f"its newest article is {told(age)} old, and no pause of the last five weeks was "
                f"longer than {told(timedelta(seconds=pause))}"
            )
            return
    usual = outlet.day.usual
    if (
        usual is not None
        and usual >= limits.share_minimum
        and outlet.day.articles < limits.articles_share * usual
    ):
        yield f"{outlet.day.articles} articles in the last day, where {usual:g} are usual"


def told(span: timedelta) -> str:
    """Write a length of time in its largest unit, rounded down: `5 h`."""
    seconds = int(span.total_seconds())
    for most, unit, name in ((120, 1, "s"), (120 * 60, 60, "min"), (48 * 3600, 3600, "h")):
        if seconds < most:
            return f"{seconds // unit} {name}"
    return f"{seconds // 86400} days"


def _jobs(number: int) -> str:
    return "1 job" if number == 1 else f"{number} jobs"
