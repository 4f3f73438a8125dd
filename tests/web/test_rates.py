"""The page of rates: official ones beside a strip that is not, in words, curves and files."""

from __future__ import annotations

from typing import Any

from lxml import html

from tests.web.conftest import Site


def test_it_is_told_when_a_strip_was_last_right(site: Site) -> None:
    found = site.client.get("/rates.json?source=exclusive&ui=en").json()
    [strip] = found["strips"]
    # 433.67 was the official rate of 19 November, on which the strip was first seen.
    assert (strip["outlet"], strip["last_right_on"]) == ("exclusive", "2026-11-19")
    assert strip["verdict"] == "late"
    page = site.client.get("/rates?source=exclusive&ui=en")
    assert page.status_code == 200
    root: Any = html.fromstring(page.text)
    [verdict] = root.xpath("//p[@class='verdict']")
    told = " ".join(verdict.text_content().split())
    assert told.startswith(
        "The rates of Exclusive.kz were last right on 19 Nov 2026. On 27 Nov 2026"
    )
    assert "USD 433.67 — late by 8 days." in told
    assert len(root.xpath("//path[contains(@class, 'line-2')]")) == 1


def test_official_rates_and_strips_stand_side_by_side_by_day(site: Site) -> None:
    found = site.client.get("/rates.json?since=2026-11-01").json()
    assert found["official"][-1] == {"day": "2026-11-27", "value": 425.67} or (
        found["official"][-1] == {"day": "2026-11-27", "value": "425.67"}
    )
    assert found["missing"] == [{"first": "2026-11-01", "last": "2026-11-13"}]
    rows = site.client.get("/rates.csv").text.splitlines()
    assert "2026-11-27,nationalbank,USD/KZT,425.67,official" in rows
    assert "2026-11-27,exclusive,USD/KZT,433.67,late" in rows
    page = site.client.get("/rates?ui=ru").text
    assert "отстаёт на 8 дней" in page


def test_what_makes_no_sense_is_told(site: Site) -> None:
    for query in ("currency=доллар", "since=2026-11-27&until=2026-11-01", "since=1990-01-01"):
        assert site.client.get(f"/rates?{query}").status_code == 400, query
    for query in (
        "currency=XXX",
        "currency=EUR/USD",
        "source=nobody",
        "since=1900-01-01&until=1900-01-02",
    ):
        assert site.client.get(f"/rates?{query}").status_code == 200, query


def test_the_years_of_official_rates_are_not_looked_through_for_strips(site: Site) -> None:
    database = site.sources.database
    database.command("profile", 2)
    try:
        assert site.client.get("/rates").status_code == 200
    finally:
        database.command("profile", 0)
    told = list(database["system.profile"].find({"ns": f"{database.name}.rates"}))
    assert told
    assert [each["planSummary"] for each in told if "COLLSCAN" in each.get("planSummary", "")] == []
    database.drop_collection("system.profile")
