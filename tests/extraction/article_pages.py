"""Pages of articles, made for a test: of tengrinews.kz, and of an outlet that nobody described."""

from __future__ import annotations

import json
from datetime import UTC, datetime

FETCHED = datetime(2024, 4, 8, 12, tzinfo=UTC)

TENGRI = "https://tengrinews.kz/article/chinyat-chasyi-2999/"

UNKNOWN = "https://example-gazeta.kz/news/most"

SENTENCE = "Мост через реку закрыли для грузовых машин, рассказали в управлении транспорта города. "

END = "Движение откроют в понедельник, а до тех пор водителей просят ехать в объезд."


def tengri(*, date: str = "", head: str = "", body: str = "<p>Текст статьи.</p>") -> bytes:
    return (
        f'<html><head>{head}</head><body><div class="date-time">{date}</div>'
        f'<h1 class="head-single">Часы</h1><div class="content_main_text">{body}</div></body>'
    ).encode()


def stated(moment: str) -> str:
    return f'<meta property="article:published_time" content="{moment}">'


def news_article(**data: object) -> bytes:
    stated = json.dumps({"@type": "NewsArticle", "headline": "Мост", **data}, ensure_ascii=False)
    return f'<script type="application/ld+json">{stated}</script><h1>Мост</h1>'.encode()
