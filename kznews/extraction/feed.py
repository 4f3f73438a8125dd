"""The articles that a feed shows: RSS, Atom or JSON Feed, told by its content."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import feedparser
import feedparser.mixin

from kznews.extraction.cards import MOST_CARDS, Card, ListingPage, make_card
from kznews.extraction.decoding import to_utf8
from kznews.extraction.json_document import is_json, parse_json
from kznews.extraction.page import CROWDED_TAG, UnreadablePageError, parse_html, text_of
from kznews.outlets import Outlet

FEED = "feed"
"""Name of the layout of all feeds."""
_LARGEST = 2_000_000
"""Bytes of a feed that is read."""
_MOST_TAGS = 10_000
"""Tags of a feed in XML that is read, without those in CDATA: parsing takes half a second for
so many. Five hundred entries have as many."""
_MOST_PIECES = 100_000
"""Lines and references (`&lt;`) of a feed that is read: each is a piece of text to the parser.
So many take a third of a second."""
_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_FIRST_ELEMENT = re.compile(rb"<\w")
_BEFORE_ELEMENTS = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+", re.DOTALL
)
_AS_UTF8 = {"content-type": "application/xml; charset=utf-8"}
"""Headers by which the parser does not look for a charset in the feed: it would take `punycode`."""

# It looks for an address of e-mail in each author, which takes the square of a long name's length.
feedparser.mixin._FeedParserMixin._sync_author_detail = lambda *_: None


def read_feed(body: bytes, url: str, *, outlet: Outlet, fetched_at: datetime) -> ListingPage:
    """Read a feed's entries as cards, in the feed's order; each article once, at most 200.

    An entry that leads to no article of the outlet counts as unread. Dates without an offset are
    of the edition's zone. A feed without entries gives no cards.

    Raises UnreadablePageError, with the address, for what is no feed: above all an HTML page that
    is served in its place with the status 200. Also for one of too many bytes or tags.
    """
    entries = _json_entries(body, url) if is_json(body) else _xml_entries(body, url)
    found = [
        make_card(
            link,
            _plain(title) if title else None,
            printed,
            page_url=url,
            outlet=outlet,
            fetched_at=fetched_at,
            is_newest=True,
        )
        for link, title, printed in entries[:MOST_CARDS]
    ]
    cards: dict[str, Card] = {}
    for card in found:
        if card is not None:
            cards.setdefault(card.url, card)
    return ListingPage(layout=FEED, cards=list(cards.values()), unread=found.count(None))


Entry = tuple[str | None, str | None, str | None]
"""Link, title and date of an entry, as the feed states them."""


def _xml_entries(body: bytes, url: str) -> list[Entry]:
    if len(body) > _LARGEST:
        raise UnreadablePageError(f"{url}: the feed has more than {_LARGEST:,} bytes")
    source = _from_first_element(to_utf8(body)[0])
    if _CDATA.sub(b"", source).count(b"<") > _MOST_TAGS:
        raise UnreadablePageError(f"{url}: the feed has more than {_MOST_TAGS:,} tags")
    if sum(map(source.count, (b"&", b"\n", b"\r"))) > _MOST_PIECES:
        raise UnreadablePageError(
            f"{url}: the feed has more than {_MOST_PIECES:,} lines and references"
        )
    if CROWDED_TAG.search(source):
        raise UnreadablePageError(f"{url}: a tag of the feed has too many attributes")
    feed = feedparser.parse(
        source, response_headers=_AS_UTF8, sanitize_html=False, resolve_relative_uris=False
    )
    if not feed.get("version"):
        raise UnreadablePageError(f"{url}: the answer is no feed but {_kind(body)}")
    return [_xml_entry(entry) for entry in feed.entries]


def _from_first_element(source: bytes) -> bytes:
    """Leave out what stands before the elements, in which the parser takes square time.

    With it go declared entities, which could make a long text of a short one.
    """
    before = _BEFORE_ELEMENTS.match(source)
    first = _FIRST_ELEMENT.search(source, before.end() if before else 0)
    return source[first.start() :] if first else b""


def _xml_entry(entry: Any) -> Entry:
    link = entry.get("link")
    identifier = entry.get("id", "")
    if not link and identifier.startswith("http"):
        link = identifier
    return link, entry.get("title"), entry.get("published") or entry.get("updated")


def _json_entries(body: bytes, url: str) -> list[Entry]:
    feed = parse_json(body.decode("utf-8-sig", "replace"), url)
    items = feed.get("items") if isinstance(feed, dict) else None
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or "jsonfeed.org" not in version or not isinstance(items, list):
        raise UnreadablePageError(f"{url}: the answer is JSON, but no JSON Feed")
    return [
        (_text(each, "url", "id"), _text(each, "title"), _text(each, "date_published"))
        for each in items
        if isinstance(each, dict)
    ]


def _text(item: dict[str, Any], *names: str) -> str | None:
    return next((item[name] for name in names if isinstance(item.get(name), str)), None)


def _plain(title: str) -> str | None:
    """Give a title without markup: feeds escape it once or twice."""
    if "<" not in title and "&" not in title:
        return title
    return text_of(parse_html(f"<p>{title}</p>".encode()))


def _kind(body: bytes) -> str:
    head = body.lstrip()[:200].lower()
    if not head:
        return "empty"
    return "an HTML page" if b"<!doctype html" in head or b"<html" in head else "of another kind"
