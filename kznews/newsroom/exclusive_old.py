"""exclusive.kz in its old layout: the order of its texts is the seed page's, its markup a guess.

No one has seen the HTML of these pages; the guess stands here and in the outlet's selectors.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kznews.newsroom.markup import CREDIT_WORDS, json_ld, link, link_first_word, text
from kznews.newsroom.misbehaviour import EmptyListing, NoArticle
from kznews.newsroom.russian_dates import header_date

if TYPE_CHECKING:
    from datetime import date

    from kznews.newsroom.article import Article, Headline
    from kznews.newsroom.edition import Pages
    from kznews.newsroom.misbehaviour import ContentChange

LISTING = "/expertiza/daily/"
PAGER_WIDTH = 9
RATES = {"USD": "425.67", "EUR": "496.42", "RUR": "5.81"}
TRACKED_CARD = 4
"""The card of a page, from 0, whose link carries tracking parameters."""

# Links inside the text, one a paragraph from the second on: none leads to an article of the outlet.
BAD_LINKS = (
    "/tags/kazahstan/",
    "/search/?q=%D1%82%D0%B5%D0%BD%D0%B3%D0%B5",
    "https://tengrinews.kz/kazakhstan_news/",
)


class OldExclusive:
    """Renders the listing and the articles."""

    def __init__(self, ticker: tuple[Headline, ...], today: date) -> None:
        """Take the day that the header shows."""
        self._header = _header(ticker, today)

    def article(self, article: Article, pages: Pages, change: ContentChange | None = None) -> str:
        """Render an article with the first of the listing's `pages` below it."""
        if isinstance(change, NoArticle):
            return self._document(article.title, "")
        path = _path(article.url)
        number = path.strip("/").rpartition("/")[2]
        paragraphs = [block.text for block in article.blocks]
        marked = [
            link_first_word(BAD_LINKS[i - 1], words) if 0 < i <= len(BAD_LINKS) else text(words)
            for i, words in enumerate(paragraphs)
        ]
        if article.photo_credit:
            marked.append(f"{CREDIT_WORDS[article.language]}: {text(article.photo_credit)}")
        title = text(article.title)
        body = (
            f'<div class="article">\n<h1>{title}</h1>\n'
            f'<a class="like" href="{path}?id={number}&amp;post_action=like">Поддержать</a>\n'
            f'<h2 class="article-title">{title}</h2>\n'
            f'<p class="article-lead">{text(article.lead or "")}</p>\n'
            f'<div class="article-author">{text(article.author or "")}</div>\n'
            f'<div class="article-text">{"".join(f"<p>{p}</p>" for p in marked)}</div>\n'
            '<div class="comments"><h3>Оставить комментарий</h3>'
            f'<form action="{path}" method="post"><textarea name="comment"></textarea>'
            '<input type="submit" value="Отправить"></form></div>\n</div>\n'
        )
        events = _day_events(1, pages) if pages else ""
        return self._document(article.title, body + events, json_ld(article, change))

    def listing(self, number: int, pages: Pages, change: ContentChange | None = None) -> str | None:
        """Render page `number`, from 1, of the listing; None beyond its end."""
        if not 1 <= number <= len(pages):
            return None
        empty = isinstance(change, EmptyListing)
        return self._document("События дня", "" if empty else _day_events(number, pages))

    def _document(self, title: str, body: str, script: str = "") -> str:
        return (
            '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">'
            f"<title>{text(title)}</title>{script}</head><body>\n"
            f"{self._header}{body}</body></html>\n"
        )


def _day_events(number: int, pages: Pages) -> str:
    cards = "".join(
        _card(article, tracked=i == TRACKED_CARD) for i, article in enumerate(pages[number - 1])
    )
    return (
        f'<div class="day-events"><h3>События дня</h3>\n{cards}{_pager(number, len(pages))}</div>\n'
    )


def _header(ticker: tuple[Headline, ...], today: date) -> str:
    headlines = " ".join(
        link(_path(headline.url), headline.text)
        if headline.url
        else f"<span>{text(headline.text)}</span>"
        for headline in ticker
    )
    rates = " ".join(f"{code}/KZT: {value}" for code, value in RATES.items())
    return (
        f'<div class="header">\n<div class="header-date">{header_date(today)}</div>'
        '<div class="header-weather">,</div>\n'
        f'<div class="header-rates">{rates}</div>\n'
        f'<div class="ticker">{headlines}</div>\n</div>\n'
    )


def _card(article: Article, *, tracked: bool) -> str:
    path = _path(article.url)
    number = path.strip("/").rpartition("/")[2]
    href = f"{path}?utm_source=popular&amp;utm_medium=block" if tracked else path
    return (
        f'<div class="day-event"><a href="{href}"><img src="/upload/{number}.jpg" '
        f'alt="{escape(article.title)}"></a> <a href="{href}">{text(article.title)}</a>'
        f'<div class="day-event-author">{text(article.author or "")}</div></div>\n'
    )


def _pager(current: int, last: int) -> str:
    """Link the pages around `current`, the first and the last; the next one is always there."""
    start = max(1, min(current - PAGER_WIDTH // 2, last - PAGER_WIDTH + 1))
    end = min(last, start + PAGER_WIDTH - 1)
    parts = [_page_link(1), "..."] if start > 1 else []
    parts += [
        f"<b>{number}</b>" if number == current else _page_link(number)
        for number in range(start, end + 1)
    ]
    if end < last:
        parts += ["...", _page_link(last)]
    return f'<div class="pager">Страницы:{" ".join(parts)}</div>\n'


def _page_link(number: int) -> str:
    return link(LISTING if number == 1 else f"{LISTING}?page={number}", str(number))


def _path(url: str) -> str:
    return urlsplit(url).path
