"""What follows from an outlet's feeds and sitemaps: the requests that they give."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Literal
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from kznews.extraction.cards import ListingPage
from kznews.extraction.sitemap import Member, SitemapPage
from kznews.frontier.door import SCHEDULING, Scheduling, visit_of
from kznews.outlets import Outlet
from kznews.outlets.discovery import Feed, Sitemap
from kznews.spiders.walk.articles import ArticleRequests
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.spiders.walk.rule import Walk
from kznews.spiders.walk.walker import listing_digest

Callback = Callable[..., Any]

_NEWEST_MEMBERS = 2
"""Sitemaps of an index that a crawl which catches up reads: the newest may have just begun."""
_DEEPEST = 3
"""Levels of sitemaps: an index of indexes of sitemaps."""
_MEMBERS = "members"
"""Key of what an index leaves for its next visit: the sitemaps to read where it is as it was."""
_PRIORITIES: dict[type, int] = {Feed: 3, Sitemap: 2}
"""Before listings, which have 1: what several ways show is found by the cheapest."""


class FeedReader:
    """The reader of one outlet's feeds and sitemaps."""

    def __init__(
        self,
        outlet: Outlet,
        articles: ArticleRequests,
        record: DiscoveryRecord,
        *,
        parse_feed: Callback,
        parse_sitemap: Callback,
        errback: Callback,
    ) -> None:
        self._outlet = outlet
        self._articles = articles
        self._record = record
        self._callbacks: dict[type, Callback] = {Feed: parse_feed, Sitemap: parse_sitemap}
        self._errback = errback

    def request(self, way: Feed | Sitemap, walk: Walk) -> Request:
        """Give the request for a feed, or for a sitemap at the top."""
        return self._request(way.url, "feed" if isinstance(way, Feed) else "sitemap", way, walk)

    async def follow_feed(
        self, response: Response, found: ListingPage, walk: Walk
    ) -> AsyncIterator[Request]:
        """Give the requests for the articles that a feed, or a sitemap, shows."""
        articles = await self._articles.shown(found.cards, walk.section, walk.since)
        self._record.feed(walk.section, articles)
        for request in self._articles.due(articles):
            yield request
        visit = visit_of(response)
        visit.digest = listing_digest(found)
        if any(each.is_news for each in articles):
            visit.page_date = visit.answered_at

    async def follow_sitemap(
        self, response: Response, found: SitemapPage, walk: Walk
    ) -> AsyncIterator[Request]:
        """Give the requests for a sitemap's articles, or for an index's sitemaps."""
        if not found.members:
            async for request in self.follow_feed(response, found.articles, walk):
                yield request
            return
        members = [*self._chosen(found.members, walk)]
        dated = any(member.changed for member in members)
        # An index without dates is as it was, whatever its sitemaps say.
        visit_of(response).memory = {} if dated else {_MEMBERS: [each.url for each in members]}
        for request in self._member_requests([each.url for each in members], walk):
            yield request

    def follow_unchanged(self, response: Response, walk: Walk) -> Iterator[Request]:
        """Go on from a feed or a sitemap that is as it was."""
        self._record.unchanged_feed(walk.section)
        yield from self._member_requests(visit_of(response).memory.get(_MEMBERS, []), walk)

    def _chosen(self, members: Sequence[Member], walk: Walk) -> Iterator[Member]:
        if walk.page >= _DEEPEST:
            return
        pattern = re.compile(self._sitemap(walk).members or "")
        own = [
            each
            for each in members
            if pattern.search(each.url) and urlsplit(each.url).hostname in self._outlet.domains
        ]
        yield from own[: walk.last_page if walk.since else _NEWEST_MEMBERS]

    def _member_requests(self, urls: Sequence[str], walk: Walk) -> Iterator[Request]:
        for url in urls:
            yield self._request(url, "sitemap", self._sitemap(walk), walk.next(), again=True)

    def _sitemap(self, walk: Walk) -> Sitemap:
        return next(each for each in self._outlet.sitemaps if each.section == walk.section)

    def _request(
        self,
        url: str,
        policy: Literal["feed", "sitemap"],
        way: Feed | Sitemap,
        walk: Walk,
        *,
        again: bool = False,
    ) -> Request:
        scheduling = (
            Scheduling(policy=policy, again=again)
            if walk.catches_up
            # A walk that was asked for goes its own way, once.
            else Scheduling(variant=f"since={walk.since}", unconditional=True, again=again)
        )
        return Request(
            url,
            callback=self._callbacks[type(way)],
            errback=self._errback,
            cb_kwargs=asdict(walk),
            meta={SCHEDULING: scheduling},
            priority=_PRIORITIES[type(way)],
        )
