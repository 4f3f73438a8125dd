"""Reads a site as a crawler does: listings from page to page."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.newsroom.article import Article
from kznews.newsroom.layout import layout_of
from kznews.newsroom.page import ServedPage
from kznews.newsroom.site import Site

TODAY = date(2025, 4, 28)
OLD, WORDPRESS, STANDARD = "exclusive/2022", "exclusive/wordpress", "standard/archive"
EXCLUSIVE = "https://exclusive.kz"
OLD_LISTING = f"{EXCLUSIVE}/expertiza/daily/"
LISTING = f"{EXCLUSIVE}/category/kontekst-dnya/"


def made(unpublished: int = 0, pages: int = 3) -> Site:
    return Site(
        {OLD: pages, WORDPRESS: pages, STANDARD: 1},
        unpublished={OLD: unpublished, WORDPRESS: unpublished},
        today=TODAY,
    )


def page_at(site: Site, url: str) -> ServedPage:
    parts = urlsplit(url)
    return site.page(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""))


def pages_of(site: Site, layout: str) -> list[list[str]]:
    """The URLs on the cards of each page, as a crawler walks them."""
    url: str | None = layout_of(layout).page_url(1)
    pages: list[list[str]] = []
    while url:
        served = page_at(site, url)
        if served.status == 404 and not pages:
            return []
        assert served.status == 200
        read = read_listing(Page(served.body, url), len(pages) + 1)
        pages.append([card.url for card in read.cards])
        url = read.next_page
    return pages


def of(site: Site, layout: str) -> list[Article]:
    return [article for article in site.articles if article.layout == layout]


def addresses(article: Article) -> list[str]:
    if article.layout == OLD:
        return [article.url, article.url.rstrip("/"), f"{article.url}?utm_source=popular"]
    copies = [article.url, f"{article.url}amp/", f"{article.url}?utm_source=x"]
    if article.language == "ru":
        copies.append(article.url.replace(EXCLUSIVE, f"{EXCLUSIVE}/kz"))
    return copies
