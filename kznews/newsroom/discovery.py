"""What the newsroom serves of an outlet besides its pages: feeds, sitemaps, robots.txt.

All are made of the articles that are published at the moment. What an outlet's module does not say
of them stands in `templates/OUTLET/discovery.toml`, the fields of `Facts`, where it is needed.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urljoin, urlsplit

from kznews.newsroom.article import Article
from kznews.newsroom.misbehaviour import ContentChange, EmptyFeed, FrozenFeed, HtmlFeed
from kznews.newsroom.page import GZIP, PLAIN, XML, ServedPage
from kznews.newsroom.rendering import TEMPLATES, rendered
from kznews.outlets.addresses import edition_at
from kznews.outlets.discovery import Feed, Sitemap
from kznews.outlets.outlet import Edition, Outlet

Route = Callable[[ContentChange | None], ServedPage | None]
"""What makes the page of an address at the moment; None: nothing stands there."""

Place = tuple[str, str]
"""A host and a target: a path with its query."""

FEED_ITEMS = 20
NEWS_SITEMAP_DAYS = 2
"""A sitemap of news has the articles of two days, by Google's rule."""

MEMBERS = (
    "{members}",
    "{folder}{members}",
    "{stem}-{year}-{month}.xml",
    "{folder}{members}{number}.xml",
    "{stem}{members}{number}.xml",
    "{folder}sitemap-{year}-{month}.xml",
)
"""Addresses that an index's sitemaps of articles may have; the first that fits counts. `{stem}` is
the index's own without `.xml`, `{folder}` what stands before its last segment, `{members}` the
outlet's pattern, `{number}` the place of the month, the oldest first, from 1."""

PATTERN_PARTS = ((r"\d{4}", "{year}"), (r"\d{2}", "{month}"), (r"\d+", "{number}"))
"""What the parts of such a pattern stand for."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """How the newsroom serves one outlet's feeds, sitemaps and robots.txt."""

    crawl_delay: float | None = None
    """Seconds that robots.txt asks a crawler to wait."""
    disallow: Sequence[str] = ()
    """Paths that robots.txt closes, besides those of every outlet."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Address of an index's sitemaps of articles, of `{number}`, `{year}` and `{month}`, by the
    index's section, where none of `MEMBERS` fits."""


@dataclass(frozen=True)
class _Member:
    """One sitemap of an index."""

    url: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Published:
    """A published article, and the edition whose listing has it."""

    edition: Edition
    article: Article


def places(
    outlet: Outlet,
    planned: Iterable[Published],
    published: Callable[[bool], Iterable[Published]],
) -> Iterator[tuple[Place, Route]]:
    """Give each address of the outlet's feeds, sitemaps and robots.txt, and what makes its page.

    `planned` are all articles that will ever be published; `published(True)` gives those of the
    moment when the site opened, `published(False)` the present ones.
    """
    facts = _facts(outlet)
    for feed in outlet.feeds:
        yield _place(feed.url), partial(_feed, outlet, feed, published)
    for sitemap in outlet.sitemaps:
        if sitemap.members is None:
            yield _place(sitemap.url), partial(_sitemap, outlet, sitemap, published)
            continue
        months = sorted({_month(each.article) for each in _below(sitemap, planned)})
        members = {
            month: _member(outlet, sitemap, facts, number, month)
            for number, month in enumerate(months, 1)
        }
        other = f"{_stem(sitemap.url)}-pages.xml"
        others = [] if re.search(sitemap.members, other) else [other]
        yield _place(sitemap.url), partial(_index, outlet, sitemap, members, others, published)
        for month, url in members.items():
            yield _place(url), partial(_sitemap, outlet, sitemap, published, month=month, url=url)
        for url in others:
            yield _place(url), partial(_sitemap, outlet, sitemap, lambda _: (), url=url)
    for host in outlet.domains:
        text = rendered(
            "discovery/robots.txt",
            disallow=facts.disallow,
            crawl_delay=facts.crawl_delay,
            sitemaps=[each.url for each in outlet.sitemaps if urlsplit(each.url).netloc == host],
        )
        page = ServedPage(body=text.encode(), content_type=PLAIN)
        yield (host, "/robots.txt"), lambda _, page=page: page  # type: ignore[misc]


def _facts(outlet: Outlet) -> Facts:
    file = TEMPLATES / outlet.name / "discovery.toml"
    return Facts(**tomllib.loads(file.read_text("utf-8"))) if file.is_file() else Facts()


def _place(url: str) -> Place:
    parts = urlsplit(url)
    return parts.netloc, f"{parts.path}?{parts.query}" if parts.query else parts.path


def _feed(
    outlet: Outlet,
    feed: Feed,
    published: Callable[[bool], Iterable[Published]],
    change: ContentChange | None,
) -> ServedPage:
    if isinstance(change, HtmlFeed):
        return _html(outlet)
    edition = edition_at(feed.url, outlet)
    articles = [
        each.article
        for each in published(isinstance(change, FrozenFeed))
        if each.edition == edition and not isinstance(change, EmptyFeed)
    ]
    template, content_type = _feed_format(feed.url)
    return _xml(
        template,
        feed.url,
        content_type,
        title=outlet.title,
        home=f"https://{edition.host}{edition.path}",
        url=feed.url,
        language=edition.languages[0],
        articles=_newest(articles)[:FEED_ITEMS],
    )


