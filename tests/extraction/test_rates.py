from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.items import RateKind
from kznews.outlets.layouts import RatesLayout
from kznews.outlets.outlet import Outlet
from kznews.outlets.tengrinews import OUTLET
from tests.extraction.article_pages import TENGRI

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


def strip(text: str, url: str = "https://exclusive.kz/expertiza/daily/1/") -> Page:
    return Page(f"<div><p>{text}</p><p>28 апреля</p></div>".encode(), url, fetched_at=NOW)


def test_text_strip() -> None:
    rates = read_rates_strip(strip("USD/KZT: 425.67 EUR/KZT: 496,42 RUR/KZT: 5.81"))
    assert [(rate.base, rate.raw_code, rate.value) for rate in rates] == [
        ("USD", "USD", Decimal("425.67")),
        ("EUR", "EUR", Decimal("496.42")),
        ("RUB", "RUR", Decimal("5.81")),
    ]
    assert {(rate.kind, rate.valid_on, rate.units, rate.quote) for rate in rates} == {
        ("page strip", None, 1, "KZT")
    }


@pytest.mark.parametrize(
    "markup",
    [
        "понедельник, 28 апреля 2025<br>,<br>USD/KZT: 425.67 EUR/KZT: 496.42 RUR/KZT: 5.81",
        " <i>28 апреля</i>, USD/KZT: 425.67 EUR/KZT: 496.42 RUR/KZT: 5.81",
        "<span>USD/KZT: 425.67</span> <span>EUR/KZT: 496.42</span> <span>RUR/KZT: 5.81</span>",
        "<b>USD/KZT:</b> 425.67 <b>EUR/KZT:</b> 496.42 <b>RUR/KZT:</b> 5.81",
        "<ul><li><b>USD/KZT</b> 425.67<li><b>EUR/KZT</b> 496.42<li>RUR/KZT 5.81</ul>",
        '<script>var s = "USD/KZT: 1"</script>USD/KZT: 425.67 EUR/KZT: 496.42 RUR/KZT: 5.81',
    ],
)
def test_text_strip_in_any_markup(markup: str) -> None:
    rates = read_rates_strip(strip(markup))
    assert [(rate.base, str(rate.value)) for rate in rates] == [
        ("USD", "425.67"),
        ("EUR", "496.42"),
        ("RUB", "5.81"),
    ]


def test_a_rate_in_an_articles_text_is_no_strip() -> None:
    text = "Курс валют сегодня. USD/KZT: 512,40 на KASE"
    page = strip(f'<div class="entry-content"><p>{text}</p></div>', "https://exclusive.kz/a-b/")
    assert read_rates_strip(page) == []


def test_icon_strip_printed_twice() -> None:
    entry = (
        '<span class="tn-course"><i class="tn-icon-course tn-icon-{}"></i> &nbsp;{}&nbsp;</span>'
    )
    markup = entry.format("dollar", "445.92") + entry.format("ruble", "4.85")
    rates = read_rates_strip(strip(markup * 2, "https://tengrinews.kz/article/a-1/"))
    assert [(rate.base, rate.raw_code, rate.value) for rate in rates] == [
        ("USD", "tn-icon-dollar", Decimal("445.92")),
        ("RUB", "tn-icon-ruble", Decimal("4.85")),
    ]


def test_unreadable_value_is_noted_not_guessed() -> None:
    page = strip(
        '<span class="tn-course"><i class="tn-icon-dollar"></i> н/д</span>',
        "https://tengrinews.kz/article/a-1/",
    )
    assert read_rates_strip(page) == []
    assert page.notes == ["rates/unreadable"]


def read(markup: str, *strips: RatesLayout, **strip: Any) -> list[tuple[str, str, str | None]]:
    """Code, value and side of each rate that is read in a table of an outlet's page."""
    outlet = replace(OUTLET, rates=strips or (RatesLayout(**strip),))
    page = Page(f"<table>{markup}</table>".encode(), TENGRI, outlet=outlet, fetched_at=NOW)
    return [(rate.base, f"{rate.value:f}", rate.side) for rate in read_rates_strip(page)]


@pytest.mark.parametrize(
    "markup",
    [
        "<tr class=r><td>$495.2 €522.34 ₽4.94</td></tr>",
        "<tr class=r><td>USD<td>495,2<tr class=r><td>EUR<td>522,34<tr class=r><td>RUB<td>4.94",
        "<tr class=r><td>Доллар США<td>495.2<td>евро<td>522.34<td>российский рубль<td>4.94</tr>",
        "<tr class=r><td>АҚШ доллары<td>495.2<td>Еуро<td>522.34<td>Ресей рублі<td>4.94</tr>",
        "<tr class=r><td><i class=us></i>495.2<i class=eu></i>522.34<i class=ru></i>4.94</tr>",
    ],
)
def test_a_currency_is_told_by_code_name_sign_or_icon(markup: str) -> None:
    icons = {"us": "USD", "eu": "EUR", "ru": "RUB"}
    expected = [("USD", "495.2", None), ("EUR", "522.34", None), ("RUB", "4.94", None)]
    assert read(markup, rate=".r", icons=icons) == expected
    # Printed for phones once more, of which nothing else is known.
    assert read(markup * 2, rate=".r", icons=icons) == expected


