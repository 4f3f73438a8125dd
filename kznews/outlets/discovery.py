"""Where an outlet's new articles are found: its feeds, sitemaps and listings.

In the order in which they are trusted to be complete and cheap: a feed, a sitemap of news or an
index of sitemaps, a listing as JSON, a listing as HTML. Several ways of one outlet complement each
other. Each has a name of its own within the outlet, its `section`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed of the outlet's newest articles: RSS, Atom or JSON Feed, told by its content."""

    section: str
    """Name of the feed; `-a sections=NAME,…` chooses among the ways of discovery."""
    url: str
    """Address of the feed."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this feed that no real answer has confirmed."""


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """One XML sitemap of the outlet: of articles, or an index of sitemaps."""

    section: str
    """Name of the sitemap; `-a sections=NAME,…` chooses among the ways of discovery."""
    url: str
    """Address of the sitemap."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this sitemap that no real answer has confirmed."""
    members: str | None = None
    """Regular expression that is found in the addresses of an index's sitemaps of articles; None:
    in all. Of a sitemap that is no index it says nothing."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of articles that the outlet keeps up to date, newest first, over many pages."""

    section: str
    """Name of the listing; `-a sections=NAME,…` chooses among them."""
    url: str
    """Address of the first page."""
    page_url: str | None = None
    """Template of the address of a further page, where no link leads to it (infinite scroll, a
    button): `{page}` is the page's number, `{offset}` the number of cards before it."""
    day_url: str | None = None
    """Template of the address of one day's articles, in strftime's codes: `-a since=` walks back
    through these."""
    wait_for: str | None = None
    """CSS selector that a browser waits for before the page is read, where a script loads the
    cards; without it the listing is read without a browser."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this listing that no real page has confirmed."""
