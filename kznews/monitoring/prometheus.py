"""A status report in Prometheus' text format 0.0.4, for node_exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kznews.monitoring.status_report import Ended, NodeStatus, OutletStatus, StatusReport

Sample = tuple[tuple[str, ...], float | datetime | tuple[str, ...] | None]
"""Values of the labels, and the value: faults are 1 where there are any, None is left out."""


def exposition(report: StatusReport) -> str:
    """Write the report's numbers as metrics, each with HELP and TYPE; moments are Unix seconds."""
    registry = CollectorRegistry()
    registry.register(_Report(report))
    return generate_latest(registry).decode()


# The name of the metric, the field that it shows, and what it is.
_OF_OUTLETS = (
    ("crawl_interval_seconds", "crawl_every", "Seconds between two crawls of the outlet"),
    (
        "last_success_timestamp_seconds",
        "last_success_at",
        "Unix time at which the last run of the outlet ended that finished and read pages",
    ),
    (
        "newest_article_timestamp_seconds",
        "newest_article_at",
        "Unix time of the newest article of the outlet",
    ),
    (
        "longest_pause_seconds",
        "longest_pause",
        "Seconds of the longest pause between two articles of the outlet in the last five weeks",
    ),
    ("runs_last_day", "runs_last_day", "Runs of the outlet's spider in the last day"),
    ("requests_last_day", "requests_last_day", "Requests that the runs of the last day made"),
    (
        "errors_last_run",
        "errors_last_run",
        "Errors in the log of the last run of the outlet's spider",
    ),
    ("errors_last_day", "errors_last_day", "Errors in the logs of the runs of the last day"),
    (
        "articles_read_last_day",
        "articles_read_last_day",
        "Pages of articles that were read in the last day, for the first time or again",
    ),
    (
        "fallback_articles_last_day",
        "fallback_last_day",
        "Pages of articles of the last day that no layout read",
    ),
    ("fallback_share", "fallback_share", "Share of articles of the last day that no layout read"),
    (
        "rejected_last_day",
        "rejected_last_day",
        "Items and pages of the outlet that were rejected in the last day",
    ),
    (
        "dead_requests_last_day",
        "dead_last_day",
        "Requests to the outlet that were given up in the last day",
    ),
    (
        "skipped_ticks",
        "skipped_ticks",
        "Crawls in a row that were skipped because the one before had not ended",
    ),
    ("outlet_red", "faults", "1 if something is wrong with the outlet, 0 if not"),
)
_OF_NODES = (
    ("node_up", "alive", "1 if the node is alive, 0 if not"),
    ("node_seen_timestamp_seconds", "seen_at", "Unix time of the last sign of life of the node"),
    ("node_slots", "slots", "Number of jobs that the node runs at a time at most"),
    ("node_jobs_running", "running", "Number of jobs that the node runs"),
    ("node_red", "faults", "1 if something is wrong with the node, 0 if not"),
)


class _Report(Collector):
    def __init__(self, report: StatusReport) -> None:
        self._report = report

    def collect(self) -> Iterator[GaugeMetricFamily]:
        report, jobs = self._report, self._report.jobs
        yield _gauge(
            "status_timestamp_seconds",
            "Unix time at which the metrics were counted, by the database server's clock",
            (),
            [((), report.now)],
        )
        yield from _of_outlets(report.outlets)
        yield from _of_nodes(report.nodes)
        yield _gauge(
            "jobs",
            "Jobs of all nodes that are pending, and that are running",
            ("state",),
            [(("pending",), jobs.pending), (("running",), jobs.running)],
        )
        yield _gauge(
            "jobs_ended_last_day",
            "Jobs of all nodes that ended in the last day, by last state",
            ("state",),
            _ended((), jobs.ended),
        )
        yield _gauge(
            "jobs_waiting_since_timestamp_seconds",
            "Unix time since which the oldest pending job waits",
            (),
            [((), jobs.waiting_since)],
        )
        yield _gauge(
            "jobs_red",
            "1 if something is wrong with the queue of jobs, 0 if not",
            (),
            [((), jobs.faults)],
        )


def _of_outlets(outlets: Sequence[OutletStatus]) -> Iterator[GaugeMetricFamily]:
    for name, field, what in _OF_OUTLETS:
        samples = [((each.outlet,), getattr(each, field)) for each in outlets]
        yield _gauge(name, what, ("outlet",), samples)
    windows = [
        ((each.outlet, label), window)
        for each in outlets
        for label, window in (("1h", each.hour), ("1d", each.day), ("1w", each.week))
    ]
    yield _gauge(
        "articles",
        "Articles of the outlet in the hour, the day and the week that end now",
        ("outlet", "window"),
        [(labels, window.articles) for labels, window in windows],
    )
    yield _gauge(
        "articles_usual",
        "Median of the articles in the same hour, day and week of the four weeks before",
        ("outlet", "window"),
        [(labels, window.usual) for labels, window in windows],
    )
    yield _gauge(
        "frontier_requests",
        "Requests to the outlet that are due now, are for later, are leased by a worker, are dead",
        ("outlet", "state"),
        [
            ((each.outlet, state), getattr(each, state))
            for each in outlets
            for state in ("due", "later", "leased", "dead")
        ],
    )


def _of_nodes(nodes: Sequence[NodeStatus]) -> Iterator[GaugeMetricFamily]:
    for name, field, what in _OF_NODES:
        samples = [((each.node,), getattr(each, field)) for each in nodes]
        yield _gauge(name, what, ("node",), samples)
    yield _gauge(
        "node_jobs_ended_last_day",
        "Jobs of the node that ended in the last day, by last state",
        ("node", "state"),
        [sample for each in nodes for sample in _ended((each.node,), each.ended)],
    )


def _ended(labels: tuple[str, ...], ended: Ended) -> list[Sample]:
    return [((*labels, state), number) for state, number in asdict(ended).items()]


def _gauge(
    name: str, what: str, labels: tuple[str, ...], samples: Iterable[Sample]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"kznews_{name}", what, labels=labels)
    for values, value in samples:
        match value:
            case None:
                continue
            case datetime():
                number = value.timestamp()
            case tuple():
                number = bool(value)
            case _:
                number = value
        family.add_metric(values, float(number))
    return family
