from __future__ import annotations

import pytest

from kznews.text.adverts import advert_label, is_advert_section, is_advert_tag


@pytest.mark.parametrize(
    "line",
    [
        "На правах рекламы",
        "НА ПРАВАХ РЕКЛАМЫ",
        "Материал размещён на правах рекламы.",
        "Партнёрский материал",
        "Рекламный материал",
        "Спонсорский материал",
        "Партнёрские материалы",
        "При поддержке «Степного банка»",
        "При поддержке ТОО «Степь»",
        "Партнёр материала: «Степной банк»",
        "Материал подготовлен в партнёрстве с «Степным банком»",
        "Реклама. ТОО «Степь»",
        "Реклама. ТОО «Степь». erid: 2SDnjcXYZ12",
        "erid: 2SDnjcXYZ12",
        "Жарнама құқығымен",
        "Жарнамалық материал",
        "Серіктестік материал",
        "Sponsored content",
    ],
)
def test_labels(line: str) -> None:
    assert advert_label(line) == "advert"


@pytest.mark.parametrize("line", ["Реклама", "РЕКЛАМА", "Жарнама", "Advertisement", "جارناما"])
def test_what_stands_over_banners_too(line: str) -> None:
    assert advert_label(line) == "slot"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Реклама пива запрещена с 2004 года.",
        "Реклама: за и против",
        "Жарнама туралы заң өзгерді.",
        "При поддержке",
        "При поддержке акимата открыли три школы.",
        "При поддержке «Степного банка» открыли три школы.",
        "Спонсор: неизвестен",
        "Партнёры подписали соглашение.",
        "Рекламный материал изъяли у обвиняемого.",
        "Серіктес ұйымдар көмектесті",
        "Шеридан родился в Дублине",
    ],
)
def test_words_about_advertising(line: str) -> None:
    assert advert_label(line) is None


def test_sections_and_tags() -> None:
    for name in ("На правах рекламы", "partner-material", "BrandVoice", "Партнёрские материалы"):
        assert is_advert_section(name)
        assert is_advert_tag(name)
    assert is_advert_section("Реклама")
    assert not is_advert_tag("реклама")
    assert not is_advert_section("Рынок рекламы")
