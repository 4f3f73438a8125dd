"""Pages of the articles of all outlets, as the newsroom plays them: what stands there is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from benchmarks.labelled import Labelled, Truth, title_digest
from kznews.newsroom.article import Article
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.site import Site

_TODAY = date(2025, 12, 31)
_FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def newsroom_pages(each: int, outlets: Collection[str] = ()) -> dict[str, list[Labelled]]:
    """Pages of `each` articles of every listing that has any, by outlet; of all if none is named.

    The articles are spread over the listing's first page: templates vary with their numbers.
    """
    keys = [
        key for key, layout in all_layouts().items() if not outlets or layout.outlet.name in outlets
    ]
    site = Site(dict.fromkeys(keys, 1), today=_TODAY)
    listings: dict[tuple[str, str | None], list[Article]] = defaultdict(list)
    for article in site.articles:
        listings[article.layout, article.listing].append(article)
    pages: dict[str, list[Labelled]] = defaultdict(list)
    for articles in listings.values():
        for article in articles[:: max(1, len(articles) // each)][:each]:
            pages[article.outlet].append(_labelled(site, article))
    return dict(sorted(pages.items()))


def _labelled(site: Site, article: Article) -> Labelled:
    parts = urlsplit(article.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    moment = article.published_at
    return Labelled(
        name=article.url,
        url=article.url,
        body=site.page(parts.netloc, target).body,
        fetched_at=_FETCHED_AT,
        truth=Truth(
            title=title_digest(article.title),
            text="\n\n".join(article.paragraphs),
            published=moment,
            precision="minute",
            authors=article.authors,
            tags=article.tags,
        ),
    )
