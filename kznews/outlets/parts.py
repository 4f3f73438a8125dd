"""The parts of an outlet's facts: what of each is confirmed by what, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import (
    ArticleLayout,
    JsonListingLayout,
    ListingLayout,
    RatesLayout,
    TickerLayout,
)
from kznews.outlets.outlet import Outlet

Facts = (
    Feed
    | Sitemap
    | Listing
    | ListingLayout
    | JsonListingLayout
    | ArticleLayout
    | TickerLayout
    | RatesLayout
)
_KINDS: dict[type, str] = {
    Feed: "feed",
    Sitemap: "sitemap",
    Listing: "listing",
    ListingLayout: "listing layout",
    JsonListingLayout: "listing layout",
    ArticleLayout: "article layout",
    TickerLayout: "ticker",
    RatesLayout: "rates",
}
_ABOUT_FACTS = frozenset({"evidence", "unverified"})


@dataclass(frozen=True)
class Part:
    """One part of an outlet's facts: a way of discovery, or how some of its pages are read."""

    facts: Facts

    @property
    def kind(self) -> str:
        """Kind of the part, for people: `feed`, `article layout`."""
        return _KINDS[type(self.facts)]

    @property
    def name(self) -> str | None:
        """Its name within the outlet; None where it has none."""
        name: str | None = getattr(self.facts, self._name_field, None)
        return name

    @property
    def stated(self) -> tuple[str, ...]:
        """Names of the fields that state something of the outlet's pages."""
        return tuple(
            each.name
            for each in fields(self.facts)
            if each.name not in {self._name_field, *_ABOUT_FACTS}
            and getattr(self.facts, each.name) != _default(each)
        )

    @property
    def _name_field(self) -> str:
        # Of an article's layout, `section` is a selector.
        return "section" if isinstance(self.facts, Feed | Sitemap | Listing) else "name"

    @property
    def is_guess(self) -> bool:
        """Whether nothing at all of it is confirmed."""
        return set(self.facts.unverified) >= set(self.stated)


def _default(of: Field[Any]) -> object:
    return of.default if of.default_factory is MISSING else of.default_factory()


def parts(outlet: Outlet) -> Iterator[Part]:
    """Give the parts of the outlet's facts: its ways of discovery first, then its layouts."""
    for facts in (*outlet.ways, *outlet.listing_layouts, *outlet.article_layouts):
        yield Part(facts)
    if outlet.ticker is not None:
        yield Part(outlet.ticker)
    yield from map(Part, outlet.rates)
