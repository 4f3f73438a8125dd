"""One article from one page: a layout first, then structured data, then the page's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kznews.extraction.article_or_not import why_no_article
from kznews.extraction.content import NotAnArticleError, read_content
from kznews.extraction.conventions import find_byline, find_section, find_tags
from kznews.extraction.dating import changed_moment, published_moment
from kznews.extraction.images import read_images
from kznews.extraction.kind import read_kind
from kznews.extraction.page import (
    Page,
    first_text,
    select,
    text_of,
)
from kznews.extraction.printed_date import named_date, printed_date
from kznews.extraction.printed_markup import without_markup
from kznews.extraction.title import read_title
from kznews.extraction.topic import read_topic
from kznews.extraction.translations import read_translation_urls
from kznews.items import Article, Extraction, Language
from kznews.outlets import DEFAULT_TIME_ZONE, Outlet
from kznews.outlets.addresses import canonical, edition_at, time_zone_at
from kznews.outlets.layouts import ArticleLayout
from kznews.text.attribution import attributed_to
from kznews.text.characters import clean_line, comparison_key
from kznews.text.date_grammar import read_printed
from kznews.text.dateline import split_dateline
from kznews.text.dates import Moment
from kznews.text.language import detect
from kznews.text.timezones import zone

# `Газета — новости города`: what a site calls itself ends there.
_AFTER_NAME = re.compile(r" ?[|•·:] | [–—-] ")
_BARS = re.compile(r" [|•·] ")


def extract_article(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    outlet: Outlet | None = None,
    fetched_at: datetime | None = None,
    induced: tuple[ArticleLayout, ...] = (),
) -> Article:
    """Read an article's page: `body` as served, `url` where it was served, absolute.

    `content_type` is the HTTP header's value, where known. `outlet` is the one at the URL's host
    where not given; a page of an outlet without layouts, or of an unknown host, is read by its
    structured data and its blocks alone, unless the mark of one of the `induced` layouts is on it.
    `fetched_at` (aware; now where not given) resolves dates such as «сегодня», and no moment after
    it is believed.

    Raises NotAnArticleError where the page has no title or no body, or no layout knows it and it is
    of another kind (a list, an error), UnreadablePageError where it
    is no page at all, ValueError where `url` is no absolute http(s) URL.
    """
    page = Page(
        body,
        url,
        content_type=content_type,
        outlet=outlet,
        fetched_at=fetched_at,
        induced=induced,
    )
    return read_article(page)


def read_article(page: Page) -> Article:
    """Read the article of a page as `extract_article` does; the page keeps the notes about it."""
    outlet, structured = page.outlet, page.structured
    layout = _layout_of(page)
    # Of an induced layout nobody knows that its mark is on no page of another kind.
    is_sure = layout is not None and layout not in page.induced
    if not is_sure and (reason := why_no_article(page)):
        raise NotAnArticleError(f"{page.url}: {reason}")
    title = read_title(page, layout)
    if title is None:
        raise NotAnArticleError(f"{page.url}: the page has no title", missing="title")
    content, method = read_content(page, layout, title)
    language, script = detect(f"{title}\n{content.text}")
    if outlet is not None and language is not None and not _is_written(language, page.url, outlet):
        page.notes.append("language/unexpected")
    moment = _published(page, layout, title)
    modified = _modified(page, moment)
    own_names = _own_names(page)
    section = _section(page, layout, title)
    tags = (
        _texts(page, layout.tags if layout else None)
        or structured.tags
        or (find_tags(page.root) if layout is None else [])
    )
    return Article(
        url=page.url,
        outlet=outlet.name if outlet else page.host.removeprefix("www."),
        title=title,
        lead=_lead(page, layout) if layout else content.lead,
        body=content.text,
        dateline=content.dateline,
        outlet_kind=outlet.kind if outlet else None,
        kind=read_kind(page, layout, content, title=title, section=section, tags=tags),
        language=language,
        script=script,
        authors=_authors(page, layout, own_names),
        section=section,
        topic=read_topic(page, section),
        tags=tags,
        published_at=moment.instant if moment else None,
        published_precision=moment.precision if moment else None,
        published_raw=moment.raw if moment else None,
        published_zone=moment.zone if moment else None,
        published_doubts=list(moment.doubts) if moment else [],
        modified_at=modified,
        images=read_images(page, layout, content),
        attributed_to=attributed_to(content.text, own_names),
        translation_urls=read_translation_urls(page, language),
        extraction=Extraction(
            layout=layout.name if layout and method in {"layout", "induced"} else None,
            method=method,
        ),
        fetched_at=page.fetched_at,
    )


def _is_written(language: Language, url: str, outlet: Outlet) -> bool:
    """Tell whether the edition at `url` writes in the language, or copies one that does."""
    return language in edition_at(canonical(url, outlet, language), outlet).languages


def _layout_of(page: Page) -> ArticleLayout | None:
    own = _marked(page, _own_layouts(page))
    if own is None and _own_layouts(page):
        page.notes.append("layout/none")
    # A redesign may leave the mark where it is, and take the body's name away.
    if own is None or (page.induced and not select(page, own.body)):
        induced = _marked(page, page.induced)
        if induced is not None:
            page.notes += [*(["body/layout_empty"] if own else []), "layout/induced"]
            return induced
    if own is not None and own.unverified:
        page.notes.append("layout/unverified")
    return own


def _marked(page: Page, layouts: Iterable[ArticleLayout]) -> ArticleLayout | None:
    return next((each for each in layouts if select(page, each.mark)), None)


def _own_layouts(page: Page) -> tuple[ArticleLayout, ...]:
    return page.outlet.article_layouts if page.outlet else ()


def _lead(page: Page, layout: ArticleLayout) -> str | None:
    # A description is written for search engines; only the page's own standfirst is a lead.
    lead = first_text(page, layout.lead)
    if lead is None:
        return None
    lead = without_markup(clean_line(lead))
    divided = split_dateline(lead)
    return (divided[1] if divided else lead) or None


def _section(page: Page, layout: ArticleLayout | None, title: str) -> str | None:
    outlet = page.outlet
    if printed := first_text(page, layout.section if layout else None):
        return _without_date(printed)
    if outlet is not None and outlet.section_path is not None:
        match = outlet.section_path.search(urlsplit(page.url).path)
        return match[1] if match else None
    stated = page.structured.section
    return stated or (find_section(page.root, title) if layout is None else None)


def _without_date(line: str) -> str | None:
    """Return the section of a line that states the date, too: «Сұхбат • 21 Ақпан, 2025»."""
    parts = _BARS.split(line)
    others = [part for part in parts if read_printed(part) is None]
    return line if len(others) == len(parts) else next(iter(others), None)


def _texts(page: Page, named: str | None) -> list[str]:
    if not named:
        return []
    texts = (text_of(node).strip(" ,;#") for node in select(page, named))
    return list(filter(None, texts))


def _authors(page: Page, layout: ArticleLayout | None, own_names: tuple[str, ...]) -> list[str]:
    """Return who wrote; where nobody is named, pages name the outlet itself."""
    own = set(map(comparison_key, own_names))
    for names in (
        _texts(page, layout.authors if layout else None),
        page.structured.authors,
        find_byline(page.root) if layout is None else [],
    ):
        if persons := [each for each in names if comparison_key(each) not in own]:
            return persons
    return []


def _published(page: Page, layout: ArticleLayout | None, title: str) -> Moment | None:
    shown = _texts(page, layout.published if layout else None)
    is_known = bool(shown)
    # Where none of an outlet's layouts fits, nothing on the page is known.
    if not shown and (layout is None or layout in page.induced) and not _own_layouts(page):
        printed = printed_date(page.root, title)
        if printed is None and not page.structured.published:
            printed = named_date(page.root, page.fetched_at)
        shown = [printed] if printed else []
    dating = published_moment(
        shown,
        page.structured.published,
        url=page.url,
        zone=_zone(page),
        fetched_at=page.fetched_at,
        is_known=is_known,
    )
    page.notes += dating.notes
    return dating.moment


def _modified(page: Page, published: Moment | None) -> datetime | None:
    moment = changed_moment(
        page.structured.modified,
        page.structured.published,
        published=published,
        zone=_zone(page),
        fetched_at=page.fetched_at,
    )
    return moment.instant if moment else None


def _zone(page: Page) -> ZoneInfo:
    return zone(time_zone_at(page.url, page.outlet) if page.outlet else DEFAULT_TIME_ZONE)


def _own_names(page: Page) -> tuple[str, ...]:
    """Return how the outlet names itself: what is known, its host, what its page says."""
    known = page.outlet.own_names if page.outlet else ()
    stated = page.structured.own_names
    names = (page.host, *known, *stated, *(_AFTER_NAME.split(each)[0] for each in stated))
    return tuple(filter(None, dict.fromkeys(names)))
