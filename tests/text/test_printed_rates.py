from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

import kznews.text
from kznews.text.printed_rates import printed_number, printed_rates

Read = list[tuple[str, str, int, list[str]]]


def read(text: str) -> Read:
    return [(each.code, each.raw, each.units, each.values) for each in printed_rates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "$495.2 €522.34 ₽4.94",
            [("USD", "$", 1, ["495.2"]), ("EUR", "€", 1, ["522.34"]), ("RUB", "₽", 1, ["4.94"])],
        ),
        ("¥ 68,1", [("CNY", "¥", 1, ["68,1"])]),
        ("USD/KZT: 431.08", [("USD", "USD", 1, ["431.08"])]),
        ("RUR/KZT 5.81", [("RUR", "RUR", 1, ["5.81"])]),
        ("USDKZT_TOM 540,84", [("USD", "USD", 1, ["540,84"])]),
        (
            "Доллар США (USD) 495,20 ₸ +1,25 Евро (EUR) 522,34 ₸ -0,1",
            [("USD", "Доллар США", 1, ["495,20"]), ("EUR", "Евро", 1, ["522,34"])],
        ),
        (
            "доллар 495 евро 522 рубль 4.94 юань 68.1",
            [
                ("USD", "доллар", 1, ["495"]),
                ("EUR", "евро", 1, ["522"]),
                ("RUB", "рубль", 1, ["4.94"]),
                ("CNY", "юань", 1, ["68.1"]),
            ],
        ),
        (
            "АҚШ доллары 495 Еуро 522 Ресей рублі 5,1 Қытай юані 68",
            [
                ("USD", "АҚШ доллары", 1, ["495"]),
                ("EUR", "Еуро", 1, ["522"]),
                ("RUB", "Ресей рублі", 1, ["5,1"]),
                ("CNY", "Қытай юані", 1, ["68"]),
            ],
        ),
        (
            "1 USD = 495.2 KZT 1 EUR = 522.3 KZT",
            [("USD", "USD", 1, ["495.2"]), ("EUR", "EUR", 1, ["522.3"])],
        ),
        ("100 сум 3,5", [("UZS", "сум", 100, ["3,5"])]),
        ("за 100 узбекских сумов – 12,28", [("UZS", "узбекских сумов", 100, ["12,28"])]),
        (
            "UZS 100 3.5 KRW 100 33.5",
            [("UZS", "UZS", 100, ["3.5"]), ("KRW", "KRW", 100, ["33.5"])],
        ),
        (
            "495.2 $ 522.34 €",
            [("USD", "$", 1, ["495.2"]), ("EUR", "€", 1, ["522.34"])],
        ),
        ("USD 494-497", [("USD", "USD", 1, ["494", "497"])]),
        (
            "KGS 5 10 EUR 520 525",
            [("KGS", "KGS", 1, ["5", "10"]), ("EUR", "EUR", 1, ["520", "525"])],
        ),
        ("KWD 1 599.68", [("KWD", "KWD", 1, ["1 599.68"])]),
        ("USD 495.2 ▲ 0.5 0,1 %", [("USD", "USD", 1, ["495.2"])]),
        ("на 28.04.2025 14:05 USD 495.2", [("USD", "USD", 1, ["495.2"])]),
        ("USD н/д EUR 522", [("USD", "USD", 1, []), ("EUR", "EUR", 1, ["522"])]),
        ("канадский доллар 360", [("CAD", "канадский доллар", 1, ["360"])]),
        ("белорусский рубль 150", [("BYN", "белорусский рубль", 1, ["150"])]),
    ],
)
def test_rates(text: str, expected: Read) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Курсы валют", "барбадосский доллар 20", "Сомали 100", "НБК 5", "KASE 12", "10 000 KZT"],
)
def test_no_rates(text: str) -> None:
    assert read(text) == []


def test_the_first_number_that_may_be_a_rate() -> None:
    assert printed_number("14:05 +0,5 495,2 тенге") == "495,2"
    assert printed_number("—") is None


def test_each_name_and_sign_is_of_a_code_that_is_read() -> None:
    data = tomllib.loads(files(kznews.text).joinpath("currency_names.toml").read_text("utf-8"))
    codes = set(data["codes"].split())
    assert {*data["names"], *data["signs"].values(), *data["for_many_units"].split()} <= codes
    for code in codes:
        assert read(f"{code} 7.5") == [(code, code, 1, ["7.5"])]
