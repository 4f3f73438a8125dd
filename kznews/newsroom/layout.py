"""The layouts that the newsroom plays: an outlet's facts, and the templates that stand for them.

`templates/OUTLET/LAYOUT/` holds `layout.toml` (the fields of `Layout`), `article.html`,
`listing.html` and what else these name. The package's docstring says how to add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs, urljoin, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kznews.newsroom.article import Article, Headline
from kznews.newsroom.page import HTML, JSON, Page
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
    languages: tuple[LanguageCode, ...] = ("ru", "kk")
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
    sections: tuple[str, ...] = ("news",)
    """The sections that `{section}` stands for; the first is the commonest."""
    desk: str | None = None
    """The author of every article; None: every fifth names a reporter."""
    shows_listing: bool = False
    """An article's page has the first page of the listing below its text."""
    ticker: int = 0
    """The number of headlines in the ticker on each page."""
    rates: Mapping[str, str] = field(default_factory=dict)
    """The rates strip: values as printed, by the code as printed."""
    copies: tuple[Copy, ...] = ()
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

    @property
    def page_parameters(self) -> frozenset[str]:
        """The query parameters that tell the listing's pages apart."""
        return frozenset(parse_qs(urlsplit(self.pager or "").query))

    def page_url(self, page: int) -> str:
        """Give the address of a page of the listing, from 1."""
        url = next(each.url for each in self.outlet.listings if each.section == self.listing)
        return (
            url if page == 1 or self.pager is None else urljoin(url, self.pager.format(page=page))
        )

    def article_page(
        self,
        article: Article,
        frame: Frame,
        *,
        template: str = "article.html",
        other: Article | None = None,
        is_empty: bool = False,
        has_broken_json_ld: bool = False,
    ) -> Page:
        """Render an article that promotes `other`; an empty page has only what is around it."""
        return self._render(
            template,
            frame,
            article=article,
            other=other,
            is_empty=is_empty,
            has_broken_json_ld=has_broken_json_ld,
        )

    def listing_page(
        self, frame: Frame, *, template: str = "listing.html", is_empty: bool = False
    ) -> Page:
        """Render the frame's page of the listing; an empty one has neither cards nor a pager."""
        return self._render(template, frame, is_empty=is_empty)

    def _render(self, template: str, frame: Frame, **context: object) -> Page:
        whole = _environment().get_template(f"{self.key}/{template}")
        text = whole.render(layout=self, outlet=self.outlet, frame=frame, **context)
        return Page(body=text.encode(), content_type=JSON if template.endswith(".json") else HTML)


@cache
def all_layouts() -> dict[str, Layout]:
    """Read every layout that has templates, by its key."""
    layouts = (
        _layout(outlet, folder.name)
        for outlet in all_outlets()
        if (_TEMPLATES / outlet.name).is_dir()
        for folder in (_TEMPLATES / outlet.name).iterdir()
        if folder.is_dir()
    )
    return {layout.key: layout for layout in sorted(layouts, key=lambda each: each.key)}


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
    copies = tuple(
        Copy(**copy | {"languages": tuple(copy.get("languages", ("ru", "kk")))})
        for copy in facts.pop("copies", ())
    )
    sections = tuple(facts.pop("sections", ("news",)))
    stated = frozenset(facts.pop("fields"))
    return Layout(
        outlet=outlet, name=name, copies=copies, sections=sections, fields=stated, **facts
    )


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
    path: Callable[[str], str] = lambda url: urlsplit(url).path  # noqa: E731 (a filter)
    environment.filters |= {"path": path, "news_article": _news_article}
    environment.globals |= {
        "months": language("ru").months,
        "weekdays": language("ru").weekdays,
        "credit_words": {"ru": "Фото", "kk": "Сурет"},
    }
    return environment
