from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kznews.text.amounts import Amount, amounts
from tests.growth import LINEAR, growth


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{amount.value:f}", amount.currency) for amount in amounts(text)]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        # The tenge, in front and behind
        ("Т9,2 млрд", "9200000000", "KZT"),
        ("T9,2 млрд", "9200000000", "KZT"),
        ("Убыток составил Т850 млн.", "850000000", "KZT"),
        ("Т5 000 за билет", "5000", "KZT"),
        ("₸5 000", "5000", "KZT"),
        ("5 000 ₸", "5000", "KZT"),
        ("5\u00a0000\u2009000₸", "5000000", "KZT"),
        ("1,5 трлн тг", "1500000000000", "KZT"),
        ("1500 тг.", "1500", "KZT"),
        ("KZT 5 000 000", "5000000", "KZT"),
        ("478.70 тенге", "478.70", "KZT"),
        ("2657199930 тенге", "2657199930", "KZT"),
        ("2000 тенге", "2000", "KZT"),
        ("12 млн казахстанских тенге", "12000000", "KZT"),
        ("5 МЛН ТЕНГЕ", "5000000", "KZT"),
        # Scales
        ("2 млн 35 тыс. тенге", "2035000", "KZT"),
        ("1 миллион 400 тысяч тенге", "1400000", "KZT"),
        ("1 млрд 200 млн теңге", "1200000000", "KZT"),
        ("5 млн 300 тысяч 450 тенге", "5300450", "KZT"),
        ("15.5 млрд. тенге", "15500000000", "KZT"),
        ("12 345,6 тыс. тенге", "12345600", "KZT"),
        ("1,507 миллиарда тенге", "1507000000", "KZT"),
        ("10 тысячам тенге", "10000", "KZT"),
        ("5 с лишним миллионов тенге", "5000000", "KZT"),
        ("5 000 000 (пять миллионов) тенге", "5000000", "KZT"),
        ("₸5 000 тенге", "5000", "KZT"),
        ("5 000 KZT/месяц", "5000", "KZT"),
        ("бес жүз мың теңге", "500000", "KZT"),
        # Kazakh
        ("500 мың теңге", "500000", "KZT"),
        ("500 мыңнан астам теңге", "500000", "KZT"),
        ("5 млн-ға жуық теңге", "5000000", "KZT"),
        ("300 миллион теңгеге", "300000000", "KZT"),
        ("3 миллиард теңгені", "3000000000", "KZT"),
        ("5000 теңгеден", "5000", "KZT"),
        ("500-ден астам теңге", "500", "KZT"),
        ("5 млн теңгелік келісім", "5000000", "KZT"),
        ("5 000-теңгелік купон", "5000", "KZT"),
        ("2 млн АҚШ долларына", "2000000", "USD"),
        ("700 еуроға", "700", "EUR"),
        ("300 рубльге", "300", "RUB"),
        ("екі жарым миллион теңге", "2500000", "KZT"),
        ("жарты миллион теңге", "500000", "KZT"),
        ("екі жүз мың теңге", "200000", "KZT"),
        ("5 mln teńge", "5000000", "KZT"),
        ("5 million teñge", "5000000", "KZT"),
        ("5 ميلليون تەڭگە", "5000000", "KZT"),
        # Other currencies
        ("$3,5 млн", "3500000", "USD"),
        ("US$5 млн", "5000000", "USD"),
        ("$5M", "5000000", "USD"),
        ("3,5 млн долларов", "3500000", "USD"),
        ("3,5 млн долларов США", "3500000", "USD"),
        ("1 500 долл. США", "1500", "USD"),
        ("USD 500 млн", "500000000", "USD"),
        ("425.67 USD", "425.67", "USD"),
        ("5 долларов 30 центов", "5.30", "USD"),
        ("500 канадских долларов", "500", "CAD"),
        ("HK$5 млн", "5000000", "HKD"),
        ("€200", "200", "EUR"),
        ("200 евро", "200", "EUR"),
        ("100 рублей", "100", "RUB"),
        ("1 500 ₽", "1500", "RUB"),
        ("5 белорусских рублей", "5", "BYN"),
        ("12 млн юаней", "12000000", "CNY"),
        ("500 сомов", "500", "KGS"),
        ("186 000 сумов", "186000", "UZS"),
        ("100 сум", "100", "UZS"),
        ("30 фунтов стерлингов", "30", "GBP"),
        # Separators that are certain
        ("1.234.567,89 тенге", "1234567.89", "KZT"),
        ("1,234,567 тенге", "1234567", "KZT"),
        ("$1,234.56", "1234.56", "USD"),
        ("0,125 тенге", "0.125", "KZT"),
        # Words
        ("полтора миллиона тенге", "1500000", "KZT"),
        ("полмиллиона тенге", "500000", "KZT"),
        ("миллион тенге", "1000000", "KZT"),
        ("Тысяча долларов", "1000", "USD"),
        ("более миллиона тенге", "1000000", "KZT"),
        ("два с половиной миллиона тенге", "2500000", "KZT"),
        ("двадцать пять тысяч тенге", "25000", "KZT"),
        ("около двух миллиардов тенге", "2000000000", "KZT"),
        ("три тысячи двести тенге", "3200", "KZT"),
    ],
)
def test_amount(text: str, value: str, currency: str) -> None:
    assert read(text) == [(value, currency)]
    # The same within a sentence, where its place is told.
    sentence = f"По договору ({text}), подписанному 3 мая 2024 года."
    (amount,) = amounts(sentence)
    assert (f"{amount.value:f}", amount.currency) == (value, currency)
    assert sentence[amount.start : amount.end] == amount.printed
    assert amount.printed in text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("от 5 до 7 млн тенге", ["5000000", "7000000"]),
        ("от 10 000 до 20 000 тенге", ["10000", "20000"]),
        ("от 500 тыс. до 1 млн тенге", ["500000", "1000000"]),
        ("с 470 до 450 тенге", ["470", "450"]),
        ("5 млн – 7 млн тенге", ["5000000", "7000000"]),
        ("5–7 млн тенге", ["5000000", "7000000"]),
        ("80-100 тысяч тенге", ["80000", "100000"]),
        ("2,5-3 тысячи долларов", ["2500", "3000"]),
        ("$5–7 млн", ["5000000", "7000000"]),
        ("$5 млн – $7 млн", ["7000000"]),
        ("500 мыңнан 1 млн теңгеге дейін", ["500000", "1000000"]),
        ("5 млн-нан 7 млн теңгеге дейін", ["5000000", "7000000"]),
        ("от 73 840 тенге до 369 200 тенге", ["73840", "369200"]),
        # What the first is of, is not certain.
        ("5 и 7 млн тенге", ["7000000"]),
        ("вырос на 5 до 7 млн тенге", ["7000000"]),
        ("школ 12 – 15 млн тенге", ["15000000"]),
        ("от $5 до $7 млн", ["7000000"]),
    ],
)
def test_ranges_share_their_unit(text: str, values: list[str]) -> None:
    assert [value for value, _ in read(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        *("", "тенге", "5", "5 млн", "5 млн человек", "0 тенге", "цены в тенге и долларах"),
        *("USD/KZT 425.67", "USDKZT_TOM 540,84", "USD 425.67 EUR 496.42", "KZT 425.67"),
        *("$1,234", "1.234 тенге", "1,23,4 тенге", "1.2.3 тенге", "2024-5 млн тенге"),
        *("2 млн и 35 тыс. тенге", "1 млрд 1200 млн тенге", "5М тенге", "A5 000 тенге", "$5 тенге"),
        *("несколько миллионов тенге", "десятки тысяч долларов", "тысячи долларов"),
        *("он шақты миллион теңге", "бірнеше миллион теңге", "мыңдаған теңге", "он мыңдаған теңге"),
        *("полтора-два миллиона тенге", "№5 000 тенге", "8 701 123 45 67 тенге"),
        *("Танк Т34 подбит", "Т-72", "Т90", "в 2024 тенге ослаб", "12:500 тенге"),
        *("5 фунтов картофеля", "100 тонн", "5 сумматоров", "10 евроремонтов", "7 сомелье"),
        *("5 миллионеров", "3 млн 300 жителей", "$", "Т", "₸", "5 намибийских долларов"),
        *("1 USD/KZT", "425.67 USD/KZT"),
    ],
)
def test_what_is_no_amount_or_ambiguous_is_not_read(text: str) -> None:
    assert amounts(text) == []


