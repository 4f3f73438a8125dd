"""The articles that a listing, a feed or a sitemap shows: which are new, changed, too old."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler

from kznews.extraction.cards import Card
from kznews.frontier.door import SCHEDULING, Known, Scheduling, known, scheduling_of
from kznews.outlets import Outlet
from kznews.spiders.walk.card_date import CardDate
from kznews.text.timezones import zone

Callback = Callable[..., Any]

_AT_ONCE = 1000
"""Requests that the frontier is asked about at once."""


@dataclass(frozen=True)
class ShownArticle:
    """An article as one way of discovery shows it, and what the frontier knows of it."""

    card: Card
    request: Request
    known: Known | None
    way: str
    """Section of the way of discovery."""
    is_old: bool = False
    """Whether the article is older than the walk goes back."""

    @property
    def is_new(self) -> bool:
        """Whether the article is not known and young enough."""
        return self.known is None and not self.is_old

    @property
    def is_changed(self) -> bool:
        """Whether this way showed the article before, and under other titles only."""
        return bool(self._former_titles) and self._titled not in self._former_titles

    @property
    def is_news(self) -> bool:
        """Whether this way has not shown the article before, or not under this title.

        What another way has found a moment ago is news here all the same: it says nothing of what
        stands below it.
        """
        return self.known is None or self.is_changed or self.is_newly_titled

    @property
    def is_unchanged(self) -> bool:
        """Whether the article is known, and not changed."""
        return self.known is not None and not self.is_changed

    @property
    def is_newly_titled(self) -> bool:
        """Whether the article is known from other ways only: its title here is not known yet."""
        return self.known is not None and self._titled is not None and not self._former_titles

    @property
    def published(self) -> datetime | None:
        """Moment that the card states, or else the article's own, if the card is as it was."""
        if self.card.published is not None:
            return self.card.published.instant
        return self.known.page_date if self.known and self.is_unchanged else None

    @property
    def _titled(self) -> str | None:
        title = self.card.title
        return None if title is None else _link_text(self.way, title)

    @property
    def _former_titles(self) -> list[str]:
        # Two ways may print two titles of one article: each is compared with itself.
        if self.known is None or self.card.title is None:
            return []
        prefix = _link_text(self.way, "")
        return [text for text in self.known.link_texts if text.startswith(prefix)]


def _link_text(way: str, title: str) -> str:
    """Write what the frontier keeps of a title, so that it is known which way showed it."""
    return f"{way}: {title}"


class ArticleRequests:
    """The requests for the articles that the ways of one outlet show."""

    def __init__(
        self, crawler: Crawler, outlet: Outlet, *, parse_article: Callback, errback: Callback
    ) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._parse_article = parse_article
        self._errback = errback

    async def shown(self, cards: Sequence[Card], way: str, since: str | None) -> list[ShownArticle]:
        """Ask the frontier what is known of the cards' articles; `since`: a day, YYYY-MM-DD."""
        requests = [self._request(card, way) for card in cards]
        states: list[Known | None] = []
        for first in range(0, len(requests), _AT_ONCE):
            states += await known(self._crawler, requests[first : first + _AT_ONCE])
        articles = [
            ShownArticle(card, request, state, way)
            for card, request, state in zip(cards, requests, states, strict=True)
        ]
        return [replace(each, is_old=self._is_too_old(each, since)) for each in articles]

    def due(self, articles: Sequence[ShownArticle]) -> Iterator[Request]:
        """Give the requests for what is new or changed, and those that only bring a title."""
        for each in articles:
            if each.is_changed:
                scheduling = replace(scheduling_of(each.request), again=True)
                each.request.meta[SCHEDULING] = scheduling
            if each.is_changed or each.is_new or each.is_newly_titled:
                yield each.request

    def _request(self, card: Card, way: str) -> Request:
        return Request(
            card.url,
            callback=self._parse_article,
            errback=self._errback,
            cb_kwargs=CardDate.of(card.published).arguments() if card.published else {},
            meta={
                SCHEDULING: Scheduling(
                    policy="article",
                    link_text=None if card.title is None else _link_text(way, card.title),
                )
            },
        )

    def _is_too_old(self, article: ShownArticle, since: str | None) -> bool:
        moment = article.published or article.card.changed
        return since is not None and moment is not None and self._day(moment).isoformat() < since

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(zone(self._outlet.time_zone)).date()
