"""Spiders of news outlets: feeds, sitemaps and listings → articles, with the strips on the way."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.extraction.article import read_article
from kznews.extraction.cards import ListingPage
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.feed import read_feed
from kznews.extraction.json_document import JsonDocument, is_json
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.sitemap import read_sitemap
from kznews.extraction.ticker import read_tickers
from kznews.frontier.door import Visit, scheduling_of, visit_of
from kznews.items import Item, Rejection, content_digest
from kznews.outlets import Outlet
from kznews.outlets.addresses import edition_at, is_article_url
from kznews.outlets.discovery import Listing
from kznews.spiders.arguments import JOB, read_count, read_day, read_names, refuse_unknown
from kznews.spiders.expectations import Expectations
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.spiders.unknown_sections import UnknownSections
from kznews.spiders.walk.articles import ArticleRequests
from kznews.spiders.walk.card_date import CardDate
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.spiders.walk.feeds import FeedReader
from kznews.spiders.walk.rule import Walk
from kznews.spiders.walk.walker import ListingWalker
from kznews.statistics import (
    ARTICLES_LOST,
    ARTICLES_UNCHANGED,
    DISCOVERED,
    DISCOVERY_FAULTS,
    LISTINGS_EMPTY,
    LISTINGS_ENDLESS,
    LISTINGS_SHOWN,
    PAGES_READ,
)
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

Found = Request | Item

# A walk back to a day ends there; this is for a listing that never does.
_MOST_PAGES = 1000
# Fewer pages may well be all of a design that has no strips.
_PAGES_THAT_SHOULD_SHOW_STRIPS = 20


class NewsSpider(RecordingSpider):
    """Spider that reads an outlet's feeds, sitemaps and listings, and the articles that they show.

    Arguments: `since=YYYY-MM-DD` (nothing older; a listing ends after a page whose cards are all
    older; sitemaps and lists by day are followed as far back), `pages=N` (at most N pages of each
    listing), `sections=name,…` (of the outlet's feeds, sitemaps and listings). Without `since` and
    `pages` it catches up: a listing ends where all is known and unchanged.
    Raises ArgumentError for any other, and for impossible values.
    """

    outlet: ClassVar[Outlet]

    def __init__(self, name: str | None = None, /, **arguments: str) -> None:
        super().__init__(name)
        self.job = arguments.get(JOB)
        refuse_unknown(arguments, {"since", "pages", "sections"})
        sections = [way.section for way in self.outlet.ways]
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
        """Give each chosen feed and sitemap, and the first page of each chosen listing."""
        for way in self.outlet.ways:
            if way.section not in self.sections:
                continue
            walk = Walk(
                section=way.section,
                page=1,
                last_page=self.pages,
                since=self.since.isoformat() if self.since else None,
                catches_up=self.catches_up,
            )
            if isinstance(way, Listing):
                for url in self._first_pages(way):
                    yield self._walker.listing_request(url, walk)
            else:
                yield self._feeds.request(way, walk)

    async def parse_feed(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a feed; `walk`: Walk's fields."""
        place = Walk(**walk)
        if self._is_unchanged(response):
            for request in self._feeds.follow_unchanged(response, place):
                yield request
            return
        with self._kept(response, "feed") as lost:
            found = read_feed(
                response.body,
                response.url,
                outlet=self.outlet,
                fetched_at=fetch_time(response),
            )
            self._count("feed/pages")
            self._count("feed/cards", len(found.cards))
            self._count("feed/unread_cards", found.unread)
            async for request in self._feeds.follow_feed(response, found, place):
                yield request
        self._count(f"{DISCOVERY_FAULTS}unreadable/{place.section}", len(lost))
        for rejection in lost:
            yield rejection

    async def parse_sitemap(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a sitemap, or an index of sitemaps; `walk`: Walk's fields."""
        place = Walk(**walk)
        if self._is_unchanged(response):
            for request in self._feeds.follow_unchanged(response, place):
                yield request
            return
        with self._kept(response, "sitemap") as lost:
            found = read_sitemap(
                response.body,
                response.url,
                outlet=self.outlet,
                fetched_at=fetch_time(response),
                not_before=date.fromisoformat(place.since) if place.since else None,
            )
            self._count("sitemap/pages")
            self._count("sitemap/cards", len(found.articles.cards))
            self._count("sitemap/members", len(found.members))
            async for request in self._feeds.follow_sitemap(response, found, place):
                yield request
        self._count(f"{DISCOVERY_FAULTS}unreadable/{place.section}", len(lost))
        for rejection in lost:
            yield rejection

    async def parse_listing(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """Read a listing's page: its strips, its articles, its next page; `walk`: Walk's fields."""
        place = Walk(**walk)
        if self._is_unchanged(response):
            self._count(LISTINGS_SHOWN, int(place.page == 1))
            async for request in self._walker.follow_unchanged(response, place):
                yield request
            return
        if response.status == 404:  # behind the last page
            return
        with self._kept(response, "listing") as lost:
            document = self._document(response)
            if isinstance(document, Page):
                for strip in self._strips(document):
                    yield strip
            found = read_listing(document, place.page, self._walker.listing(place))
            self._count_listing(found, place, document)
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
        for rejection in lost:
            self._count_lost(rejection.url)
            yield rejection

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Do what every spider does, and count articles by themselves."""
        yield from super().failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if scheduling_of(request).policy == "article":
            self._count_missing_article(visit_of(request), request.url)
        way = request.cb_kwargs.get("section")
        if way in {each.section for each in self.outlet.ways if not isinstance(each, Listing)}:
            self._count(f"{DISCOVERY_FAULTS}failed/{way}")

    @cached_property
    def _walker(self) -> ListingWalker:
        return ListingWalker(
            self.crawler,
            self.outlet,
            self._articles,
            self._record,
            parse_listing=self.parse_listing,
            errback=self.failed,
        )

    @cached_property
    def _expectations(self) -> Expectations:
        return Expectations(self.outlet, self.crawler.stats)

    @cached_property
    def _feeds(self) -> FeedReader:
        return FeedReader(
            self.outlet,
            self._articles,
            self._record,
            parse_feed=self.parse_feed,
            parse_sitemap=self.parse_sitemap,
            errback=self.failed,
        )

    @cached_property
    def _articles(self) -> ArticleRequests:
        return ArticleRequests(
            self.crawler, self.outlet, parse_article=self.parse_article, errback=self.failed
        )

    @cached_property
    def _record(self) -> DiscoveryRecord:
        ways = self.outlet.ways
        return DiscoveryRecord({way.section: edition_at(way.url, self.outlet) for way in ways})

    def _first_pages(self, listing: Listing) -> list[str]:
        """Give the first page of a listing, or, of a walk back to a day, those of its days."""
        if self.since is None or listing.day_url is None:
            return [listing.url]
        today = datetime.now(zone(self.outlet.time_zone)).date()
        count = min((today - self.since).days + 1, _MOST_PAGES)
        days = [today - timedelta(days=back) for back in range(count)]
        return list(dict.fromkeys(day.strftime(listing.day_url) for day in days))

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
        page = self._page(response)
        # Before the article, so that they are kept where it is none.
        yield from self._strips(page)
        try:
            article = read_article(page)
        except NotAnArticleError as error:
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

    def _document(self, response: Response) -> Page | JsonDocument:
        if is_json(response.body):
            return JsonDocument(
                response.body,
                response.url,
                outlet=self.outlet,
                fetched_at=fetch_time(response),
            )
        return self._page(response)

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
        """Tell what the outlet is known to show and did not, and sections of no known topic."""
        if sections := str(self._unknown_sections):
            logger.warning(
                "%s: no topic is known of these sections (with the number of their articles): %s. "
                "Add their names to kznews/text/topics.toml",
                self.name,
                sections,
            )
        stats = self.crawler.stats
        for way, count in self._record.found.items():
            self._count(f"{DISCOVERED}{way}", count)
        for fault in self._record.faults():
            self._count(f"{DISCOVERY_FAULTS}{fault.fault}/{fault.way}")
            [url] = [each.url for each in self.outlet.ways if each.section == fault.way]
            logger.warning(
                "%s: the %s of %s is %s: %s. The other ways of discovery carry the outlet.",
                url,
                fault.way,
                self.name,
                fault.fault,
                fault.words,
            )
        if stats.get_value(PAGES_READ, 0) < _PAGES_THAT_SHOULD_SHOW_STRIPS:
            return
        for strip, declared, seen in (
            ("ticker", self.outlet.ticker, "ticker/headlines"),
            ("rates strip", self.outlet.rates, "rates/values"),
        ):
            if declared and not stats.get_value(seen):
                logger.warning("%s: no page of this crawl showed the outlet's %s", self.name, strip)

    def _count_listing(self, found: ListingPage, walk: Walk, page: Page | JsonDocument) -> None:
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
        is_behind_the_last = walk.page > 1 and self._walker.listing(walk).page_url is not None
        if not found.cards and not is_behind_the_last:
            self._count("listing/empty")
            unverified = any(
                each.unverified for each in self.outlet.listings if each.section == walk.section
            )
            guess = "its address is unverified" if unverified else "has it been redesigned?"
            logger.error(
                "%s: page %d of %s shows no article: %s", page.url, walk.page, walk.section, guess
            )
        self._expectations.judge_listing(found, walk.page, page.url)

    def _count_missing_article(self, visit: Visit, url: str) -> None:
        if not (visit.was_read and visit.blame == "for_good"):  # it was not taken down
            self._count_lost(url)

    def _count_lost(self, url: str) -> None:
        self._count(ARTICLES_LOST)
        self._expectations.name_lost(url)

    def _count_notes(self, page: Page | JsonDocument) -> None:
        for note in page.notes:
            self._count(f"extraction/{note}")
