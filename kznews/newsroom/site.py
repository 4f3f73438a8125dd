"""The outlets that the newsroom plays: what stands at which URL.

site = Site({"exclusive/wordpress": 3}, unpublished={"exclusive/wordpress": 20})  # 31 articles
site.publish(5)  # 36, on three pages
site.edit(site.articles[0])
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from urllib.parse import parse_qs, urlsplit

from kznews.newsroom.article import Article, Headline
from kznews.newsroom.catalogue import Catalogue
from kznews.newsroom.discovery import Published, Route, places
from kznews.newsroom.layout import Frame, Layout, layout_of
from kznews.newsroom.listing import PlayedListing, day_targets, page_targets
from kznews.newsroom.misbehaviour import (
    BrokenJsonLd,
    ContentChange,
    Edited,
    EmptyListing,
    NoArticle,
)
from kznews.newsroom.page import ServedPage, error, redirect
from kznews.outlets.outlet import Outlet

KAZAKHSTAN = timezone(timedelta(hours=5))
"""The time of all Kazakhstan since 2024-03-01."""

MOST_PAGES = 200
"""Pages of a listing; the sentences make no more articles."""


class UnknownHostError(LookupError):
    """The newsroom does not play this host."""


class Site:
    """The content of the newsroom: the same arguments give the same bytes on any machine.

    - `pages`: the layouts that are played, by their key (`exclusive/wordpress`), and how many
      pages each of its listings has once all is published, 0 to 200; one without a pager has one.
    - `unpublished`: how many of the newest articles of each listing of a layout are held back until
      `publish` is called.
    - `a_day`: how many articles of a layout are of one day, where its own number is not meant.
    - `cards`: how many cards a page of a listing has at most.
    - `today`: the date that headers show, and that the newest article has once all is published;
      None: the present day in Kazakhstan, when the site is made.

    Raises ValueError for a number out of range, UnknownLayoutError for a layout without templates.

    The content changes by `publish`, `pin`, `edit` and `remove` alone, for good, never by the
    clock; they may be called from any thread, and no page shows a half-made change. A page's
    Last-Modified is the start of `today` in Kazakhstan; each time that the page is asked for and is
    not what it was, it is later: a second for each change to the site, or one more than it was.
    """

    def __init__(
        self,
        pages: Mapping[str, int],
        *,
        unpublished: Mapping[str, int] | None = None,
        a_day: Mapping[str, int] | None = None,
        cards: int | None = None,
        today: date | None = None,
    ) -> None:
        self.today = today or datetime.now(KAZAKHSTAN).date()
        self.ticker: tuple[Headline, ...] = ()
        """The headlines of all tickers, in page order."""
        self._catalogue = Catalogue()
        self._lock = threading.Lock()
        self._listings: dict[tuple[str, str | None], PlayedListing] = {}
        """Listings by their layout's key and their section."""
        self._standing: dict[str, Article] = {}
        """The articles that have a page, by URL, with their text of the moment."""
        self._edits: Counter[str] = Counter()
        self._changes = 0
        self._seen: dict[tuple[str, str], tuple[str, int]] = {}
        """The ETag that a page had when it was last asked for, and the second it was from."""
        self._routes: dict[tuple[str, str], Route] = {}
        """What makes the page of a host and a target."""
        self._page_parameters: dict[str, set[str]] = {}
        """The query parameters that tell the pages of a host's listings apart."""
        self._hosts: dict[str, str] = {}
        """Each host that is played, and the one that it is or is a copy of."""
        layouts = {key: layout_of(key) for key in pages}
        if cards is not None:
            layouts = {
                key: replace(each, cards=min(each.cards, cards)) for key, each in layouts.items()
            }
        for key, number in a_day.items() if a_day else ():
            layouts[key] = replace(layouts[key], a_day=number)
        for key, layout in layouts.items():
            for each in layout.played if not layout.shows else ():
                number = pages[key] if each.has_pages or not each.declared else min(pages[key], 1)
                self._open(each, number, (unpublished or {}).get(key, 0))
        for layout in layouts.values():
            for each in layout.played if layout.shows else ():
                self._show(each)
        for outlet in {layout.outlet.name: layout.outlet for layout in layouts.values()}.values():
            self._open_discovery(outlet)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The editions' own hosts, in the order of the layouts."""
        return tuple(dict.fromkeys(self._hosts.values()))

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles that a listing leads to at the moment, with their text of the moment.

        Layout by layout, each in listing order (pins aside).
        """
        with self._lock:
            listings = self._listings.values()
            return tuple(self._standing[url] for listing in listings for url in listing.published)

    @property
    def listing_pages(self) -> int:
        """The number of pages of all listings at the moment."""
        with self._lock:
            return sum(each.pages(each.layout) for each in self._listings.values())

    def publish(self, count: int, layout: str | None = None) -> tuple[Article, ...]:
        """Publish the next `count` of the articles held back; return them, the newest first.

        They are of `layout`, a key; None: of the first of which any are held back. Of a layout's
        listings it is the first of which any are held back. Their cards come first in the listing,
        the others move down over its pages. Raises ValueError where so many are not left, or
        `count` is not positive.
        """
        with self._lock:
            fitting = [
                each for each in self._listings.values() if layout in {None, each.layout.key}
            ]
            listing = next((each for each in fitting if each.unpublished), fitting[0])
            left = len(listing.unpublished) - count
            if count < 1 or left < 0:
                raise ValueError(
                    f"Cannot publish {count} articles of {listing.layout.key}: "
                    f"{len(listing.unpublished)} are unpublished"
                )
            new = listing.unpublished[left:]
            del listing.unpublished[left:]
            listing.published[:0] = self._put(new)
            self._changes += 1
            return tuple(new)

    def pin(self, article: Article) -> None:
        """Pin the card of `article` to the top of its listing's first page.

        Cards published later stand below it; of several pinned ones the last comes first. It keeps
        its own place too, unless that is on the first page: so does WordPress with sticky posts.
        Raises ValueError for an article that no listing leads to.
        """
        with self._lock:
            url = self._find(article).url
            listing = self._listings[article.layout, article.listing]
            if url not in listing.published:
                raise ValueError(f"No listing could pin the article at {url}")
            listing.pinned = [url, *(each for each in listing.pinned if each != url)]
            self._changes += 1

    def edit(self, article: Article) -> Article:
        """Change `article` as `edited` says, at all its addresses; return what it is now.

        Its cards stay as they are. It may be edited again and again. Raises ValueError where it is
        not published.
        """
        with self._lock:
            edited = self._standing[article.url] = self._rewritten(self._find(article))
            self._edits[article.url] += 1
            self._changes += 1
            return edited

    def remove(self, article: Article) -> None:
        """Answer 404 at all addresses of `article` and drop its cards: older ones move up.

        Raises ValueError where it is not published.
        """
        with self._lock:
            del self._standing[self._find(article).url]
            listing = self._listings[article.layout, article.listing]
            listing.published = [url for url in listing.published if url != article.url]
            listing.pinned = [url for url in listing.pinned if url != article.url]
            self._changes += 1

    def edited(self, article: Article) -> Article:
        """Return what `article` is after its next edit: a paragraph changed, one more at the end.

        Raises ValueError where it is not published.
        """
        with self._lock:
            return self._rewritten(self._find(article))

    def page(self, host: str, target: str, change: ContentChange | None = None) -> ServedPage:
        """Return what stands at `target`, a path with or without a query, of `host`.

        `change` is applied where it fits the page. Raises UnknownHostError.
        """
        own = self._own_host(host)
        with self._lock:
            page = self._page(own, target, change)
            if page is None:
                path, _, query = target.partition("?")
                if self._page(own, f"{path}/"):
                    return redirect(f"https://{own}{path}/{'?' if query else ''}{query}")
                return error(404)
            etag, second = self._seen.get((own, target), (page.etag, self._changes))
            if etag != page.etag:
                second = max(self._changes, second + 1)
            self._seen[own, target] = page.etag, second
        opened = datetime.combine(self.today, time(), KAZAKHSTAN).astimezone(UTC)
        return replace(page, last_modified=opened + timedelta(seconds=second))

    def targets(self, host: str) -> tuple[str, ...]:
        """List each path, with its query, where a page of `host` stands, stood or may yet stand.

        Not those that redirect, nor with queries that change nothing. Raises UnknownHostError.
        """
        own = self._own_host(host)
        return tuple(target for where, target in self._routes if where == own)

    def _own_host(self, host: str) -> str:
        if host not in self._hosts:
            raise UnknownHostError(host)
        return self._hosts[host]

    def _find(self, article: Article) -> Article:
        if article.url not in self._standing:
            raise ValueError(f"No article is published at {article.url}")
        return self._standing[article.url]

    def _put(self, articles: Iterable[Article]) -> list[str]:
        """Give articles their pages; return their URLs."""
        new = {article.url: article for article in articles}
        self._standing |= new
        return list(new)

    def _rewritten(self, article: Article) -> Article:
        return self._catalogue.rewritten(article, self._edits[article.url])

    def _open(self, layout: Layout, pages: int, held: int) -> None:
        most = pages * layout.cards
        if not 0 <= pages <= MOST_PAGES:
            raise ValueError(
                f"The pages of {layout.key} must be from 0 to {MOST_PAGES}, not {pages}"
            )
        if not 0 <= held <= most:
            raise ValueError(f"Of {layout.key} from 0 to {most} may be unpublished, not {held}")
        headlines, of_ticker = self._catalogue.ticker(layout, self.today)
        self.ticker += tuple(headlines)
        self._put(of_ticker)
        articles = self._catalogue.articles(layout, pages, self.today)
        listing = self._listings[layout.key, layout.listing] = PlayedListing(
            layout=layout,
            frame=Frame(today=self.today, ticker=tuple(headlines)),
            opened=tuple(articles[held:]),
            unpublished=articles[:held],
            published=self._put(articles[held:]),
        )
        self._route_listing(layout, listing)
        # No link leads to what is not out: after the oldest comes the newest that is.
        after = [*articles[1:], *articles[held : held + 1]]
        for article, other in zip(articles, after or articles, strict=False):
            self._route(listing, article, other)
        for article in of_ticker:
            self._route(listing, article)

    def _show(self, layout: Layout) -> None:
        """Open a listing that shows the articles of another one."""
        for listing in self._listings.values():
            if (listing.layout.outlet, listing.layout.listing) == (layout.outlet, layout.shows):
                return self._route_listing(layout, listing)
        raise ValueError(f"{layout.key} shows the listing {layout.shows}, which is not played")

    def _route_listing(self, layout: Layout, listing: PlayedListing) -> None:
        """Route the pages of a listing, and its archives by day, as `layout` has them."""
        parameters = self._page_parameters.setdefault(layout.host, set())
        routes: dict[str, Route] = {}
        for number, target in page_targets(layout, len(listing.planned)):
            routes[target] = partial(self._listing_page, layout, listing, number)
        for day, target in day_targets(layout, listing.planned):
            routes[target] = partial(self._day_page, layout, listing, day)
        for target in routes:
            parameters |= set(parse_qs(target.partition("?")[2]))
        for path, template in layout.parts.items():
            target = path.format(prefix=layout.edition.path.rstrip("/"))
            routes[target] = partial(self._listing_page, layout, listing, 1, template=template)
        self._routes |= {(layout.host, target): route for target, route in routes.items()}

    def _open_discovery(self, outlet: Outlet) -> None:
        """Open the outlet's hosts, with its feeds, sitemaps and robots.txt."""
        self._hosts |= {host: host for host in outlet.domains} | outlet.host_aliases
        listings = [each for each in self._listings.values() if each.layout.outlet is outlet]
        planned = [
            Published(each.layout.edition, article) for each in listings for article in each.planned
        ]

        def published(at_opening: bool) -> Iterator[Published]:
            for each in listings:
                now = (self._standing[url] for url in each.published)
                for article in each.opened if at_opening else now:
                    yield Published(each.layout.edition, article)

        for place, route in places(outlet, planned, published):
            self._hosts.setdefault(place[0], place[0])
            self._routes[place] = route

    def _route(
        self, listing: PlayedListing, article: Article, other: Article | None = None
    ) -> None:
        """Route all addresses of an article, which promotes `other`."""
        layout, url = listing.layout, urlsplit(article.url)
        route = partial(self._article_page, listing, article.url, other)
        target = f"{url.path}?{url.query}" if url.query else url.path
        self._routes[layout.host, target] = route
        for copy in layout.copies:
            if article.language in copy.languages:
                place = copy.path.format(bare=url.path.rstrip("/"))
                self._routes[layout.host, place] = partial(route, template=copy.template)

    def _page(
        self, host: str, target: str, change: ContentChange | None = None
    ) -> ServedPage | None:
        """Make the page at `target`; a query that no listing's pager has changes nothing."""
        path, _, query = target.partition("?")
        route = self._routes.get((host, target))
        if route is None and self._page_parameters.get(host, set()).isdisjoint(parse_qs(query)):
            route = self._routes.get((host, path))
        return route(change) if route else None

    def _article_page(
        self,
        listing: PlayedListing,
        url: str,
        other: Article | None,
        change: ContentChange | None,
        *,
        template: str = "article.html",
    ) -> ServedPage | None:
        article = self._standing.get(url)
        if article is None:
            return None
        layout = listing.layout
        return layout.render(
            template,
            self._frame(layout, listing, 1) if layout.shows_listing else listing.frame,
            article=self._rewritten(article) if isinstance(change, Edited) else article,
            other=other,
            is_empty=isinstance(change, NoArticle),
            has_broken_json_ld=isinstance(change, BrokenJsonLd),
        )

    def _listing_page(
        self,
        layout: Layout,
        listing: PlayedListing,
        number: int,
        change: ContentChange | None,
        *,
        template: str | None = None,
    ) -> ServedPage | None:
        if number > listing.pages(layout) and template is None:
            return None
        return layout.render(
            template or layout.listing_template,
            self._frame(layout, listing, number),
            is_empty=isinstance(change, EmptyListing),
        )

    def _day_page(
        self, layout: Layout, listing: PlayedListing, day: date, change: ContentChange | None
    ) -> ServedPage:
        articles = (self._standing[url] for url in listing.published)
        cards = tuple(each for each in articles if each.appeared_at.date() == day)
        return layout.render(
            layout.listing_template,
            replace(listing.frame, cards=cards, page=1, pages=1),
            is_empty=isinstance(change, EmptyListing),
        )

    def _frame(self, layout: Layout, listing: PlayedListing, number: int) -> Frame:
        return replace(
            listing.frame,
            cards=tuple(self._standing[url] for url in listing.urls(number, layout)),
            page=number,
            pages=listing.pages(layout),
        )
