"""Small pieces of HTML that the newsroom's pages share."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from kznews.newsroom.misbehaviour import BrokenJsonLd

if TYPE_CHECKING:
    from kznews.newsroom.article import Article
    from kznews.newsroom.misbehaviour import ContentChange

CREDIT_WORDS = {"ru": "Фото", "kk": "Сурет"}


def text(value: str) -> str:
    """Escape `value` for use between tags."""
    return escape(value, quote=False)


def link(href: str, words: str) -> str:
    """Link plain `words`."""
    return f'<a href="{escape(href)}">{text(words)}</a>'


def link_first_word(href: str, paragraph: str) -> str:
    """Escape `paragraph` and link its first word: the paragraph reads as before."""
    first, _, rest = paragraph.partition(" ")
    return f"{link(href, first)} {text(rest)}"


def json_ld(article: Article, change: ContentChange | None) -> str:
    """Write the article's JSON-LD script: none if it has none, no JSON if `change` says so."""
    if isinstance(change, BrokenJsonLd):
        # The quote after the headline is missing, as where a template forgets to escape.
        broken = (
            f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{article.title},'
        )
        return f'<script type="application/ld+json">{text(broken)}"author":}}</script>'
    if not article.json_ld:
        return ""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.author:
        data["author"] = {"@type": "Person", "name": article.author}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
