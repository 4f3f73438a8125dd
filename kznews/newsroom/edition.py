"""What the newsroom's outlets show at one moment, and since which change each page shows it.

Changes are counted from 1; 0 is how the site opened. Nothing here is ever modified: each change
makes a new edition, so a thread that answers from one never sees a half-made change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from kznews.newsroom.article import CARDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kznews.newsroom.article import Article, Layout

Pages = tuple[tuple["Article", ...], ...]
"""The cards of each page of a listing."""


class Standing(NamedTuple):
    """An article that has a page."""

    article: Article
    """With its text of the moment."""
    since: int = 0
    """The change that gave it this text or its page."""
    edits: int = 0
    """How often its text was changed."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Articles in listing order, the newest first; those that are out stand on pages of 17 cards.

    A pinned article stands at the top of the first page, besides its own place unless that is on
    the first page too: so does WordPress with its sticky posts.
    """

    unpublished: tuple[Article, ...] = ()
    published: tuple[Article, ...] = ()
    """As they were written: a card shows nothing that an edit changes."""
    pinned: tuple[Article, ...] = ()
    """The last one pinned is first."""
    pages: Pages = ()
    since: int = 0
    """When it was last laid out."""
    pages_since: tuple[int, ...] = ()
    """For each page, the change since which it is what it is."""

    def laid_out(self, change: int) -> Listing:
        """Return the listing with the pages that belong to its articles from `change` on."""
        cards = self.published
        pages = [cards[i : i + CARDS] for i in range(0, len(cards), CARDS)]
        if self.pinned:
            pages[0] = self.pinned + tuple(card for card in pages[0] if card not in self.pinned)
        # Each page's pager shows how many there are.
        same_length = len(pages) == len(self.pages)
        since = tuple(
            self.pages_since[i] if same_length and self.pages[i] == page else change
            for i, page in enumerate(pages)
        )
        return replace(self, pages=tuple(pages), pages_since=since, since=change)

    def first_page_since(self) -> int:
        """Tell since which change the first page, or its absence, is what it is."""
        return self.pages_since[0] if self.pages else self.since


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that is published at a moment."""

    change: int = 0
    """The last change."""
    listings: Mapping[Layout, Listing] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """The articles that have a page, by their canonical URL; some stand in no listing."""

    @classmethod
    def opening(cls, listings: Mapping[Layout, Listing], unlisted: Iterable[Article]) -> Edition:
        """Open with `listings`, not laid out yet, and with articles that stand in none."""
        out = [*unlisted, *(a for listing in listings.values() for a in listing.published)]
        return cls(
            listings={layout: listing.laid_out(0) for layout, listing in listings.items()},
            standing={article.url: Standing(article) for article in out},
        )

    def find(self, url: str) -> Standing:
        """Return the article at `url`. Raises ValueError where none is published."""
        if url not in self.standing:
            raise ValueError(f"No article is published at {url}")
        return self.standing[url]

    def with_next(self, count: int, layout: Layout) -> tuple[Edition, tuple[Article, ...]]:
        """Publish the next `count` articles of `layout`; return them too, the newest first.

        Raises ValueError where there are not so many, or `count` is not positive.
        """
        listing = self.listings[layout]
        left = len(listing.unpublished) - count
        if count < 1 or left < 0:
            raise ValueError(
                f"Cannot publish {count} articles of the {layout} layout: "
                f"{len(listing.unpublished)} are unpublished"
            )
        new = listing.unpublished[left:]
        change = self.change + 1
        edition = self._with_listing(
            layout,
            replace(
                listing,
                unpublished=listing.unpublished[:left],
                published=new + listing.published,
            ),
        )
        standing = {article.url: Standing(article, change) for article in new}
        return replace(edition, standing={**self.standing, **standing}), new

    def with_pinned(self, url: str) -> Edition:
        """Pin the article at `url`. Raises ValueError where no listing has it, or none has pins."""
        layout = self.find(url).article.layout
        listing = self.listings[layout]
        found = [article for article in listing.published if article.url == url]
        if not found or layout == "standard":
            raise ValueError(f"No listing could pin the article at {url}")
        others = (article for article in listing.pinned if article.url != url)
        return self._with_listing(layout, replace(listing, pinned=(*found, *others)))

    def with_text(self, article: Article) -> Edition:
        """Put `article` in place of the one at its URL. Raises ValueError where there is none."""
        edits = self.find(article.url).edits + 1
        standing = Standing(article, self.change + 1, edits)
        return replace(
            self, change=self.change + 1, standing={**self.standing, article.url: standing}
        )

    def without(self, url: str) -> Edition:
        """Take the article at `url` away, its cards too. Raises ValueError where there is none."""
        layout = self.find(url).article.layout
        listing = self.listings[layout]
        edition = self._with_listing(
            layout,
            replace(
                listing,
                published=tuple(article for article in listing.published if article.url != url),
                pinned=tuple(article for article in listing.pinned if article.url != url),
            ),
        )
        left = {where: standing for where, standing in self.standing.items() if where != url}
        return replace(edition, standing=left)

    def _with_listing(self, layout: Layout, listing: Listing) -> Edition:
        change = self.change + 1
        listings = {**self.listings, layout: listing.laid_out(change)}
        return replace(self, change=change, listings=listings)
