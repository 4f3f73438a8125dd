"""What an outlet's facts let expect of its pages: which are otherwise is counted and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kznews.statistics import UNMET, UNMET_PAGES

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

    from kznews.extraction.cards import ListingPage
    from kznews.extraction.content import NotAnArticleError
    from kznews.extraction.page import Page
    from kznews.items import Article
    from kznews.outlets import Outlet

_MOST_NAMED = 3  # pages


class Expectations:
    """The judge of an outlet's pages in one crawl; what it finds is in the crawl's statistics."""

    def __init__(self, outlet: Outlet, stats: StatsCollector) -> None:
        self._outlet = outlet
        self._stats = stats

    def judge_article(self, article: Article, page: Page) -> None:
        """Judge an article that was read on the page, with the date that its card states."""
        for name in self._outlet.always_has:
            if getattr(article, name) in (None, "", []):
                self._note(f"field/{name}", page.url)
        if "language/unexpected" in page.notes:
            self._note(f"language/{article.language}", page.url)
        if self._outlet.article_layouts and article.extraction.method != "layout":
            self._note("layout", page.url)
        elif "layout/unverified" in page.notes:
            self._note(f"unverified_layout/{article.extraction.layout}", page.url)

    def judge_no_article(self, error: NotAnArticleError, url: str) -> None:
        """Judge the page of an article on which none could be read."""
        if error.missing in self._outlet.always_has:
            self._note(f"field/{error.missing}", url)

    def judge_listing(self, found: ListingPage, number: int, url: str) -> None:
        """Judge page `number` of a listing."""
        if not found.cards and number == 1:
            self._note("cards" if found.unread else "listing", url)
        for layout in self._outlet.listing_layouts:
            if layout.name == found.layout and layout.unverified:
                self._note(f"unverified_listing_layout/{layout.name}", url)

    def name_lost(self, url: str) -> None:
        """Name an article's page that gave no article, should the crawl lose all of them."""
        self._name("articles", url)

    def _note(self, expectation: str, url: str) -> None:
        self._stats.inc_value(f"{UNMET}{expectation}")
        self._name(expectation, url)

    def _name(self, expectation: str, url: str) -> None:
        named = self._stats.get_value(f"{UNMET_PAGES}{expectation}", [])
        if len(named) < _MOST_NAMED and url not in named:
            self._stats.set_value(f"{UNMET_PAGES}{expectation}", [*named, url])
