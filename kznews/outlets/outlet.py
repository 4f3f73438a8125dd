"""What an outlet declares about itself: data only, read by `kznews.extraction` and the spiders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from re import Pattern

from kznews.items import Kind, Language, OutletKind, Script
from kznews.outlets.discovery import Feed, Listing, Sitemap
from kznews.outlets.layouts import (
    ArticleLayout,
    JsonListingLayout,
    ListingLayout,
    RatesLayout,
    TickerLayout,
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of an outlet: the pages of a host, or those below a path."""

    host: str
    """Host of the edition."""
    path: str = "/"
    """Path that the edition's pages are below: `/kz/`."""
    languages: tuple[Language, ...]
    """Languages of the edition's articles, the commonest first."""
    script: Script = "Cyrl"
    """Script of the edition's Kazakh articles."""
    time_zone: str | None = None
    """IANA name of the edition's time zone, where it is not the outlet's."""
    copies: bool = False
    """Whether the edition's articles are those of the main one, written in another script: they are
    not read. Below a path of the same host, a link to one leads to the page that it copies."""


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """The facts of one outlet.

    An outlet with feeds, sitemaps or listings has a spider of its name. Of one without, only what
    no page states is known: its pages are read by structured data and general rules.
    """

    name: str
    """Name of the outlet and of its spider; the name of its module."""
    title: str
    """Title that the outlet's readers know it by."""
    editions: tuple[Edition, ...]
    """Editions of the outlet, the main one first."""
    owns_subdomains: bool = False
    """Whether the subdomains of the editions' hosts are the outlet's, too; else they are other
    sites."""
    time_zone: str
    """IANA name of the time zone that the outlet's pages print their times in."""
    is_aggregator: bool = False
    """Whether the outlet gathers other outlets' articles: it is never their first publisher."""
    is_satire: bool = False
    """Whether the outlet invents its news: they are never news of another outlet."""
    feeds: tuple[Feed, ...] = ()
    """Feeds that a crawl starts from."""
    sitemaps: tuple[Sitemap, ...] = ()
    """Sitemaps that a crawl starts from."""
    listings: tuple[Listing, ...] = ()
    """Listings that a crawl starts from."""
    listing_layouts: tuple[ListingLayout | JsonListingLayout, ...] = ()
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
    drop_parameters: frozenset[str] = frozenset()
    """Query parameters, besides the tracking ones, that do not name another article."""
    section_path: Pattern[str] | None = None
    """Pattern whose first group, found in an article's path, is its section; goes before metadata.
    """
    kinds: dict[str, Kind] = field(default_factory=dict)
    """Kind of the articles by a section, as printed or as in the address: `opinion` → `opinion`.
    Besides those whose names say it everywhere."""
    always_has: tuple[str, ...] = ("title", "body", "published_at")
    """Fields that each article of the outlet has; fewer are an alarm."""
    trailing_slash: bool = False
    """Whether an article's address ends with a slash; one without is the same article."""
    ticker: TickerLayout | None = None
    """Layout of the ticker, where the outlet has one."""
    rates: tuple[RatesLayout, ...] = ()
    """Layouts of the exchange rates that the outlet prints; each currency of a kind counts once."""
    own_names: tuple[str, ...] = ()
    """Names that the outlet's texts call it by: house style, not attribution."""
    boilerplate: tuple[str, ...] = ()
    """Regular expressions; a line of a body that one of them matches whole is cut."""
    pages: int = 20
    """Number of pages of each listing that a crawl reads at most, where `-a pages=` gives none."""
    crawl_every: timedelta = timedelta(minutes=10)
    """Interval at which the schedule crawls the outlet: who monitors media wants to see an article
    within half an hour, and a crawl that finds nothing new costs a few requests."""

    @property
    def domains(self) -> tuple[str, ...]:
        """Hosts of the editions, the main one's first."""
        return tuple(dict.fromkeys(edition.host for edition in self.editions))

    @property
    def languages(self) -> tuple[Language, ...]:
        """Languages of the outlet's articles, the commonest first."""
        return tuple(dict.fromkeys(code for edition in self.editions for code in edition.languages))

    @property
    def kind(self) -> OutletKind | None:
        """What the outlet is, where its articles are not its own news."""
        if self.is_satire:
            return "satire"
        return "aggregator" if self.is_aggregator else None

    @property
    def ways(self) -> tuple[Feed | Sitemap | Listing, ...]:
        """The ways of discovery, the first to be asked first."""
        return (*self.feeds, *self.sitemaps, *self.listings)
