"""A status report in Prometheus' text format 0.0.4, for node_exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kznews.monitoring.status_report import Ended, NodeStatus, OutletStatus, StatusReport

Sample = tuple[tuple[str, ...], float | None]
"""Values of the labels, and the number; None is left out."""

_ENDS = ("finished", "failed", "lost", "cancelled", "skipped")


def exposition(report: StatusReport) -> str:
    """Write the report's numbers as metrics, each with HELP and TYPE; moments are Unix seconds."""
    registry = CollectorRegistry()
    registry.register(_Report(report))
    return generate_latest(registry).decode()


class _Report(Collector):
    def __init__(self, report: StatusReport) -> None:
        self._report = report

    def collect(self) -> Iterator[GaugeMetricFamily]:
        report = self._report
        yield _gauge(
            "status_timestamp_seconds",
            "When this was counted, by the database server's clock.",
            (),
            [((), report.now.timestamp())],
        )
        yield from _of_outlets(report.outlets)
        yield from _of_nodes(report.nodes)
        jobs = report.jobs
        yield _gauge(
            "jobs",
            "Jobs of Scrapyd that wait and that run.",
            ("state",),
            [(("pending",), jobs.pending), (("running",), jobs.running)],
        )
        yield _gauge(
            "jobs_ended_last_day",
            "Jobs of all nodes that ended in the last 24 hours, by how.",
            ("state",),
            _ended((), jobs.ended),
        )
        yield _gauge(
            "jobs_waiting_since_timestamp_seconds",
            "Since when the pending job waits that has waited longest.",
            (),
            [((), _seconds(jobs.waiting_since))],
        )
        yield _gauge("jobs_red", "1 if the queue is at fault.", (), [((), bool(jobs.faults))])


def _of_outlets(outlets: Iterable[OutletStatus]) -> Iterator[GaugeMetricFamily]:
    outlets = list(outlets)

    def gauge(name: str, what: str, field: str) -> GaugeMetricFamily:
        samples = [((each.outlet,), _number(getattr(each, field))) for each in outlets]
        return _gauge(name, what, ("outlet",), samples)

    for name, what, field in (
        ("crawl_interval_seconds", "How often it is to be crawled.", "crawl_every"),
        ("last_success_timestamp_seconds", "End of its last good run.", "last_success_at"),
        ("newest_article_timestamp_seconds", "Of its newest article.", "newest_article_at"),
        ("longest_pause_seconds", "Between two articles, in five weeks.", "longest_pause"),
        ("runs_last_day", "Runs of the last 24 hours.", "runs_last_day"),
        ("requests_last_day", "Requests of these runs.", "requests_last_day"),
        ("errors_last_run", "Errors in the log of the last run.", "errors_last_run"),
        ("errors_last_day", "Errors in the logs of the last 24 hours.", "errors_last_day"),
        ("articles_read_last_day", "Articles' pages that were read.", "articles_read_last_day"),
        ("fallback_articles_last_day", "Of them, read by no layout.", "fallback_last_day"),
        ("fallback_share", "Share of them.", "fallback_share"),
        ("rejected_last_day", "Items and pages rejected in 24 hours.", "rejected_last_day"),
        ("dead_requests_last_day", "Requests given up in 24 hours.", "dead_last_day"),
        ("skipped_ticks", "Crawls skipped in a row.", "skipped_ticks"),
    ):
        yield gauge(name, what, field)
    windows = [
        ((each.outlet, label), window)
        for each in outlets
        for label, window in (("1h", each.hour), ("1d", each.day), ("1w", each.week))
    ]
    yield _gauge(
        "articles",
        "Articles published in the stretch of time that ends now.",
        ("outlet", "window"),
        [(labels, window.articles) for labels, window in windows],
    )
    yield _gauge(
        "articles_usual",
        "Median of the same stretches of the four weeks before.",
        ("outlet", "window"),
        [(labels, window.usual) for labels, window in windows],
    )
    yield _gauge(
        "frontier_requests",
        "Requests by state: due now, for later, held by a worker, given up.",
        ("outlet", "state"),
        [
            ((each.outlet, state), getattr(each, state))
            for each in outlets
            for state in ("due", "later", "leased", "dead")
        ],
    )
    yield gauge("outlet_red", "1 if the outlet is at fault.", "faults")


def _of_nodes(nodes: Iterable[NodeStatus]) -> Iterator[GaugeMetricFamily]:
    nodes = list(nodes)
    for name, what, field in (
        ("node_up", "1 if the node renews its lease.", "alive"),
        ("node_seen_timestamp_seconds", "When it last did.", "seen_at"),
        ("node_slots", "How many jobs it runs at most.", "slots"),
        ("node_jobs_running", "How many jobs are its own.", "running"),
        ("node_red", "1 if the node is at fault.", "faults"),
    ):
        samples = [((each.node,), _number(getattr(each, field))) for each in nodes]
        yield _gauge(name, what, ("node",), samples)
    yield _gauge(
        "node_jobs_ended_last_day",
        "Its jobs that ended in the last 24 hours, by how.",
        ("node", "state"),
        [sample for each in nodes for sample in _ended((each.node,), each.ended)],
    )


def _ended(labels: tuple[str, ...], ended: Ended) -> list[Sample]:
    return [((*labels, state), getattr(ended, state)) for state in _ENDS]


def _gauge(
    name: str, what: str, labels: tuple[str, ...], samples: Iterable[Sample]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"kznews_{name}", what, labels=labels)
    for values, number in samples:
        if number is not None:
            family.add_metric(values, float(number))
    return family


def _number(value: float | datetime | tuple[str, ...] | None) -> float | None:
    match value:
        case datetime():
            return value.timestamp()
        case tuple():
            return float(bool(value))
    return value


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
