"""Spiders of news outlets: listing → article, page by page, with the strips on the way."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, ClassVar, get_args

from scrapy import Request
from scrapy.http import Response

from kznews.extraction.article import read_article
from kznews.extraction.listing import Card, ListingPage, read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.frontier.door import (
    SCHEDULING,
    Known,
    Memory,
    Scheduling,
    known,
    remember,
    scheduling_of,
    visit_of,
)
from kznews.items import Article, DateDoubt, Item
from kznews.outlets import Outlet
from kznews.outlets.addresses import is_article_url
from kznews.outlets.outlet import Listing
from kznews.spiders.arguments import JOB, read_count, read_day, read_names, refuse_unknown
from kznews.spiders.recording import RecordingSpider, fetch_time
from kznews.spiders.walk import Sight, Step, Walk, step
from kznews.statistics import PAGES_READ
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

Found = Request | Item

# A walk back to a day ends there; this is for a listing that never does.
_FARTHEST = 1000
# Fewer pages may well be all of a design that has no strips.
_PAGES_THAT_SHOULD_SHOW_STRIPS = 20


class NewsSpider(RecordingSpider):
    """Walks an outlet's listings and reads the articles that their cards lead to.

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
        self.pages = (
            read_count("pages", arguments["pages"]) if "pages" in arguments else self.outlet.pages
        )
        if self.since is not None and "pages" not in arguments:
            self.pages = _FARTHEST
        self.catches_up = not arguments.keys() & {"since", "pages"}
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
                walk = Walk(
                    section=listing.section,
                    page=1,
                    pages=self.pages,
                    since=self.since.isoformat() if self.since else None,
                    catches_up=self.catches_up,
                )
                yield self._listing_request(listing.url, walk)

    async def parse_listing(self, response: Response, **walk: Any) -> AsyncIterator[Found]:
        """A listing's page: its strips, its articles, its next page. `walk` is a Walk's fields."""
        at = Walk(**walk)
        if self._is_unchanged(response):
            async for request in self._behind_the_same(visit_of(response).memory, at):
                yield request
            return
        with self._kept(response, "listing") as lost:
            async for found in self._read_listing(response, at):
                yield found
        for rejection in lost:
            yield rejection

    def parse_article(self, response: Response, listed: list[str] | None) -> Iterator[Found]:
        """An article's page; `listed`: the moment on its card.

        ISO 8601, precision, as printed, zone (empty for none), doubts.
        """
        if self._is_unchanged(response):
            return
        with self._kept(response, "article") as lost:
            yield from self._read_article(response, listed)
        yield from lost

    async def _read_listing(self, response: Response, walk: Walk) -> AsyncIterator[Found]:
        page = self._page(response)
        for strip in self._strips(page):
            yield strip
        found = read_listing(page, walk.page)
        self._count_listing(found, walk, response.url)
        self._count_notes(page.notes)
        if "listing/pager_unread" in page.notes:
            logger.error(
                "%s: the pager has more pages, but its next link is not read", response.url
            )
        cards = await self._listed(found, walk)
        for each in cards:
            if each.is_changed:
                scheduling = scheduling_of(each.request)
                each.request.meta[SCHEDULING] = replace(scheduling, again=True)
            if each.is_changed or (each.known is None and not each.is_old):
                yield each.request
        visit = visit_of(response)
        sight = Sight(
            is_last=found.next_page is None,
            has_news=not cards or any(not each.is_unchanged for each in cards),
            is_all_old=bool(cards) and all(each.is_old for each in cards),
            is_undated=not any(each.published for each in cards),
            passes_over=any(each.known is None and each.is_old for each in cards),
            had_gap=bool(visit.memory.get("gap")),
            was_interrupted=visit.is_repeated,
        )
        onward = step(walk, sight, reach=self.outlet.pages)
        if onward.leaves_gap and not walk.catches_up:
            # The walks that catch up have rows of their own, and must know.
            regular = replace(walk, catches_up=True, since=None, pages=self.outlet.pages)
            pages = [self._listing_request(response.url, regular)]
            await remember(self.crawler, pages, {"gap": True})
        visit.digest = _digest([(card.url, card.title) for card in found.cards], found.next_page)
        visit.memory = {"next": found.next_page, "gap": onward.leaves_gap}
        visit.complete = not onward.leaves_gap
        async for request in self._onwards(onward, found.next_page):
            yield request

    async def _listed(self, found: ListingPage, walk: Walk) -> list[_Listed]:
        requests = [self._article_request(card) for card in found.cards]
        met = await known(self.crawler, requests)
        cards = [
            _Listed(card, request, what)
            for card, request, what in zip(found.cards, requests, met, strict=True)
        ]
        return [
            replace(each, is_old=self._is_too_old(each.published, walk.since)) for each in cards
        ]

    async def _onwards(self, onward: Step, next_page: str | None) -> AsyncIterator[Request]:
        if onward.to == "next" and next_page is not None:
            yield self._listing_request(next_page, onward.walk)
        elif onward.to == "beyond":
            async for request in self._beyond(next_page, onward.walk):
                yield request
        elif next_page is not None:
            logger.info(
                "%s: %s is followed to page %d and no further (-a pages=, -a since=)",
                self.name,
                onward.walk.section,
                onward.walk.page - 1,
            )

    async def _behind_the_same(self, memory: Memory, walk: Walk) -> AsyncIterator[Request]:
        """Go on from a page that is as it was: all its cards are known."""
        next_page = memory.get("next")
        if not walk.owes:
            async for request in self._beyond(next_page, walk.next()):
                yield request
        elif next_page is not None and walk.page < walk.pages:
            yield self._listing_request(next_page, walk.next())

    async def _beyond(self, url: str | None, walk: Walk) -> AsyncIterator[Request]:
        """Give the first page that no walk has read, or that has a gap, from the one at `url` on.

        All before it is known: a walk that was cut short is taken up where it ended.
        """
        while walk.catches_up and url is not None and walk.page <= walk.pages:
            request = self._listing_request(url, walk)
            [met] = await known(self.crawler, [request])
            if met is None or (met.state == "done" and met.memory.get("gap")):
                yield request
                return
            if met.state != "done":  # on its way, or given up
                return
            url, walk = met.memory.get("next"), walk.next()

    def _read_article(self, response: Response, listed: list[str] | None) -> Iterator[Found]:
        if not is_article_url(response.url, self.outlet):
            origin = response.meta.get("redirect_urls", [response.url])[0]
            reason = f"it leads to {response.url}, which is no article"
            visit_of(response).fail(reason, "for_good")
            yield self._rejection(origin, reason, "article/redirected")
            return
        page = self._page(response)
        # Before the article, so that they are kept where it is none.
        yield from self._strips(page)
        article = read_article(page)
        if article.published_at is None and listed is not None:
            _take_listed(article, listed)
            page.notes.append("published/from_listing")
        for alias in (response.url, *response.meta.get("redirect_urls", [])):
            if alias != article.url and alias not in article.aliases:
                article.aliases.append(alias)
        if article.extraction.layout is not None:
            self._count(f"extraction/layout/{article.extraction.layout}")
        self._count(f"extraction/method/{article.extraction.method}")
        self._count_notes(page.notes)
        visit = visit_of(response)
        visit.digest = _digest(article.title, article.lead, article.body, article.authors)
        visit.page_date = article.published_at
        yield article

    def _listing_request(self, url: str, walk: Walk) -> Request:
        listing = self._listing(walk.section)
        if walk.catches_up:
            policy = "listing" if walk.page == 1 else "archive"
            scheduling = Scheduling(policy=policy, again=walk.page > 1)
        else:  # a walk that was asked for goes its own way, once
            variant = f"since={walk.since},pages={walk.pages}"
            scheduling = Scheduling(variant=variant, unconditional=True, again=walk.page > 1)
        meta: dict[str, Any] = {SCHEDULING: scheduling}
        if listing.wait_for is not None:
            meta["browser"] = {"wait_for": listing.wait_for}
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.failed,
            cb_kwargs=asdict(walk),
            meta=meta,
            # Listings first: a new article is worth more than an old one.
            priority=1,
        )

    def _article_request(self, card: Card) -> Request:
        listed = None
        if card.published is not None:
            moment = card.published
            listed = [
                moment.instant.isoformat(),
                moment.precision,
                moment.raw,
                moment.zone or "",
                *moment.doubts,
            ]
        return Request(
            card.url,
            callback=self.parse_article,
            errback=self.failed,
            cb_kwargs={"listed": listed},
            meta={SCHEDULING: Scheduling(policy="article", link_text=card.title)},
        )

    def _listing(self, section: str) -> Listing:
        return next(each for each in self.outlet.listings if each.section == section)

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
        """Tell what the outlet is known to print on its pages and no page of this crawl did."""
        stats = self.crawler.stats
        if stats.get_value(PAGES_READ, 0) < _PAGES_THAT_SHOULD_SHOW_STRIPS:
            return
        for strip, declared, seen in (
            ("ticker", self.outlet.ticker, "ticker/headlines"),
            ("rates strip", self.outlet.rates, "rates/values"),
        ):
            if declared is not None and not stats.get_value(seen):
                logger.warning("%s: no page showed its %s", self.name, strip)

    def _is_too_old(self, published: datetime | None, since: str | None) -> bool:
        if since is None or published is None:
            return False
        return published.astimezone(zone(self.outlet.time_zone)).date().isoformat() < since

    def _count_listing(self, found: ListingPage, walk: Walk, url: str) -> None:
        self._count("listing/pages")
        self._count("listing/cards", len(found.cards))
        self._count("listing/unread_cards", found.unread)
        if found.unread:
            logger.warning("%s: %d cards lead to no article", url, found.unread)
        if not found.cards:
            self._count("listing/empty")
            listing = self._listing(walk.section)
            guess = "its address is unverified" if listing.unverified else "has it been redesigned?"
            logger.error(
                "%s: page %d of %s shows no article: %s", url, walk.page, walk.section, guess
            )
        layout = next(
            (each for each in self.outlet.listing_layouts if each.name == found.layout), None
        )
        if layout is not None and layout.unverified:
            self._count(f"listing/unverified_layout/{layout.name}")

    def _count_notes(self, notes: list[str]) -> None:
        for note in notes:
            self._count(f"extraction/{note}")


