from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.text.characters import clean_line
from kznews.text.mojibake import decode_as, is_garbled, repair_mojibake

CHARSETS = ["cp1251", "cp1252", "latin-1", "cp866", "koi8-r"]
LABELLED = sorted((Path(__file__).parent / "labelled").glob("*.tsv"))
TEXTS = [
    line.split("\t") for path in LABELLED for line in path.read_text(encoding="utf-8").splitlines()
]
CYRILLIC = [
    text for language, script, _, text in TEXTS if script == "Cyrl" and language in ("ru", "kk")
]
RUSSIAN = [text for language, _, kind, text in TEXTS if (language, kind) == ("ru", "russian")]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("times", [1, 2])
def test_headlines_read_in_a_wrong_charset_are_repaired(charset: str, times: int) -> None:
    failed = []
    for text in CYRILLIC:
        misread = text
        for _ in range(times):
            misread = decode_as(misread.encode(), charset)
        if repair_mojibake(misread) != text:
            failed.append(text)
    assert len(CYRILLIC) > 500
    assert len(failed) <= 0.01 * len(CYRILLIC), failed


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_misread_headline_beside_right_text_is_repaired_alone(charset: str) -> None:
    for text in RUSSIAN:
        misread = decode_as(text.encode(), charset)
        whole = f"Новости «Қазақстан» – {misread} № 5"
        assert repair_mojibake(whole) == f"Новости «Қазақстан» – {text} № 5"


@pytest.mark.parametrize("charset", ["cp1251", "cp1252", "cp866", "koi8-r"])
def test_a_headline_whose_odd_bytes_became_spaces_is_repaired(charset: str) -> None:
    failed = [
        text
        for text in CYRILLIC
        if repair_mojibake(" ".join(decode_as(text.encode(), charset).split())) != text
    ]
    assert len(failed) <= 0.01 * len(CYRILLIC), failed


@pytest.mark.parametrize(
    ("seeming", "true"),
    [
        ("cp1252", "cp1251"),
        ("cp1252", "koi8-r"),
        ("cp1251", "koi8-r"),
        ("koi8-r", "cp1251"),
        ("cp1251", "cp866"),
        ("cp866", "cp1251"),
    ],
)
def test_one_single_byte_charset_for_another(seeming: str, true: str) -> None:
    told = [text for text in RUSSIAN if len(text) > 20]
    results = [repair_mojibake(decode_as(text.encode(true), seeming)) for text in told]
    right = sum(result == text for result, text in zip(results, told, strict=True))
    untouched = sum(
        result == decode_as(text.encode(true), seeming)
        for result, text in zip(results, told, strict=True)
    )
    assert right >= 0.95 * len(told)
    assert right + untouched == len(told)


@pytest.mark.parametrize(
    ("misread", "text"),
    [
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("╨Я╤А╨╕╨▓╨╡╤В", "Привет"),
        ("п÷я─п╦п╡п╣я┌", "Привет"),
        ("Donâ€™t panic â€“ itâ€™s fine", "Don’t panic – it’s fine"),
        ("Банк вЂ” это в„– 1", "Банк — это № 1"),
        ("Â«РђСЃС‚Р°РЅР°Â»", "«Астана»"),
        ("Àêèì îáëàñòè îò÷èòàëñÿ", "Аким области отчитался"),
        ("Êàçàõñòàí", "Казахстан"),
        ("ÊÀÇÀÕÑÒÀÍ", "КАЗАХСТАН"),
        ("Êóðñ òåíãå óïàë", "Курс тенге упал"),
        ("ëÁÚÁÈÓÔÁÎ", "Казахстан"),
    ],
)
def test_known_forms(misread: str, text: str) -> None:
    assert repair_mojibake(misread) == text
    assert clean_line(misread) == text


@pytest.mark.parametrize(
    "text",
    [
        "РСФСР, СССР и США",
        "«СССР» – «КНР»",
        "Рёбра, Рёв, Сёстры",
        "ДТП",
        "ПДД",
        "г. АЛМАТЫ",
        "пРИВЕТ",
        "В «Спартаке»",
        "São Paulo, Zürich, Çankaya",
        "Ðorđe, Ñandú",
        "Aýdyń kúni týdy",
        "МИНИСТЕРСТВО ВНУТРЕННИХ ДЕЛ",
        "п. 5 ст. 10",
        "-5 °С… Р–Т",
        "ТОО «Р» и С–К",
    ],
)
def test_what_only_looks_odd_stays(text: str) -> None:
    assert repair_mojibake(text) == text
    assert not is_garbled(text)


def test_no_labelled_text_is_changed() -> None:
    for *_, text in TEXTS:
        assert repair_mojibake(text) == text
        assert not is_garbled(text)


_ALPHABETS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "абвгғдежзийкқлмнңоөпрстуұүфхһцчшыіьэюяә",
    "abcdefghijklmnopqrstuvwxyz",
    "aáäbdefgǵğhiıjklmnńñoóöpqrsştuúūüvwxyýz",
    "ابپتجچحدرزسشعغفقكگلمنڭهوۇۆۋيىە",
)
_WORDS = st.one_of(
    *(
        st.text(alphabet, min_size=1, max_size=12).flatmap(
            lambda word: st.sampled_from([word, word.capitalize(), word.upper()])
        )
        for alphabet in _ALPHABETS
    ),
    st.sampled_from(["«", "»", "–", "—", "№", "5 °C", "…", "“так”", "2025", "100 %", "₸"]),
)


@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_letters_of_ours_in_any_order_are_never_changed(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text())
def test_repairing_ends(text: str) -> None:
    repaired = repair_mojibake(text)
    assert repair_mojibake(repaired) == repaired


@pytest.mark.parametrize("text", ["????? ?????? ?? ????", "????????", "\ufffd\ufffd \ufffd"])
def test_what_is_lost_is_garbled(text: str) -> None:
    assert is_garbled(text)


def test_misread_text_that_is_damaged_too_is_garbled() -> None:
    misread = decode_as("Аким области отчитался перед жителями".encode(), "cp1251")
    damaged = misread.replace("Р", "\N{WHITE SQUARE}Р")
    assert is_garbled(repair_mojibake(damaged))


@pytest.mark.parametrize("text", ["Что?! Где???", "Почему?????", "Ак\ufffdм области уехал", ""])
def test_a_few_odd_characters_are_not_garbled(text: str) -> None:
    assert not is_garbled(text)
