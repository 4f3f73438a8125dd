from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.extraction.body import Body, read_body, read_paragraphs
from kznews.extraction.page import parse_html, select_elements


def read(markup: str, drop: str | None = None, boilerplate: tuple[str, ...] = ()) -> Body:
    root = parse_html(f"<div>{markup}</div>".encode())
    return read_body(
        [root],
        dropped=frozenset(select_elements(root, drop)) if drop else frozenset(),
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


def test_a_caption_is_split_from_its_credit() -> None:
    caption = "Мост через реку / Фото Акорды"
    body = read(
        f"<figure><img src='/1.jpg'><figcaption>{caption}</figcaption></figure><p>Текст.</p>"
    )
    assert [(image.caption, image.credit) for image in body.images] == [
        ("Мост через реку", "Акорды")
    ]


@pytest.mark.parametrize(
    ("line", "is_caption_below", "is_caption_alone"),
    [
        ("На фото: мост через реку", True, True),
        ("На снимке (слева): Айдос Сапар", True, True),
        ("Суретте: өзен үстіндегі көпір", True, True),
        ("На фото Айдос Сапар с семьёй", True, False),
        ("На фото ниже видно, как строят мост", False, False),
        ("На фото Айдос Сапар. Он строит мост. Ему помогает сын.", False, False),
    ],
)
def test_what_says_itself_that_it_captions_a_picture_is_no_text(
    line: str, is_caption_below: bool, is_caption_alone: bool
) -> None:
    below = read(f"<p>Начало.</p><img src='/1.jpg'><p>{line}</p><p>Конец.</p>")
    alone = read(f"<p>Начало.</p><p>{line}</p><p>Конец.</p>")
    assert (line not in below.paragraphs) is is_caption_below
    assert [image.caption for image in below.images] == [line if is_caption_below else None]
    assert (line not in alone.paragraphs) is is_caption_alone


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("&lt;p&gt;Один.&lt;/p&gt;&lt;p&gt;Два.&lt;/p&gt;", ["Один.", "Два."]),
        ('<p>Один &lt;b&gt;два&lt;/b&gt; &lt;a href="/x"&gt;три&lt;/a&gt;.</p>', ["Один два три."]),
        ("<p>&lt;iframe src='/v'&gt;&lt;/iframe&gt;</p><p>Один.</p>", ["Один."]),
        ("<p>Один.<br>&lt;script&gt;a()&lt;/script&gt;<br>Два.</p>", ["Один.", "Два."]),
        (
            "<p>Если a &lt; b и c &gt; d, то &lt;Имя&gt; неизвестно.</p>",
            ["Если a < b и c > d, то <Имя> неизвестно."],
        ),
    ],
)
def test_markup_that_is_printed_as_text_is_read(markup: str, paragraphs: list[str]) -> None:
    body = read(f"{markup}<img src='/1.jpg'>")
    assert body.paragraphs == paragraphs
    assert len(body.images) == 1


@pytest.mark.parametrize("element", ["p", "figcaption"])
def test_a_copyright_below_a_picture_is_its_credit_and_elsewhere_the_sites(element: str) -> None:
    credit = f"<figure><img src='/1.jpg'><{element}>© Sputnik / Алихан Сариев</{element}></figure>"
    body = read(f"{credit}<p>Развязку открыли.</p><p>© Вестник</p><p>Второй абзац.</p>")
    assert [image.credit for image in body.images] == ["Sputnik / Алихан Сариев"]
    assert body.paragraphs == ["Развязку открыли.", "Второй абзац."]


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        (
            (
                "<table><tr><th>Город</th><th>Цена</th></tr><tr><td>Тараз</td><td><p>5</p><p>тенге</p>"
                "</td></tr></table>"
            ),
            ["Город | Цена", "Тараз | 5 тенге"],
        ),
        (
            f"<table><tr><td>Меню</td><td><p>{'Слово ' * 50}</p><p>Два.</p></td></tr></table>",
            ["Меню", ("Слово " * 50).strip(), "Два."],
        ),
        ("<ol><li><p>Один.</p></li><li>Два.<ul><li>А</li></ul></li></ol>", ["Один.", "Два.", "А"]),
        (
            "<ul><li><blockquote><p>Цитата.</p></blockquote></li></ul><h2><p>Часть</p></h2>",
            ["Цитата.", "Часть"],
        ),
        ("<nav><a href='#1'>Содержание</a></nav><p>Текст.</p>", ["Текст."]),
        ("<p>До<!-- x --> после.<?php y ?> Ещё.</p>", ["До после. Ещё."]),
        ("<p>Конец.<br>Читайте также: Таразда көпір</p>", ["Конец."]),
        ("<p>Конец.<br><b>Подписывайтесь на наш Telegram-канал!</b><br></p>", ["Конец."]),
        ("<p>17</p><p>12 340</p><p>Первый абзац.</p><p>17</p>", ["Первый абзац.", "17"]),
        ("<p>\u200b</p><p>\u200b</p><p>\u200b</p><p>Текст\u00ad.</p>", ["Текст."]),
    ],
)
def test_markup_of_real_pages(markup: str, paragraphs: list[str]) -> None:
    assert read(markup).paragraphs == paragraphs


