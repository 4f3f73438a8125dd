"""Spiders of news outlets: listing → article, page by page, with the strips on the way."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from kznews.extraction.article import read_article
from kznews.extraction.document import Document
from kznews.extraction.listing import Card, ListingPage, read_listing
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.items import Article, Item
from kznews.outlets import Outlet
from kznews.outlets.addresses import is_article_url
from kznews.outlets.outlet import Listing
from kznews.spiders.arguments import JOB, read_count, read_day, read_names, refuse_unknown
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

Found = Request | Item


class NewsSpider(RecordingSpider):
    """Walks an outlet's listings and reads the articles that their cards lead to.

    Arguments: `since=YYYY-MM-DD` (nothing older; a listing ends after a page whose cards are all
    older), `pages=N` (at most N pages of each listing), `sections=name,…` (of the outlet's).
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
        self.pages = (
            read_count("pages", arguments["pages"]) if "pages" in arguments else self.outlet.pages
        )
        self.sections = (
            read_names("sections", arguments["sections"], sections)
            if "sections" in arguments
            else sections
        )
        self.allowed_domains = [*self.outlet.domains, *self.outlet.host_aliases]

    async def start(self) -> AsyncIterator[Request]:
        """The first page of each chosen listing."""
        for listing in self.outlet.listings:
            if listing.section in self.sections:
                yield self._listing_request(listing, listing.url, page=1)

    def parse_listing(self, response: Response, section: str, page: int) -> Iterator[Found]:
        """A listing's page: its strips, its articles, its next page."""
        yield from self._kept(response, "listing", self._read_listing(response, section, page))

    def parse_article(self, response: Response, listed: list[str] | None) -> Iterator[Found]:
        """An article's page; `listed`: the moment on its card (ISO 8601, precision, printed)."""
        yield from self._kept(response, "article", self._read_article(response, listed))

    def _read_listing(self, response: Response, section: str, page: int) -> Iterator[Found]:
        listing = next(each for each in self.outlet.listings if each.section == section)
        document = self._document(response)
        yield from self._strips(document)
        found = read_listing(document, page)
        self._count_listing(found, listing, response.url, page)
        for card in found.cards:
            if not self._is_too_old(_card_date(card)):
                yield self._article_request(card)
        self._count_notes(document.notes)
        if "listing/pager_unread" in document.notes:
            logger.error(
                "%s: the pager has more pages, but its next link is not read", response.url
            )
        if found.next_page is not None and not self._ends_here(found, section, page):
            yield self._listing_request(listing, found.next_page, page=page + 1)

    def _read_article(self, response: Response, listed: list[str] | None) -> Iterator[Found]:
        if not is_article_url(response.url, self.outlet):
            origin = response.meta.get("redirect_urls", [response.url])[0]
            yield self._rejection(
                origin, f"it leads to {response.url}, which is no article", "article/redirected"
            )
            return
        document = self._document(response)
        # Before the article, so that they are kept where it is none.
        yield from self._strips(document)
        article = read_article(document)
        if article.published_at is None and listed is not None:
            _take_listed(article, listed)
        for alias in (response.url, *response.meta.get("redirect_urls", [])):
            if alias != article.url and alias not in article.aliases:
                article.aliases.append(alias)
        if article.extraction.layout is not None:
            self._count(f"extraction/layout/{article.extraction.layout}")
        self._count(f"extraction/method/{article.extraction.method}")
        self._count_notes(document.notes)
        if self._is_too_old(article.published_at):
            self._count("article/older_than_since")
        else:
            yield article

    def _listing_request(self, listing: Listing, url: str, *, page: int) -> Request:
        meta: dict[str, Any] = {}
        if listing.needs_browser:
            meta["browser"] = {"ready": listing.ready}
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.failed,
            cb_kwargs={"section": listing.section, "page": page},
            meta=meta,
            # Listings first: a new article is worth more than an old one.
            priority=1,
        )

    def _article_request(self, card: Card) -> Request:
        listed = None
        if card.published is not None:
            moment = card.published
            listed = [moment.instant.isoformat(), moment.precision, moment.raw]
        return Request(
            card.url,
            callback=self.parse_article,
            errback=self.failed,
            cb_kwargs={"listed": listed},
        )

    def _document(self, response: Response) -> Document:
        content_type = response.headers.get(b"Content-Type")
        return Document(
            response.body,
            response.url,
            content_type=content_type.decode("latin-1") if content_type else None,
            outlet=self.outlet,
            fetched_at=fetch_time(response),
        )

    def _strips(self, document: Document) -> Iterator[Item]:
        tickers, rates = read_tickers(document), read_rates_strip(document)
        self._count("ticker/headlines", len(tickers))
        self._count("rates/values", len(rates))
        yield from tickers
        yield from rates

    def closed(self, reason: str) -> None:
        """Tell what the outlet is known to print on its pages and no page of this crawl did."""
        stats = self.crawler.stats
        if not stats.get_value("pages/read"):
            return
        for strip, declared, seen in (
            ("ticker", self.outlet.ticker, "ticker/headlines"),
            ("rates strip", self.outlet.rates, "rates/values"),
        ):
            if declared is not None and not stats.get_value(seen):
                logger.warning("%s: no page showed its %s", self.name, strip)

    def _is_too_old(self, published: datetime | None) -> bool:
        if self.since is None or published is None:
            return False
        return published.astimezone(zone(self.outlet.time_zone)).date() < self.since

    def _ends_here(self, found: ListingPage, section: str, page: int) -> bool:
        if page >= self.pages:
            logger.info(
                "%s: %s is followed to page %d and no further (-a pages=)",
                self.name,
                section,
                page,
            )
            return True
        # One old card may be pinned to the top: only a whole page of them is an end.
        dates = [_card_date(card) for card in found.cards]
        return bool(dates) and all(map(self._is_too_old, dates))

    def _count_listing(self, found: ListingPage, listing: Listing, url: str, page: int) -> None:
        self._count("listing/pages")
        self._count("listing/cards", len(found.cards))
        self._count("listing/unread_cards", found.unread)
        if found.unread:
            logger.warning("%s: %d cards lead to no article", url, found.unread)
        if not found.cards:
            self._count("listing/empty")
            known = "its address is unverified" if listing.unverified else "has it been redesigned?"
            logger.error(
                "%s: page %d of %s shows no article: %s", url, page, listing.section, known
            )
        layout = next(
            (each for each in self.outlet.listing_layouts if each.name == found.layout), None
        )
        if layout is not None and layout.unverified:
            self._count(f"listing/unverified_layout/{layout.name}")

    def _count_notes(self, notes: list[str]) -> None:
        for note in notes:
            self._count(f"extraction/{note}")


def _card_date(card: Card) -> datetime | None:
    return card.published.instant if card.published is not None else None


def _take_listed(article: Article, listed: list[str]) -> None:
    """The article's page states no date: its own card's does (domain: exclusive.kz, WordPress)."""
    instant, precision, raw = listed
    article.published_at = datetime.fromisoformat(instant)
    article.published_precision = "day" if precision == "day" else "minute"
    article.published_raw = raw
    article.notes.append("published/from_listing")
