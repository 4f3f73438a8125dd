from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kznews.extraction.national_bank import read_national_bank
from kznews.extraction.page import UnreadablePageError

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
BANK = "https://nationalbank.kz/rss/get_rates.cfm?fdate=01.04.2026"


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
