"""Whether a page that no layout knows holds an article: what is said of each kind of page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kznews.extraction.article import extract_article
from kznews.extraction.article_or_not import why_no_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import Page
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.site import Site
from kznews.outlets.outlet import Edition, Outlet
from kznews.transport.warc import list_records, read_answer
from tests.extraction.article_pages import END, SENTENCE, UNKNOWN, stated

SITE = "https://example-gazeta.kz"
HEADLINE = "Мост через реку закрыли на ремонт до весны"
NEWS_OF = "Новости Алматы и области сегодня"
COLLECTION = '<script type="application/ld+json">{"@graph": [{"@type": "CollectionPage"}]}</script>'
CARDS = [
    f"<div class=card><a href='/news/most-zakryli-na-god-{number}/'>В городе номер {number} "
    f"закрыли мост через реку</a><p>Движение откроют в понедельник, а до тех пор едут в объезд."
    "</p></div>"
    for number in range(100, 124)
]
LIST = "".join(CARDS)
NARROW = "".join(card.partition("<p>")[0] for card in CARDS)
TEXT = f"<p>{SENTENCE * 4}</p><p>{END}</p>"


def unknown(html: str, url: str = UNKNOWN) -> Page:
    return Page(f"<html>{html}</html>".encode(), url)


@pytest.mark.parametrize(
    ("html", "url", "kind", "reason"),
    [
        (f"<h1>{HEADLINE}</h1>{TEXT}", f"{SITE}/", "home page", "its address says so"),
        (f"<h1>{HEADLINE}</h1>{LIST}", f"{SITE}/tag/most/", "tag page", "its address says so"),
        (
            f"<head><title>Страница не найдена — Газета</title></head><h1>{HEADLINE}</h1>{TEXT}",
            UNKNOWN,
            "error page",
            "its title is «Страница не найдена — Газета»",
        ),
        (f"<h1>Автор: Иван Иванов</h1>{LIST}", UNKNOWN, "author page", "it is headed «Автор: Ив"),
        (
            f"{COLLECTION}<h1>{HEADLINE}</h1>{TEXT}",
            UNKNOWN,
            "listing",
            "it says that it is a CollectionPage",
        ),
        (
            f"<body class='search-results'><h1>{HEADLINE}</h1>{TEXT}</body>",
            UNKNOWN,
            "search page",
            "its body is of the class search-results",
        ),
        (f"<h1>Мир сегодня</h1>{LIST}", UNKNOWN, "listing", "24 links with headlines against "),
        (
            f"<meta property=og:type content=article><h1>{NEWS_OF}</h1>{LIST}",
            UNKNOWN,
            "listing",
            "24 links with headlines against ",
        ),
        (
            f"<h1>{NEWS_OF}</h1><time>5 марта 2024</time>{NARROW}",
            UNKNOWN,
            "listing",
            "24 links with headlines against 0 letters",
        ),
        (
            "<h1>Газета</h1><form><input name=name><input type=password></form><p>Добро</p>",
            UNKNOWN,
            "login page",
            "it asks for a password and shows no article",
        ),
    ],
)
def test_a_page_of_another_kind_is_refused_with_the_reason(
    html: str, url: str, kind: str, reason: str
) -> None:
    page = unknown(html, url)
    told = why_no_article(page)
    assert told is not None
    assert kind in told
    assert reason in told
    assert page.notes == [f"no_article/{kind.replace(' ', '_')}"]
    with pytest.raises(NotAnArticleError, match=f"{url}: the page is an? {kind}, no article: "):
        extract_article(page.source, url)


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{HEADLINE}</h1>{TEXT}{LIST}",
        # One sentence of news, with a list beside it that is much longer.
        f"<h1>{HEADLINE}</h1><time>5 марта 2024</time><p>{END}</p><div>{NARROW}</div>",
        f"{stated('2024-03-05T10:00')}<div>{NARROW}</div><h1>{HEADLINE}</h1><p>{END}</p>",
        # A heading of the second level, as the title says.
        f"<head><title>{HEADLINE} | Газета</title></head><h2>{HEADLINE}</h2>{TEXT}{NARROW}",
        # A window of the site has a heading, and asks for a password.
        f"<h1>{HEADLINE}</h1>{TEXT}<form><h1>Вход на сайт</h1><input type=password></form>",
        f"<h1>{HEADLINE}</h1><svg><title>Поиск</title></svg>{TEXT}",
        # The whole page is a form.
        f"<form><h1>{HEADLINE}</h1>{TEXT}{LIST}</form>",
        # WordPress's class, of a page with one article.
        f"<body class='single-post blog archive date'><h1>{HEADLINE}</h1>{TEXT}</body>",
        # Broken by line breaks alone, with a list above.
        f"<ul>{NARROW}</ul><div><h1>{HEADLINE}</h1>{SENTENCE}<br><br>{SENTENCE * 3}<br>{END}</div>",
    ],
)
def test_an_article_is_one_whatever_stands_around_it(html: str) -> None:
    page = unknown(html)
    assert why_no_article(page) is None
    assert not any(note.startswith("no_article") for note in page.notes)


def test_an_address_that_the_outlet_says_is_an_articles_is_believed() -> None:
    described = Outlet(
        name="gazeta",
        title="Газета",
        editions=(Edition(host="example-gazeta.kz", languages=("ru",)),),
        time_zone="Asia/Almaty",
        article_url=re.compile("^/tag/"),
    )
    page = Page(f"<h1>{HEADLINE}</h1>{TEXT}".encode(), f"{SITE}/tag/most", outlet=described)
    assert why_no_article(page) is None


def test_no_list_of_the_newsroom_is_an_article_and_every_article_is() -> None:
    site = Site(dict.fromkeys(all_layouts(), 1), cards=4)
    articles = {article.url for article in site.articles}
    refused, taken = [], []
    for page in served(site):
        if page.url in articles and why_no_article(page):
            refused.append(page.url)
        # Copies of an article, at other addresses, are articles.
        is_list = "page" in page.url or page.url.rstrip("/").rpartition("/")[2].isalpha()
        if page.url not in articles and is_list and not why_no_article(page):
            taken.append(page.url)
    assert (refused, [url for url in taken if "/amp" not in url]) == ([], [])


def served(site: Site) -> Iterator[Page]:
    """Give the site's pages, as those of outlets of which nothing is known."""
    for host in site.hosts:
        nobody = Outlet(
            name=host,
            title=host,
            editions=(Edition(host=host, languages=()),),
            time_zone="Asia/Almaty",
        )
        for target in site.targets(host):
            answer = site.page(host, target)
            if answer.status == 200 and "html" in answer.content_type:
                yield Page(answer.body, f"https://{host}{target}", outlet=nobody)


@pytest.mark.parametrize(
    ("warc", "is_article", "every"),
    [
        ("informburo-2023-03", "no list", 4),
        ("informburo-2023-03-listings", "none", 2),
        ("tengrinews-2024-04", "numbered", 4),
        ("tengrinews-2023-01", "none", 2),
        ("tengrinews-2024-10-rendered", "none", 1),
    ],
)
def test_captured_pages(captures: Path, warc: str, is_article: str, every: int) -> None:
    wrong = []
    records = list_records(captures / f"{warc}.warc.gz")
    pages = [each for each in records if each.type == "response" and each.url]
    for record in pages[::every]:
        url = record.url or ""
        host = "unknown.example"
        # As pages of a host that nobody described.
        elsewhere = url.replace("informburo.kz", host).replace("tengrinews.kz", host)
        page = Page(read_answer(record, 0).body, elsewhere, fetched_at=record.captured_at)
        expected = {
            "none": False,
            "numbered": url.rstrip("/").rpartition("-")[2].isdecimal(),
            "no list": not url.partition("?")[0].endswith("/novosti"),
        }[is_article]
        if expected is bool(why_no_article(page)):
            wrong.append(url)
    assert wrong == []
