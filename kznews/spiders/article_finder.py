"""How the spiders of news outlets find articles: by feeds, sitemaps and listings."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kznews.extraction.cards import ListingPage
from kznews.extraction.json_document import JsonDocument, is_json
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.sitemap import read_sitemap
from kznews.items import LISTING_SHOWN, TICKER_SHOWN, Item, Rejection, Ticker
from kznews.outlets import Outlet
from kznews.outlets.addresses import edition_at
from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import ArticleLayout
from kznews.spiders.arguments import JOB, read_count, read_day, read_names, refuse_unknown
from kznews.spiders.expectations import Expectations
from kznews.spiders.heavy_pages import count_tags, read_in_turn
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.spiders.strips import LastStrip, LastTickers, Strips, read_strips
from kznews.spiders.walk.articles import ArticleRequests
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.spiders.walk.feeds import FeedReader
from kznews.spiders.walk.rule import Walk
from kznews.spiders.walk.walker import ListingWalker
from kznews.statistics import (
    DISCOVERED,
    DISCOVERY_FAULTS,
    LISTINGS_EMPTY,
    LISTINGS_ENDLESS,
    LISTINGS_SHOWN,
)
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

Found = Request | Item

# A walk back to a day ends there; this is for a listing that never does.
_MOST_PAGES = 1000


class ArticleFinder(RecordingSpider):
    """Spider that reads an outlet's feeds, sitemaps and listings, and asks for their articles.

    Arguments: `since=YYYY-MM-DD` (nothing older; a listing ends after a page whose cards are all
    older; sitemaps and lists by day are followed as far back), `pages=N` (at most N pages of each
    listing), `sections=name,…` (of the outlet's feeds, sitemaps and listings). Without `since` and
    `pages` it catches up: a listing ends where all is known and unchanged.
    Raises ArgumentError for any other, and for impossible values.
    """

    outlet: Outlet
    induced: tuple[ArticleLayout, ...] = ()
    """Layouts that were induced from the outlet's pages, newest first; an extension sets them."""

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
        self._last_tickers, self._last_rates = LastTickers(), LastStrip()
        self.allowed_domains = [*self.outlet.domains, *self.outlet.host_aliases]

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
            from kznews.extraction.feed import read_feed  # noqa: PLC0415 - slow to import

            found = await read_in_turn(
                response.body,
                count_tags(response.body),
                partial(
                    read_feed,
                    response.body,
                    response.url,
                    outlet=self.outlet,
                    fetched_at=fetch_time(response),
                ),
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
            found = await read_in_turn(
                response.body,
                count_tags(response.body),
                partial(
                    read_sitemap,
                    response.body,
                    response.url,
                    outlet=self.outlet,
                    fetched_at=fetch_time(response),
                    not_before=date.fromisoformat(place.since) if place.since else None,
                ),
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
            self._tell_listing(response)
            async for request in self._walker.follow_unchanged(response, place):
                yield request
            return
        if response.status == 404:  # behind the last page
            return
        with self._kept(response, "listing") as lost:
            tags = count_tags(response.body)
            document, strips = await read_in_turn(
                response.body, tags, partial(self._read_document, response, tags)
            )
            if strips is not None:
                for strip in self._new_strips(strips):
                    yield strip
            listing = self._walker.listing(place)
            found = await read_in_turn(
                response.body, tags, partial(read_listing, document, place.page, listing)
            )
            self._count_listing(found, place, document)
            if found.cards:
                self._tell_listing(response)
            async for request in self._walker.follow(response, found, place):
                yield request
        for rejection in lost:
            yield rejection

    @abstractmethod
    def parse_article(
        self, response: Response, **card_date: Any
    ) -> Iterator[Found] | AsyncIterator[Found]:
        """Read an article's page; `card_date`: CardDate's fields, where its card states a date."""

    def failed(self, failure: Failure) -> Iterator[Rejection]:
        """Do what every spider does, and count feeds and sitemaps by themselves."""
        yield from super().failed(failure)
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        way = request.cb_kwargs.get("section")
        if way in {each.section for each in self.outlet.ways if not isinstance(each, Listing)}:
            self._count(f"{DISCOVERY_FAULTS}failed/{way}")

    def closed(self, reason: str) -> None:
        """Count what each way found, and tell which of them does not show what is new."""
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

    @cached_property
    def _expectations(self) -> Expectations:
        return Expectations(self.outlet, self.crawler.stats)

    def _first_pages(self, listing: Listing) -> list[str]:
        """Give the first page of a listing, or, of a walk back to a day, those of its days."""
        if self.since is None or listing.day_url is None:
            return [listing.url]
        today = datetime.now(zone(self.outlet.time_zone)).date()
        count = min((today - self.since).days + 1, _MOST_PAGES)
        days = [today - timedelta(days=back) for back in range(count)]
        return list(dict.fromkeys(day.strftime(listing.day_url) for day in days))

    def _read_document(
        self, response: Response, tags: int
    ) -> tuple[Page | JsonDocument, Strips | None]:
        if is_json(response.body):
            document = JsonDocument(
                response.body,
                response.url,
                outlet=self.outlet,
                fetched_at=fetch_time(response),
            )
            return document, None
        page = self._page(response, tags)
        return page, read_strips(page)

    def _page(self, response: Response, tags: int | None = None) -> Page:
        content_type = response.headers.get(b"Content-Type")
        return Page(
            response.body,
            response.url,
            content_type=content_type.decode("latin-1") if content_type else None,
            outlet=self.outlet,
            fetched_at=fetch_time(response),
            induced=self.induced,
            tags=tags,
        )

    def _new_strips(self, strips: Strips) -> Iterator[Item]:
        self._count("ticker/headlines", len(strips.tickers))
        self._count("rates/values", len(strips.rates))
        yield from self._ticker(strips.tickers, strips.seen_at)
        if not self._last_rates.is_repeated(strips.rates, strips.seen_at):
            yield from strips.rates

    def _ticker(self, tickers: list[Ticker], seen_at: datetime) -> Iterator[Item]:
        """Give a page's headlines, and tell that it shows no other; nothing where it has none."""
        if tickers and not self._last_tickers.is_repeated(tickers, seen_at):
            self.crawler.signals.send_catch_log(
                TICKER_SHOWN,
                outlet=self.outlet.name,
                edition=tickers[0].edition,
                headlines=[each.headline for each in tickers],
                seen_at=seen_at,
            )
            yield from tickers

    def _tell_listing(self, response: Response) -> None:
        """Tell the store that the outlet shows its articles: what is missing then is no outage."""
        self.crawler.signals.send_catch_log(
            LISTING_SHOWN, url=response.url, seen_at=fetch_time(response)
        )

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

    def _count_notes(self, page: Page | JsonDocument) -> None:
        for note in page.notes:
            self._count(f"extraction/{note}")
