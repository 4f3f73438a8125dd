"""Spiders of news outlets: what they make of the articles that they find."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.frontier.door import Visit, scheduling_of, visit_of
from kznews.items import ARTICLE_UNCHANGED, Rejection
from kznews.outlets.addresses import is_article_url
from kznews.spiders.article_finder import ArticleFinder, Found
from kznews.spiders.recording import fetch_time
from kznews.spiders.unknown_sections import UnknownSections
from kznews.spiders.walk.card_date import CardDate
from kznews.statistics import (
    ARTICLES_LOST,
    ARTICLES_UNCHANGED,
    PAGES_READ,
)
from kznews.text.normal_form import content_digest

logger = logging.getLogger(__name__)

# Fewer pages may well be all of a design that has no strips.
_PAGES_THAT_SHOULD_SHOW_STRIPS = 20


class NewsSpider(ArticleFinder):
    """Spider that finds an outlet's articles and reads them."""

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self._unknown_sections = UnknownSections()

    def parse_article(self, response: Response, **card_date: Any) -> Iterator[Found]:
        """Read an article's page; `card_date`: CardDate's fields, where its card states a date."""
        if self._is_unchanged(response):
            self._count(ARTICLES_UNCHANGED)
            self.crawler.signals.send_catch_log(
                ARTICLE_UNCHANGED, url=response.url, seen_at=fetch_time(response)
            )
            return
        with self._kept(response, "article") as lost:
            yield from self._read_article(response, CardDate(**card_date) if card_date else None)
        for rejection in lost:
            self._count_lost(rejection.url)
            yield rejection

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Do what every spider does, and count articles by themselves."""
        yield from super().failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if scheduling_of(request).policy == "article":
            self._count_missing_article(visit_of(request), request.url)

    def _read_article(self, response: Response, card_date: CardDate | None) -> Iterator[Found]:
        visit = visit_of(response)
        redirected_from = response.meta.get("redirect_urls", [])
        if not is_article_url(response.url, self.outlet):
            origin = [*redirected_from, response.url][0]
            reason = f"it leads to {response.url}, which is no article"
            visit.fail(reason, "for_good")
            self._count_missing_article(visit, origin)
            yield self._rejection(origin, reason, "article/redirected")
            return
        # Not before the first article: most crawls find none, and this is slow to import.
        from kznews.extraction.article import read_article  # noqa: PLC0415
        from kznews.extraction.content import NotAnArticleError  # noqa: PLC0415

        page = self._page(response)
        # Before the article, so that they are kept where it is none.
        yield from self._strips(page)
        try:
            article = read_article(page)
        except NotAnArticleError as error:
            self._count_notes(page)
            self._expectations.judge_no_article(error, page.url)
            raise
        # Of what the page itself says: another card is no change of the page.
        visit.digest = content_digest(article)
        if article.published_at is None and card_date is not None:
            card_date.fill(article)
            page.notes.append("published/from_listing")
        visit.page_date = article.published_at
        for alias in (response.url, *redirected_from):
            if alias != article.url and alias not in article.aliases:
                article.aliases.append(alias)
        if article.extraction.layout is not None:
            self._count(f"extraction/layout/{article.extraction.layout}")
        self._count(f"extraction/method/{article.extraction.method}")
        self._count_notes(page)
        if article.section is not None and "section/unknown" in page.notes:
            self._unknown_sections.add(article.section)
        self._expectations.judge_article(article, page)
        yield article

    def closed(self, reason: str) -> None:
        """Tell what the outlet is known to show and did not, and sections of no known topic."""
        super().closed(reason)
        if sections := str(self._unknown_sections):
            logger.warning(
                "%s: no topic is known of these sections (with the number of their articles): %s. "
                "Add their names to kznews/text/topics.toml",
                self.name,
                sections,
            )
        stats = self.crawler.stats
        if stats.get_value(PAGES_READ, 0) < _PAGES_THAT_SHOULD_SHOW_STRIPS:
            return
        for strip, declared, seen in (
            ("ticker", self.outlet.ticker, "ticker/headlines"),
            ("rates strip", self.outlet.rates, "rates/values"),
        ):
            if declared and not stats.get_value(seen):
                logger.warning("%s: no page of this crawl showed the outlet's %s", self.name, strip)

    def _count_missing_article(self, visit: Visit, url: str) -> None:
        if not (visit.was_read and visit.blame == "for_good"):  # it was not taken down
            self._count_lost(url)

    def _count_lost(self, url: str) -> None:
        self._count(ARTICLES_LOST)
        self._expectations.name_lost(url)