def _feed_format(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    if "json" in parts.path + parts.query:
        return "feed.json", "application/feed+json; charset=utf-8"
    if "atom" in parts.path + parts.query:
        return "atom.xml", "application/atom+xml; charset=utf-8"
    return "rss.xml", "application/rss+xml; charset=utf-8"


def _sitemap(
    outlet: Outlet,
    sitemap: Sitemap,
    published: Callable[[bool], Iterable[Published]],
    change: ContentChange | None,
    *,
    month: tuple[int, int] | None = None,
    url: str | None = None,
) -> ServedPage | None:
    """Make a sitemap: of the articles of `month`, for an index, or of all."""
    if isinstance(change, HtmlFeed):
        return _html(outlet)
    articles = _newest(
        each.article
        for each in _below(sitemap, published(isinstance(change, FrozenFeed)))
        if month in {None, _month(each.article)}
    )
    if month and not articles:
        return None
    is_news = url is None and "news" in urlsplit(sitemap.url).path
    if is_news and articles:
        since = articles[0].appeared_at - timedelta(days=NEWS_SITEMAP_DAYS)
        articles = [each for each in articles if each.appeared_at >= since]
    return _xml(
        "news_sitemap.xml" if is_news else "sitemap.xml",
        url or sitemap.url,
        title=outlet.title,
        articles=[] if isinstance(change, EmptyFeed) else articles,
    )


def _index(
    outlet: Outlet,
    sitemap: Sitemap,
    members: Mapping[tuple[int, int], str],
    others: Iterable[str],
    published: Callable[[bool], Iterable[Published]],
    change: ContentChange | None,
) -> ServedPage:
    """Make an index: of a sitemap a month, and one of pages that are no articles."""
    if isinstance(change, HtmlFeed):
        return _html(outlet)
    changed: dict[tuple[int, int], datetime] = {}
    for each in _below(sitemap, published(isinstance(change, FrozenFeed))):
        moment = each.article.modified_at or each.article.appeared_at
        month = _month(each.article)
        changed[month] = max(moment, changed.get(month, moment))
    listed = [_Member(members[month], moment) for month, moment in sorted(changed.items())]
    listed += [_Member(url, None) for url in others]
    return _xml(
        "sitemap_index.xml",
        sitemap.url,
        members=[] if isinstance(change, EmptyFeed) else listed,
    )


def _below(sitemap: Sitemap, published: Iterable[Published]) -> Iterator[Published]:
    """Give the articles of the sitemap's host."""
    host = urlsplit(sitemap.url).netloc
    return (each for each in published if each.edition.host == host)


def _newest(articles: Iterable[Article]) -> list[Article]:
    """Sort articles, the newest first."""
    return sorted(articles, key=lambda each: each.appeared_at, reverse=True)


def _month(article: Article) -> tuple[int, int]:
    return article.appeared_at.year, article.appeared_at.month


def _stem(url: str) -> str:
    return url.removesuffix(".gz").removesuffix(".xml")


def _member(
    outlet: Outlet, sitemap: Sitemap, facts: Facts, number: int, month: tuple[int, int]
) -> str:
    """Give the address of an index's sitemap of a month. Raises ValueError where none fits."""
    assert sitemap.members is not None  # asked by places
    told = facts.members.get(sitemap.section)
    pattern = sitemap.members.removeprefix("^").removesuffix("$")
    for part, name in PATTERN_PARTS:
        pattern = pattern.replace(part, name)
    stands_for = {
        "{members}": pattern.replace("\\", ""),
        "{stem}": _stem(sitemap.url),
        "{folder}": urljoin(sitemap.url, "."),
        "{number}": str(number),
        "{year}": str(month[0]),
        "{month}": f"{month[1]:02}",
    }
    for form in [told] if told else MEMBERS:
        path = form
        for name, value in stands_for.items():
            path = path.replace(name, value)
        url = urljoin(sitemap.url, re.sub(r"(?<!:)//+", "/", path))
        if re.search(r"/\w[^/]*\.xml", url) and re.search(sitemap.members, url):
            return url
    raise ValueError(
        f"No address fits the members of {sitemap.url}, which {sitemap.members!r} is found in: "
        f"say one in kznews/newsroom/templates/{outlet.name}/discovery.toml, "
        f"[members], {sitemap.section} = …"
    )


def _html(outlet: Outlet) -> ServedPage:
    text = f"<!DOCTYPE html><html><head><title>{outlet.title}</title></head><body></body></html>"
    return ServedPage(body=text.encode())


def _xml(template: str, address: str, content_type: str = XML, /, **context: object) -> ServedPage:
    body = rendered(f"discovery/{template}", **context).encode()
    if urlsplit(address).path.endswith(".gz"):
        return ServedPage(body=gzip.compress(body, mtime=0), content_type=GZIP)
    return ServedPage(body=body, content_type=content_type)
