from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kznews.extraction.page import Page, UnreadablePageError
from kznews.extraction.rates import read_national_bank, read_rates_strip

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
BANK = "https://nationalbank.kz/rss/get_rates.cfm?fdate=01.04.2026"


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


def bank(entries: str, day: str = "<date>01.04.2026</date>") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rates>{day}{entries}</rates>'.encode()


def entry(code: str = "AMD", value: str = "12.72", quant: str = "10") -> str:
    return (
        f"<item><fullname>АРМЯНСКИЙ ДРАМ</fullname><title>{code}</title>"
        f"<description>{value}</description><quant>{quant}</quant><change>-0.08</change></item>"
    )


def test_national_bank_day() -> None:
    (rate,) = read_national_bank(bank(entry()), BANK, outlet="nationalbank", seen_at=NOW)
    assert (rate.base, rate.value, rate.units) == ("AMD", Decimal("12.72"), 10)
    assert (rate.kind, rate.valid_on) == ("official", date(2026, 4, 1))


def test_national_bank_rss_of_2016() -> None:
    body = (
        b'<?xml version="1.0" encoding="utf-8"?><rss><channel><item><title>RUR</title>'
        b"<pubDate>18.04.16</pubDate><description>5,1</description><quant>1</quant></item>"
        b"</channel></rss>"
    )
    (rate,) = read_national_bank(body, BANK, outlet="nationalbank", seen_at=NOW)
    assert (rate.base, rate.raw_code) == ("RUB", "RUR")
    assert (rate.value, rate.valid_on) == (Decimal("5.1"), date(2016, 4, 18))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<html><body><h1>502 Bad Gateway</h1><p>x</body></html>", "not the National Bank's XML"),
        (b"<html><body><p>502</p></body></html>", "no rates"),
        (b"", "not the National Bank's XML"),
        (bank(""), "no rates"),
        (bank(entry(value="0")), "AMD"),
        (bank(entry(quant="")), "AMD"),
        (bank(entry(code="")), "''"),
        (bank(entry(), day=""), "not a day"),
        (bank(entry(), day="<date>31.02.2026</date>"), "AMD"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_url(body: bytes, what: str) -> None:
    with pytest.raises(UnreadablePageError) as error:
        read_national_bank(body, BANK, outlet="nationalbank", seen_at=NOW)
    assert what in str(error.value)
    assert BANK in str(error.value)
