from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.text.dateline import split_dateline

SENTENCE = "Президент подписал закон."


@pytest.mark.parametrize(
    ("printed", "dateline"),
    [
        ("АСТАНА. KAZINFORM – ", "АСТАНА. KAZINFORM"),
        ("АСТАНА. КАЗИНФОРМ - ", "АСТАНА. КАЗИНФОРМ"),
        ("АСТАНА. ҚазАқпарат – ", "АСТАНА. ҚазАқпарат"),
        ("Алматы. 2 декабря. KAZAKHSTAN TODAY - ", "Алматы. 2 декабря. KAZAKHSTAN TODAY"),
        ("Нұр-Сұлтан, BAQ.KZ. ", "Нұр-Сұлтан, BAQ.KZ"),
        ("АСТАНА. 12 мая. КазТАГ – ", "АСТАНА. 12 мая. КазТАГ"),
        ("АСТАНА. 28 сәуір. ҚазТАГ – ", "АСТАНА. 28 сәуір. ҚазТАГ"),
        (
            "АСТАНА. 5 апреля 2024 г. ИНТЕРФАКС-КАЗАХСТАН - ",
            "АСТАНА. 5 апреля 2024 г. ИНТЕРФАКС-КАЗАХСТАН",
        ),
        ("АЛМАТЫ, 12 мая — Sputnik. ", "АЛМАТЫ, 12 мая — Sputnik"),
        ("АЛМАТЫ, 12 мая — Sputnik, Алия Сапарова. ", "АЛМАТЫ, 12 мая — Sputnik, Алия Сапарова"),
        ("Астана. Казинформ /Ержан Омаров/ - ", "Астана. Казинформ /Ержан Омаров/"),
        ("МОСКВА, 12 мая. /ТАСС/. ", "МОСКВА, 12 мая. /ТАСС/"),
        ("УСТЬ-КАМЕНОГОРСК. KAZINFORM – ", "УСТЬ-КАМЕНОГОРСК. KAZINFORM"),
        ("Қызылорда облысы. Kazinform – ", "Қызылорда облысы. Kazinform"),
        ("ASTANA. KAZINFORM – ", "ASTANA. KAZINFORM"),
    ],
)
def test_a_dateline_is_cut_from_its_paragraph(printed: str, dateline: str) -> None:
    assert split_dateline(printed + SENTENCE) == (dateline, SENTENCE)
    assert split_dateline(printed.strip()) == (dateline, "")


def test_an_agency_that_nobody_knows_is_told_by_its_capitals() -> None:
    assert split_dateline(f"ЖЕТЫБАЙ. AQPARAT – {SENTENCE}") == ("ЖЕТЫБАЙ. AQPARAT", SENTENCE)
    assert split_dateline(f"Жетыбай. Aqparat – {SENTENCE}") is None


def test_datelines_in_english_and_in_arabic_letters() -> None:
    assert split_dateline("ASTANA – The government met.") == ("ASTANA", "The government met.")
    text = "پرەزيدەنت جارلىققا قول قويدى."
    assert split_dateline(f"استانا. قازاقپارات – {text}") == ("استانا. قازاقپارات", text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "Астана — столица Казахстана.",
        "АСТАНА – город на Ишиме.",
        "Астана, Казахстан. Президент прибыл.",
        "Алматы. 2 декабря. Город готовится к зиме.",
        "Алматы, Шымкент, Астана – города республиканского значения.",
        "Казинформ – агентство.",
        "Астана. Kazinform – это агентство, основанное век назад.",
        "Tengrinews.kz. Новости дня.",
        "Сегодня, BAQ.KZ тілшісі хабарлады.",
        "Ержан Омаров, Tengrinews.kz: «Так и было».",
        "Ержан Омаров, Tengrinews.kz. Степногорск.",
        "Источник, Zakon.kz. Подробности позже.",
        "Токаев, как сообщает Tengrinews.kz, прибыл в Астану.",
        "Нұр-Сұлтан, BAQ.KZ тілшісі хабарлады.",
        "ASTANA – the capital.",
        "Президент Ирана. Reuters пишет, что он болен.",
    ],
)
def test_a_text_that_only_begins_alike_stays(paragraph: str) -> None:
    assert split_dateline(paragraph) is None


@given(st.text("АБВабвқңAZaz .,–—-«»/123\n", max_size=120))
def test_no_text_loses_words(text: str) -> None:
    divided = split_dateline(f"АСТАНА. KAZINFORM – {text}")
    if divided is not None:
        assert divided[1] == text.strip()
