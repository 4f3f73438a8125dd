"""How an outlet's pages are read: selectors of the parts of articles, listings and strips.

A selector is CSS, or XPath where it begins with `/` or `./`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kznews.items import RateKind


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
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
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
    html: str | None = None
    """JMESPath expression, where the listing is served as JSON, of the HTML in it that the cards
    stand in."""
    day_heading: str | None = None
    """Selector, from a card, of the heading above it that states the day, where the card itself
    states only the time; the first match counts."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class JsonListingLayout:
    """How a listing is read that is served as JSON, or stands as JSON in a script of its page.

    An expression is JMESPath.
    """

    name: str
    """Name of the layout: the year it was first seen, or the platform."""
    card: str
    """Expression of the cards, one object an article."""
    link: str
    """Expression, within a card, of what makes its address: a path, an id or a slug."""
    address: str = "{link}"
    """Template of the article's address, of what `link` and `parts` give: `/{section}/{link}/`."""
    parts: dict[str, str] = field(default_factory=dict)
    """Expressions, within a card, by the name that `address` has for their values."""
    title: str
    """Expression, within a card, of the article's title."""
    published: str | None = None
    """Expression, within a card, of the date of publication: a text, or a number of seconds since
    1970 in UTC."""
    script: str | None = None
    """Selector, on an HTML page, of the script that holds the JSON; None: the page is JSON."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class TickerLayout:
    """How the ticker is read: the headlines that the outlet pushes on every page."""

    headline: str
    """Selector of the headlines, one element each; its own link, or the link in it, is kept."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""


@dataclass(frozen=True, kw_only=True)
class RatesLayout:
    """How the exchange rates that are printed on every page are read: against the tenge (KZT)."""

    currency_pairs: bool = False
    """Rates are printed as currency pairs, `USD/KZT: 425.67`, outside the article's text."""
    rate: str | None = None
    """Selector of the rates, of one element each, or of one around several. A currency is told by a
    code, name or sign in the text, or by an icon's class, and its value is the number behind it."""
    icons: dict[str, str] = field(default_factory=dict)
    """Currency code by the icon's class: `tn-icon-dollar` is `USD`."""
    currency: str | None = None
    """Selector, within a rate, of what tells its currency, where its text does not, such as
    `img::attr(alt)`; the first match counts."""
    value: str | None = None
    """Selector, within a rate, of its value, where that is not the first number behind the
    currency; the first match counts."""
    buy: str | None = None
    """Selector, within a rate, of the price at which an exchange office buys the currency."""
    sell: str | None = None
    """Selector, within a rate, of the price at which it sells it. Without these two, of two numbers
    behind a currency at an exchange office the first is the price at which it buys."""
    kind: RateKind = "page strip"
    """Kind of the rates, where the page itself says whose they are: the National Bank's, KASE's, an
    exchange office's."""
    evidence: str | None = None
    """What confirmed the facts that are not unverified: captures, or sources and their years."""
    unverified: tuple[str, ...] = ()
    """Names of the fields of this layout that no real page has confirmed."""
