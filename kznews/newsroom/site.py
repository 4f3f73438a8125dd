"""The outlets that the newsroom plays: what stands at which URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from kznews.newsroom import exclusive_old, exclusive_present, standard
from kznews.newsroom.catalogue import KAZAKHSTAN, Catalogue
from kznews.newsroom.exclusive_old import OldExclusive
from kznews.newsroom.exclusive_present import PresentExclusive
from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.page import JSON, PLAIN, Page, error, html, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from kznews.newsroom.article import Article, Headline
    from kznews.newsroom.misbehaviour import ContentChange

    Render = Callable[[Article, ContentChange | None], str]
    Route = Callable[[str, ContentChange | None], Page | None]

HOSTS = {
    "exclusive.kz": "exclusive.kz",
    "www.exclusive.kz": "exclusive.kz",
    "test.exclusive.kz": "exclusive.kz",
    "standard.kz": "standard.kz",
    "www.standard.kz": "standard.kz",
}
"""Each host, and the one that it is or is a copy of."""

# The ids of the old layout go down by 15 an article and end long before this many pages.
MOST_PAGES = 200


class UnknownHostError(LookupError):
    """The newsroom does not play this host."""


class Site:
    """The content of the newsroom: the same arguments give the same bytes on any machine.

    - `old_pages`, `new_pages`: how many listing pages of 17 cards exclusive.kz has in its old and
      in its present layout, 0 to 200 each.
    - `today`: the date that the old layout's header shows and the newest card's date; None: the
      present day in Kazakhstan, when the site is made.
    - `crawl_delay`: seconds for robots.txt; None: it names none.

    Raises ValueError for a number of pages out of range.
    """

    articles: tuple[Article, ...]
    """All articles that a listing leads to: exclusive.kz old, exclusive.kz present, standard.kz,
    each in listing order."""
    ticker: tuple[Headline, ...]
    """The old layout's headlines, in page order."""
    rates = exclusive_old.RATES
    """The old layout's rates strip, as printed."""

    def __init__(
        self,
        *,
        old_pages: int = 16,
        new_pages: int = 12,
        today: date | None = None,
        crawl_delay: float | None = None,
    ) -> None:
        for name, pages in (("old_pages", old_pages), ("new_pages", new_pages)):
            if not 0 <= pages <= MOST_PAGES:
                raise ValueError(f"{name} must be from 0 to {MOST_PAGES}, not {pages}")
        self.today = today or datetime.now(KAZAKHSTAN).date()
        self._crawl_delay = crawl_delay
        catalogue = Catalogue()
        self._composer = catalogue.composer
        self._stories = catalogue.stories
        self.ticker, of_ticker = catalogue.ticker()
        old = catalogue.old(old_pages)
        present = catalogue.present(new_pages, self.today)
        of_standard = catalogue.standard(self.today)
        self.articles = old + present + of_standard
        self._routes: dict[tuple[str, str], Route] = {}
        self._route_old(OldExclusive(old, self.ticker, self.today), old + of_ticker)
        self._route_present(PresentExclusive(present), present, new_pages)
        self._route_standard(of_standard)

    def edited(self, article: Article) -> Article:
        """Return `article` as `Edited` makes it: one paragraph changed, one added at the end."""
        story = self._stories[article.url]
        return replace(article, blocks=self._composer.rewritten(article.url, story))

    def page(self, host: str, target: str, change: ContentChange | None = None) -> Page:
        """Return what stands at `target`, a path with or without a query, of `host`.

        `change` is applied where it fits the page. Raises UnknownHostError.
        """
        if host not in HOSTS:
            raise UnknownHostError(host)
        site = HOSTS[host]
        path, _, query = target.partition("?")
        if path == "/robots.txt":
            page: Page | None = self._robots()
        elif route := self._routes.get((site, path)):
            page = route(query, change)
        elif (site, f"{path}/") in self._routes:
            return redirect(f"https://{site}{path}/{'?' if query else ''}{query}")
        else:
            page = None
        if page is None:
            return error(404)
        changed = datetime.combine(self.today, time(), KAZAKHSTAN).astimezone(UTC)
        if change is not None:
            changed += timedelta(minutes=1)
        return replace(page, last_modified=changed)

    def _robots(self) -> Page:
        rules = "User-agent: *\nDisallow: /wp-admin/\nDisallow: /*post_action=\n"
        if self._crawl_delay is not None:
            rules += f"Crawl-delay: {self._crawl_delay:g}\n"
        return Page(body=rules.encode(), content_type=PLAIN)

    def _route_old(self, layout: OldExclusive, articles: tuple[Article, ...]) -> None:
        def listing(query: str, change: ContentChange | None) -> Page | None:
            number = parse_qs(query).get("page", ["1"])[0]
            text = layout.listing(int(number), change) if number.isdecimal() else None
            return html(text) if text is not None else None

        self._routes["exclusive.kz", exclusive_old.LISTING] = listing
        for article in articles:
            path = urlsplit(article.url).path
            # Both forms are known to have been served (domain.md §2.1).
            for form in (path, path.rstrip("/")):
                self._add_article("exclusive.kz", form, article, layout.article)

    def _route_present(
        self, layout: PresentExclusive, articles: tuple[Article, ...], pages: int
    ) -> None:
        def listing(number: int) -> Route:
            def route(_query: str, change: ContentChange | None) -> Page | None:
                text = layout.listing(number, change)
                return html(text) if text is not None else None

            return route

        for number in range(1, pages + 1):
            path = exclusive_present.LISTING + (f"page/{number}/" if number > 1 else "")
            self._routes["exclusive.kz", path] = listing(number)
        for article in articles:
            path = urlsplit(article.url).path
            self._add_article("exclusive.kz", path, article, layout.article)
            self._add_article("exclusive.kz", f"{path}amp/", article, layout.amp)
            if article.language == "ru":
                self._add_article("exclusive.kz", f"/kz{path}", article, layout.article)

    def _route_standard(self, articles: tuple[Article, ...]) -> None:
        def rows(_query: str, change: ContentChange | None) -> Page:
            return Page(body=standard.rows(articles, change).encode(), content_type=JSON)

        def listing(_query: str, _change: ContentChange | None) -> Page:
            return html(standard.listing_page())

        self._routes["standard.kz", standard.LISTING] = listing
        self._routes["standard.kz", standard.ROWS] = rows
        for article in articles:
            path = urlsplit(article.url).path
            self._add_article("standard.kz", path, article, standard.article_page)

    def _add_article(self, site: str, path: str, article: Article, render: Render) -> None:
        def route(_query: str, change: ContentChange | None) -> Page:
            return html(
                render(self.edited(article) if isinstance(change, Edited) else article, change)
            )

        self._routes[site, path] = route
