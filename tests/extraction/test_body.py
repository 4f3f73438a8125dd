from __future__ import annotations

import re

import pytest
from lxml import html

from kznews.extraction.body import Body, read_body


def read(markup: str, drop: str | None = None, boilerplate: tuple[str, ...] = ()) -> Body:
    root = html.fromstring(f"<div>{markup}</div>")
    return read_body(
        [root],
        dropped=frozenset(root.cssselect(drop)) if drop else frozenset(),
        absolute=lambda link: f"https://a.kz{link}" if link.startswith("/") else None,
        is_article=lambda link: link.startswith("https://a.kz/news/"),
        boilerplate=tuple(map(re.compile, boilerplate)),
    )


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>Один.</p><p>Два.</p>", ["Один.", "Два."]),
        ("Один.<p>Два.</p>Три.", ["Один.", "Два.", "Три."]),
        ("<p>Один <b>жирный</b> <a href='/x'>текст</a>.</p>", ["Один жирный текст."]),
        ("<h2>Часть</h2><p>Один.</p><ul><li>А</li><li>Б</li></ul>", ["Часть", "Один.", "А", "Б"]),
        (
            "<blockquote><p>Внешняя.</p><blockquote><p>Внутренняя.</p></blockquote></blockquote>",
            ["Внешняя.", "Внутренняя."],
        ),
        ("<p>Первая строка<br>вторая строка</p>", ["Первая строка\nвторая строка"]),
        ("<p>Один.<br><br>Два.<br> <br>Три.</p>", ["Один.", "Два.", "Три."]),
        ("<p>Строка\n   в исходном тексте</p>", ["Строка в исходном тексте"]),
        ("<p>Текст</p><script>var x = 1</script><!-- нет --><style>p{}</style>", ["Текст"]),
        ("<p>Повтор абзаца.</p><p>Повтор абзаца.</p>", ["Повтор абзаца."]),
        ("<p> </p><p>\xa0</p>", []),
    ],
)
def test_paragraphs(markup: str, paragraphs: list[str]) -> None:
    assert read(markup).paragraphs == paragraphs


def test_dropped_element_leaves_the_text_after_it() -> None:
    assert read("<p>До <i class=x>лишнее</i> после.</p>", drop=".x").paragraphs == ["До после."]


def test_paragraph_that_only_links_to_an_article_is_cut() -> None:
    body = read(
        "<p>Текст <a href='/news/1'>со ссылкой</a> внутри.</p><p><a href='/news/2'>Другая.</a></p>"
        "<p><a href='/docs/2'>Документ.</a></p>"
    )
    assert body.paragraphs == ["Текст со ссылкой внутри.", "Документ."]


def test_boilerplate_line_is_cut_from_its_paragraph() -> None:
    body = read("<p>Последний абзац.<br>Читайте также: другое</p>")
    assert body.paragraphs == ["Последний абзац."]


def test_outlet_boilerplate() -> None:
    assert read("<p>Наш канал!</p><p>Текст.</p>", boilerplate=("Наш канал!",)).paragraphs == [
        "Текст."
    ]


def test_photo_credit_goes_to_its_picture() -> None:
    body = read("<p>Текст.</p><p><img src='/1.jpg'><em>Фото: Айдос Сапар</em></p>")
    assert body.paragraphs == ["Текст."]
    assert [(image.url, image.credit) for image in body.images] == [
        ("https://a.kz/1.jpg", "Айдос Сапар")
    ]


def test_photo_credit_without_a_picture_is_kept_apart() -> None:
    body = read("<p>Текст.</p><p>Фото: ЮНИСЕФ</p>")
    assert body.paragraphs == ["Текст."]
    assert body.credits == ["ЮНИСЕФ"]


def test_lazy_pictures_are_found_and_icons_are_not() -> None:
    body = read("<img data-src='/2.jpg' src='data:image/gif;base64,R0'><img src='/icon.svg'>")
    assert [image.url for image in body.images] == ["https://a.kz/2.jpg"]


def test_caption_goes_to_the_picture_above_it() -> None:
    body = read(
        "<p><img src='/1.jpg'></p><p>Фото: город Учкудук, 2024</p><p>Текст.</p>"
        "<p>Фото: так начинается и обычный абзац, далеко от снимков.</p>"
    )
    assert [(image.caption, image.credit) for image in body.images] == [
        ("Фото: город Учкудук, 2024", None)
    ]
    assert len(body.paragraphs) == 2


def test_caption_with_its_credit_goes_to_the_picture_above_it() -> None:
    body = read("<p><img src='/1.jpg'></p><p>Развязка на проспекте Абая ©Алихан Сариев</p>")
    assert [(image.caption, image.credit) for image in body.images] == [
        ("Развязка на проспекте Абая", "Алихан Сариев")
    ]
    assert body.paragraphs == []
