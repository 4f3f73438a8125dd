from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.text.currency import currency_code, decimal_amount


@pytest.mark.parametrize(
    ("raw", "code"),
    [("USD", "USD"), (" usd\n", "USD"), ("RUR", "RUB"), ("rur", "RUB"), ("BYR", "BYR")],
)
def test_currency_code(raw: str, code: str) -> None:
    assert currency_code(raw) == code


@pytest.mark.parametrize("raw", ["", "US", "USDT", "US1", "$", "ЕUR", "USD/KZT"])
def test_no_currency_code_is_an_error_that_names_it(raw: str) -> None:
    with pytest.raises(ValueError, match="currency code") as raised:
        currency_code(raw)
    assert repr(raw) in str(raised.value)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("425.67", "425.67"),
        ("540,84", "540.84"),
        ("5.4", "5.4"),
        ("478.70", "478.70"),
        ("3", "3"),
        ("0,05", "0.05"),
        (" 6 088 252 ", "6088252"),
        ("6\u00a0088\u00a0252,5", "6088252.5"),
        ("1\u2009234.5678", "1234.5678"),
        ("1\u202f234", "1234"),
        ("1,234", "1.234"),
    ],
)
def test_decimal_amount(raw: str, amount: str) -> None:
    found = decimal_amount(raw)
    assert str(found) == amount


@pytest.mark.parametrize(
    "raw",
    [
        *("", "-5", "+5", "−5", "0", "0.00", "0,0", "5.", ".5", "1,234.56", "1.234,56", "12 34"),
        *("1234 567", "5%", "$5", "1e5", "NaN", "Infinity", "٣", "5 тенге", "1 2345", "5..5"),
    ],
)
def test_no_amount_is_an_error_that_names_it(raw: str) -> None:
    with pytest.raises(ValueError, match="amount") as raised:
        decimal_amount(raw)
    assert repr(raw) in str(raised.value)


@given(
    st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10) ** 12, places=4),
    st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f"]),
    st.sampled_from(".,"),
)
def test_every_printed_amount_is_read_back(amount: Decimal, group: str, point: str) -> None:
    printed = f"{amount:,f}".replace(",", "|").replace(".", point).replace("|", group)
    assert str(decimal_amount(printed)) == f"{amount:f}"
