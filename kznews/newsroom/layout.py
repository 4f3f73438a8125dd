"""The layouts that the newsroom plays: an outlet's facts, and the templates that stand for them.

`templates/OUTLET/LAYOUT/` holds `layout.toml` (the fields of `Layout`), `article.html`,
`listing.html` and what else these name. The package's docstring says how to add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kznews.newsroom.article import Article, Headline
from kznews.newsroom.page import HTML, JSON, ServedPage
from kznews.newsroom.prose.language import LanguageCode, language
from kznews.outlets import all_outlets
from kznews.outlets.outlet import Outlet

_TEMPLATES = files(__package__) / "templates"


class UnknownLayoutError(LookupError):
    """The newsroom has no templates of this layout."""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Another address at which an article stands."""

    path: str
    """The path of the copy; `{bare}` is the article's own without the slash at its end."""
    template: str = "article.html"
    languages: Collection[LanguageCode] = ("ru", "kk")
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
    article: str
    """The path of an article, of `{slug}`, `{section}`, `{id}`, `{year}` and `{month}`."""
    fields: frozenset[str]
    """The fields of an article that its page states, besides title, text, URL and language: `lead`,
    `authors`, `section`, `tags`, `images`, `published_at`, `modified_at`; `credit`: one picture
    without an address; `card_date`: its card states the day."""
    listing: str | None = None
    """The section of the outlet's listing that has this layout; None: its articles have none."""
    pager: str | None = None
    """The address of a further page, relative to the listing's: `page/{page}/`; None: one page has
    all cards."""
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
    """Templates that render what the listing's script reads, by the path."""

    @property
    def key(self) -> str:
        """The name that tells the layout from those of other outlets: `exclusive/wordpress`."""
        return f"{self.outlet.name}/{self.name}"

    @property
    def host(self) -> str:
        """The outlet's own host."""
        return self.outlet.domains[0]

    def article_url(self, slug: str, section: str, identifier: int, published: date) -> str:
        """Give the address of an article."""
        path = self.article.format(
            slug=slug,
            section=section,
            id=identifier,
            year=published.year,
            month=f"{published.month:02}",
        )
        return f"https://{self.host}{path}"

    def page_url(self, page: int) -> str:
        """Give the address of a page of the listing, from 1."""
        url = next(each.url for each in self.outlet.listings if each.section == self.listing)
        return urljoin(url, self.pager.format(page=page)) if page > 1 and self.pager else url

    def render(
        self, template: str, frame: Frame, *, is_empty: bool = False, **context: object
    ) -> ServedPage:
        """Render a template: of the listing's page that `frame` shows, or of an article.

        An article's are given `article`, `other` and `has_broken_json_ld`. An empty page has only
        what stands around the article or the cards, and no pager.
        """
        whole = _environment().get_template(f"{self.key}/{template}")
        text = whole.render(
            layout=self, outlet=self.outlet, frame=frame, is_empty=is_empty, **context
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
        if (_TEMPLATES / outlet.name).is_dir()
        for folder in sorted((_TEMPLATES / outlet.name).iterdir(), key=lambda each: each.name)
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
    facts = tomllib.loads((_TEMPLATES / outlet.name / name / "layout.toml").read_text("utf-8"))
    stated = frozenset(facts.pop("fields"))
    copies = [Copy(**copy) for copy in facts.pop("copies", ())]
    return Layout(outlet=outlet, name=name, fields=stated, copies=copies, **facts)


def _news_article(article: Article) -> dict[str, object]:
    """Give what an article's JSON-LD states."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.modified_at:
        data["dateModified"] = article.modified_at.isoformat()
    if article.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    return data


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: (_TEMPLATES / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["path"] = lambda url: urlsplit(url).path
    environment.filters["news_article"] = _news_article
    environment.globals |= {
        "months": language("ru").months,
        "weekdays": language("ru").weekdays,
        "credit_words": {"ru": "Фото", "kk": "Сурет"},
    }
    return environment
