"""Spiders of news outlets: listing → article, page by page, with the strips on the way."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.extraction.article import read_article
from kznews.extraction.listing import ListingPage, read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.frontier.door import Visit, scheduling_of, visit_of
from kznews.items import Item, Rejection, content_digest
from kznews.outlets import Outlet
from kznews.outlets.addresses import is_article_url
from kznews.spiders.arguments import JOB, read_count, read_day, read_names, refuse_unknown
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.spiders.unknown_sections import UnknownSections
from kznews.spiders.walk.card_date import CardDate
from kznews.spiders.walk.rule import Walk
from kznews.spiders.walk.walker import ListingWalker
from kznews.statistics import (
    ARTICLES_LOST,
    ARTICLES_UNCHANGED,
    LISTINGS_EMPTY,
    LISTINGS_ENDLESS,
    LISTINGS_SHOWN,
    PAGES_READ,
)

logger = logging.getLogger(__name__)

Found = Request | Item

# A walk back to a day ends there; this is for a listing that never does.
_MOST_PAGES = 1000
# Fewer pages may well be all of a design that has no strips.
_PAGES_THAT_SHOULD_SHOW_STRIPS = 20


class NewsSpider(RecordingSpider):
    """Spider that walks an outlet's listings and reads the articles that their cards lead to.

    Arguments: `since=YYYY-MM-DD` (nothing older; a listing ends after a page whose cards are all
    older), `pages=N` (at most N pages of each listing), `sections=name,…` (of the outlet's).
    Without `since` and `pages` it catches up: a listing ends where all is known and unchanged.
    Raises ArgumentError for any other, and for impossible values.
    """

    outlet: ClassVar[Outlet]

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        super().__init__(name)
        self.job = arguments.get(JOB)
        refuse_unknown(arguments, {"since", "pages", "sections"})
        sections = [listing.section for listing in self.outlet.listings]
        self.since: date | None = (
            read_day("since", arguments["since"]) if "since" in arguments else None
        )
        most = self.outlet.pages if self.since is None else _MOST_PAGES
        self.pages = read_count("pages", arguments["pages"]) if "pages" in arguments else most
        self.catches_up = not arguments.keys() & {"since", "pages"}
        self.sections = (
            read_names("sections", arguments["sections"], sections)
            if "sections" in arguments
            else sections
        )
        self.allowed_domains = [*self.outlet.domains, *self.outlet.host_aliases]
        self._unknown_sections = UnknownSections()

    async def start(self) -> AsyncIterator[Request]:
        """Give the first page of each chosen listing."""
        for listing in self.outlet.listings:
            if listing.section in self.sections:
                walk = Walk(
                    section=listing.section,
                    page=1,
                    last_page=self.pages,
                    since=self.since.isoformat() if self.since else None,
                    catches_up=self.catches_up,
                )
                yield self._walker.listing_request(listing.url, walk)

    async def parse_listing(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a listing's page: its strips, its articles, its next page; `walk`: Walk's fields."""
        place = Walk(**walk)
        if self._is_unchanged(response):
            self._count(LISTINGS_SHOWN, int(place.page == 1))
            async for request in self._walker.follow_unchanged(response, place):
                yield request
            return
        with self._kept(response, "listing") as lost:
            page = self._page(response)
            for strip in self._strips(page):
                yield strip
            found = read_listing(page, place.page)
            self._count_listing(found, place, page)
            async for request in self._walker.follow(response, found, place):
                yield request
        for rejection in lost:
            yield rejection

    def parse_article(self, response: Response, **card_date: Any) -> Iterator[Found]:
        """Read an article's page; `card_date`: CardDate's fields, where its card states a date."""
        if self._is_unchanged(response):
            self._count(ARTICLES_UNCHANGED)
            return
        with self._kept(response, "article") as lost:
            yield from self._read_article(response, CardDate(**card_date) if card_date else None)
        self._count(ARTICLES_LOST, len(lost))
        yield from lost

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Do what every spider does, and count articles by themselves."""
        yield from super().failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if scheduling_of(request).policy == "article":
            self._count_missing_article(visit_of(request))

    @cached_property
    def _walker(self) -> ListingWalker:
        return ListingWalker(
            self.crawler,
            self.outlet,
            parse_listing=self.parse_listing,
            parse_article=self.parse_article,
            errback=self.failed,
        )

    def _read_article(self, response: Response, card_date: CardDate | None) -> Iterator[Found]:
        visit = visit_of(response)
        redirected_from = response.meta.get("redirect_urls", [])
        if not is_article_url(response.url, self.outlet):
            origin = [*redirected_from, response.url][0]
            reason = f"it leads to {response.url}, which is no article"
            visit.fail(reason, "for_good")
            self._count_missing_article(visit)
            yield self._rejection(origin, reason, "article/redirected")
            return
        page = self._page(response)
        # Before the article, so that they are kept where it is none.
        yield from self._strips(page)
        article = read_article(page)
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
        yield article

    def _page(self, response: Response) -> Page:
        content_type = response.headers.get(b"Content-Type")
        return Page(
            response.body,
            response.url,
            content_type=content_type.decode("latin-1") if content_type else None,
            outlet=self.outlet,
            fetched_at=fetch_time(response),
        )

    def _strips(self, page: Page) -> Iterator[Item]:
        tickers, rates = read_tickers(page), read_rates_strip(page)
        self._count("ticker/headlines", len(tickers))
        self._count("rates/values", len(rates))
        yield from tickers
        yield from rates

    def closed(self, reason: str) -> None:
        """Tell what the outlet is known to print on its pages and no page of this crawl did.

        And the sections of which no topic is known.
        """
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

    def _count_listing(self, found: ListingPage, walk: Walk, page: Page) -> None:
        self._count("listing/pages")
        self._count("listing/cards", len(found.cards))
        self._count("listing/unread_cards", found.unread)
        self._count_notes(page)
        if "listing/pager_unread" in page.notes:
            logger.error("%s: the pager has more pages, but its next link is not read", page.url)
        if "listing/too_many_cards" in page.notes:
            self._count(LISTINGS_ENDLESS)
            logger.error("%s: too many articles for one page: the first are read", page.url)
        if found.unread:
            logger.warning("%s: %d cards link to no article", page.url, found.unread)
        if walk.page == 1:
            self._count(LISTINGS_SHOWN if found.cards else LISTINGS_EMPTY)
        if not found.cards:
            self._count("listing/empty")
            unverified = any(
                each.unverified for each in self.outlet.listings if each.section == walk.section
            )
            guess = "its address is unverified" if unverified else "has it been redesigned?"
            logger.error(
                "%s: page %d of %s shows no article: %s", page.url, walk.page, walk.section, guess
            )
        for layout in self.outlet.listing_layouts:
            if layout.name == found.layout and layout.unverified:
                self._count(f"listing/unverified_layout/{layout.name}")

    def _count_missing_article(self, visit: Visit) -> None:
        was_taken_down = visit.was_read and visit.blame == "for_good"
        self._count(ARTICLES_LOST, int(not was_taken_down))

    def _count_notes(self, page: Page) -> None:
        for note in page.notes:
            self._count(f"extraction/{note}")
