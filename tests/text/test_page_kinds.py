"""What an address and a heading say of the kind of a page."""

from __future__ import annotations

import pytest

from kznews.text.page_kinds import (
    error_of_heading,
    has_slug,
    is_section_name,
    kind_of_address,
    kind_of_heading,
)

SITE = "https://example-gazeta.kz"


@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        ("home page", ["", "/", "/ru/", "/kz", "/index.php", "/kk/index.html"]),
        ("tag page", ["/tag/almaty", "/tags/%D0%BC%D0%BE%D1%81%D1%82/", "/ru/teg/place/astana"]),
        ("tag page", ["/tag/almaty/page/3", "/?tag=most"]),
        ("author page", ["/author/ivan-ivanov-2/", "/ru/avtor/1174", "/authors", "/?author=3"]),
        ("search page", ["/search?q=мост", "/?s=most", "/izdeu/", "/search/most", "/?text=a&q=b"]),
        ("login page", ["/login", "/user/login.php", "/ru/register/"]),
        ("static page", ["/about", "/ru/kontakty/", "/reklama.html", "/kz/biz-turaly", "/rss"]),
        ("gallery", ["/foto/", "/ru/video"]),
        ("error page", ["/404.html"]),
        ("listing", ["/news/page/2/", "/novosti?page=7", "/novosti/?PAGEN_1=3", "/news/!4"]),
        ("listing", ["/2024/03/", "/2024/03/15", "/2024-03-15/", "/category/mir", "/ru/all"]),
        ("listing", ["/politika", "/kz/news/", "/ru/society/culture/", "/news?start=40"]),
    ],
)
def test_addresses_of_pages_that_are_no_articles(kind: str, targets: list[str]) -> None:
    assert {target: kind_of_address(SITE + target) for target in targets} == dict.fromkeys(
        targets, kind
    )


@pytest.mark.parametrize(
    "target",
    [
        "/news/most-zakryli-na-remont/",
        "/kz/news/madeniet/item/5-kopir",
        "/2024/03/15/most",
        "/?p=1234",
        "/index.php?newsid=1234",
        "/modules/news/article.php?storyid=504",
        "/news_view.html?idx=8576&page=1",
        "/mneniya/author/pochemu-most-zakryli-na-remont",
        "/category/mir/most-zakryli-na-god-i-eshche-na-mesyac",
        "/Entwurf/!5928990/",
        "/news/2/index.html",
        "/archives/1234",
        "/reklama-na-ulicah-almaty/",
        "/1927",
        "/story/most/story.shtml",
    ],
)
def test_addresses_that_an_article_may_have(target: str) -> None:
    assert kind_of_address(SITE + target) is None


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("error page", ["404", "Ошибка 404", "404 - Not Found", "Страница не найдена | Газета"]),
        ("error page", ["К сожалению, страница не найдена!", "Кешіріңіз, бет табылмады"]),
        ("error page", ["Access denied", "Just a moment...", "502 Bad Gateway"]),
        ("login page", ["Вход на сайт", "Тіркелу", "Личный кабинет — Газета"]),
        ("search page", ["Результаты поиска: мост", "Search Results for: bridge", "Іздеу"]),
        ("tag page", ["Тег: Алматы", "Метка «мост»", "Tag Archives: bridge"]),
        ("author page", ["Автор: Иван Иванов", "Posts by Ivan", "Наши авторы"]),
        ("static page", ["О проекте", "Контакты", "Біз туралы", "Политика конфиденциальности"]),
        ("listing", ["Новости", "Барлық жаңалықтар", "Рубрика: Общество", "Лента новостей"]),
        ("gallery", ["Фотогалерея"]),
        ("home page", ["Басты бет"]),
    ],
)
def test_headings_of_pages_that_are_no_articles(kind: str, headings: list[str]) -> None:
    assert {each: kind_of_heading(each) for each in headings} == dict.fromkeys(headings, kind)


@pytest.mark.parametrize(
    ("error", "headings"),
    [
        (
            "not found",
            ["404", "Ошибка 404", "Бет табылмады | Газет", "К сожалению, страница не найдена"],
        ),
        (
            "deleted",
            ["410 Gone", "Материал удалён", "Новость снята с публикации", "Мақала жойылды"],
        ),
        (
            "blocked",
            ["403 Forbidden", "Just a moment...", "Проверка браузера", "Сіз робот емессіз бе?"],
        ),
        ("fault", ["502 Bad Gateway", "Ошибка", "Сайт временно недоступен", "Техникалық жұмыстар"]),
        (None, ["Вход на сайт", "Мост закрыли на ремонт", "Статью удалили из закона"]),
    ],
)
def test_what_headings_of_error_pages_say(error: str | None, headings: list[str]) -> None:
    assert {each: error_of_heading(each) for each in headings} == dict.fromkeys(headings, error)


@pytest.mark.parametrize(
    "heading",
    [
        "404 человека эвакуировали из-за паводка",
        "Новости науки: мост из бумаги выдержал грузовик",
        "Поиск пропавших в горах продолжается",
        "Автор гимна отметил юбилей",
        "Контакты с космосом: что известно",
        "",
    ],
)
def test_headings_of_articles(heading: str) -> None:
    assert kind_of_heading(heading) is None


def test_names_of_sections_and_slugs() -> None:
    assert is_section_name("Политика")
    assert not is_section_name("Мост закрыли на ремонт")
    assert has_slug(f"{SITE}/news/most-zakryli-na-remont-nadolgo")
    assert has_slug(f"{SITE}/post/2024")
    assert not has_slug(f"{SITE}/world-news/")
