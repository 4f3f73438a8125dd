"""What an outlet declares about itself: data only, read by `kznews.extraction` and the spiders.

A selector is CSS, or XPath where it begins with `/` or `./`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from re import Pattern

from kznews.items import Language


@dataclass(frozen=True, kw_only=True)
class ArticleLayout:
    """How one design of an outlet's article pages is read: a selector for each part of the page."""

    name: str
    """Name of the layout: the year it was first seen, or the platform. Stored with the article."""
    mark: str
    """Selector that matches every article page of this layout, and none of another layout."""
    title: str
    """Selector of the title; the first match counts."""
    body: str
    """Selector of the elements around the text; several are read one after another."""
    lead: str | None = None
    """Selector of the standfirst above the text; the first match counts."""
    drop: tuple[str, ...] = ()
    """Selectors of elements inside the body that are not its text."""
    published: str | None = None
    """Selector of the date of publication; the first text that reads as a date counts."""
    authors: str | None = None
    """Selector of the authors, one element each."""
    section: str | None = None
    """Selector of the section; the first match counts."""
    tags: str | None = None
    """Selector of the tags, one element each."""
    images: str | None = None
    """Selector of `img` elements outside the body; those inside it need none."""
    advert: str | None = None
    """Selector of the badge of an advert; marks the article as one only where its text says so."""
    image_credit: str | None = None
    """Selector of the credit of the first image; the first match counts."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class ListingLayout:
    """How one design of an outlet's listings is read: a selector for each part of the page."""

    name: str
    """Name of the layout: the year it was first seen, or the platform."""
    card: str
    """Selector of the cards, one element an article."""
    link: str
    """Selector, within a card, of the article's address; the first match counts."""
    title: str
    """Selector, within a card, of the article's title; the first that is not empty counts."""
    next_page: str | None = None
    """Selector, on the page, of the address of the next page; the first match counts."""
    pager: str | None = None
    """Selector of the element around the numbered links to other pages; where several match, the
    innermost that holds a link counts."""
    published: str | None = None
    """Selector, within a card, of the date of publication; the first match counts."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of articles that the outlet keeps up to date, newest first, over many pages."""

    section: str
    """Name of the listing; `-a sections=NAME,…` chooses among them."""
    url: str
    """Address of the first page."""
    wait_for: str | None = None
    """CSS selector that a browser waits for before the page is read, where a script loads the
    cards; without it the listing is read without a browser."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this listing that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class TickerLayout:
    """How the ticker is read: the headlines that the outlet pushes on every page."""

    headline: str
    """Selector of the headlines, one element each; its own link, or the link in it, is kept."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class RatesLayout:
    """How the exchange rates that are printed on every page are read: against the tenge (KZT)."""

    currency_pairs: bool = False
    """Rates are printed as currency pairs, `USD/KZT: 425.67`, outside the article's text."""
    rate: str | None = None
    """Selector of the rates, one element each, where an icon's class tells the currency."""
    icons: dict[str, str] = field(default_factory=dict)
    """Currency code by the icon's class: `tn-icon-dollar` is `USD`."""


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """The facts of one outlet.

    An outlet with listings has a spider of its name. Of one without, only what no page states is
    known: its pages are read by structured data and general rules.
    """

    name: str
    """Name of the outlet and of its spider; the name of its module."""
    title: str
    """Title that the outlet's readers know it by."""
    domains: tuple[str, ...]
    """Hosts of the outlet, the canonical one first."""
    owns_subdomains: bool = False
    """Whether the subdomains of `domains` are the outlet's, too; else they are other sites."""
    time_zone: str
    """IANA name of the time zone that the outlet's pages print their times in."""
    languages: tuple[Language, ...]
    """Languages of the outlet's articles, the commonest first."""
    listings: tuple[Listing, ...] = ()
    """Listings that a crawl starts from."""
    listing_layouts: tuple[ListingLayout, ...] = ()
    """Layouts of the listings, newest first; the first that finds a card reads the page."""
    article_layouts: tuple[ArticleLayout, ...] = ()
    """Layouts of the articles, newest first; the first whose mark is on the page reads it."""
    article_url: Pattern[str] | None = None
    """Pattern that is found in the path of each article's URL, and in no other path."""
    never_follow: Pattern[str] | None = None
    """Pattern that is found in path and query of links that change something or lead nowhere."""
    host_aliases: dict[str, str] = field(default_factory=dict)
    """Hosts that serve copies of the site, and the host of the original: `test.example.kz` →
    `example.kz`."""
    edition_prefixes: dict[str, Language] = field(default_factory=dict)
    """First parts of the path, and the language of the edition below: `kz` → `kk`. A text there in
    another language is a copy of the page without the prefix."""
    drop_parameters: frozenset[str] = frozenset()
    """Query parameters, besides the tracking ones, that do not name another article."""
    section_path: Pattern[str] | None = None
    """Pattern whose first group, found in an article's path, is its section; goes before metadata.
    """
    trailing_slash: bool = False
    """Whether an article's address ends with a slash; one without is the same article."""
    ticker: TickerLayout | None = None
    """Layout of the ticker, where the outlet has one."""
    rates: RatesLayout | None = None
    """Layout of the exchange rates, where the outlet prints any."""
    own_names: tuple[str, ...] = ()
    """Names that the outlet's texts call it by: house style, not attribution."""
    boilerplate: tuple[str, ...] = ()
    """Regular expressions; a line of a body that one of them matches whole is cut."""
    pages: int = 20
    """Number of pages of each listing that a crawl reads at most, where `-a pages=` gives none."""
    crawl_every: timedelta = timedelta(minutes=10)
    """Interval at which the schedule crawls the outlet: who monitors media wants to see an article
    within half an hour, and a crawl that finds nothing new costs a few requests."""
