"""Which page stands at which address of the outlets that the newsroom plays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from kznews.newsroom.article import Article
from kznews.newsroom.edition import Edition, Standing
from kznews.newsroom.layout import Layout
from kznews.newsroom.misbehaviour import (
    BrokenJsonLd,
    ContentChange,
    Edited,
    EmptyListing,
    NoArticle,
)
from kznews.newsroom.page import PLAIN, Page

ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nDisallow: /*post_action=\n"

Route = Callable[[Edition, ContentChange | None], Page | None]


class Routes:
    """Leads from a host and a target (path and query) to the page of an edition."""

    def __init__(self, rewrite: Callable[[Standing], Article]) -> None:
        """Take what makes the text that an article has after its next edit."""
        self._rewrite = rewrite
        self._routes: dict[tuple[str, str], Route] = {}
        self._page_parameters: set[str] = set()

    def find(
        self, edition: Edition, host: str, target: str, change: ContentChange | None = None
    ) -> Page | None:
        """Return what stands at `target` of an outlet's own host; None where nothing does.

        A query that does not tell a listing's pages apart changes nothing.
        """
        path, _, query = target.partition("?")
        route = self._routes.get((host, target))
        if route is None and self._page_parameters.isdisjoint(parse_qs(query)):
            route = self._routes.get((host, path))
        return route(edition, change) if route else None

    def targets(self, host: str) -> tuple[str, ...]:
        """List the targets where pages stand in some edition."""
        return tuple(target for where, target in self._routes if where == host)

    def add(
        self, layout: Layout, articles: Sequence[Article], unpublished: int, pages: int
    ) -> None:
        """Add a layout's articles, of which so many are not out yet, and its listing's pages."""
        self._page_parameters |= layout.page_parameters
        self._routes[layout.host, "/robots.txt"] = lambda _edition, _change: Page(
            body=ROBOTS.encode(), content_type=PLAIN
        )
        for number in range(1, pages + 1):
            url = urlsplit(layout.page_url(number))
            target = f"{url.path}?{url.query}" if url.query else url.path
            self._routes[layout.host, target] = _listing(layout, number, "listing.html")
        for path, template in layout.parts.items():
            self._routes[layout.host, path] = _listing(layout, 1, template)
        # No link leads to what is not out: after the oldest comes the newest that is.
        after = [*articles[1:], *articles[unpublished : unpublished + 1]]
        for article, other in zip(articles, after or articles, strict=False):
            self.add_article(layout, article, other)

    def add_article(self, layout: Layout, article: Article, other: Article | None = None) -> None:
        """Add an article, which promotes `other`, at all its addresses."""
        path = urlsplit(article.url).path
        self._routes[layout.host, path] = self._article(layout, article, other, "article.html")
        for copy in layout.copies:
            if article.language in copy.languages:
                place = copy.path.format(bare=path.rstrip("/"))
                self._routes[layout.host, place] = self._article(
                    layout, article, other, copy.template
                )

    def _article(
        self, layout: Layout, article: Article, other: Article | None, template: str
    ) -> Route:
        def route(edition: Edition, change: ContentChange | None) -> Page | None:
            standing = edition.standing.get(article.url)
            if standing is None:
                return None
            listing = edition.listings[layout.key]
            return layout.article_page(
                self._rewrite(standing) if isinstance(change, Edited) else standing.article,
                listing.page(1) if layout.shows_listing else listing.frame,
                template=template,
                other=other,
                is_empty=isinstance(change, NoArticle),
                has_broken_json_ld=isinstance(change, BrokenJsonLd),
            )

        return route


def _listing(layout: Layout, number: int, template: str) -> Route:
    def route(edition: Edition, change: ContentChange | None) -> Page | None:
        listing = edition.listings[layout.key]
        if number > listing.pages and template == "listing.html":
            return None
        return layout.listing_page(
            listing.page(number),
            template=template,
            is_empty=isinstance(change, EmptyListing),
        )

    return route
