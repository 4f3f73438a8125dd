"""The text of a page that nobody described: what is text on it, and what is not."""

from __future__ import annotations

import pytest

from kznews.extraction.body import Body
from kznews.extraction.page import Page
from kznews.extraction.running_text import read_text

TITLE = "Мост через Есиль закрыли"
FIRST = "Мост через реку закрыли для грузовых машин, рассказали в управлении транспорта города."
SECOND = "Объезд сделают по улице Сарыарка, а легковым машинам проезд откроют уже через неделю."
LAST = "Ремонт закончат в октябре, на него выделили 300 миллионов тенге."
POPULAR = "".join(
    f"<li>{number}<a href='/news/{number}'>Акимат ответил на жалобы жителей {number} домов</a></li>"
    for number in range(1, 11)
)


def text(html: str, title: str = TITLE) -> list[str]:
    return body(html, title).paragraphs


def body(html: str, title: str = TITLE) -> Body:
    page = f"<html><body>{html}</body></html>".encode()
    return read_text(Page(page, "https://example-gazeta.kz/news/most"), title)


def article(inside: str, *, behind: str = "", before: str = "") -> str:
    return (
        f"<div class='page'>{before}<div class='col'><h1>{TITLE}</h1><div class='a7'>{inside}</div>"
        f"</div>{behind}</div>"
    )


COMMENTS = (
    "<div class='comments-list'><p>Айгуль: наконец-то, сколько же можно было этого ждать!</p>"
    "<p>Ерлан: а как теперь ехать на работу тем, кто живёт за рекой? Никто не ответит.</p></div>"
)
COOKIES = (
    "<div id='cookie-notice'><p>Мы используем файлы cookie, чтобы сайт работал лучше, и просим "
    "вас согласиться с этим.</p></div>"
)
CARDS = (
    "<div class='b2'><div><a href='/news/7'>Другой мост открыли в Таразе</a><p>Его строили три "
    "года, рассказали в акимате области.</p></div><div><a href='/news/8'>Дорогу открыли в "
    "Актобе</a><p>Её строили два года, рассказали там же.</p></div></div>"
)

AUTHOR = (
    "<div class='author-box'><p>Айгуль Ким пишет о дорогах и мостах с 2009 года, родилась в "
    "Таразе, живёт в Астане.</p></div>"
)


@pytest.mark.parametrize(
    "widget",
    [
        f"<div class='b1'><h3>Читают</h3><ol>{POPULAR}</ol></div>",
        f"<div class='popular-posts'>{POPULAR}</div>",
        f"<aside><p>{FIRST}</p></aside>",
        COMMENTS,
        COOKIES,
        CARDS,
        AUTHOR,
        "<div>Advertisement</div>",
        "<ul class='menu'><li><a href='/a'>Политика</a></li><li><a href='/b'>Спорт</a></li></ul>",
        "<div class='toc'><ul><li><a href='#a'>Когда закроют мост</a></li></ul></div>",
    ],
)
@pytest.mark.parametrize("place", ["behind", "before", "inside"])
def test_a_widget_is_no_text_wherever_it_stands(widget: str, place: str) -> None:
    paragraphs = [f"<p>{each}</p>" for each in (FIRST, SECOND, LAST)]
    if place == "inside":
        paragraphs.insert(2, widget)
    html = article(
        "".join(paragraphs),
        behind=widget if place == "behind" else "",
        before=widget if place == "before" else "",
    )
    assert text(html) == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"{FIRST}<br><br>{SECOND}<br><br>{LAST}", [FIRST, SECOND, LAST]),
        (f"<div>{FIRST}</div><div>{SECOND}</div><div>{LAST}</div>", [FIRST, SECOND, LAST]),
        (f"{FIRST}<p>{SECOND}</p>{LAST}", [FIRST, SECOND, LAST]),
        (f"<figure><img src='1.jpg'><p>{FIRST}</p></figure><p>{SECOND}</p>", [FIRST, SECOND]),
        (
            f"<p>{FIRST}</p><ul><li>Сарыарка</li><li>Кенесары</li></ul><p>{LAST}</p>",
            [FIRST, "Сарыарка", "Кенесары", LAST],
        ),
        (
            f"<p>{FIRST}</p><table><tr><td>Астана</td><td>2:1</td></tr></table>",
            [FIRST, "Астана | 2:1"],
        ),
        (f"<p>{FIRST}</p><blockquote><p>– Так решили.</p></blockquote>", [FIRST, "– Так решили."]),
        (f"<p>{FIRST}</p><h2>Объезд</h2><p>{SECOND}</p>", [FIRST, "Объезд", SECOND]),
        (
            f"<p>{FIRST}</p><p>Заболели – 38.</p><p>Умерли – 0.</p>",
            [FIRST, "Заболели – 38.", "Умерли – 0."],
        ),
    ],
)
def test_text_is_read_however_it_is_marked_up(inside: str, expected: list[str]) -> None:
    assert text(article(inside, behind=f"<ol>{POPULAR}</ol>")) == expected


