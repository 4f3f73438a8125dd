"""standard.kz: a listing that only a script fills; its table is known (domain.md §1.2).

What stands around the table, the script and the article's markup are our guess.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kznews.newsroom.markup import json_ld, text
from kznews.newsroom.misbehaviour import EmptyListing, NoArticle

if TYPE_CHECKING:
    from datetime import datetime

    from kznews.newsroom.article import Article
    from kznews.newsroom.misbehaviour import ContentChange

LISTING = "/ru/post/archive"
ROWS = "/ru/post/archive.json"

SCRIPT = """
fetch("archive.json").then(response => response.json()).then(rows => {
  const body = document.querySelector("table.table-striped tbody");
  for (const row of rows) {
    const tr = body.insertRow();
    const date = tr.insertCell();
    date.className = "date";
    date.textContent = row.date;
    const a = document.createElement("a");
    a.href = row.url;
    a.textContent = row.title;
    tr.insertCell().append(a);
  }
});
"""


def article_page(article: Article, change: ContentChange | None = None) -> str:
    """Render an article; its date stands in its JSON-LD only."""
    body = ""
    if not isinstance(change, NoArticle):
        paragraphs = "".join(f"<p>{text(block.text)}</p>\n" for block in article.blocks)
        body = f"<article><h1>{text(article.title)}</h1>\n{paragraphs}</article>\n"
    head = f'<link rel="canonical" href="{article.url}">{json_ld(article, change)}'
    return _document(article.title, head, body)


def listing_page() -> str:
    """Render the listing: an empty table and the script that fills it."""
    table = '<table class="table table-striped"><tbody></tbody></table>'
    return _document("Архив", "", f"<h1>Архив</h1>\n{table}\n<script>{SCRIPT}</script>\n")


def rows(articles: tuple[Article, ...], change: ContentChange | None = None) -> str:
    """Write what the listing's script reads: date, relative URL and title of each article."""
    if isinstance(change, EmptyListing):
        return "[]"
    data = [
        {
            "date": f"{_published(article):%d.%m.%Y %H:%M}",
            "url": urlsplit(article.url).path,
            "title": article.title,
        }
        for article in articles
    ]
    return json.dumps(data, ensure_ascii=False)


def _published(article: Article) -> datetime:
    if article.published_at is None:
        raise ValueError(f"An article of standard.kz needs its time: {article.url}")
    return article.published_at


def _document(title: str, head: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">'
        f"<title>{text(title)} – Standard.kz</title>{head}</head><body>\n"
        f'<header><a href="/ru/">Standard.kz</a></header>\n{body}'
        "<footer>© Standard.kz</footer></body></html>\n"
    )
