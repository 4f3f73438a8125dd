"""What an outlet declares about itself: data only, read by `kznews.extraction` and the spiders.

A selector is CSS, or XPath where it begins with `/` or `./`. Where a selector names several
elements, each is read unless the field says «first».
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from re import Pattern

from kznews.items import Language


@dataclass(frozen=True, kw_only=True)
class ArticleLayout:
    """How one design of an outlet's article pages is read."""

    name: str
    """`2025`: the year it was first seen, or the platform. Stored as `extraction.layout`."""
    mark: str
    """Stands on a page of this layout and on no other article page of the outlet."""
    title: str
    """First."""
    body: str
    """The element around the text (several: one after another)."""
    lead: str | None = None
    """First."""
    drop: tuple[str, ...] = ()
    """Elements inside the body that are not its text."""
    published: str | None = None
    """First whose text reads as a date."""
    authors: str | None = None
    section: str | None = None
    """First."""
    tags: str | None = None
    images: str | None = None
    """`img` elements outside the body; those inside it are found without being named."""
    advert: str | None = None
    """The badge of an advert, in the body or outside; marks it only where it says so."""
    image_credit: str | None = None
    """First; belongs to the first image."""
    unverified: tuple[str, ...] = ()
    """Names of the fields above whose selectors no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class ListingLayout:
    """How one design of an outlet's listings is read."""

    name: str
    card: str
    link: str
    """Within the card; first."""
    title: str
    """Within the card; the first that is not empty."""
    next_page: str | None = None
    """The link to the next page, anywhere on the page; first."""
    pager: str | None = None
    """Or: what holds the numbered links to other pages; the innermost that holds a link."""
    published: str | None = None
    """Within the card; first."""
    author: str | None = None
    """Within the card; first."""
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Where a listing starts. `-a sections=name,…` chooses among them."""

    section: str
    url: str
    needs_browser: bool = False
    """Its cards are loaded by a script."""
    ready: str | None = None
    """With `needs_browser`: the CSS selector that is there once the cards are."""
    unverified: bool = False


@dataclass(frozen=True, kw_only=True)
class TickerStrip:
    """The headlines that the outlet pushes on every page."""

    headline: str
    """One element a headline; its own link, or the link within it, is kept."""
    unverified: bool = False


@dataclass(frozen=True, kw_only=True)
class RatesStrip:
    """The exchange rates printed on every page: `quote` is always KZT."""

    pairs: bool = False
    """They are printed as `USD/KZT: 425.67`, somewhere outside the article's text."""
    entry: str | None = None
    """Or: one element a currency, its icon's class says which (`icons`)."""
    icons: dict[str, str] = field(default_factory=dict)
    """`tn-icon-dollar` → `USD`."""


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One outlet: what `scrapy crawl NAME` needs to know."""

    name: str
    title: str
    """As its readers know it."""
    domains: tuple[str, ...]
    """Hosts of its own, the canonical one first; subdomains not named here are other sites."""
    time_zone: str
    languages: tuple[Language, ...]
    """The commonest first."""
    listings: tuple[Listing, ...]
    listing_layouts: tuple[ListingLayout, ...]
    """Newest first; the first that finds a card reads the page."""
    article_layouts: tuple[ArticleLayout, ...]
    """Newest first; the first whose mark is on the page reads it."""
    article_url: Pattern[str]
    """Matches (`search`) the path of an article and of nothing else on the site."""
    never_follow: Pattern[str] | None = None
    """Matches (`search`) path and query of links that change something or lead nowhere."""
    host_aliases: dict[str, str] = field(default_factory=dict)
    """`test.example.kz` → `example.kz`: copies of the same site."""
    edition_prefixes: dict[str, Language] = field(default_factory=dict)
    """`kz` → `kk`: under `/kz/` the Kazakh edition; a text there that is not Kazakh is a copy of
    the page without the prefix."""
    drop_parameters: frozenset[str] = frozenset()
    """Query parameters, besides the tracking ones, that do not name another article."""
    section_path: Pattern[str] | None = None
    """Its first group, where it matches an article's path, is the section; goes before metadata."""
    trailing_slash: bool = False
    """An article's address ends with a slash; met without one, it is the same article."""
    ticker: TickerStrip | None = None
    rates: RatesStrip | None = None
    own_names: tuple[str, ...] = ()
    """How its texts name the outlet itself: house style, not attribution."""
    boilerplate: tuple[str, ...] = ()
    """Regular expressions; a line of a body that one of them matches whole is cut."""
    pages: int = 20
    """How far a listing is followed where `-a pages=` does not say."""
    crawl_every: timedelta = timedelta(minutes=10)
    """How often the schedule crawls it: who monitors media wants to see an article within half an
    hour, and a crawl that finds nothing new costs a few requests."""
