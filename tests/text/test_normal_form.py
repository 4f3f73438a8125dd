from __future__ import annotations

import pytest

from kznews.text.normal_form import normal_picture, normal_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"Сокол" вернулся', "«Сокол» вернулся"),
        ('ТОО "Завод "Сокол"" вернулось', "ТОО «Завод „Сокол“» вернулось"),
        ("Қазан’нан - Ақтөбе", "Қазан'нан – Ақтөбе"),
        ("Да...", "Да…"),
        ("Сovid", "Covid"),
    ],
)
def test_prints_of_one_text(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сокол вернулся", "«Сокол» вернулся"),
        ("Сокол вернулся.", "Сокол вернулся!"),
        ("сокол", "Сокол"),
        ("5-6 мая", "5, 6 мая"),
    ],
)
def test_an_edit_is_another_text(one: str, other: str) -> None:
    assert normal_text(one) != normal_text(other)


HOST = "https://example-gazeta.kz"


@pytest.mark.parametrize(
    "copy",
    [
        f"{HOST}/photos/84/most.jpg?v=2",
        f"{HOST}/photos/84/most.jpg?1712300000",
        f"{HOST}/photos/84/thumbs/800x600/most.jpg",
        f"{HOST}/photos/resize_cache/84/800_600_2/most.jpg",
        f"{HOST}/photos/thumb_b/84/most.jpg",
        f"{HOST}/photos/w_800,h_600/84/most.jpg",
        f"{HOST}/photos/84/most-300x200.jpg",
        f"{HOST}/photos/84/most-scaled.jpg",
        f"{HOST}/photos/84/most@2x.jpg.webp",
        "http://www.Example-Gazeta.kz/photos/84/most.jpg",
    ],
)
def test_sizes_and_versions_of_one_picture(copy: str) -> None:
    assert normal_picture(copy) == normal_picture(f"{HOST}/photos/84/most.jpg")


def test_a_program_that_resizes_is_asked_for_the_same_picture() -> None:
    asked = f"{HOST}/image.php?file=most&w="
    assert normal_picture(f"{asked}300&v=2") == normal_picture(f"{asked}800")


@pytest.mark.parametrize(
    "other",
    [
        f"{HOST}/photos/85/most.jpg",
        f"{HOST}/photos/84/most-2.jpg",
        f"{HOST}/photos/84/dom.jpg",
        "https://example-vesti.kz/photos/84/most.jpg",
        f"{HOST}/image.php?file=dom",
        "https://[",
    ],
)
def test_other_pictures(other: str) -> None:
    known = {
        normal_picture(f"{HOST}/{each}") for each in ("photos/84/most.jpg", "image.php?file=most")
    }
    assert normal_picture(other) not in known
