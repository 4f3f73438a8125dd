"""The listings that the newsroom plays: which articles are on which page at the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from kznews.newsroom.article import Article
from kznews.newsroom.layout import Frame, Layout


@dataclass(kw_only=True)
class PlayedListing:
    """One listing of a layout: articles, the newest first."""

    layout: Layout
    frame: Frame
    """The frame of the layout's pages, without cards."""
    opened: tuple[Article, ...]
    """The articles that were published when the site opened, as they were then."""
    unpublished: list[Article]
    published: list[str]
    """URLs of the published articles."""
    pinned: list[str] = field(default_factory=list)
    """URLs of the pinned articles, the last one pinned first."""

    @property
    def planned(self) -> tuple[Article, ...]:
        """All articles that will ever be published, until the first of them is, in order."""
        return (*self.unpublished, *self.opened)

    def pages(self, layout: Layout) -> int:
        """Return the number of pages that the listing has in `layout`."""
        return -(-len(self.published) // layout.cards)

    def urls(self, page: int, layout: Layout) -> list[str]:
        """Return the URLs on the cards of a page, from 1; beyond the end there are none."""
        size = layout.cards
        urls = self.published[(page - 1) * size : page * size]
        if page == 1:
            return self.pinned + [url for url in urls if url not in self.pinned]
        return urls


def page_targets(layout: Layout, articles: int) -> Iterator[tuple[int, str]]:
    """Give each page of a layout's listing of so many articles, and its path and query."""
    if layout.declared:
        pages = -(-articles // layout.cards) if layout.has_pages else min(articles, 1)
        for number in range(1, pages + 1):
            yield number, target_of(layout.page_url(number))


def day_targets(layout: Layout, articles: tuple[Article, ...]) -> Iterator[tuple[date, str]]:
    """Give each day of a listing that has archives by day, and the archive's path and query."""
    if articles and layout.declared and layout.declared.day_url:
        days = [article.appeared_at.date() for article in articles]
        day, last = min(days), max(days)
        while day <= last:
            yield day, target_of(day.strftime(layout.declared.day_url))
            day += timedelta(days=1)


def target_of(url: str) -> str:
    """Return the path of an URL, with its query."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
