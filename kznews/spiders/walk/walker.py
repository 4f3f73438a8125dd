"""The walk over an outlet's listings: what it asks the frontier, and the requests it yields."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.extraction.listing import Card, ListingPage
from kznews.frontier.door import (
    SCHEDULING,
    Known,
    Scheduling,
    known,
    remember,
    scheduling_of,
    visit_of,
)
from kznews.outlets import Outlet
from kznews.spiders.walk.card_date import CardDate
from kznews.spiders.walk.rule import ListingObservation, Step, Walk, next_step
from kznews.statistics import LISTINGS_ENDLESS
from kznews.text.timezones import zone

logger = logging.getLogger(__name__)

Callback = Callable[..., Any]

_NEXT_PAGE = "next"
_HAS_GAP = "gap"
"""Keys of what a listing's page leaves for its next visit: an address, and whether there may be
articles behind the page that no walk has found."""


class ListingWalker:
    """The walker over the listings of one outlet."""

    def __init__(
        self,
        crawler: Crawler,
        outlet: Outlet,
        *,
        parse_listing: Callback,
        parse_article: Callback,
        errback: Callback,
    ) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._parse_listing = parse_listing
        self._parse_article = parse_article
        self._errback = errback

    def listing_request(self, url: str, walk: Walk) -> Request:
        """Give the request for the page of a listing at which the walk is."""
        if walk.catches_up:
            policy = "listing" if walk.page == 1 else "archive"
            scheduling = Scheduling(policy=policy, again=walk.page > 1)
        else:  # a walk that was asked for goes its own way, once
            variant = f"since={walk.since},pages={walk.last_page}"
            scheduling = Scheduling(variant=variant, unconditional=True, again=walk.page > 1)
        meta: dict[str, Any] = {SCHEDULING: scheduling}
        [wait_for] = [
            each.wait_for for each in self._outlet.listings if each.section == walk.section
        ]
        if wait_for is not None:
            meta["browser"] = {"wait_for": wait_for}
        return Request(
            url,
            callback=self._parse_listing,
            errback=self._errback,
            cb_kwargs=_arguments(walk),
            meta=meta,
            # Listings first: a new article is worth more than an old one.
            priority=1,
        )

    async def follow(
        self, response: Response, found: ListingPage, walk: Walk
    ) -> AsyncIterator[Request]:
        """Give the requests that follow from a page: its articles', and the walk's next page's."""
        articles = await self._listed_articles(found, walk)
        for each in articles:
            if each.is_changed:
                scheduling = replace(scheduling_of(each.request), again=True)
                each.request.meta[SCHEDULING] = scheduling
            if each.is_changed or (each.known is None and not each.is_old):
                yield each.request
        visit = visit_of(response)
        observed = ListingObservation(
            is_last=found.next_page is None,
            has_news=not articles or any(not each.is_unchanged for each in articles),
            is_all_old=bool(articles) and all(each.is_old for each in articles),
            oldest=min(
                (_moment(each.published) for each in articles if each.published), default=None
            ),
            skips_unknown=any(each.known is None and each.is_old for each in articles),
            had_gap=bool(visit.memory.get(_HAS_GAP)),
            was_interrupted=visit.is_repeated,
        )
        step = next_step(walk, observed, max_depth=self._outlet.pages)
        was_read = _NEXT_PAGE in visit.memory
        if step.is_stalled or (
            # Since the last crawl, all pages that it read have become others.
            walk.catches_up
            and walk.page >= walk.last_page
            and was_read
            and all(each.known is None for each in articles)
        ):
            self._tell_endless(response, walk)
        if step.leaves_gap and not walk.catches_up:
            # The walks that catch up have rows of their own, and must know.
            regular = replace(walk, catches_up=True, since=None, last_page=self._outlet.pages)
            pages = [self.listing_request(response.url, regular)]
            await remember(self._crawler, pages, {_HAS_GAP: True})
        visit.digest = _digest(found)
        visit.memory = {_NEXT_PAGE: found.next_page, _HAS_GAP: step.leaves_gap}
        visit.complete = not step.leaves_gap
        async for request in self._take(step, found.next_page):
            yield request

    async def follow_unchanged(self, response: Response, walk: Walk) -> AsyncIterator[Request]:
        """Go on from a page that is as it was: all its cards are known."""
        next_page = visit_of(response).memory.get(_NEXT_PAGE)
        if not walk.crossed_gap:
            async for request in self._first_unread(next_page, walk.next()):
                yield request
        elif next_page is not None and walk.page < walk.last_page:
            yield self.listing_request(next_page, walk.next())

    def _tell_endless(self, response: Response, walk: Walk) -> None:
        self._crawler.stats.inc_value(LISTINGS_ENDLESS)
        logger.error(
            "%s: page %d of %s is no farther back than the pages before it, or all new since the "
            "last crawl: the pager may have no end, so it is followed no further",
            response.url,
            walk.page,
            walk.section,
        )

    async def _take(self, step: Step, next_page: str | None) -> AsyncIterator[Request]:
        if step.target == "next_page" and next_page is not None:
            yield self.listing_request(next_page, step.walk)
        elif step.target == "first_unread":
            async for request in self._first_unread(next_page, step.walk):
                yield request
        elif next_page is not None:
            logger.info(
                "%s: %s is followed to page %d and no further (-a pages=, -a since=)",
                self._outlet.name,
                step.walk.section,
                step.walk.page - 1,
            )

    async def _first_unread(self, url: str | None, walk: Walk) -> AsyncIterator[Request]:
        """Give the first page that no walk has read, or that has a gap, from the one at `url` on.

        All before it is known: a walk that was cut short is taken up where it ended.
        """
        while walk.catches_up and url is not None and walk.page <= walk.last_page:
            request = self.listing_request(url, walk)
            [page] = await known(self._crawler, [request])
            if page is None or (page.state == "done" and page.memory.get(_HAS_GAP)):
                yield request
                return
            if page.state != "done":  # it waits for its turn, or was given up
                return
            url, walk = page.memory.get(_NEXT_PAGE), walk.next()

    async def _listed_articles(self, found: ListingPage, walk: Walk) -> list[_ListedArticle]:
        requests = [self._article_request(card) for card in found.cards]
        states = await known(self._crawler, requests)
        articles = [
            _ListedArticle(card, request, state)
            for card, request, state in zip(found.cards, requests, states, strict=True)
        ]
        return [
            replace(each, is_old=self._is_too_old(each.published, walk.since)) for each in articles
        ]

    def _article_request(self, card: Card) -> Request:
        return Request(
            card.url,
            callback=self._parse_article,
            errback=self._errback,
            cb_kwargs=CardDate.of(card.published).arguments() if card.published else {},
            meta={SCHEDULING: Scheduling(policy="article", link_text=card.title)},
        )

    def _is_too_old(self, published: datetime | None, since: str | None) -> bool:
        if since is None or published is None:
            return False
        return published.astimezone(zone(self._outlet.time_zone)).date().isoformat() < since


@dataclass(frozen=True)
class _ListedArticle:
    """An article as a listing shows it, and what the frontier knows of it."""

    card: Card
    request: Request
    known: Known | None
    is_old: bool = False
    """Whether the article is older than the walk goes back."""

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
        """Moment that the card states, or else the article's own, if the card is as it was."""
        if self.card.published is not None:
            return self.card.published.instant
        return self.known.page_date if self.known and self.is_unchanged else None


def _arguments(walk: Walk) -> dict[str, Any]:
    """Give the fields that travel with a request: what only a walk back to a day knows, with it."""
    of_day = set() if walk.since is not None else {"oldest", "stalled_pages"}
    return {name: value for name, value in asdict(walk).items() if name not in of_day}


def _moment(published: datetime) -> str:
    """Write a moment so that it sorts by time."""
    return f"{published.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _digest(found: ListingPage) -> str:
    said = [[(card.url, card.title) for card in found.cards], found.next_page]
    text = json.dumps(said, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
