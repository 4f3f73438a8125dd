"""What the newsroom's outlets show at one moment.

Nothing here is ever modified: each change makes a new edition, so a thread that answers from one
never sees a half-made change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kznews.newsroom.article import Article
from kznews.newsroom.layout import Frame, Layout


class Standing(NamedTuple):
    """An article that has a page."""

    article: Article
    """The article with its text of the moment."""
    edits: int = 0
    """The number of times its text was changed."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Articles in listing order, the newest first, on pages of as many cards as the layout has.

    A pinned article stands at the top of the first page, besides its own place unless that is on
    the first page too: so does WordPress with its sticky posts.
    """

    layout: Layout
    frame: Frame
    """The frame of the layout's pages, without cards."""
    unpublished: tuple[Article, ...] = ()
    published: tuple[Article, ...] = ()
    """Articles as they were written: a card shows nothing that an edit changes."""
    pinned: tuple[Article, ...] = ()
    """Pinned articles, the last one pinned first."""

    @property
    def pages(self) -> int:
        """The number of pages."""
        return -(-len(self.published) // self.layout.cards)

    def page(self, number: int) -> Frame:
        """Return the frame with the cards of a page, from 1; beyond the end it has none."""
        size = self.layout.cards
        cards = self.published[(number - 1) * size : number * size]
        if number == 1:
            cards = self.pinned + tuple(card for card in cards if card not in self.pinned)
        return replace(self.frame, cards=cards, page=number, pages=self.pages)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that is published at a moment."""

    change: int = 0
    """The number of changes until then."""
    listings: Mapping[str, Listing] = field(default_factory=dict)
    """Listings by their layout's key."""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """The articles that have a page, by their canonical URL; some stand in no listing."""

    @classmethod
    def opening(cls, listings: Mapping[str, Listing], unlisted: Iterable[Article]) -> Edition:
        """Open with `listings`, and with articles that stand in none."""
        out = [*unlisted, *(a for listing in listings.values() for a in listing.published)]
        return cls(listings=listings, standing={article.url: Standing(article) for article in out})

    def find(self, url: str) -> Standing:
        """Return the article at `url`. Raises ValueError where none is published."""
        if url not in self.standing:
            raise ValueError(f"No article is published at {url}")
        return self.standing[url]

    def with_next(self, count: int, key: str) -> tuple[Edition, tuple[Article, ...]]:
        """Publish the next `count` articles of a layout; return them too, the newest first.

        Raises ValueError where there are not so many, or `count` is not positive.
        """
        listing = self.listings[key]
        left = len(listing.unpublished) - count
        if count < 1 or left < 0:
            raise ValueError(
                f"Cannot publish {count} articles of {key}: "
                f"{len(listing.unpublished)} are unpublished"
            )
        new = listing.unpublished[left:]
        changed = replace(
            listing, unpublished=listing.unpublished[:left], published=new + listing.published
        )
        standing = {article.url: Standing(article) for article in new}
        return self._with(changed, {**self.standing, **standing}), new

    def with_pinned(self, url: str) -> Edition:
        """Pin the article at `url`. Raises ValueError where no listing has it."""
        listing = self.listings[self.find(url).article.layout]
        found = [article for article in listing.published if article.url == url]
        if not found:
            raise ValueError(f"No listing could pin the article at {url}")
        others = (article for article in listing.pinned if article.url != url)
        return self._with(replace(listing, pinned=(*found, *others)), self.standing)

    def with_text(self, article: Article) -> Edition:
        """Put `article` in place of the one at its URL. Raises ValueError where there is none."""
        standing = Standing(article, self.find(article.url).edits + 1)
        return replace(
            self, change=self.change + 1, standing={**self.standing, article.url: standing}
        )

    def without(self, url: str) -> Edition:
        """Take the article at `url` away, its cards too. Raises ValueError where there is none."""
        listing = self.listings[self.find(url).article.layout]
        changed = replace(
            listing,
            published=tuple(article for article in listing.published if article.url != url),
            pinned=tuple(article for article in listing.pinned if article.url != url),
        )
        left = {where: standing for where, standing in self.standing.items() if where != url}
        return self._with(changed, left)

    def _with(self, listing: Listing, standing: Mapping[str, Standing]) -> Edition:
        return Edition(
            change=self.change + 1,
            listings={**self.listings, listing.layout.key: listing},
            standing=standing,
        )
