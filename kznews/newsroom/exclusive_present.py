"""exclusive.kz in its present layout, WordPress: class names are known (domain.md §2.2).

What stands around them is our guess.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from kznews.newsroom.markup import CREDIT_WORDS, json_ld, link, link_first_word, text
from kznews.newsroom.misbehaviour import EmptyListing, NoArticle
from kznews.newsroom.russian_dates import card_date

if TYPE_CHECKING:
    from kznews.newsroom.article import Article
    from kznews.newsroom.edition import Pages
    from kznews.newsroom.misbehaviour import ContentChange

ROOT = "https://exclusive.kz"
LISTING = "/category/kontekst-dnya/"
LANGUAGE_TAGS = {"ru": "ru-RU", "kk": "kk"}
READ_ALSO = {"ru": "Читайте также", "kk": "Сондай-ақ оқыңыз"}

# Numbers hold on to what they count, as an editor's typography plugin does it.
GLUED = re.compile(r"(?<=\d) (?=млн|млрд|тыс|мың|тенге|теңге|\d)")


class PresentExclusive:
    """Renders the listing, the articles and their AMP copies."""

    def __init__(self, articles: tuple[Article, ...], unpublished: int) -> None:
        """Take all articles in listing order, so many of which are not published at first."""
        self._articles = articles
        self._first = min(unpublished, len(articles) - 1)
        self._numbers = {article.url: i for i, article in enumerate(articles)}

    def article(self, article: Article, change: ContentChange | None = None) -> str:
        """Render an article; its `/kz/` copy is the same page."""
        title = text(article.title)
        head = (
            f"<title>{title} – Exclusive.kz</title>"
            f'<link rel="canonical" href="{article.url}">'
            f'<link rel="amphtml" href="{article.url}amp/">'
            '<meta property="og:type" content="website">'
            f'<meta property="og:title" content="{escape(article.title)}">'
            f'<meta property="og:url" content="{article.url}">{json_ld(article, change)}'
        )
        body = (
            ""
            if isinstance(change, NoArticle)
            else (
                f'<main class="section"><h1 class="section__title">{title}</h1>\n'
                f'<div class="entry-content">\n{self._content(article)}</div>\n</main>\n'
            )
        )
        return _document(LANGUAGE_TAGS[article.language], head, body)

    def amp(self, article: Article, change: ContentChange | None = None) -> str:
        """Render the AMP copy of an article."""
        title = text(article.title)
        body = (
            ""
            if isinstance(change, NoArticle)
            else (
                f'<article class="amp-wp-article"><h1 class="amp-wp-title">{title}</h1>\n'
                f'<div class="amp-wp-article-content">\n{self._content(article)}</div></article>\n'
            )
        )
        return (
            f'<!DOCTYPE html><html amp lang="{LANGUAGE_TAGS[article.language]}">'
            f'<head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="canonical" href="{article.url}">{json_ld(article, change)}'
            '<script async src="https://cdn.ampproject.org/v0.js"></script></head>'
            f'<body>\n{body}<footer class="amp-wp-footer">© Exclusive.kz</footer></body></html>\n'
        )

    def listing(self, number: int, pages: Pages, change: ContentChange | None = None) -> str | None:
        """Render page `number`, from 1, of the listing; None beyond its end."""
        if not 1 <= number <= len(pages):
            return None
        head = (
            "<title>Контекст дня – Exclusive.kz</title>"
            f'<link rel="canonical" href="{_listing_url(number)}">'
            '<meta property="og:type" content="website">'
        )
        inside = ""
        if not isinstance(change, EmptyListing):
            cards = "".join(_card(article) for article in pages[number - 1])
            inside = cards + _pager(number, len(pages))
        body = (
            f'<main class="section"><h1 class="section__title">Контекст дня</h1>\n{inside}</main>\n'
        )
        return _document(LANGUAGE_TAGS["ru"], head, body)

    def _content(self, article: Article) -> str:
        """Render the text, with the promotion and the credit that are no part of it."""
        number = self._numbers[article.url]
        parts = _blocks(article, number)
        if number % 3 == 1:
            parts.insert(2, self._read_also(article, number))
        if number % 4 == 2:
            telegram = link("https://t.me/kzexclusive", "Telegram-канал")
            parts.append(f"<p>Подписывайтесь на наш {telegram}</p>")
        if article.photo_credit:
            credit = link("https://pixabay.com/", article.photo_credit)
            parts.append(f"<p>{CREDIT_WORDS[article.language]}: {credit}</p>")
        return "".join(f"{part}\n" for part in parts)

    def _read_also(self, article: Article, number: int) -> str:
        """Promote the next article, at the URL of one of its copies."""
        last = number + 1 == len(self._articles)
        # After the oldest comes the newest that is there from the start: no link leads nowhere.
        other = self._articles[self._first if last else number + 1]
        if other.language == "ru" and number % 2:
            url = other.url.replace(ROOT, f"{ROOT}/kz", 1)
        else:
            url = f"{other.url}amp/"
        return f"<p>{READ_ALSO[article.language]}: {link(url, other.title)}</p>"


def _document(language: str, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>\n'
        f'<header class="header"><a class="header__logo" href="{ROOT}/">Exclusive.kz</a>'
        f'<nav><a href="{ROOT}{LISTING}">Контекст дня</a> <a href="{ROOT}/?s=">Поиск</a></nav>'
        f'</header>\n{body}<footer class="footer"><p>© Exclusive.kz</p>'
        '<a href="https://t.me/kzexclusive">Telegram</a></footer></body></html>\n'
    )


def _blocks(article: Article, number: int) -> list[str]:
    """Render each block; quotes nest, items make lists, some words are links or strong."""
    parts: list[str] = []
    for i, block in enumerate(article.blocks):
        inner = _inline(block.text, i, number)
        if block.kind == "quote":
            parts.append(f"<blockquote><p>{inner}</p></blockquote>")
        elif block.kind == "nested quote":
            nested = f"<blockquote><p>{inner}</p></blockquote></blockquote>"
            parts.append(parts.pop().removesuffix("</blockquote>") + nested)
        elif block.kind == "item":
            opened = parts.pop().removesuffix("</ul>") if parts[-1].endswith("</ul>") else "<ul>"
            parts.append(f"{opened}<li>{inner}</li></ul>")
        else:
            parts.append(f"<p>{inner}</p>")
    return parts


def _inline(words: str, i: int, number: int) -> str:
    """Render the text of the i-th block of the article of that number."""
    if i == 1:
        first, _, rest = words.partition(" ")
        marked = f"<strong>{text(first)}</strong> {text(rest)}"
    elif i == 0 and number % 3 == 0:
        marked = link_first_word("http://@exclusive.kz", words)
    elif i == 0 and number % 3 == 1:
        marked = link_first_word("https://stat.gov.kz/", words)
    else:
        marked = text(words)
    return GLUED.sub("&nbsp;", marked)


def _card(article: Article) -> str:
    if article.card_date is None:
        raise ValueError(f"An article of the present layout needs a card date: {article.url}")
    day = article.card_date
    name = article.url.strip("/").rpartition("/")[2]
    image = f"{ROOT}/wp-content/uploads/{day:%Y/%m}/{name}.jpg"
    return (
        f'<div class="section__item item"><a href="{article.url}">'
        f'<img class="item__image" src="{image}" alt=""></a>'
        f'<h2 class="item__title">{link(article.url, article.title)}</h2>'
        f'<p class="item__time">{card_date(day)}</p></div>\n'
    )


def _pager(current: int, last: int) -> str:
    """Link the neighbours, the first and the last page, as `paginate_links` of WordPress does."""
    shown = sorted({1, last} | set(range(max(1, current - 2), min(last, current + 2) + 1)))
    parts = []
    if current > 1:
        parts.append(_page_link(current - 1, "Назад", "prev page-numbers"))
    before = 0
    for number in shown:
        if number - before > 1:
            parts.append('<span class="page-numbers dots">…</span>')
        before = number
        if number == current:
            parts.append(f'<span class="page-numbers current">{number}</span>')
        else:
            parts.append(_page_link(number, str(number), "page-numbers"))
    if current < last:
        parts.append(_page_link(current + 1, "Далее", "next page-numbers"))
    return (
        f'<nav class="navigation pagination"><div class="nav-links">{" ".join(parts)}</div></nav>\n'
    )


def _page_link(number: int, words: str, css: str) -> str:
    return f'<a class="{css}" href="{_listing_url(number)}">{words}</a>'


def _listing_url(number: int) -> str:
    return f"{ROOT}{LISTING}" if number == 1 else f"{ROOT}{LISTING}page/{number}/"
