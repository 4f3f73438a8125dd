"""Which page stands at which path of the newsroom's sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from kznews.newsroom import exclusive_old, exclusive_present, standard
from kznews.newsroom.misbehaviour import Edited
from kznews.newsroom.page import JSON, PLAIN, Page, html

if TYPE_CHECKING:
    from collections.abc import Callable

    from kznews.newsroom.article import Article
    from kznews.newsroom.edition import Edition, Standing
    from kznews.newsroom.exclusive_old import OldExclusive
    from kznews.newsroom.exclusive_present import PresentExclusive
    from kznews.newsroom.misbehaviour import ContentChange

    Render = Callable[[Article, Edition, ContentChange | None], "Found"]
    Route = Callable[[Edition, str, ContentChange | None], "Found | None"]

EXCLUSIVE = "exclusive.kz"
STANDARD = "standard.kz"


class Found(NamedTuple):
    """What stands at a path."""

    page: Page
    since: int = 0
    """The change since which it is so: see `Edition`."""


class Routes:
    """Leads from a site (a host without its copies) and a path to the page of an edition."""

    def __init__(self, rewrite: Callable[[Standing], Article]) -> None:
        """Take what makes the text that an article has after its next edit."""
        self._rewrite = rewrite
        self._routes: dict[tuple[str, str], Route] = {}
        self._old_pages = 0

    def find(
        self, edition: Edition, site: str, target: str, change: ContentChange | None = None
    ) -> Found | None:
        """Return what stands at `target`, path and query; None where nothing does."""
        path, _, query = target.partition("?")
        route = self._routes.get((site, path))
        return route(edition, query, change) if route else None

    def targets(self, site: str) -> tuple[str, ...]:
        """List the targets where pages stand in some edition."""
        targets = [path for where, path in self._routes if where == site]
        if site == EXCLUSIVE:
            numbers = range(2, self._old_pages + 1)
            targets += [f"{exclusive_old.LISTING}?page={number}" for number in numbers]
        return tuple(targets)

    def add_robots(self, rules: str) -> None:
        """Give both sites a robots.txt."""
        found = Found(Page(body=rules.encode(), content_type=PLAIN))
        for site in (EXCLUSIVE, STANDARD):
            self._routes[site, "/robots.txt"] = lambda _edition, _query, _change: found

    def add_old(self, layout: OldExclusive, articles: tuple[Article, ...], pages: int) -> None:
        """Add `articles` of exclusive.kz in its old layout and a listing of at most `pages`."""

        def listing(edition: Edition, query: str, change: ContentChange | None) -> Found | None:
            number = parse_qs(query).get("page", ["1"])[0]
            if not number.isdecimal():
                return None
            shown = edition.listings["old"]
            text = layout.listing(int(number), shown.pages, change)
            return Found(html(text), shown.pages_since[int(number) - 1]) if text else None

        def render(article: Article, edition: Edition, change: ContentChange | None) -> Found:
            below = edition.listings["old"]
            text = layout.article(article, below.pages, change)
            return Found(html(text), below.first_page_since())

        self._old_pages = pages
        self._routes[EXCLUSIVE, exclusive_old.LISTING] = listing
        for article in articles:
            path = urlsplit(article.url).path
            # Both forms are known to have been served (domain.md §2.1).
            for form in (path, path.rstrip("/")):
                self._add_article(EXCLUSIVE, form, article, render)

    def add_present(
        self, layout: PresentExclusive, articles: tuple[Article, ...], pages: int
    ) -> None:
        """Add `articles` of exclusive.kz in its present layout and a listing of at most `pages`."""

        def listing(number: int) -> Route:
            def route(edition: Edition, _query: str, change: ContentChange | None) -> Found | None:
                shown = edition.listings["present"]
                text = layout.listing(number, shown.pages, change)
                return Found(html(text), shown.pages_since[number - 1]) if text else None

            return route

        def render(article: Article, _edition: Edition, change: ContentChange | None) -> Found:
            return Found(html(layout.article(article, change)))

        def amp(article: Article, _edition: Edition, change: ContentChange | None) -> Found:
            return Found(html(layout.amp(article, change)))

        for number in range(1, pages + 1):
            path = exclusive_present.LISTING + (f"page/{number}/" if number > 1 else "")
            self._routes[EXCLUSIVE, path] = listing(number)
        for article in articles:
            path = urlsplit(article.url).path
            self._add_article(EXCLUSIVE, path, article, render)
            self._add_article(EXCLUSIVE, f"{path}amp/", article, amp)
            if article.language == "ru":
                self._add_article(EXCLUSIVE, f"/kz{path}", article, render)

    def add_standard(self, articles: tuple[Article, ...]) -> None:
        """Add `articles` of standard.kz, its listing, and the rows that fill it."""

        def rows(edition: Edition, _query: str, change: ContentChange | None) -> Found:
            shown = edition.listings["standard"]
            text = standard.rows(shown.published, change)
            return Found(Page(body=text.encode(), content_type=JSON), shown.since)

        def listing(_edition: Edition, _query: str, _change: ContentChange | None) -> Found:
            return Found(html(standard.listing_page()))

        def render(article: Article, _edition: Edition, change: ContentChange | None) -> Found:
            return Found(html(standard.article_page(article, change)))

        self._routes[STANDARD, standard.LISTING] = listing
        self._routes[STANDARD, standard.ROWS] = rows
        for article in articles:
            self._add_article(STANDARD, urlsplit(article.url).path, article, render)

    def _add_article(self, site: str, path: str, article: Article, render: Render) -> None:
        url = article.url

        def route(edition: Edition, _query: str, change: ContentChange | None) -> Found | None:
            standing = edition.standing.get(url)
            if standing is None:
                return None
            shown = self._rewrite(standing) if isinstance(change, Edited) else standing.article
            page, since = render(shown, edition, change)
            return Found(page, max(since, standing.since))

        self._routes[site, path] = route
