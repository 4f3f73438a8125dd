"""The layouts that the newsroom plays: an outlet's facts, and the templates that stand for them.

`templates/OUTLET/LAYOUT/` holds `layout.toml` (the fields of `Layout`), `article.html`,
`listing.html` or `listing.json`, and what else these name; what it lacks is taken from
`templates/platforms/PLATFORM/`. The package's docstring says how to add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from hashlib import sha256
from urllib.parse import urljoin

from kznews.newsroom.article import Article, Headline
from kznews.newsroom.page import HTML, JSON, ServedPage
from kznews.newsroom.prose.language import LANGUAGES, LanguageCode
from kznews.newsroom.rendering import TEMPLATES, rendered
from kznews.outlets import all_outlets
from kznews.outlets.addresses import edition_at
from kznews.outlets.discovery import Listing
from kznews.outlets.layouts import JsonListingLayout
from kznews.outlets.outlet import Edition, Outlet


class UnknownLayoutError(LookupError):
    """The newsroom has no templates of this layout."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Another address at which an article stands."""

    path: str
    """The path of the copy; `{bare}` is the article's own without the slash at its end."""
    template: str = "article.html"
    languages: Collection[LanguageCode] = LANGUAGES
    """The languages whose articles have this copy."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the pages of a layout show besides their article or their cards."""

    today: date
    ticker: tuple[Headline, ...] = ()
    pages: int = 1
    """The number of the listing's pages."""
    cards: tuple[Article, ...] = ()
    """The cards of the listing's page that is shown."""
    page: int = 1
    """The number of that page."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One layout of an outlet, as the newsroom plays it."""

    outlet: Outlet
    name: str
    article: str = ""
    """The path of an article, of `{prefix}` (the path of its edition, without the slash at the
    end), `{slug}`, `{section}`, `{id}`, `{hex}` (8 hexadecimal digits), `{year}`, `{month}`,
    `{day}` and `{unix}` (seconds since 1970)."""
    fields: frozenset[str]
    """The fields of an article that its page states, besides title, text, URL and language: `lead`,
    `authors`, `section`, `tags`, `images`, `published_at`, `modified_at`; `published_day`: of that
    moment only the day; `credit`: one picture without an address; `card_date`: its card states the
    day."""
    listings: Sequence[str] = ()
    """The sections of the outlet's listings that have this layout. One may be the section of a feed
    or a sitemap, where no listing has the articles. Empty: its articles are in none."""
    listing: str | None = None
    """The one of `listings` that is played; it decides the edition. None: there are none."""
    shows: str | None = None
    """The section of another listing of the outlet, whose articles these listings show: the layout
    has none of its own, and no template of an article."""
    platform: str | None = None
    """The platform whose templates stand for those that the layout has none of."""
    pager: str | None = None
    """The address of a further page, relative to the listing's: `page/{page}/`; None: one page has
    all cards, or the outlet's `page_url` is the address of the others."""
    cards: int = 20
    """The number of cards on a full page of the listing."""
    a_day: int = 5
    """The number of articles a day."""
    newest: date | None = None
    """The day of the newest article; None: the site's today."""
    newest_id: int = 500_000
    """The `{id}` of the newest article."""
    sections: Sequence[str] = ("news",)
    """The sections that `{section}` stands for; the first is the commonest."""
    desk: str | None = None
    """The author of every article; None: every fifth names a reporter."""
    shows_listing: bool = False
    """An article's page has the first page of the listing below its text."""
    ticker: int = 0
    """The number of headlines in the ticker on each page."""
    rates: Mapping[str, str] = field(default_factory=dict)
    """The rates strip: values as printed, by the code as printed."""
    copies: Sequence[Copy] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    """Templates that render what the listing's script reads, by the path, of `{prefix}`."""

    @property
    def key(self) -> str:
        """The name that tells the layout from those of other outlets: `exclusive/wordpress`."""
        return f"{self.outlet.name}/{self.name}"

    @property
    def played(self) -> tuple[Layout, ...]:
        """The layout as each of its listings has it; itself where there are none."""
        each = tuple(replace(self, listing=section) for section in self.listings)
        return each or (self,)

    @property
    def place(self) -> int:
        """The place of the listing among the layout's, from 0."""
        return self.listings.index(self.listing) if self.listing else 0

    @cached_property
    def declared(self) -> Listing | None:
        """What the outlet declares of the listing; None where there is none."""
        return next((each for each in self.outlet.listings if each.section == self.listing), None)

    @cached_property
    def edition(self) -> Edition:
        """The edition that the listing is of; the main one where there is no listing."""
        for way in self.outlet.ways:
            if way.section == self.listing:
                return edition_at(way.url, self.outlet)
        return self.outlet.editions[0]

    @property
    def host(self) -> str:
        """The host of the edition."""
        return self.edition.host

    @property
    def time_zone(self) -> str:
        """The IANA name of the zone that the pages print their times in."""
        return self.edition.time_zone or self.outlet.time_zone

    @cached_property
    def languages(self) -> tuple[LanguageCode, ...]:
        """The languages of the articles, the commonest first, of those that there are sentences in.

        Raises ValueError where the edition has none of them.
        """
        told = tuple(code for code in LANGUAGES if code in self.edition.languages)
        if not told:
            raise ValueError(
                f"The newsroom has sentences in none of the languages of {self.edition.host}"
                f"{self.edition.path}: no listing of {self.key} can be played there"
            )
        return tuple(sorted(told, key=self.edition.languages.index))

    @cached_property
    def listing_template(self) -> str:
        """The name of the template of the listing's pages."""
        for each in self.outlet.listing_layouts:
            if each.name == self.name:
                is_json = not each.script if isinstance(each, JsonListingLayout) else each.html
                return "listing.json" if is_json else "listing.html"
        return "listing.html"

    @property
    def has_pages(self) -> bool:
        """Whether the listing has further pages than its first."""
        return self.pager is not None or bool(self.declared and self.declared.page_url)

    def article_url(self, slug: str, section: str, identifier: int, published: datetime) -> str:
        """Give the address of an article."""
        path = self.article.format(
            prefix=self.edition.path.rstrip("/"),
            slug=slug,
            section=section,
            id=identifier,
            hex=sha256(f"{slug}/{identifier}".encode()).hexdigest()[:8],
            year=published.year,
            month=f"{published.month:02}",
            day=f"{published.day:02}",
            unix=int(published.timestamp()),
        )
        return f"https://{self.host}{path}"

    def page_url(self, page: int) -> str:
        """Give the address of a page of the listing, from 1."""
        declared = self.declared
        if declared is None:
            raise ValueError(f"{self.key} has no listing, so no page {page} of it")
        further = self.pager
        if declared.page_url:
            further = declared.page_url.replace("{offset}", str((page - 1) * self.cards))
        if page == 1 or further is None:
            return declared.url
        return urljoin(declared.url, further.replace("{page}", str(page)))

    def template(self, name: str) -> str:
        """Give the full name of a template: the layout's own, or else its platform's.

        A template that another layout may replace is named so: `{% extends
        layout.template("frame.html") %}`.
        """
        if self.platform and not (TEMPLATES / self.key / name).is_file():
            return f"platforms/{self.platform}/{name}"
        return f"{self.key}/{name}"

    def render(
        self, template: str, frame: Frame, *, is_empty: bool = False, **context: object
    ) -> ServedPage:
        """Render a template: of the listing's page that `frame` shows, or of an article.

        An article's are given `article`, `other` and `has_broken_json_ld`. An empty page has only
        what stands around the article or the cards, and no pager.
        """
        text = rendered(
            self.template(template),
            layout=self,
            outlet=self.outlet,
            frame=frame,
            is_empty=is_empty,
            **context,
        )
        return ServedPage(
            body=text.encode(), content_type=JSON if template.endswith(".json") else HTML
        )


@cache
def all_layouts() -> dict[str, Layout]:
    """Read every layout that has templates, by its key."""
    layouts = (
        _layout(outlet, folder.name)
        for outlet in all_outlets()
        if (TEMPLATES / outlet.name).is_dir()
        for folder in sorted((TEMPLATES / outlet.name).iterdir(), key=lambda each: each.name)
        if folder.is_dir()
    )
    return {layout.key: layout for layout in layouts}


def layout_of(key: str) -> Layout:
    """Find a layout by its key. Raises UnknownLayoutError."""
    try:
        return all_layouts()[key]
    except KeyError:
        raise UnknownLayoutError(
            f"The layout {key} has no templates: write kznews/newsroom/templates/{key}/"
        ) from None


def _layout(outlet: Outlet, name: str) -> Layout:
    facts = tomllib.loads((TEMPLATES / outlet.name / name / "layout.toml").read_text("utf-8"))
    stated = frozenset(facts.pop("fields"))
    copies = [Copy(**copy) for copy in facts.pop("copies", ())]
    layout = Layout(outlet=outlet, name=name, fields=stated, copies=copies, **facts)
    return layout.played[0]
