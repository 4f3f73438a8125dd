"""Reads a site as a crawler does: listings from card to card and page to page."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from kznews.newsroom.article import Article
from kznews.newsroom.page import Page
from kznews.newsroom.site import Site

TODAY = date(2025, 4, 28)
EXCLUSIVE = "https://exclusive.kz"
OLD = f"{EXCLUSIVE}/expertiza/daily/"
PRESENT = f"{EXCLUSIVE}/category/kontekst-dnya/"
NEXT = {"old": r'</b> <a href="([^"]*)"', "present": r'<a class="next page-numbers" href="([^"]*)"'}
CARD = {
    "old": r'<div class="day-event"><a href="([^"?]*)',
    "present": r'<h2 class="item__title"><a href="([^"]*)"',
}

Layout = Literal["old", "present"]


def made(unpublished: int = 0, pages: int = 3) -> Site:
    return Site(
        old_pages=pages,
        new_pages=pages,
        old_unpublished=unpublished,
        new_unpublished=unpublished,
        today=TODAY,
    )


def page_at(site: Site, url: str) -> Page:
    parts = urlsplit(url)
    return site.page(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""))


def pages_of(site: Site, layout: Layout) -> list[list[str]]:
    """The URLs on the cards of each page, as a crawler walks them."""
    url: str | None = {"old": OLD, "present": PRESENT}[layout]
    pages: list[list[str]] = []
    while url:
        page = page_at(site, url)
        if page.status == 404 and not pages:
            return []
        assert page.status == 200
        text = page.body.decode()
        pages.append(
            [f"{EXCLUSIVE}{urlsplit(link).path}" for link in re.findall(CARD[layout], text)]
        )
        following = re.search(NEXT[layout], text)
        url = f"{EXCLUSIVE}{following[1].removeprefix(EXCLUSIVE)}" if following else None
    return pages


def of(site: Site, layout: Layout) -> list[Article]:
    return [article for article in site.articles if article.layout == layout]


def addresses(article: Article) -> list[str]:
    if article.layout == "old":
        return [article.url, article.url.rstrip("/"), f"{article.url}?utm_source=popular"]
    copies = [article.url, f"{article.url}amp/", f"{article.url}?utm_source=x"]
    if article.language == "ru":
        copies.append(article.url.replace(EXCLUSIVE, f"{EXCLUSIVE}/kz"))
    return copies
