"""What pages show in the place of an article; all texts are invented."""

from __future__ import annotations

import pytest

from kznews.extraction.article import read_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.look import Look, is_alike, look_of
from kznews.extraction.page import Page
from kznews.extraction.withheld import withheld
from kznews.items import Article

URL = "https://example.kz/news/most-zakryli-na-remont-123/"
TENGRI = "https://tengrinews.kz/article/most-zakryili-2999/"
TEXT = "Мост через реку закрыли на ремонт, сообщили в акимате города. " * 3
PAYWALL = "Продолжение доступно только подписчикам."
LOCKED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}'


def page(heading: str, body: str = "", title: str = "Газета") -> Page:
    html = f"<head><title>{title}</title></head><body><h1>{heading}</h1>{body}</body>"
    return Page(html.encode(), URL)


def read(of: Page) -> Article | None:
    try:
        return read_article(of)
    except NotAnArticleError:
        return None


@pytest.mark.parametrize(
    ("shown", "heading", "body"),
    [
        ("not found", "Страница не найдена", ""),
        ("not found", "Бет табылмады", "<p>Іздеп көріңіз.</p>"),
        ("deleted", "Материал удалён", "<p>Приносим извинения.</p>"),
        ("deleted", "Мост закрыли на ремонт", "<p>Новость снята с публикации.</p>"),
        ("deleted", "Көпір жөндеуге жабылды", "<p>Бұл материал жойылды.</p>"),
        ("login", "Вход на сайт", "<input type=password>"),
        ("login", "Мост закрыли", "<p>Войдите на сайт, чтобы прочитать материал.</p>"),
        ("paywall", "Мост закрыли", "<p>Полный текст доступен только подписчикам.</p>"),
        ("paywall", "Мост закрыли на ремонт", f"<p>{TEXT}</p><p>{TEXT}</p><p>{PAYWALL}</p>"),
        ("paywall", "Мост", f"{LOCKED}</script>"),
        ("blocked", "Проверка браузера", ""),
        ("fault", "Сайт временно недоступен", ""),
        (None, "Мост закрыли на ремонт", f"<p>{TEXT}</p><p>{TEXT}</p>"),
        (None, "Мост закрыли на ремонт", f"<p>{PAYWALL}</p><p>{TEXT * 2}</p>"),
        (None, "Мост закрыли на ремонт", ""),
    ],
)
def test_what_a_page_shows_in_the_place_of_an_article(
    shown: str | None, heading: str, body: str
) -> None:
    of = page(heading, body)
    assert withheld(of, read(of)) == shown


def test_a_notice_below_a_text_says_that_the_rest_is_locked_away() -> None:
    html = (
        '<h1 class="head-single">Мост закрыли</h1><div class="date-time">05 апреля 2024 06:26</div>'
        f'<div class="content_main_text"><p>{TEXT}</p></div><p>{{}}</p>'
    )
    for below, shown in ((PAYWALL, "paywall"), ("Читайте также: мост.", None)):
        of = Page(html.format(below).encode(), TENGRI)
        article = read(of)
        assert article is not None
        assert article.body == TEXT.strip()
        assert withheld(of, article) == shown


def look(heading: str, body: str, title: str = "Газета") -> Look:
    return look_of(page(heading, body, title))


def test_a_page_is_known_again_by_its_look() -> None:
    said = "<p>Мы не нашли того, что вы искали, попробуйте ещё раз.</p>"
    missing = look("Упс", said)
    # What is newest on the site changes from visit to visit.
    assert is_alike(missing, look("Упс", f"{said}<p><a href=/a>{TEXT}</a></p>"))
    assert not is_alike(missing, look("Мост закрыли", said))
    assert not is_alike(missing, look("Упс", said, title="Мост закрыли"))
    assert not is_alike(missing, look("Упс", f"<p>{TEXT}</p>"))
    # A site whose pages are all called alike: what it says tells them apart.
    assert not is_alike(look("", said), look("", f"<p>{TEXT}</p>"))
    assert len(str(look("Упс", "".join(f"<p>{TEXT}{n}</p>" for n in range(500))))) < 1000
