from __future__ import annotations

from decimal import Decimal

import pytest

from kznews.text.amounts import amounts, read_amount


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("4,7 млрд тенге", "4.7e9", "KZT"),
        ("1 000 000 теңгеге", "1e6", "KZT"),
        ("миллиард теңге", "1e9", "KZT"),
        ("500 мың теңгенің", "5e5", "KZT"),
        ("5 миллионов 300 тысяч тенге", "5.3e6", "KZT"),
        ("45 млн. тг", "45e6", "KZT"),
        ("1,5 трлн ₸", "1.5e12", "KZT"),
        ("$5 млн", "5e6", "USD"),
        ("€1,500", "1500", "EUR"),
        ("1,500,000 USD", "1.5e6", "USD"),
        ("12 тыс. рублей", "12e3", "RUB"),
        ("100 долларов США", "100", "USD"),
        ("100 млн юаней", "1e8", "CNY"),
    ],
)
def test_an_amount_in_a_text(text: str, value: str, currency: str) -> None:
    (found,) = amounts(f"В 2026 году 15 домов и {text} дали")
    assert (found.value, found.currency) == (Decimal(value), currency)
    assert read_amount(text) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    ["2026 год", "15 школ", "4,7 %", "тенге окреп", "миллиардер", "v1.5 тг2", "9" * 40 + " ₸"],
)
def test_no_amount(text: str) -> None:
    assert list(amounts(text)) == []


@pytest.mark.parametrize(
    ("text", "value"), [("1e9", "1e9"), ("2.5E6", "2.5e6"), ("500", "500"), ("1,5 млрд", "1.5e9")]
)
def test_an_amount_without_a_currency(text: str, value: str) -> None:
    assert read_amount(text) == (Decimal(value), None)


@pytest.mark.parametrize("text", ["", "тенге", "abc", "5 кг", "1e", "-5"])
def test_what_is_no_amount_alone(text: str) -> None:
    assert read_amount(text) is None