LONG = "Мост через реку закрыли для грузовых машин до конца недели, сообщили в акимате."


def test_blocks_for_phones_and_for_desks_are_one() -> None:
    both = f"<h3>Коротко</h3><ul><li>Мост закрыт</li></ul><p>{LONG}</p>"
    assert read(f"<div class=desktop>{both}</div><div class=mobile>{both}</div>").paragraphs == [
        "Коротко",
        "Мост закрыт",
        LONG,
    ]


def test_what_may_be_said_twice_stays() -> None:
    said = ["- Да.", "- Почему?", "- Да.", "- Нет."]
    assert read("".join(f"<p>{each}</p>" for each in said)).paragraphs == said


@given(st.lists(st.sampled_from([LONG, LONG.upper(), "- Да.", "- Нет."]), max_size=12))
def test_nothing_new_is_lost_and_nothing_long_said_twice(said: list[str]) -> None:
    kept = read("".join(f"<p>{each}</p>" for each in said)).paragraphs
    assert set(kept) == set(said)
    assert all(kept.count(each) <= 1 for each in (LONG, LONG.upper()))


def test_a_figures_caption_goes_to_its_picture() -> None:
    body = read(
        "<figure><img src='/1.jpg'><figcaption>Мост в Таразе. Фото: Айдос Сапар</figcaption>"
        "</figure><figure><img src='/2.jpg'><figcaption>Жители у моста</figcaption></figure>"
        "<p>Текст.</p><figure><table><tr><td>1</td><td>2</td></tr></table>"
        "<figcaption>Таблица</figcaption></figure>"
    )
    assert [(image.caption, image.credit) for image in body.images] == [
        ("Мост в Таразе", "Айдос Сапар"),
        ("Жители у моста", None),
    ]
    assert body.paragraphs == ["Текст.", "1 | 2", "Таблица"]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>АСТАНА. KAZINFORM – {LONG}</p>",
        f"<p><strong>АСТАНА. KAZINFORM</strong> – {LONG}</p>",
        f"<p>АСТАНА. KAZINFORM –</p><p>{LONG}</p>",
        f"<p><b>АСТАНА. KAZINFORM</b><br>{LONG}</p>",
    ],
)
def test_the_dateline_has_a_field_of_its_own(markup: str) -> None:
    body = read(markup)
    assert (body.dateline, body.paragraphs) == ("АСТАНА. KAZINFORM", [LONG])


def test_the_dateline_may_stand_behind_the_standfirst() -> None:
    body = read(f"<p>Мост закрыт.</p><p>АСТАНА. KAZINFORM – {LONG}</p>")
    assert (body.dateline, body.paragraphs) == ("АСТАНА. KAZINFORM", ["Мост закрыт.", LONG])


@pytest.mark.parametrize(
    ("markup", "is_advertising"),
    [
        ("<p>Текст.</p><p>На правах рекламы</p>", True),
        ("<p>Текст.<br>Партнёрский материал</p><p>Ещё.</p>", True),
        ("<p>Реклама</p><p>Текст.</p>", True),
        ("<p>Текст.</p><p>Жарнама</p>", True),
        ("<p>Текст.</p><div>Реклама</div><p>Ещё.</p>", False),
        ("<div>Реклама</div><p>Текст.</p><div>Реклама</div>", False),
        ("<p>Реклама пива запрещена.</p>", False),
    ],
)
def test_labels_of_adverts_are_cut_and_mark_the_text(markup: str, is_advertising: bool) -> None:
    body = read(markup)
    assert body.is_advertising == is_advertising
    assert not {"Реклама", "Жарнама", "На правах рекламы"}.intersection(body.paragraphs)


def test_paragraphs_found_otherwise_are_read_alike() -> None:
    body = read_paragraphs(["АСТАНА. KAZINFORM – Мост закрыт.", "", "Фото: ЮНИСЕФ", "Поделиться"])
    assert (body.dateline, body.paragraphs) == ("АСТАНА. KAZINFORM", ["Мост закрыт."])
    assert body.credits == ["ЮНИСЕФ"]
