"""The walk over an outlet's listings: what it asks the frontier, and the requests it yields."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from kznews.extraction.cards import ListingPage
from kznews.frontier.door import SCHEDULING, Scheduling, known, remember, visit_of
from kznews.outlets import Outlet
from kznews.outlets.discovery import Listing
from kznews.spiders.walk.articles import ArticleRequests, ShownArticle
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.spiders.walk.rule import ListingObservation, Step, Walk, next_step
from kznews.statistics import LISTINGS_ENDLESS

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
        articles: ArticleRequests,
        record: DiscoveryRecord,
        *,
        parse_listing: Callback,
        errback: Callback,
    ) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._articles = articles
        self._record = record
        self._parse_listing = parse_listing
        self._errback = errback

    def listing(self, walk: Walk) -> Listing:
        """Give the listing that the walk is in."""
        return next(each for each in self._outlet.listings if each.section == walk.section)

    def listing_request(self, url: str, walk: Walk) -> Request:
        """Give the request for the page of a listing at which the walk is."""
        if walk.catches_up:
            policy = "listing" if walk.page == 1 else "archive"
            scheduling = Scheduling(policy=policy, again=walk.page > 1)
        else:  # a walk that was asked for goes its own way, once
            variant = f"since={walk.since},pages={walk.last_page}"
            scheduling = Scheduling(variant=variant, unconditional=True, again=walk.page > 1)
        meta: dict[str, Any] = {SCHEDULING: scheduling}
        listing = self.listing(walk)
        if listing.wait_for is not None:
            meta["browser"] = {"wait_for": listing.wait_for}
        if listing.page_url is not None and walk.page > 1:
            # Nothing on a page says whether it is the last.
            meta["handle_httpstatus_list"] = [404]
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
        articles = await self._articles.shown(found.cards, walk.section, walk.since)
        self._record.listing(walk.section, walk.page, articles)
        for request in self._articles.due(articles):
            yield request
        visit = visit_of(response)
        shown = _digest([(card.url, card.title) for card in found.cards])
        observed = ListingObservation(
            is_last=found.next_page is None or walk.shown == shown,
            has_news=not articles or any(each.is_news for each in _last(articles)),
            is_all_old=bool(articles) and all(each.is_old for each in articles),
            oldest=min(
                (_moment(each.published) for each in articles if each.published), default=None
            ),
            skips_unknown=any(each.known is None and each.is_old for each in articles),
            had_gap=bool(visit.memory.get(_HAS_GAP)),
            was_interrupted=visit.is_repeated,
        )
        step = next_step(walk, observed, max_depth=self._outlet.pages)
        step = replace(step, walk=replace(step.walk, shown=shown))
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
        visit.digest = listing_digest(found)
        if any(each.is_news for each in articles):
            visit.page_date = visit.answered_at
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


def _arguments(walk: Walk) -> dict[str, Any]:
    """Give the fields that travel with a request: what only a walk back to a day knows, with it."""
    of_day = set() if walk.since is not None else {"oldest", "stalled_pages"}
    return {name: value for name, value in asdict(walk).items() if name not in of_day}


def _last(articles: Sequence[ShownArticle]) -> Sequence[ShownArticle]:
    """Give those that tell whether a page is followed by something new: below what is known all is.

    Not one alone: it may be pinned there, or from elsewhere.
    """
    return articles[-max(3, len(articles) // 3) :]


def _moment(published: datetime) -> str:
    """Write a moment so that it sorts by time."""
    return f"{published.astimezone(UTC):%Y-%m-%dT%H:%M}"


def listing_digest(found: ListingPage) -> str:
    """Digest what a listing, a feed or a sitemap shows: it changes when that changes."""
    return _digest([[(card.url, card.title) for card in found.cards], found.next_page])


def _digest(said: list[Any]) -> str:
    text = json.dumps(said, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