def test_amounts_come_in_the_order_of_the_text() -> None:
    text = "Выделено Т9,2 млрд ($19,2 млн), из них 500 мың теңге и 12 евро; курс 478,77 тенге."
    assert amounts(text) == [
        Amount(Decimal(9_200_000_000), "KZT", 9, 18, "Т9,2 млрд"),
        Amount(Decimal(19_200_000), "USD", 20, 29, "$19,2 млн"),
        Amount(Decimal(500_000), "KZT", 39, 52, "500 мың теңге"),
        Amount(Decimal(12), "EUR", 55, 62, "12 евро"),
        Amount(Decimal("478.77"), "KZT", 69, 81, "478,77 тенге"),
    ]


BEHIND = st.sampled_from(
    [
        *[("тенге", "KZT"), ("теңгеге", "KZT"), ("тг", "KZT"), ("₸", "KZT"), ("KZT", "KZT")],
        *[("долларов", "USD"), ("долларов США", "USD"), ("АҚШ долларына", "USD"), ("$", "USD")],
        *[("евро", "EUR"), ("еуроға", "EUR"), ("рублей", "RUB"), ("руб.", "RUB"), ("₽", "RUB")],
        *[("юаней", "CNY"), ("сомов", "KGS"), ("узбекских сумов", "UZS"), ("USD", "USD")],
    ]
)
FRONT = st.sampled_from([("$", "USD"), ("€", "EUR"), ("₸", "KZT"), ("₽", "RUB"), ("US$", "USD")])
SCALES = st.sampled_from(
    [
        *[("тыс.", 3), ("тысяч", 3), ("мың", 3), ("мыңға жуық", 3), ("млн", 6), ("млн.", 6)],
        *[("миллионов", 6), ("миллионнан астам", 6), ("млрд", 9), ("миллиардов", 9), ("трлн", 12)],
    ]
)
SPACES = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"])
POINTS = st.sampled_from(".,")
AROUND = st.sampled_from(["{}", "На {} купили.", "Бағасы {}.", "Это ({}).", "Сумма – {}, вот так."])


