"""The dashboard and the rules name metrics and labels that there are, and leave none out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from kznews.monitoring.prometheus import exposition
from tests.deploy.conftest import ROOT
from tests.monitoring.statuses import node, report

MONITORING = ROOT / "deploy" / "monitoring"
RED = {f"kznews_{what}_red" for what in ("database", "jobs", "node", "outlet")}


@pytest.fixture(scope="module")
def metrics() -> dict[str, set[str]]:
    """The labels of each metric that `scrapy status --prometheus` writes."""
    text = exposition(report(nodes=(node(node="a:1"),)))
    return {
        family.name: {label for sample in family.samples for label in sample.labels}
        for family in text_string_to_metric_families(text)
    }


@pytest.fixture(scope="module")
def dashboard() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((MONITORING / "grafana_dashboard.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def rules() -> list[dict[str, Any]]:
    loaded = yaml.safe_load((MONITORING / "prometheus_rules.yaml").read_text())
    return [rule for group in loaded["groups"] for rule in group["rules"]]


def named(expression: str) -> set[str]:
    return set(re.findall(r"kznews_\w+", expression))


def labels(expression: str) -> set[str]:
    """The labels that an expression, or the text beside it, asks for."""
    grouped = re.findall(r"\bby \(([^)]*)\)", expression)
    matched = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)
    shown = re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", expression)
    return {*matched, *shown, *(label for group in grouped for label in re.split(r",\s*", group))}


def panels(dashboard: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The title and the expression, with its legend, of each panel."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], f"{target['expr']} {target['legendFormat']}"


def test_the_dashboard_shows_what_is_measured(
    dashboard: dict[str, Any], metrics: dict[str, set[str]]
) -> None:
    shown = set()
    for title, expression in panels(dashboard):
        assert named(expression), title
        assert named(expression) <= metrics.keys(), title
        known = set[str]().union(*(metrics[name] for name in named(expression)))
        assert labels(expression) <= known, title
        shown |= named(expression)
    assert shown == metrics.keys()
    [of_outlets] = [each for each in dashboard["templating"]["list"] if each["type"] == "query"]
    assert of_outlets["query"]["query"] == "label_values(kznews_outlet_red, outlet)"


def test_panels_have_ids_of_their_own_and_do_not_overlap(dashboard: dict[str, Any]) -> None:
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_an_alert_is_raised_for_each_kind_of_red(
    rules: list[dict[str, Any]], metrics: dict[str, set[str]]
) -> None:
    names = [rule["alert"] for rule in rules]
    assert len(set(names)) == len(names)
    for rule in rules:
        assert named(rule["expr"]) <= metrics.keys(), rule["alert"]
        text = f"{rule['expr']} {' '.join(rule['annotations'].values())}"
        known = set[str]().union(*(metrics[name] for name in named(rule["expr"])))
        assert labels(text) <= known, rule["alert"]
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert {"summary", "description"} == rule["annotations"].keys()
    asked = set[str]().union(*(named(rule["expr"]) for rule in rules))
    assert asked >= RED | {"kznews_status_timestamp_seconds"}