def test_a_currency_and_its_value_may_be_told_by_selectors() -> None:
    row = "<tr class=r><td><img alt=USD src=/us.svg><td class=was>494<td class=now>495.2</tr>"
    of = {"rate": ".r", "currency": "img::attr(alt)"}
    assert read(row, **of, value=".now") == [("USD", "495.2", None)]
    assert read(row, **of) == [("USD", "494", None)]
    assert read(row, rate=".r", value=".now") == []


def test_units_are_kept() -> None:
    outlet = replace(OUTLET, rates=(RatesLayout(rate="tr"),))
    table = "<tr><td>100 сум<td>3,5</tr><tr><td>AMD<td>10<td>12.72</tr>"
    page = Page(f"<table>{table}</table>".encode(), TENGRI, outlet=outlet, fetched_at=NOW)
    assert [(rate.base, rate.units, str(rate.value)) for rate in read_rates_strip(page)] == [
        ("UZS", 100, "3.5"),
        ("AMD", 10, "12.72"),
    ]


@pytest.mark.parametrize(
    ("row", "selectors"),
    [
        ("<td>USD<td>494.5<td>497.2", {}),
        ("<td>USD 494,5 / 497,2", {}),
        ("<td>USD<td>494.5–497.2", {}),
        ("<td>USD<td class=b>494.5<td class=s>497.2", {"buy": ".b", "sell": ".s"}),
        ("<td class=s>497.2<td class=b>494.5<td>USD", {"buy": ".b", "sell": ".s"}),
    ],
)
def test_exchange_offices_buy_and_sell(row: str, selectors: dict[str, Any]) -> None:
    office = RatesLayout(rate="tr.office", kind="exchange office", **selectors)
    assert read(f"<tr class=office>{row}</tr>", office) == [
        ("USD", "494.5", "buy"),
        ("USD", "497.2", "sell"),
    ]


@pytest.mark.parametrize("values", ["497.2 494.5", "0 497.2", "н/д"])
def test_what_an_office_pays_and_asks_is_not_guessed(values: str) -> None:
    assert read(f"<tr><td>USD {values}</tr>", rate="tr", kind="exchange office") == []


def test_one_value_of_an_office_is_of_no_side() -> None:
    rows = "<tr><td>USD 497.2</tr>"
    assert read(rows, rate="tr", kind="exchange office") == [("USD", "497.2", None)]


def test_each_strip_of_an_outlet_is_of_its_kind() -> None:
    kinds: tuple[RateKind, ...] = ("official", "market", "exchange office", "page strip")
    outlet = replace(
        OUTLET,
        rates=tuple(RatesLayout(rate=f".k{place}", kind=kind) for place, kind in enumerate(kinds)),
    )
    rows = "".join(f"<tr class=k{place}><td>USD 49{place}</tr>" for place in range(4))
    page = Page(f"<table>{rows}</table>".encode(), TENGRI, outlet=outlet, fetched_at=NOW)
    assert [(rate.kind, str(rate.value)) for rate in read_rates_strip(page)] == [
        (kind, f"49{place}") for place, kind in enumerate(kinds)
    ]


def captured(warc: Path, outlet: Outlet, most: int) -> Iterator[list[tuple[str, str]]]:
    """Code and value of the rates on each of the first pages of a file."""
    with warc.open("rb") as file:
        answers = (each for each in ArchiveIterator(file) if each.rec_type == "response")
        for record in islice(answers, most):
            url = record.rec_headers.get_header("WARC-Target-URI")
            page = Page(record.content_stream().read(), url, outlet=outlet, fetched_at=NOW)
            yield [(rate.base, str(rate.value)) for rate in read_rates_strip(page)]
            assert "rates/unreadable" not in page.notes


def test_strips_of_tengrinews_as_captured(captures: Path) -> None:
    [now] = captured(captures / "tengrinews-2024-10-rendered.warc.gz", OUTLET, 1)
    assert now == [("USD", "491.74"), ("EUR", "538.64"), ("RUB", "5.05")]
    days = list(captured(captures / "tengrinews-2023-01.warc.gz", OUTLET, 10))
    assert [("USD", "462.47"), ("EUR", "493.52"), ("RUB", "6.65")] in days
    assert {tuple(code for code, _ in day) for day in days} == {("USD", "EUR", "RUB")}


def test_a_strip_that_a_script_filled_as_captured(captures: Path) -> None:
    strips = (RatesLayout(rate="div.exchange-rates"),)
    outlet = replace(OUTLET, name="informburo", rates=strips)
    pages = list(captured(captures / "informburo-2023-03.warc.gz", outlet, 30))
    filled = [page for page in pages if page]
    assert len(filled) >= 10  # the others are listings, as they were served
    for page in filled:
        assert page == [("USD", "431.08"), ("EUR", "457.29"), ("RUB", "5.72")]
