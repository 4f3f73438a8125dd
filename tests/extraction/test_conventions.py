from __future__ import annotations

import pytest
from lxml import etree

from kznews.extraction.conventions import find_byline, find_section, find_tags
from kznews.extraction.page import parse_html

TITLE = "Мост через Урал закрыли"
TEXT = f"<p>{'Рабочие меняют швы и укрепляют перила, движение идёт по одной полосе. ' * 12}</p>"
CARD = '<div class="item"><a href="/author/x">Иван Чужой</a><a href="/tag/y">чужое</a></div>'


def page(above: str = "", below: str = "", *, aside: str = CARD) -> etree._Element:
    return parse_html(
        f"<html><body><nav><a href='/tag/menu'>Меню</a></nav>"
        f"<div class='post'><h1>{TITLE}</h1>{above}<div class='text'>{TEXT}</div>{below}</div>"
        f"{aside}</body></html>".encode()
    )


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ('<a rel="author" href="/u/1">Айгуль Ким</a>', ["Айгуль Ким"]),
        ('<p><a href="/authors/kim/">Айгуль Ким</a></p>', ["Айгуль Ким"]),
        ('<div class="article__author">Автор: Айгуль Ким</div>', ["Айгуль Ким"]),
        ('<div class="author">Айгуль Ким, Ерлан Досов</div>', ["Айгуль Ким", "Ерлан Досов"]),
        ('<span class="byline">Мәтін авторы: Гүлнар Әбдіқызы</span>', ["Гүлнар Әбдіқызы"]),
        (
            '<div><a href="/author/1">Айгуль Ким</a> <a href="/author/2">Ерлан Досов</a></div>',
            ["Айгуль Ким", "Ерлан Досов"],
        ),
        ('<div class="author"><a href="/u/1">А. Ким</a> <i>Редактор отдела</i></div>', ["А. Ким"]),
        ('<div class="author">Редакция</div>', []),
        ('<div class="author">Об авторе и о том, как мы пишем</div>', []),
        ('<span class="photo-author">Ерлан Досов</span>', []),
        ('<div class="comments"><b class="author">Ерлан Досов</b></div>', []),
        ("<p>Айгуль Ким</p>", []),
    ],
)
def test_byline(markup: str, authors: list[str]) -> None:
    assert find_byline(page(markup)) == authors
    assert find_byline(page("", markup)) == authors


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ('<a rel="tag" href="/x">мост</a>, <a rel="tag" href="/y">Урал</a>', ["мост", "Урал"]),
        ('<ul><li><a href="/tag/m">#мост</a></li><li><a href="/tag/u">Урал</a></li></ul>', 2),
        ('<a rel="category tag" href="/category/x">Город</a>', []),
        ('<div class="related"><a href="/tag/m">мост</a></div>', []),
        (f'<a href="/tag/m">{"мост " * 20}</a>', []),
    ],
)
def test_tags(markup: str, names: list[str] | int) -> None:
    expected = ["мост", "Урал"] if names == 2 else names
    assert find_tags(page(below=f"<div>{markup}</div>")) == expected


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        (
            '<div class="breadcrumbs"><a href="/">Главная</a><a href="/c">Город</a></div>',
            "Город",
        ),
        (f'<ol class="crumbs"><li><a>Город</a><li><a>{TITLE}</a></ol>', "Город"),
        ('<a rel="category tag" href="/category/x">Город</a>', "Город"),
        ('<a class="article__category" href="/x">Город</a>', "Город"),
        ('<div class="also"><a class="category" href="/x">Город</a></div>', None),
        ("", None),
    ],
)
def test_section(markup: str, name: str | None) -> None:
    assert find_section(page(markup), TITLE) == name


def test_a_page_without_a_text_has_no_byline() -> None:
    menu = parse_html(b"<h1>Site</h1><a href='/author/x'>Ivan Petrov</a><a href='/tag/y'>y</a>")
    assert (find_byline(menu), find_tags(menu)) == ([], [])