@dataclass(frozen=True)
class _Listed:
    """A card, and what is known of its article."""

    card: Card
    request: Request
    known: Known | None
    is_old: bool = False
    """Older than the walk goes back."""

    @property
    def is_unchanged(self) -> bool:
        return self.known is not None and self._says_the_same(self.known)

    @property
    def is_changed(self) -> bool:
        return self.known is not None and not self._says_the_same(self.known)

    def _says_the_same(self, known: Known) -> bool:
        # Two listings may print two titles of one article.
        return self.card.title is None or self.card.title in known.link_texts

    @property
    def published(self) -> datetime | None:
        """As the card states, or else as its article did, if the card is as it was."""
        if self.card.published is not None:
            return self.card.published.instant
        return self.known.page_date if self.known and self.is_unchanged else None


def _digest(*read: object) -> str:
    said = json.dumps(read, default=repr, ensure_ascii=False)
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _take_listed(article: Article, listed: list[str]) -> None:
    """The article's page states no date: its own card's does (domain: exclusive.kz, WordPress)."""
    instant, precision, raw, *rest = listed
    article.published_at = datetime.fromisoformat(instant)
    article.published_precision = "day" if precision == "day" else "minute"
    article.published_raw = raw
    # A row that an earlier version stored has no more.
    article.published_zone = rest[0] or None if rest else None
    article.published_doubts = [doubt for doubt in get_args(DateDoubt) if doubt in rest]
