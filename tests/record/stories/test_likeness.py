from __future__ import annotations

import pytest

from kznews.record.stories.likeness import Text, akin, same_text
from tests.record.stories.spellings import LATIN, in_arabic, in_latin
from tests.record.stories.texts import BRIDGE, FIRE, FLASH, HARVEST

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
