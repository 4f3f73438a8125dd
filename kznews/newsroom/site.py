"""The outlets that the newsroom plays: what stands at which URL.

site = Site({"exclusive/wordpress": 3}, unpublished={"exclusive/wordpress": 20})  # 31 articles
site.publish(5)  # 36, on three pages
site.edit(site.articles[0])
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from kznews.newsroom.article import Article, Headline
from kznews.newsroom.catalogue import Catalogue
from kznews.newsroom.edition import Edition, Listing, Standing
from kznews.newsroom.layout import Frame, Layout, layout_of
from kznews.newsroom.misbehaviour import ContentChange
from kznews.newsroom.page import Page, error, redirect
from kznews.newsroom.routes import Routes

KAZAKHSTAN = timezone(timedelta(hours=5))
"""The time of all Kazakhstan since 2024-03-01."""

MOST_PAGES = 200
"""Pages of a listing; the sentences make no more articles."""


class UnknownHostError(LookupError):
    """The newsroom does not play this host."""


class Site:
    """The content of the newsroom: the same arguments give the same bytes on any machine.

    - `pages`: the layouts that are played, by their key (`exclusive/wordpress`), and how many
      listing pages each has once all is published, 0 to 200.
    - `unpublished`: how many of the newest articles of a layout are held back until `publish` is
      called.
    - `a_day`: how many articles of a layout are of one day, where its own number is not meant.
    - `today`: the date that headers show, and that the newest article has once all is published;
      None: the present day in Kazakhstan, when the site is made.

    Raises ValueError for a number out of range, UnknownLayoutError for a layout without templates.

    The content changes by `publish`, `pin`, `edit` and `remove` alone, for good, never by the
    clock; they may be called from any thread. A page's Last-Modified is the start of `today` in
    Kazakhstan; each time that the page is asked for and is not what it was, it is later: a second
    for each change to the site, or one more than it was.
    """

    def __init__(
        self,
        pages: Mapping[str, int],
        *,
        unpublished: Mapping[str, int] | None = None,
        a_day: Mapping[str, int] | None = None,
        today: date | None = None,
    ) -> None:
        self.today = today or datetime.now(KAZAKHSTAN).date()
        self.ticker: tuple[Headline, ...] = ()
        """The headlines of all tickers, in page order."""
        self._catalogue = Catalogue()
        self._routes = Routes(self._edited)
        self._changing = threading.Lock()
        self._seen: dict[tuple[str, str], tuple[str, int]] = {}
        """The ETag that a page had when it was last asked for, and the second it was from."""
        self._hosts: dict[str, str] = {}
        """Each host that is played, and the one that it is or is a copy of."""
        listings: dict[str, Listing] = {}
        unlisted: list[Article] = []
        for key, number in pages.items():
            layout = layout_of(key)
            if a_day and key in a_day:
                layout = replace(layout, a_day=a_day[key])
            held = (unpublished or {}).get(key, 0)
            _check(key, number, held, layout)
            listings[key] = self._open(layout, number, held, unlisted)
        self._edition = Edition.opening(listings, unlisted)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The outlets' own hosts, in the order of the layouts."""
        return tuple(dict.fromkeys(self._hosts.values()))

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles that a listing leads to at the moment, with their text of the moment.

        Layout by layout, each in listing order (pins aside).
        """
        edition = self._edition
        return tuple(
            edition.standing[article.url].article
            for listing in edition.listings.values()
            for article in listing.published
        )

    def publish(self, count: int, layout: str | None = None) -> tuple[Article, ...]:
        """Publish the next `count` of the articles held back; return them, the newest first.

        They are of `layout`, a key; None: of the first of which any are held back. Their cards come
        first in the listing, the others move down over its pages. Raises ValueError where so many
        are not left, or `count` is not positive.
        """
        with self._changing:
            listings = self._edition.listings
            held = (key for key, listing in listings.items() if listing.unpublished)
            key = layout or next(held, next(iter(listings)))
            self._edition, new = self._edition.with_next(count, key)
        return new

    def pin(self, article: Article) -> None:
        """Pin the card of `article` to the top of its listing's first page.

        Cards published later stand below it; of several pinned ones the last comes first. It keeps
        its own place too, unless that is on the first page: so does WordPress with sticky posts.
        Raises ValueError for an article that no listing leads to.
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
        own = self._own_host(host)
        edition = self._edition
        page = self._routes.find(edition, own, target, change)
        if page is None:
            path, _, query = target.partition("?")
            if self._routes.find(edition, own, f"{path}/"):
                return redirect(f"https://{own}{path}/{'?' if query else ''}{query}")
            return error(404)
        second = self._second(own, target, page, edition.change)
        opened = datetime.combine(self.today, time(), KAZAKHSTAN).astimezone(UTC)
        return replace(page, last_modified=opened + timedelta(seconds=second))

    def targets(self, host: str) -> tuple[str, ...]:
        """List each path, with its query, where a page of `host` stands, stood or may yet stand.

        Not those that redirect, nor with queries that change nothing. Raises UnknownHostError.
        """
        return self._routes.targets(self._own_host(host))

    def _open(self, layout: Layout, pages: int, held: int, unlisted: list[Article]) -> Listing:
        for host in (*layout.outlet.domains, *layout.outlet.host_aliases):
            self._hosts[host] = layout.host
        headlines, of_ticker = self._catalogue.ticker(layout, self.today)
        unlisted += of_ticker
        self.ticker += tuple(headlines)
        articles = self._catalogue.articles(layout, pages, self.today)
        self._routes.add(layout, articles, held, pages)
        for article in of_ticker:
            self._routes.add_article(layout, article)
        return Listing(
            layout=layout,
            frame=Frame(today=self.today, ticker=tuple(headlines)),
            unpublished=articles[:held],
            published=articles[held:],
        )

    def _second(self, host: str, target: str, page: Page, change: int) -> int:
        with self._changing:
            etag, second = self._seen.get((host, target), (page.etag, change))
            if etag != page.etag:
                second = max(change, second + 1)
            self._seen[host, target] = page.etag, second
            return second

    def _edited(self, standing: Standing) -> Article:
        return self._catalogue.rewritten(standing.article, standing.edits)

    def _own_host(self, host: str) -> str:
        if host not in self._hosts:
            raise UnknownHostError(host)
        return self._hosts[host]


def _check(key: str, pages: int, unpublished: int, layout: Layout) -> None:
    most = pages * layout.cards
    if not 0 <= pages <= MOST_PAGES:
        raise ValueError(f"The pages of {key} must be from 0 to {MOST_PAGES}, not {pages}")
    if not 0 <= unpublished <= most:
        raise ValueError(f"Of {key} from 0 to {most} may be unpublished, not {unpublished}")
