from __future__ import annotations

import pytest

from kznews.record.stories.likeness import Text, akin, same_text
from tests.record.stories.spellings import LATIN, in_arabic, in_latin
from tests.record.stories.texts import (
    BACKGROUND,
    BRIDGE,
    FINED,
    FIRE,
    FLASH,
    HARVEST,
    UNPAID,
)

RATES = (
    "Официальный курс доллара на {} установлен на уровне {} тенге. Накануне он составлял {} тенге. "
    "Евро стоит {} тенге, российский рубль – {} тенге, сообщает Национальный банк."
)
WEATHER = (
    "Завтра в Алматы ожидается облачная погода без осадков. Ветер юго-западный {} м/с. Температура "
    "воздуха ночью {} градусов, днем {} градусов, сообщили в пресс-службе Казгидромета."
)
CLOSED = (
    "В Алматы перекроют движение по улице {} на участке от улицы {} до улицы {}. Работы на "
    "тепловых сетях продлятся {} дней. Водителей просят заранее выбирать пути объезда."
)


def same(one: str, other: str) -> bool:
    read = Text.of(one), Text.of(other)
    assert same_text(*read) == same_text(*reversed(read))
    return same_text(*read)


@pytest.mark.parametrize("text", [FIRE, BRIDGE, HARVEST, FLASH])
def test_an_edited_copy_is_the_same_text(text: str) -> None:
    words = text.split(" ")
    paragraphs = text.split("\n\n")
    for copy in (
        text,
        text.upper(),
        " ".join(words[: len(words) // 2]),
        "\n\n".join(reversed(paragraphs)),
        "АСТАНА. 3 июня. KAZAKHSTAN TODAY - " + text + "\n\nПодробности выясняются.",
        "Об этом стало известно вечером, пишет наш корреспондент.\n\n" + text,
        " ".join(word for place, word in enumerate(words) if place % 4),
    ):
        assert same(text, copy), copy


def test_other_texts_are_not() -> None:
    texts = [FIRE, BRIDGE, HARVEST, FLASH]
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            assert not same(one, other)
            assert not akin(Text.of(one), Text.of(other))


@pytest.mark.parametrize(
    ("series", "today", "tomorrow"),
    [
        (
            RATES,
            ("12 апреля", "447,32", "446,10", "512,40", "5,31"),
            ("13 апреля", "449,05", "447,32", "515,01", "5,28"),
        ),
        (
            RATES,
            ("12 апреля", "447,32", "447,32", "512,40", "5,31"),
            ("13 апреля", "447,32", "447,32", "512,40", "5,31"),
        ),
        (WEATHER, ("3-8", "5-7", "16-18"), ("2-7", "3-5", "12-14")),
        (
            CLOSED,
            ("Абая", "Сатпаева", "Тимирязева", "5"),
            ("Гоголя", "Жандосова", "Розыбакиева", "9"),
        ),
        (
            CLOSED,
            ("Абая", "Сатпаева", "Тимирязева", "5"),
            ("Гоголя", "Жандосова", "Розыбакиева", "5"),
        ),
    ],
)
def test_two_reports_of_a_series_are_not(
    series: str, today: tuple[str, ...], tomorrow: tuple[str, ...]
) -> None:
    assert same(series.format(*today), series.format(*today) + " Об этом сообщает портал.")
    assert not same(series.format(*today), series.format(*tomorrow))


def test_a_corrected_number_changes_no_story() -> None:
    assert same(FIRE, FIRE.replace("46 человек", "47 человек").replace("120 млн", "130 млн"))


def test_a_text_that_holds_others_is_not_the_same_as_one_from_its_middle() -> None:
    digest = "\n\n".join(["Главное за день.", HARVEST, BRIDGE, FIRE])
    assert not same(digest, FIRE)
    assert not same(digest, FLASH)


@pytest.mark.parametrize("spelling", [*LATIN, "Arab"])
def test_an_edition_in_another_script_is_the_same_text(spelling: str) -> None:
    edition = in_arabic(HARVEST) if spelling == "Arab" else in_latin(HARVEST, spelling)
    assert same(HARVEST, edition)
    assert same(HARVEST, edition[: len(edition) * 2 // 3])


TOWNS = ("Астане", "Семее", "Таразе", "Актау", "Павлодаре")
# Wind, night, day, humidity and visibility of each town.
MONDAY = "понедельник, 4 января", "3 1 9 60 4 9 5 16 70 8 3 4 18 60 4 2 1 9 80 6 5 0 3 70 8"
TUESDAY = "вторник, 5 января", "9 0 3 70 8 3 1 9 60 6 9 5 16 70 6 9 0 3 80 8 5 1 9 80 4"
THURSDAY = "четверг, 21 января", "2 5 9 80 6 2 4 18 60 8 3 5 9 80 6 5 5 16 60 6 2 0 3 60 6"
COUNTS = (
    "Данные о корью заболевших за сутки:\n\nЗаболели – {}.\n\nВыписаны – {}.\n\nСкончались – 0.\n\n"
    "С начала года:\n\nЗаболели – {}.\n\nВыписаны – 12 846.\n\nСкончались – 13.\n\nВ больницах "
    "остаются {} человек: в тяжёлом состоянии – 2, на аппаратах искусственного дыхания – 1."
    "\n\nСведения о заболевших – за {} марта, об остальных – за {} марта."
)
BROADCAST = (
    "В столице продолжается суд над бывшим главой дорожного комитета, которого обвиняют в хищении "
    "бюджетных средств. Заседание {} апреля начнётся в 9:30, его покажет наш канал. О заседании "
    "{} апреля читайте в обзоре. Подсудимого обвиняют по статье 189, часть 4, пункт 2, и по статье "
    "362, часть 3. Второму подсудимому вменяют статью 432 и статью 434."
)


def weather(day: str, numbers: str) -> str:
    """Of all towns; each number is that of some town on the other days as well."""
    each = iter(numbers.split())
    lines = [
        f"В {town} ветер {next(each)} м/с, ночью {next(each)} мороза, днём {next(each)} градусов, "
        f"влажность {next(each)} процентов, видимость {next(each)} километра."
        for town in TOWNS
    ]
    return "\n\n".join([f"Прогноз на {day}, опубликовали синоптики страны.", *lines])


@pytest.mark.parametrize(
    ("today", "tomorrow"),
    [
        (weather(*MONDAY), weather(*TUESDAY)),
        (weather(*MONDAY), weather(*THURSDAY)),
        (weather(*TUESDAY), weather(*THURSDAY)),
        (
            COUNTS.format(86, 41, "14 124", 1651, 2, 1),
            COUNTS.format(38, 52, "14 259", 1726, 3, 2),
        ),
        (
            COUNTS.format(86, 41, "14 124", 1651, 2, 1),
            COUNTS.format(96, 40, "14 220", 1690, 4, 3),
        ),
        (BROADCAST.format(15, 12), BROADCAST.format(16, 15)),
    ],
)
def test_reports_with_the_same_numbers_in_other_places_are_of_a_series(
    today: str, tomorrow: str
) -> None:
    assert same(today, f"Сообщает портал.\n\n{today}")
    assert not same(today, tomorrow)
    assert not akin(Text.of(today), Text.of(tomorrow))


@pytest.mark.parametrize("text", [FIRE, BRIDGE, HARVEST])
def test_a_copy_without_its_opening_is_the_same_text(text: str) -> None:
    article = f"{text}\n\n{_retold(text)}"
    words = article.split(" ")
    for cut in (0.2, 0.4, 0.6):
        assert same(article, " ".join(words[int(len(words) * cut) :])), cut


def _retold(text: str) -> str:
    """The same matter in other sentences: each word stands behind another one."""
    return " ".join(reversed(text.replace("\n", " ").split(" ")))


def test_two_reports_of_one_outlet_with_the_same_background_are_not() -> None:
    one, other = (f"{report}\n\n{BACKGROUND}" for report in (FINED, UNPAID))
    assert same(one, other), "the background weighs too little to test anything"
    read = [Text.of(text, source="exclusive") for text in (one, other)]
    assert not same_text(*read)
    assert not akin(*read)
    # An outlet's article that was brought up to date and got another address is.
    longer = Text.of(f"{one}\n\n{UNPAID}", source="exclusive")
    assert same_text(read[0], longer)
    assert same_text(longer, read[0])
    assert not same_text(read[0], Text.of(f"{UNPAID} {other}", source="exclusive"))


def test_titles_that_differ_by_their_day_are_of_a_series() -> None:
    read = [
        Text.of(FIRE, source="exclusive", title=title)
        for title in ("Сводка на 4 января", "Сводка на 21 февраля", "Сводка пожарных")
    ]
    assert not same_text(read[0], read[1])
    assert same_text(read[0], read[2])
    assert same_text(read[0], Text.of(FIRE, source="orda", title="Сводка на 21 февраля"))
