"""What the ways of discovery showed in one crawl: which of them fails to show what is new.

A feed that is served from a cache, that was forgotten when the site was built anew, or that gives
other readers another answer, still answers with the status 200. Only what the others show tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from kznews.outlets.outlet import Edition
from kznews.spiders.walk.articles import ShownArticle

Fault = Literal["empty", "frozen", "behind"]

_BEHIND = 3
"""New articles on top of a listing that a feed does not show: fewer may have come in between."""
_FROZEN = timedelta(days=2)
"""Time by which the newest article of a feed is older than the newest of the other ways."""


@dataclass(frozen=True)
class WayFault:
    """One fault of one way of discovery, in words."""

    way: str
    """Section of the way of discovery."""
    fault: Fault
    words: str
    """A whole statement, without the way's address."""


@dataclass
class _Shown:
    """What a feed or a sitemap showed."""

    urls: set[str] | None = None
    """URLs of its articles; None where it answered that nothing had changed."""
    newest: datetime | None = None


@dataclass
class DiscoveryRecord:
    """The record of one crawl: what each way showed, and which way found an article first."""

    editions: Mapping[str, Edition] = field(default_factory=dict)
    """Edition that each way is of: a feed need not show what the listing of another one does."""
    found: Counter[str] = field(default_factory=Counter)
    """Number of new articles by the way that showed them first."""
    _shown: dict[str, _Shown] = field(default_factory=dict)
    _on_top: dict[str, list[ShownArticle]] = field(default_factory=dict)
    """Articles on the first page of each listing, in its order."""
    _urls: set[str] = field(default_factory=set)

    def feed(self, way: str, articles: Sequence[ShownArticle]) -> None:
        """Record what a feed, or a sitemap, shows."""
        self._credit(way, articles)
        shown = self._shown.setdefault(way, _Shown(set()))
        shown.urls = (shown.urls or set()) | {each.card.url for each in articles}
        shown.newest = max(filter(None, (shown.newest, *_moments(articles))), default=None)

    def unchanged_feed(self, way: str) -> None:
        """Record that a feed, or a sitemap, is as it was."""
        self._shown.setdefault(way, _Shown())

    def listing(self, way: str, page: int, articles: Sequence[ShownArticle]) -> None:
        """Record what one page of a listing shows."""
        self._credit(way, articles)
        if page == 1:
            self._on_top[way] = [*articles]

    def faults(self) -> Iterator[WayFault]:
        """Give the faults of the feeds and sitemaps that were asked."""
        for way, shown in self._shown.items():
            if shown.urls is not None and not shown.urls:
                yield WayFault(way, "empty", "it shows no article")
                continue
            listings = [
                each for each in self._on_top if self.editions.get(each) == self.editions.get(way)
            ]
            newest = max(filter(None, map(self._newest, listings)), default=None)
            if shown.newest and newest and newest - shown.newest > _FROZEN:
                yield WayFault(
                    way,
                    "frozen",
                    f"its newest article is of {shown.newest:%Y-%m-%d}, while a listing shows one "
                    f"of {newest:%Y-%m-%d}",
                )
                continue
            # A feed may be of one listing's articles only: it lacks those of the others.
            missing = min(
                (
                    self._missing(each, shown)
                    for each in listings
                    if any(article.is_new for article in self._on_top[each])
                ),
                default=0,
            )
            if missing >= _BEHIND:
                yield WayFault(
                    way, "behind", f"a listing begins with {missing} new articles that it lacks"
                )

    def _missing(self, listing: str, shown: _Shown) -> int:
        """Count the new articles on top of a listing, above the first that the feed shows."""
        urls = shown.urls or set()
        above = takewhile(lambda each: each.card.url not in urls, self._on_top[listing])
        return sum(each.known is None for each in above)

    def _newest(self, listing: str) -> datetime | None:
        return max(_moments(self._on_top[listing]), default=None)

    def _credit(self, way: str, articles: Sequence[ShownArticle]) -> None:
        for each in articles:
            if each.is_new and each.card.url not in self._urls:
                self._urls.add(each.card.url)
                self.found[way] += 1


def _moments(articles: Sequence[ShownArticle]) -> list[datetime]:
    return [each.card.published.instant for each in articles if each.card.published]