def test_one_sentence_is_an_article() -> None:
    sentence = "Землетрясение магнитудой 4,1 произошло в Алматинской области."
    html = article(f"<p>{sentence}</p>", behind=f"<div class='b1'><ol>{POPULAR}</ol></div>")
    assert text(html) == [sentence]


def test_a_page_of_links_holds_no_text() -> None:
    assert text(f"<h1>Новости</h1><ul>{POPULAR}</ul>", "Новости") == []


@pytest.mark.parametrize(
    "printed", ["<div class='article__lead'><p>{}</p></div>", "<h3 class='article-excerpt'>{}</h3>"]
)
def test_a_standfirst_that_is_set_apart_is_the_lead(printed: str) -> None:
    lead = "Проезд откроют в октябре."
    found = body(
        f"<div class='page'><h1>{TITLE}</h1><p>5 марта, 12:03</p>{printed.format(lead)}"
        f"<div class='a7'><p>{FIRST}</p><p>{SECOND}</p></div></div>"
    )
    assert found.lead == lead
    assert found.paragraphs == [FIRST, SECOND]


def test_the_next_article_of_an_endless_page_is_another() -> None:
    longer = f"<p>{LAST} {SECOND}</p>" * 5
    other = (
        f"<div class='col'><h1>Погода испортится в пятницу</h1><div class='a7'>{longer}</div></div>"
    )
    assert text(article(f"<p>{FIRST}</p><p>{SECOND}</p>", behind=other)) == [FIRST, SECOND]


def test_a_name_that_may_mean_something_else_hides_no_text() -> None:
    html = (
        f"<div class='field--label-hidden with-sidebar'><h1>{TITLE}</h1>"
        f"<div class='toc-page promo'><p>{FIRST}</p><p>{SECOND}</p></div></div>"
    )
    assert text(html) == [FIRST, SECOND]


def test_a_page_inside_a_form_is_read() -> None:
    form = f"<form id='aspnetForm'>{article(f'<p>{FIRST}</p><p>{SECOND}</p>')}</form>"
    assert text(form) == [FIRST, SECOND]


def test_a_paragraph_in_a_block_of_links_is_text() -> None:
    more = "<div class='read-more'><p><a href='/news/1'>Акимат ответил жителям</a></p>"
    more += f"<p>{SECOND}</p></div>"
    assert text(article(f"<p>{FIRST}</p>{more}<p>{LAST}</p>")) == [FIRST, SECOND, LAST]


def test_pictures_keep_captions_and_credits() -> None:
    found = body(
        article(
            f"<p>{FIRST}</p><figure><img src='/1.jpg'><figcaption>У моста</figcaption></figure>"
            f"<p>{SECOND}</p>"
        )
    )
    assert found.paragraphs == [FIRST, SECOND]
    assert [image.caption for image in found.images] == ["У моста"]
