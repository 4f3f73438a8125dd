"""What an XML sitemap holds: articles, or, of an index, sitemaps.

Source: sitemaps.org/protocol.html, and Google's extension for news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lxml import etree
from scrapy.utils.gz import gunzip

from kznews.extraction.cards import MOST_CARDS, Card, ListingPage, make_card
from kznews.extraction.page import UnreadablePageError
from kznews.outlets import Outlet
from kznews.outlets.addresses import time_zone_at
from kznews.text.timezones import zone

SITEMAP = "sitemap"
"""Name of the layout of all sitemaps."""
_GZIP = b"\x1f\x8b"
_LARGEST = 52_428_800
"""Bytes of a sitemap, at most, as the protocol says."""
_MOST_URLS = 50_000
"""Addresses in a sitemap, at most, as the protocol says."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One sitemap of an index."""

    url: str
    changed: datetime | None
    """Moment of its last change that the index states."""


@dataclass(frozen=True, kw_only=True)
class SitemapPage:
    """What one sitemap holds."""

    articles: ListingPage
    """Articles of the outlet, the newest first; none in an index."""
    members: list[Member] = field(default_factory=list)
    """Sitemaps of an index, the newest first."""


def read_sitemap(
    body: bytes,
    url: str,
    *,
    outlet: Outlet,
    fetched_at: datetime,
    not_before: date | None = None,
) -> SitemapPage:
    """Read a sitemap, packed with gzip or not: its articles, or the sitemaps of an index.

    Of the articles the 200 newest count; with `not_before` all but those that were last changed
    before that day, in the edition's zone. Addresses that are no articles of the outlet are left
    out: a sitemap is of all pages. The newest come first: by `news:publication_date` or `lastmod`;
    of an index that states none, by the numbers in its addresses; otherwise as they stand.

    Raises UnreadablePageError, with the address, for what is no sitemap: above all an HTML page
    that is served in its place with the status 200.
    """
    root = _root(body, url)
    kind = _local_name(root)
    if kind not in {"urlset", "sitemapindex"}:
        raise UnreadablePageError(f"{url}: the answer is no sitemap but <{kind}>")
    at = zone(time_zone_at(url, outlet))
    entries = [
        _Entry(fields, _moment(fields, at))
        for fields in map(_fields, root.iterchildren(tag=etree.Element))
        if "loc" in fields
    ]
    if not_before is not None:
        entries = [
            entry
            for entry in entries
            if entry.moment is None or entry.moment.astimezone(at).date() >= not_before
        ]
    if kind == "sitemapindex":
        members = [Member(url=each.fields["loc"], changed=each.moment) for each in entries]
        return SitemapPage(
            articles=ListingPage(layout=SITEMAP),
            members=sorted(members, key=_newness, reverse=True),
        )
    most = MOST_CARDS if not_before is None else _MOST_URLS
    entries.sort(key=lambda entry: entry.moment or _NEVER, reverse=True)
    cards: dict[str, Card] = {}
    for entry in entries:
        if len(cards) == most:
            break
        card = make_card(
            entry.fields["loc"],
            entry.fields.get("title"),
            entry.fields.get("publication_date"),
            page_url=url,
            outlet=outlet,
            fetched_at=fetched_at,
            is_newest=True,
            changed=entry.moment,
        )
        if card is not None:
            cards.setdefault(card.url, card)
    return SitemapPage(articles=ListingPage(layout=SITEMAP, cards=[*cards.values()]))


@dataclass(frozen=True)
class _Entry:
    """One entry of a sitemap: its fields by their names, and the moment that it states."""

    fields: dict[str, str]
    moment: datetime | None


def _root(body: bytes, url: str) -> etree._Element:
    if body.startswith(_GZIP):
        body = gunzip(body, max_size=_LARGEST)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(body, parser) if body.strip() else None
    if root is None:
        raise UnreadablePageError(f"{url}: the answer is no XML")
    return root


def _fields(element: etree._Element) -> dict[str, str]:
    """Give the texts of an entry by their elements' names, those of `news:news` among them.

    Not those of `image:image` and other extensions: a picture has a `loc` and a `title`, too.
    """
    fields: dict[str, str] = {}
    of_news: dict[str, str] = {}
    for child in element.iterchildren(tag=etree.Element):
        name = _local_name(child)
        _put(fields, name, child)
        if name == "news":
            for below in child.iterdescendants(tag=etree.Element):
                _put(of_news, _local_name(below), below)
    return fields | of_news


def _put(fields: dict[str, str], name: str, element: etree._Element) -> None:
    if text := (element.text or "").strip():
        fields[name] = text


def _local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace; etree.QName would make an object for each."""
    return element.tag.rpartition("}")[2]


def _moment(fields: dict[str, str], at: ZoneInfo) -> datetime | None:
    """Read the moment of an entry, in ISO 8601 as the protocol says; None where there is none."""
    stated = fields.get("publication_date") or fields.get("lastmod")
    if stated is None:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=at)


def _newness(member: Member) -> tuple[datetime, list[int]]:
    return member.changed or _NEVER, [int(number) for number in _NUMBERS.findall(member.url)]
