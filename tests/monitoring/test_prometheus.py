from __future__ import annotations

import re

from prometheus_client.parser import text_string_to_metric_families

from kznews.monitoring.prometheus import exposition
from kznews.monitoring.status_report import Ended, Window
from tests.monitoring.statuses import NOW, ago, jobs, node, outlet, report

Samples = dict[str, dict[tuple[tuple[str, str], ...], float]]


def parsed(text: str) -> Samples:
    found: Samples = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge"
        assert family.documentation
        for sample in family.samples:
            labels = tuple(sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


def of(**labels: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(labels.items()))


def test_the_numbers_of_the_report() -> None:
    metrics = parsed(exposition(report()))
    assert metrics["kznews_status_timestamp_seconds"] == {(): NOW.timestamp()}
    assert metrics["kznews_last_success_timestamp_seconds"] == {
        of(outlet="exclusive"): ago(minutes=7).timestamp()
    }
    assert metrics["kznews_articles"][of(outlet="exclusive", window="1d")] == 61
    assert metrics["kznews_articles_usual"][of(outlet="exclusive", window="1h")] == 3.5
    assert metrics["kznews_frontier_requests"][of(outlet="exclusive", state="dead")] == 40
    assert metrics["kznews_fallback_share"] == {of(outlet="exclusive"): 0.02}
    assert metrics["kznews_node_up"] == {of(node="a:6800"): 1}
    assert metrics["kznews_node_jobs_ended_last_day"][of(node="a:6800", state="failed")] == 3
    assert metrics["kznews_jobs"] == {of(state="pending"): 1, of(state="running"): 2}
    assert metrics["kznews_jobs_ended_last_day"][of(state="skipped")] == 2
    assert metrics["kznews_outlet_red"] == {of(outlet="exclusive"): 0}
    assert metrics["kznews_node_red"] == {of(node="a:6800"): 0}
    assert metrics["kznews_jobs_red"] == {(): 0}
    assert metrics["kznews_database_bytes"] == {(): 1_230_000_000}
    assert metrics["kznews_database_growth_bytes_per_day"] == {(): 14e6}
    assert metrics["kznews_archive_bytes"] == {(): 300_000_000}
    assert metrics["kznews_archive_growth_bytes_per_day"] == {(): 2.5e6}
    assert metrics["kznews_database_disk_free_bytes"] == {(): 10_300_000_000}
    assert metrics["kznews_database_red"] == {(): 0}


def test_what_is_unknown_has_no_sample_and_red_is_1() -> None:
    new = outlet(
        last_success_at=None,
        articles_read_last_day=0,
        hour=Window(articles=0, usual=None),
        faults=("late",),
    )
    gone = node(node='b"\\\n', alive=False, ended=Ended(lost=1), faults=("gone",))
    metrics = parsed(
        exposition(
            report(
                outlets=(new,),
                nodes=(gone,),
                jobs=jobs(waiting_since=None, faults=("wait",)),
            )
        )
    )
    assert "kznews_last_success_timestamp_seconds" not in metrics
    assert "kznews_fallback_share" not in metrics
    assert of(outlet="exclusive", window="1h") not in metrics["kznews_articles_usual"]
    assert metrics["kznews_articles"][of(outlet="exclusive", window="1h")] == 0
    assert metrics["kznews_outlet_red"] == {of(outlet="exclusive"): 1}
    assert metrics["kznews_node_up"] == {of(node='b"\\\n'): 0}
    assert metrics["kznews_node_red"] == {of(node='b"\\\n'): 1}
    assert metrics["kznews_jobs_red"] == {(): 1}
    assert "kznews_jobs_waiting_since_timestamp_seconds" not in metrics


# The grammar of https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
_LABEL = r'[a-z_]+="(?:[^"\\\n]|\\["\\n])*"'
_LINE = re.compile(
    rf"# HELP kznews_[a-z_]+ .+|# TYPE kznews_[a-z_]+ gauge"
    rf"|(kznews_[a-z_]+)(?:\{{{_LABEL}(?:,{_LABEL})*\}})? [-+.e0-9]+"
)


def test_every_line_is_of_the_text_format() -> None:
    text = exposition(report(nodes=(node(node='b"\\\n'),)))
    assert text.endswith("\n")
    for line in text.splitlines():
        assert _LINE.fullmatch(line), line
