from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from kznews.extraction.printed_date import named_date, printed_date

TITLE = "Мост через Ишим открыли для машин"
TEXT = "<p>" + "Движение по мосту открыли утром, сообщили в управлении транспорта. " * 9 + "</p>"


def read(before: str, after: str) -> str | None:
    page = f"<html><body>{before}<h1>{TITLE}</h1>{after}</body></html>"
    return printed_date(html.fromstring(page), TITLE)


@pytest.mark.parametrize(
    ("before", "after", "raw"),
    [
        ("", f"<div class='x'>28 апреля 2025, 14:05</div>{TEXT}", "28 апреля 2025, 14:05"),
        ("", f"28 апреля 2025, 14:05{TEXT}", "28 апреля 2025, 14:05"),
        ("", f"<p>Короткий подзаголовок</p><div>28.04.2025</div>{TEXT}", "28.04.2025"),
        ("", f"<div><b>28.04.2025</b><i>14:05</i></div>{TEXT}", "28.04.2025 14:05"),
        ("", f"<div><p><b>28.04.2025</b></p><p>Автор</p></div>{TEXT}", "28.04.2025"),
        ("<p><a href='/q'>Қоғам</a> • <b>28 сәуір 2025</b></p>", TEXT, "28 сәуір 2025"),
        ("", f"<ul><li>Автор</li><li>28 сәуір, 2025</li><li>780</li></ul>{TEXT}", "28 сәуір, 2025"),
        ("", f"<time datetime='2025-04-28'>вчера</time>{TEXT}", "2025-04-28"),
        ("", f"{TEXT}<time datetime='2025-04-28'>вчера</time>", "2025-04-28"),
        ("", f"<div><time datetime='2025-04-28'>вчера</time></div>{TEXT}", "2025-04-28"),
        ("", f"<time>5 минут назад</time><p>28.04.2025</p>{TEXT}", "28.04.2025"),
        ("<div class='date'>28.04.2025 14:05</div>", TEXT, "28.04.2025 14:05"),
        ("", f"<time>28.04.2025</time><p>27.04.2025</p>{TEXT}", "28.04.2025"),
        # The body's own link is none to another article whose date this is.
        (
            "",
            "<div>28.04.2025</div><p>Да.</p><a href='/b'>Мост обещали открыть ещё в мае</a>",
            "28.04.2025",
        ),
    ],
)
def test_the_date_at_the_title(before: str, after: str, raw: str) -> None:
    assert read(before, after) == raw


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", TEXT),
        # The header's, of the day of the fetch.
        ("<div>Понедельник, 28 апреля 2025</div><ul><li>Новости</li></ul>", TEXT),
        ("<header><span>28 апреля 2025</span><ul><li>Новости</li></ul></header>", TEXT),
        ("<nav><time>28.04.2025</time></nav>", TEXT),
        # Whose, nobody knows.
        ("", f"<div>Сейчас</div><div>Сегодня</div><div>Вчера, 14:05</div>{TEXT}"),
        ("", f"<div>14:05</div><div>28 апреля</div>{TEXT}"),
        # Of other articles, of comments.
        ("", f"{TEXT}<div>28.04.2025</div>"),
        (
            "",
            "<div><a href='/a'>Как платить за воду по новому тарифу</a><i>28.04.2025</i></div>"
            + TEXT,
        ),
        ("", f"<a href='/archive'>28.04.2025</a>{TEXT}"),
        ("", f"<aside>28.04.2025</aside>{TEXT}"),
        # The text's own.
        ("", "<p>Мост строили с 28 апреля 2025 года.</p>"),
        ("", "<p>Опрос закончился 28.04.2025, итоги подведут позже.</p>"),
    ],
)
def test_dates_of_other_things(before: str, after: str) -> None:
    assert read(before, after) is None


def test_a_page_without_a_heading() -> None:
    assert printed_date(html.fromstring("<p>28.04.2025</p>"), TITLE) is None


def test_the_heading_that_is_the_title() -> None:
    page = html.fromstring(
        f"<body><h1>Газета</h1><p>28.04.2025</p>{TEXT}<h1>{TITLE}</h1><p>27.04.2025</p></body>"
    )
    assert printed_date(page, TITLE) == "27.04.2025"


FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        (f"{TEXT * 3}<div class='post-date'>28.04.2025 14:05</div>", "28.04.2025 14:05"),
        (
            f"{TEXT}<div class='date'>28.04.2025</div><b class='time'>28.04.2025 14:05</b>",
            "28.04.2025 14:05",
        ),
        (
            f"<abbr class='published' title='2025-04-28T14:05:00'>понедельник</abbr>{TEXT}",
            "2025-04-28T14:05:00",
        ),
        # Those of a list.
        (f"{TEXT}<div class='date'>28.04.2025</div><div class='date'>29.04.2025</div>", None),
        (f"{TEXT}<div><a href='/2'>{TITLE}</a><div class='date'>28.04.2025</div></div>", None),
        (f"{TEXT}<footer><div class='date'>28.04.2025</div></footer>", None),
        (f"<header><div class='date'>28.04.2025</div></header>{TEXT}", None),
        # The day of the fetch, at the head of the site.
        (f"<div class='top-date'>31.12.2025</div>{TEXT}", None),
        (f"{TEXT}<div class='post-date'>вчера</div>", None),
    ],
)
def test_one_date_among_what_is_named_so_is_the_articles(body: str, raw: str | None) -> None:
    assert named_date(html.fromstring(f"<html><body>{body}</body></html>"), FETCHED) == raw
