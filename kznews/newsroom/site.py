"""The outlets that the newsroom plays: what stands at which URL.

site = Site(old_pages=0, new_pages=3, new_unpublished=20)  # 31 articles on two pages
site.publish(5)  # 36 on three
site.edit(site.articles[0])
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from kznews.newsroom import exclusive_old
from kznews.newsroom.article import CARDS
from kznews.newsroom.catalogue import KAZAKHSTAN, Catalogue
from kznews.newsroom.edition import Edition, Listing, Standing
from kznews.newsroom.exclusive_old import OldExclusive
from kznews.newsroom.exclusive_present import PresentExclusive
from kznews.newsroom.page import Page, error, redirect
from kznews.newsroom.routes import EXCLUSIVE, STANDARD, Routes

if TYPE_CHECKING:
    from kznews.newsroom.article import Article, Headline
    from kznews.newsroom.misbehaviour import ContentChange

HOSTS = {
    "exclusive.kz": EXCLUSIVE,
    "www.exclusive.kz": EXCLUSIVE,
    "test.exclusive.kz": EXCLUSIVE,
    "standard.kz": STANDARD,
    "www.standard.kz": STANDARD,
}
"""Each host, and the one that it is or is a copy of."""

# The ids of the old layout go down by 15 an article and end long before this many pages.
MOST_PAGES = 200


class UnknownHostError(LookupError):
    """The newsroom does not play this host."""


class Site:
    """The content of the newsroom: the same arguments give the same bytes on any machine.

    - `old_pages`, `new_pages`: how many listing pages of 17 cards exclusive.kz has in its old and
      in its present layout once all is published, 0 to 200 each.
    - `old_unpublished`, `new_unpublished`: how many of the newest of these articles are held back
      until `publish` is called.
    - `today`: the date that the old layout's header shows, and that the newest card has once all
      is published; None: the present day in Kazakhstan, when the site is made.
    - `crawl_delay`: seconds for robots.txt; None: it names none.

    Raises ValueError for a number out of range.

    The content changes by `publish`, `pin`, `edit` and `remove` alone, for good, never by the
    clock; they may be called from any thread. A page's Last-Modified is the start of `today` in
    Kazakhstan, plus a second for each change to the site up to the last one that changed the bytes
    of this page. The pages of old articles have the listing's first page below their text: what
    changes that one changes them all.
    """

    ticker: tuple[Headline, ...]
    """The old layout's headlines, in page order."""
    rates = exclusive_old.RATES
    """The old layout's rates strip, as printed."""

    def __init__(
        self,
        *,
        old_pages: int = 16,
        new_pages: int = 12,
        old_unpublished: int = 0,
        new_unpublished: int = 0,
        today: date | None = None,
        crawl_delay: float | None = None,
    ) -> None:
        for name, number, most in (
            ("old_pages", old_pages, MOST_PAGES),
            ("new_pages", new_pages, MOST_PAGES),
            ("old_unpublished", old_unpublished, old_pages * CARDS),
            ("new_unpublished", new_unpublished, new_pages * CARDS),
        ):
            if not 0 <= number <= most:
                raise ValueError(f"{name} must be from 0 to {most}, not {number}")
        self.today = today or datetime.now(KAZAKHSTAN).date()
        self._catalogue = Catalogue()
        self.ticker, of_ticker = self._catalogue.ticker()
        old = self._catalogue.old(old_pages)
        present = self._catalogue.present(new_pages, self.today)
        of_standard = self._catalogue.standard(self.today)
        self._changing = threading.Lock()
        self._edition = Edition.opening(
            {
                "old": _listing(old, old_unpublished),
                "present": _listing(present, new_unpublished),
                "standard": _listing(of_standard, 0),
            },
            unlisted=of_ticker,
        )
        self._routes = Routes(self._edited)
        self._routes.add_robots(_robots(crawl_delay))
        self._routes.add_old(OldExclusive(self.ticker, self.today), old + of_ticker, old_pages)
        self._routes.add_present(PresentExclusive(present, new_unpublished), present, new_pages)
        self._routes.add_standard(of_standard)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles that a listing leads to at the moment, with their text of the moment.

        exclusive.kz old, exclusive.kz present, standard.kz, each in listing order (pins aside).
        """
        edition = self._edition
        return tuple(
            edition.standing[article.url].article
            for listing in edition.listings.values()
            for article in listing.published
        )

    def publish(
        self, count: int, layout: Literal["old", "present"] = "present"
    ) -> tuple[Article, ...]:
        """Publish the next `count` of the articles held back; return them, the newest first.

        Their cards come first in the listing, the others move down over its pages. Raises
        ValueError where so many are not left, or `count` is not positive.
        """
        with self._changing:
            self._edition, new = self._edition.with_next(count, layout)
        return new

    def pin(self, article: Article) -> None:
        """Pin the card of `article`, of exclusive.kz, to the top of its listing's first page.

        Cards published later stand below it; of several pinned ones the last comes first. It keeps
        its own place too, unless that is on the first page: so does WordPress with sticky posts.
        Raises ValueError for an article that no listing of exclusive.kz leads to.
        """
        with self._changing:
            self._edition = self._edition.with_pinned(article.url)

    def edit(self, article: Article) -> Article:
        """Change `article` as `edited` says, at all its addresses; return what it is now.

        Its cards stay as they are. It may be edited again and again. Raises ValueError where it is
        not published.
        """
        with self._changing:
            edited = self._edited(self._edition.find(article.url))
            self._edition = self._edition.with_text(edited)
        return edited

    def remove(self, article: Article) -> None:
        """Answer 404 at all addresses of `article` and drop its cards: older ones move up.

        Raises ValueError where it is not published.
        """
        with self._changing:
            self._edition = self._edition.without(article.url)

    def edited(self, article: Article) -> Article:
        """Return what `article` is after its next edit: a paragraph changed, one more at the end.

        Raises ValueError where it is not published.
        """
        return self._edited(self._edition.find(article.url))

    def page(self, host: str, target: str, change: ContentChange | None = None) -> Page:
        """Return what stands at `target`, a path with or without a query, of `host`.

        `change` is applied where it fits the page. Raises UnknownHostError.
        """
        site = _site(host)
        edition = self._edition
        found = self._routes.find(edition, site, target, change)
        if found is None:
            path, _, query = target.partition("?")
            if self._routes.find(edition, site, f"{path}/"):
                return redirect(f"https://{site}{path}/{'?' if query else ''}{query}")
            return error(404)
        modified = datetime.combine(self.today, time(), KAZAKHSTAN).astimezone(UTC)
        modified += timedelta(seconds=found.since)
        usual = self._routes.find(edition, site, target) if change else found
        if usual and usual.page != found.page:
            modified += timedelta(minutes=1)
        return replace(found.page, last_modified=modified)

    def targets(self, host: str) -> tuple[str, ...]:
        """List each path, with its query, where a page of `host` stands, stood or may yet stand.

        Not those that redirect, nor with queries that change nothing. Raises UnknownHostError.
        """
        return self._routes.targets(_site(host))

    def _edited(self, standing: Standing) -> Article:
        return self._catalogue.rewritten(standing.article, standing.edits)


def _site(host: str) -> str:
    if host not in HOSTS:
        raise UnknownHostError(host)
    return HOSTS[host]


def _listing(articles: tuple[Article, ...], unpublished: int) -> Listing:
    return Listing(unpublished=articles[:unpublished], published=articles[unpublished:])


def _robots(crawl_delay: float | None) -> str:
    rules = "User-agent: *\nDisallow: /wp-admin/\nDisallow: /*post_action=\n"
    return rules if crawl_delay is None else f"{rules}Crawl-delay: {crawl_delay:g}\n"
