from __future__ import annotations

import pytest

from kznews.text.adverts import advert_label


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
