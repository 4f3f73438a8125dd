"""The links of a page of which nothing is known: feeds, sections, what may be articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kznews.extraction.outline import reads_as_headline
from kznews.extraction.page import Page, text_of
from kznews.outlets.addresses import followed
from kznews.text.page_kinds import has_slug, kind_of_address

_FEED_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_FEED_PATH = re.compile(r"/(?:rss|feed|atom)(?:/|\.xml|\.json|$)|\.rss$", re.IGNORECASE)
_NO_FEED = re.compile(r"comments|/tag/|/author/", re.IGNORECASE)
_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|mp3|mp4|zip|css|js)$", re.I)
_FURTHER = re.compile(r"/page[/-](?!1/?$)\d|/20\d\d/")
_MOST_WORDS_OF_NAME = 4
_DEEPEST_SECTION = 3


def feeds_on(page: Page) -> Iterator[str]:
    """Give the addresses of the feeds that a page names or links to, on its own host."""
    for element in page.root.iter("link", "a"):
        address = page.absolute(element.get("href") or "") if element.get("href") else None
        if address is None or _NO_FEED.search(address):
            continue
        url = followed(address, page.outlet) if page.outlet else None
        if url is None:
            continue
        is_named = _FEED_TYPES.match(element.get("type") or "") is not None
        if is_named or (element.tag == "a" and _FEED_PATH.search(urlsplit(address).path)):
            yield url


def headlines_on(page: Page) -> Iterator[tuple[str, int]]:
    """Give the links that read as headlines: their addresses and numbers of words."""
    for url, text in _links(page):
        if reads_as_headline(text):
            yield url, len(text.split())


def names_on(page: Page) -> Iterator[str]:
    """Give the addresses of the links that are named as sections, menus and buttons are."""
    named: dict[str, bool] = {}
    for url, text in _links(page):
        if text:
            named[url] = named.get(url, True) and not reads_as_headline(text)
    shown = {url for url, is_name in named.items() if is_name}
    yield from (url for url in shown if not has_slug(url) and urlsplit(url).path.count("/") < 4)


def sections_on(page: Page) -> list[str]:
    """Give the addresses of the lists that a page links to: of sections, of all news."""
    editions = (each for each in page.root.iter("link") if each.get("hreflang"))
    addresses = (page.absolute(each.get("href") or "") for each in editions)
    own = (followed(each, page.outlet) if each and page.outlet else None for each in addresses)
    found = dict.fromkeys(url for url in own if url and kind_of_address(url) == "home page")
    for url, text in _links(page):
        parts = urlsplit(url)
        segments = [each for each in parts.path.split("/") if each]
        if parts.query or not 0 < len(segments) <= _DEEPEST_SECTION or _is_headline(segments[-1]):
            continue
        kind = kind_of_address(url)
        # The first page of a list, or the edition in another language.
        is_list = kind == "home page" or (
            kind in {"listing", "gallery"} and not _FURTHER.search(parts.path)
        )
        is_name = kind is None and 0 < len(text.split()) <= _MOST_WORDS_OF_NAME
        is_name = is_name and not text.isdecimal()
        if is_list or is_name:
            found.setdefault(url)
    return list(found)


def _is_headline(segment: str) -> bool:
    """Tell whether a part of a path is long as a headline's is."""
    return segment.count("-") + segment.count("_") > _MOST_WORDS_OF_NAME or segment.count(".") > 0


def _links(page: Page) -> Iterator[tuple[str, str]]:
    assert page.outlet is not None
    for link in page.root.iter("a"):
        address = page.absolute(link.get("href") or "") if link.get("href") else None
        url = followed(address, page.outlet) if address else None
        if url is not None and not _MEDIA.search(urlsplit(url).path):
            yield url, text_of(link)
