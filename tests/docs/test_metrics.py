"""Each metric is described in docs/operations.md as in its HELP, with its labels, and no other."""

from __future__ import annotations

import re

from prometheus_client.parser import text_string_to_metric_families

from kznews.monitoring.prometheus import exposition
from tests.docs.documents import section, tables
from tests.monitoring.statuses import node, report


def test_metrics_are_those_that_are_written() -> None:
    told = tables(section("docs/operations.md", "Metrics"), "metric")
    families = list(text_string_to_metric_families(exposition(report(nodes=(node(node="a:1"),)))))
    assert sorted(told) == sorted(family.name for family in families)
    for family in families:
        labels, meaning = told[family.name]
        # Each stands alone: who reads one in Prometheus sees no other.
        assert not re.search(r"\b(it|its|they|their|them|this|these)\b", family.documentation, re.I)
        assert meaning == family.documentation
        for sample in family.samples:
            assert set(re.findall(r"`(\w+)`", labels)) == set(sample.labels), family.name
