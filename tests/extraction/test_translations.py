"""A page says where its article stands in another language, or says nothing."""

from __future__ import annotations

import pytest

from kznews.extraction.page import Page
from kznews.extraction.translations import read_translation_urls
from kznews.items import Language

VLAST = "https://vlast.kz/novosti/61234-most-otkryli.html"
KAZAKH = "https://vlast.kz/kz/zhanalyqtar/61240-kopir-ashyldy.html"
UNKNOWN = "https://www.alem.kz/news/most-otkryli-12345/"


def read(html: str, url: str = VLAST, language: Language | None = "ru") -> list[str] | None:
    return read_translation_urls(Page(html.encode(), url), language)


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        (f"<link rel=alternate hreflang=kk href={KAZAKH}>", [KAZAKH]),
        (f"<link rel=alternate hreflang=kk-KZ href='{KAZAKH}?utm_source=a'>", [KAZAKH]),
        (f"<a hreflang=kz href={KAZAKH}><img src=/kz.svg></a>", [KAZAKH]),
        (f"<header><a href={KAZAKH}>Қазақша</a></header>", [KAZAKH]),
        (f"<a href={KAZAKH}> KZ </a><a href={VLAST}>RU</a>", [KAZAKH]),
        (f"<a href={KAZAKH}>Читать на казахском языке →</a>", [KAZAKH]),
        (f"<a href={KAZAKH} title=Қазақша><img src=/kz.svg></a>", [KAZAKH]),
        (f"<a href={KAZAKH}><img src=/kz.svg alt='Қазақ тілінде'></a>", [KAZAKH]),
    ],
)
def test_links_to_the_article_in_another_language(html: str, urls: list[str]) -> None:
    assert read(html) == urls


@pytest.mark.parametrize(
    "html",
    [
        # To the home page or a list of the other edition.
        "<link rel=alternate hreflang=kk href=https://vlast.kz/kz/>",
        "<a href=/kz/>Қазақша</a>",
        "<a href=/kz/zhanalyqtar/>Қазақша</a>",
        # To itself, by its own address or by the one that it calls canonical.
        f"<link rel=alternate hreflang=kk href={VLAST}>",
        f"<link rel=canonical href={KAZAKH}><link rel=alternate hreflang=kk href={KAZAKH}>",
        # To the same language, to none, to another site.
        f"<link rel=alternate hreflang=ru href={KAZAKH}>",
        f"<link rel=alternate hreflang=x-default href={KAZAKH}>",
        "<a href=https://alem.kz/kz/news/1-a-b.html>Қазақша</a>",
        # A headline that begins with such a word, or a button on each card of a list.
        f"<a href={KAZAKH}>Қазақша сөйлейміз</a>",
        f"<a href={KAZAKH}>Қаз</a><a href=/kz/zhanalyqtar/61241-bir-eki.html>Қаз</a>",
    ],
)
def test_other_links_are_none(html: str) -> None:
    assert read(html) is None


def test_an_unknown_outlet_has_editions_on_hosts_of_its_site() -> None:
    switches = (
        "<a href=https://kaz.alem.kz/news/kopir-ashyldy-12346/>ҚАЗ</a>"
        "<a href=https://alem.kz/en/news/bridge-opened-12347>ENG</a>"
        "<a href=https://other.kz/news/kopir-ashyldy-12346/>ҚАЗ</a>"
    )
    assert read(switches, UNKNOWN) == [
        "https://kaz.alem.kz/news/kopir-ashyldy-12346/",
        "https://alem.kz/en/news/bridge-opened-12347",
    ]
    assert read("<a href=https://kaz.alem.kz/news>ҚАЗ</a>", UNKNOWN) is None
