"""Spiders of news outlets: what they make of the articles that they find."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.extraction.page import Page
from kznews.frontier.door import SCHEDULING, Scheduling, Visit, scheduling_of, visit_of
from kznews.items import Article, Rejection
from kznews.outlets.addresses import is_article_url
from kznews.spiders.article_answers import AnswerKind, kind_of_target
from kznews.spiders.article_finder import ArticleFinder, Found
from kznews.spiders.heavy_pages import count_tags, is_heavy, read_beside
from kznews.spiders.not_found_pages import NotFoundPages
from kznews.spiders.removals import Removals
from kznews.spiders.strips import Strips, read_strips
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


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    """What was read of an article's page."""

    page: Page
    strips: Strips
    article: Callable[[], Article]
    """Gives the article, or raises what its reading did."""


class NewsSpider(ArticleFinder):
    """Spider that finds an outlet's articles and reads them."""

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self._unknown_sections = UnknownSections()

    async def start(self) -> AsyncIterator[Request]:
        """Give what the outlet's ways of discovery begin with."""
        await self._not_found_pages.recall(self.outlet.domains)
        async for request in super().start():
            yield request

    def parse_article(
        self, response: Response, **card_date: Any
    ) -> Iterator[Found] | AsyncIterator[Found]:
        """Read an article's page; `card_date`: CardDate's fields, where its card states a date.

        The items of a heavy page come asynchronously.
        """
        card = CardDate(**card_date) if card_date else None
        tags = count_tags(response.body)
        read = partial(self._read_page, response, tags)
        if is_heavy(response.body, tags) and is_article_url(response.url, self.outlet):
            return self._parse_heavy_article(response, card, read)
        return self._parse_article(response, card, read)

    async def _parse_heavy_article(
        self, response: Response, card: CardDate | None, read: Callable[[], ArticlePage]
    ) -> AsyncIterator[Found]:
        reading = read_beside(read)
        await asyncio.wait([reading])
        for found in self._parse_article(response, card, reading.result):
            yield found

    def _parse_article(
        self, response: Response, card: CardDate | None, read: Callable[[], ArticlePage]
    ) -> Iterator[Found]:
        if self._is_unchanged(response):
            self._count(ARTICLES_UNCHANGED)
            self._removals.note_unchanged(response)
            return
        with self._kept(response, "article") as lost:
            yield from self._read_article(response, card, read)
        visit = visit_of(response)
        if lost and visit.was_read and visit.blame == "page":
            # It may be shown again: it is not given up.
            visit.fail(lost[0].reason, "missing")
        for rejection in lost:
            self._count_lost(rejection.url)
            yield rejection

    def parse_not_found(self, response: Response) -> Iterator[Found]:
        """Read the outlet's page for an address that does not exist."""
        look = None
        if response.status == 200 and "redirect_urls" not in response.meta:
            from kznews.extraction.look import look_of  # noqa: PLC0415 - few crawls need it

            with self._kept(response, "not_found") as lost:
                look = look_of(self._page(response))
            yield from lost
        self._removals.meet_not_found_page(response, look)

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Do what every spider does, and count articles by themselves."""
        yield from super().failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if scheduling_of(request).policy == "article":
            self._removals.note_failure(failure, request)
            self._count_missing_article(visit_of(request), request.url)

    def _read_article(
        self, response: Response, card: CardDate | None, read: Callable[[], ArticlePage]
    ) -> Iterator[Found]:
        visit = visit_of(response)
        redirected_from = response.meta.get("redirect_urls", [])
        if not is_article_url(response.url, self.outlet):
            origin = [*redirected_from, response.url][0]
            reason = f"it leads to {response.url}, which is no article"
            visit.fail(reason, "for_good")
            kind = kind_of_target(response.url, self.outlet)
            self._removals.note_not_shown(response, origin, kind, reason)
            self._count_missing_article(visit, origin)
            yield self._rejection(origin, reason, "article/redirected")
            return
        shown = read()
        page = shown.page
        # Before the article, so that they are kept where it is none.
        yield from self._new_strips(shown.strips)
        article = yield from self._shown_article(shown, response)
        if article is None:
            return
        # Of what the page itself says: another card is no change of the page.
        visit.digest = content_digest(article)
        if article.published_at is None and card is not None:
            card.fill(article)
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

    @cached_property
    def _not_found_pages(self) -> NotFoundPages:
        return NotFoundPages(self.crawler, callback=self.parse_not_found, errback=self.failed)

    @cached_property
    def _removals(self) -> Removals:
        return Removals(self.crawler, self.outlet, self._not_found_pages)

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

    def _shown_article(
        self, shown: ArticlePage, response: Response
    ) -> Generator[Found, None, Article | None]:
        """Give the article of a page; None where another stands there, or something in its place.

        Raises NotAnArticleError, and whatever else reading it raised.
        """
        from kznews.extraction.content import NotAnArticleError  # noqa: PLC0415 - with articles

        page = shown.page
        was_read = visit_of(response).was_read
        try:
            article = shown.article()
        except NotAnArticleError as error:
            self._count_notes(page)
            if was_read and (yield from self._is_withheld(page, None, response)):
                return None
            self._expectations.judge_no_article(error, page.url)
            raise
        if was_read and (yield from self._is_withheld(page, article, response)):
            return None
        answer = self._removals.follow(response, page, article)
        if answer != "live":
            # What stands there has an address, and visits, of its own.
            yield self._article_request(article.url)
        if answer == "another article":
            yield from self._withhold(response, answer)
            return None
        if address := self._removals.new_address(response):
            yield self._article_request(address)
        self._removals.count(response, answer)
        return article

    def _read_page(self, response: Response, tags: int) -> ArticlePage:
        """Read a page, its strips and its article. Raises UnreadablePageError for what is none."""
        # Not before the first article: most crawls find none, and this is slow to import.
        from kznews.extraction.article import read_article  # noqa: PLC0415

        page = self._page(response, tags)
        strips = read_strips(page)
        reading: Future[Article] = Future()
        try:
            reading.set_result(read_article(page))
        except Exception as error:  # noqa: BLE001 - whoever asks for the article meets it
            reading.set_exception(error)
        return ArticlePage(page=page, strips=strips, article=reading.result)

    def _is_withheld(
        self, page: Page, article: Article | None, response: Response
    ) -> Generator[Found, None, bool]:
        """Tell whether the page shows something in the place of an article that was read before."""
        kind = self._removals.kind_of_page(page, article, response)
        if kind is None:
            return False
        if kind == "unclear":
            yield from self._removals.ask_for_not_found_page(page, response)
            if article is None:
                # It may be a new design: the page is judged as any that cannot be read.
                self._removals.count(response, kind)
                return False
        yield from self._withhold(response, kind)
        return True

    def _withhold(self, response: Response, kind: AnswerKind) -> Iterator[Found]:
        origin = response.meta.get("redirect_urls", [response.url])[0]
        reason = f"the article is not shown any more: {kind}"
        self._removals.note_not_shown(response, origin, kind, reason)
        self._count("article/withheld")
        logger.info("%s: %s", origin, reason)
        yield self._rejection(origin, reason)

    def _article_request(self, url: str) -> Request:
        return Request(
            url,
            callback=self.parse_article,
            errback=self.failed,
            meta={SCHEDULING: Scheduling(policy="article")},
        )

    def _count_missing_article(self, visit: Visit, url: str) -> None:
        if not (visit.was_read and visit.blame in {"for_good", "missing"}):
            self._count_lost(url)

    def _count_lost(self, url: str) -> None:
        self._count(ARTICLES_LOST)
        self._expectations.name_lost(url)
