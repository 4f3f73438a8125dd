"""A status report in Prometheus' text format 0.0.4, for node_exporter's textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kznews.frontier.report import MOST_COUNTED
from kznews.monitoring.status_report import OutletStatus, StatusReport

Sample = tuple[str, dict[str, str], float | datetime | tuple[str, ...] | None]
"""A metric's name, its labels and its value: faults are 1 where there are any, None is left out."""


def exposition(report: StatusReport) -> str:
    """Write the report's numbers as metrics, each with HELP and TYPE; moments are Unix seconds."""
    helps = dict(_OTHERS) | {name: what for name, _, what in (*_OF_OUTLETS, *_OF_NODES)}
    families = {name: GaugeMetricFamily(f"kznews_{name}", what) for name, what in helps.items()}
    for name, labels, value in _samples(report):
        if value is not None:
            families[name].add_sample(f"kznews_{name}", labels, float(_number(value)))
    registry = CollectorRegistry()
    registry.register(_Collected(families.values()))
    return generate_latest(registry).decode()


class _Collected(Collector):
    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self._families


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


_OTHERS = (
    (
        "status_timestamp_seconds",
        "Unix time at which the metrics were counted, by the database server's clock",
    ),
    ("articles", "Articles of the outlet in the hour, the day and the week that end now"),
    (
        "articles_usual",
        "Median of the articles in the same hour, day and week of the four weeks before",
    ),
    (
        "frontier_requests",
        f"Requests to the outlet: due, later, leased, dead; {MOST_COUNTED} is so many or more",
    ),
    ("node_jobs_ended_last_day", "Jobs of the node that ended in the last day, by last state"),
    ("jobs", "Jobs of all nodes that are pending, and that are running"),
    ("jobs_ended_last_day", "Jobs of all nodes that ended in the last day, by last state"),
    ("jobs_waiting_since_timestamp_seconds", "Unix time since which the oldest pending job waits"),
    ("database_bytes", "Bytes on disk of the database, with all indexes"),
    ("database_growth_bytes_per_day", "Bytes that the database grew by a day in the last week"),
    ("archive_bytes", "Bytes on disk of the kept pages, with all indexes"),
    (
        "archive_growth_bytes_per_day",
        "Bytes that the kept pages grew by a day in the last week",
    ),
    ("database_disk_free_bytes", "Bytes that are free on the disk of the database"),
    ("database_red", "1 if something is wrong with the database as a whole, 0 if not"),
    ("jobs_red", "1 if something is wrong with the queue of jobs, 0 if not"),
)


def _samples(report: StatusReport) -> Iterator[Sample]:
    yield "status_timestamp_seconds", {}, report.now
    for outlet in report.outlets:
        yield from _samples_of_outlet(outlet, {"outlet": outlet.outlet})
    for node in report.nodes:
        of = {"node": node.node}
        yield from ((name, of, getattr(node, field)) for name, field, _ in _OF_NODES)
        yield from _by_state("node_jobs_ended_last_day", of, asdict(node.ended))
    jobs = report.jobs
    yield from _by_state("jobs", {}, {"pending": jobs.pending, "running": jobs.running})
    yield from _by_state("jobs_ended_last_day", {}, asdict(jobs.ended))
    yield "jobs_waiting_since_timestamp_seconds", {}, jobs.waiting_since
    yield "jobs_red", {}, jobs.faults
    database = report.database
    yield "database_bytes", {}, database.bytes_on_disk
    yield "database_growth_bytes_per_day", {}, database.bytes_a_day
    yield "archive_bytes", {}, database.archive_bytes
    yield "archive_growth_bytes_per_day", {}, database.archive_bytes_a_day
    yield "database_disk_free_bytes", {}, database.free_bytes
    yield "database_red", {}, database.faults


def _samples_of_outlet(outlet: OutletStatus, of: dict[str, str]) -> Iterator[Sample]:
    yield from ((name, of, getattr(outlet, field)) for name, field, _ in _OF_OUTLETS)
    for label, window in (("1h", outlet.hour), ("1d", outlet.day), ("1w", outlet.week)):
        yield "articles", of | {"window": label}, window.articles
        yield "articles_usual", of | {"window": label}, window.usual
    states = ("due", "later", "leased", "dead")
    yield from _by_state("frontier_requests", of, {each: getattr(outlet, each) for each in states})


def _by_state(name: str, of: dict[str, str], numbers: Mapping[str, int]) -> Iterator[Sample]:
    return ((name, of | {"state": state}, number) for state, number in numbers.items())


def _number(value: float | datetime | tuple[str, ...]) -> float:
    match value:
        case datetime():
            return value.timestamp()
        case tuple():
            return bool(value)
        case _:
            return value
