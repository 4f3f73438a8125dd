from __future__ import annotations

import pytest

from kznews.record.translations.evidence import (
    evidence_of,
    names_in,
    numbers_in,
    shared_addresses,
    weight_of_number,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("стипендия составит 73 320 тенге", {"73320"}),
        ("шәкіртақы 73\u00a0320 теңге болды", {"73320"}),
        ("a scholarship of 73,320 tenge", {"73320"}),
        ("выросли на 12,50% до 2,2 трлн", {"12.5", "2.2"}),
        ("12.5 пайызға өсіп, 570-тен асты", {"12.5", "570"}),
        ("в 2023 280 человек", {"2023", "280"}),
        ("до 6 марта", {"03-06"}),
        ("6 наурызда, наурыздың 6-сында", {"03-06"}),
        ("by March 6, on 06.03.2026", {"03-06"}),
        ("4-6 марта в 12:30", {"4", "03-06"}),
        ("№95 мектеп", {"95"}),
        ("", set()),
    ],
)
def test_numbers_are_one_however_they_are_printed(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_a_number_says_more_the_more_digits_it_has() -> None:
    said = ["7", "2023", "12", "03-06", "40", "47", "412", "12.5", "73320"]
    assert [weight_of_number(each) for each in said] == [0, 0, 0.25, 0.5, 0.5, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сообщил Ерлан Касенов", "Деп хабарлады Ерлан Қасеновтің өзі"),
        ("Встретил Касымжомарта Токаева", "He met Kassymzhomart Tokayev"),
        ("Нашли Нысанбаева", "Академик Нысанбаевтың"),
        ("В городе Усть-Каменогорск", "Қаладағы Усть-Каменогорск"),
        ("Завод Tulpar Motors", "Зауыт Tulpar Motors-тың"),
        ("Спросил А. Жумангарин", "Сұрады Ә. Жұманғаринның"),
    ],
)
def test_a_name_is_one_in_all_languages_and_cases(one: str, other: str) -> None:
    assert list(names_in(one)) == list(names_in(other)) != []


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    text = "Город ждёт. «Дождь будет», – сказал он.\n\nЗавтра\nВечером: Снег… Туман!"
    assert list(names_in(text)) == []


@pytest.mark.parametrize(
    ("url", "shared"),
    [
        ("https://alem.kz/ru/news/most-v-shymkente-otkryli", ["most-v-shymkente-otkryli"]),
        ("https://kaz.alem.kz/news/61234-kopir.html", ["61234"]),
        ("https://alem.kz/a/kopir_612345/", ["612345"]),
        ("https://alem.kz/ru/123", []),
        ("https://alem.kz/kz/zhanalyqtar/", []),
    ],
)
def test_what_addresses_of_translations_have_in_common(url: str, shared: list[str]) -> None:
    assert list(shared_addresses(url)) == shared


def test_what_is_sought_says_something() -> None:
    found = evidence_of(
        {
            "title": "До 412 километров",
            "lead": None,
            "body": "В Астане 20 марта Ерлан Касенов и 12 человек видели Сеитова.",
            "images": [
                {"url": "https://alem.kz/i/1.jpg"},
                {"url": "https://alem.kz/i/most-20260320_800x600.jpg"},
            ],
            "url": "https://alem.kz/ru/61234",
        }
    )
    assert found.sought == [
        *("number:412", "name:irlan", "name:kasin", "name:siito"),
        *("picture:most-20260320", "address:61234"),
    ]
    assert (found.title_numbers, found.title_names) == (("412",), ())
