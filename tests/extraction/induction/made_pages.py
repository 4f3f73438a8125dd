"""Pages of a made-up outlet: what stands on them is known, and how they are marked up is ours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kznews.extraction.page import Page
from kznews.newsroom.prose.composition import Composer

HOST = "https://gazeta.example"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = datetime(2025, 12, 1, 6, 30, tzinfo=UTC)
POPULAR = [f"Что читают чаще всего на этой неделе, место {word}" for word in "один два три".split()]


class MadeArticle:
    """One article of the outlet."""

    def __init__(self, number: int) -> None:
        story = Composer().story(f"made/{number}", "ru", year=2025, house="Газета", with_list=False)
        self.number = number
        self.title = story.title
        self.lead = story.lead
        self.paragraphs = [block.text for block in story.blocks]
        self.published = FIRST + timedelta(hours=7 * number)
        self.author = ("Асель Омарова", "Иван Петров", "Данияр Касенов")[number % 3]
        self.tags = [f"Тема {chr(1040 + number % 20)}", f"Город {chr(1040 + number % 7)}"]

    @property
    def url(self) -> str:
        """Address of the article."""
        return f"{HOST}/news/{self.number}-statya-o-gorode"

    @property
    def body(self) -> str:
        """Text of the article."""
        return "\n\n".join(self.paragraphs)


def menu() -> str:
    links = "".join(f'<li><a href="/{each}/">{each}</a></li>' for each in ("news", "sport", "auto"))
    return f'<header><nav><ul class="menu">{links}</ul></nav>Сегодня 1 января 2026</header>'


def popular(shift: int) -> str:
    """A list of other articles, in another order on each page, its titles in no links."""
    titles = POPULAR[shift % 3 :] + POPULAR[: shift % 3]
    return '<div class="top-week">' + "".join(f"<p>{each}</p>" for each in titles) + "</div>"


def new_design(article: MadeArticle, *, metadata: bool = True) -> Page:
    """The outlet's design of today: its text between a list and a share button, ids of one page."""
    head = (
        f'<meta property="og:title" content="{article.title} | Газета">'
        f'<meta property="og:site_name" content="Газета">'
        f'<meta property="article:published_time" content="{article.published.isoformat()}">'
    )
    text = "".join(f"<p>{each}</p>" for each in article.paragraphs)
    local = article.published + timedelta(hours=5)
    tags = "".join(f'<a href="/t/{number}">{each}</a>' for number, each in enumerate(article.tags))
    return made_page(
        article.url,
        head if metadata else "",
        f'<div class="post" id="post-{73000 + article.number}">'
        f'<h1 class="post-title">{article.title}</h1>'
        f'<div class="post-info"><span class="post-date">{local:%d.%m.%Y %H:%M}</span> '
        f'<a class="author" href="/author/1/">{article.author}</a></div>'
        f'<p class="post-lead">{article.lead}</p>'
        f'<div class="post-text widget-{article.number * 7919}">{popular(article.number)}{text}'
        f'<div class="share">Поделиться с друзьями</div></div>'
        f'<div class="post-tags">{tags}</div></div>'
        f'<div class="side">{popular(article.number + 1)}</div>',
    )


def old_design(article: MadeArticle) -> Page:
    """The outlet's design of before: no metadata, other names, bare lines for paragraphs."""
    return made_page(
        article.url,
        "",
        f'<div id="content"><h1>{article.title}</h1><div class="news_body">'
        f"{'<br><br>'.join(article.paragraphs)}</div></div>{popular(article.number)}",
    )


def listing(articles: Iterable[MadeArticle]) -> Page:
    """A list of articles, in the design of today."""
    cards = "".join(
        f'<div class="post"><h2 class="post-title"><a href="{each.url}">{each.title}</a></h2>'
        f'<p class="post-lead">{each.lead}</p></div>'
        for each in articles
    )
    return made_page(f"{HOST}/news/", "", f'<h1 class="post-title">Новости</h1>{cards}')


def made_page(url: str, head: str, main: str) -> Page:
    """A page with the outlet's frame around its main part."""
    html = (
        f"<html><head>{head}</head><body>{menu()}{main}"
        "<footer>Газета, все права защищены. Перепечатка по договору.</footer></body></html>"
    )
    return Page(html.encode(), url, fetched_at=FETCHED)