def printed_decimal(value: Decimal, point: str, group: str) -> str:
    return f"{value:,f}".replace(",", "|").replace(".", point).replace("|", group)


@settings(deadline=None, derandomize=True)
@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=2),
    SPACES,
    POINTS,
    BEHIND,
    AROUND,
)
def test_every_amount_in_full_is_read_back(
    value: Decimal, group: str, point: str, currency: tuple[str, str], around: str
) -> None:
    text = around.format(f"{printed_decimal(value, point, group)}{group}{currency[0]}")
    assert read(text) == [(f"{value:f}", currency[1])]


@settings(deadline=None, derandomize=True)
@given(
    st.decimals(min_value=Decimal("0.001"), max_value=Decimal(999), places=3),
    POINTS,
    SCALES,
    BEHIND,
    AROUND,
)
def test_every_scaled_amount_is_read_back(
    value: Decimal, point: str, scale: tuple[str, int], currency: tuple[str, str], around: str
) -> None:
    shown = f"{value.normalize():f}".replace(".", point)
    (amount,) = amounts(around.format(f"{shown} {scale[0]} {currency[0]}"))
    assert amount.value == value * 10 ** scale[1]
    assert amount.currency == currency[1]
    assert "E" not in str(amount.value)


@settings(deadline=None, derandomize=True)
@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 7, places=2),
    POINTS,
    FRONT,
    st.none() | SCALES.filter(lambda scale: " " not in scale[0]),
    AROUND,
)
def test_every_amount_behind_its_sign_is_read_back(
    value: Decimal,
    point: str,
    sign: tuple[str, str],
    scale: tuple[str, int] | None,
    around: str,
) -> None:
    shown = printed_decimal(value, point, " ")
    tail, power = (f" {scale[0]}", scale[1]) if scale else ("", 0)
    (amount,) = amounts(around.format(f"{sign[0]}{shown}{tail}"))
    assert amount.value == value * 10**power
    assert amount.currency == sign[1]


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 999), st.integers(1, 999), st.integers(0, 999), st.integers(0, 999), AROUND)
def test_sums_of_parts_are_read_back(
    billions: int, millions: int, thousands: int, units: int, around: str
) -> None:
    parts = [f"{billions} млрд", f"{millions} млн"]
    parts += [f"{thousands} тыс."] if thousands else []
    parts += [str(units)] if units else []
    total = ((billions * 1000 + millions) * 1000 + thousands) * 1000 + units
    assert read(around.format(f"{' '.join(parts)} тенге")) == [(str(total), "KZT")]


@settings(deadline=None, derandomize=True)
@given(st.text("0123456789 ,.-–$₸ТT/мтыслнрдңгеUSD", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for amount in amounts(text):
        assert amount.value > 0
        assert text[amount.start : amount.end] == amount.printed


def test_the_readme_reads_amounts() -> None:
    failures, attempted = doctest.testfile("../../README.md", encoding="utf-8")
    assert attempted >= 2
    assert not failures


@pytest.mark.parametrize("unit", ["1 ", "тысяч ", "5 млн "])
def test_long_texts_take_linear_time(unit: str) -> None:
    assert growth(amounts, unit, 1000, end="тенге") < LINEAR
