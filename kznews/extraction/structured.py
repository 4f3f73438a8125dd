"""What a page says about itself to machines: JSON-LD, OpenGraph, microdata.

It is often wrong (headlines escaped twice, an offset that is not the wall time's): the outlet's
layout, which reads the visible page, goes first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, cast

from lxml import etree

from kznews.extraction.page_dates import dates_of_page
from kznews.extraction.plausible_metadata import is_name, is_stand_in
from kznews.items import Kind

# https://schema.org/Article and its kinds
_ARTICLE_TYPES = frozenset(
    "Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle "
    "OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle BlogPosting LiveBlogPosting "
    "SocialMediaPosting Report AdvertiserContentArticle".split()
)

_KINDS: dict[str, Kind] = {
    "AdvertiserContentArticle": "advert",
    "LiveBlogPosting": "live text",
    "OpinionNewsArticle": "opinion",
}
"""Kinds that a type says. The others say none: WordPress calls all that it prints a BlogPosting."""

_OWN_TYPES = frozenset(
    "Organization NewsMediaOrganization Corporation OnlineBusiness WebSite".split()
)
"""Types of a site and of its publisher."""
_FIRST_PAGE = re.compile(r"https?://[^/?#]+/?")

_MOST_NESTED = 4
"""Levels of nesting that are read: a graph of lists of graphs is the deepest seen."""
_LONGEST_SCRIPT = 500_000
"""Characters of JSON-LD that is read, in one element: a long article has a tenth."""
_MOST_ESCAPES = 4
"""How often a text's entities may have been escaped: twice is the most seen."""

# From the attributes to their elements: a fifth of the time of asking every element for them.
_ARTICLE_SCOPE = etree.XPath(
    "//@itemscope/parent::*[contains(@itemtype, 'schema.org/') and contains(@itemtype, 'Article')]"
)


@dataclass
class StructuredData:
    """The structured data of a page: of each fact what the first source that states it says."""

    title: str | None = None
    body: str | None = None
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Addresses of pictures, JSON-LD's first."""
    logos: list[str] = field(default_factory=list)
    """Addresses of the pictures that stand for the site or its publisher."""
    published: list[str] = field(default_factory=list)
    """Statements of the moment of publication, as printed, JSON-LD first."""
    modified: list[str] = field(default_factory=list)
    site_name: str | None = None
    own_names: list[str] = field(default_factory=list)
    """What the page calls its site and its publisher."""
    kind: Kind | None = None
    """Kind that the article's type in JSON-LD says."""
    notes: list[str] = field(default_factory=list)

    @property
    def image(self) -> str | None:
        """Address of the article's picture: the first that does not stand for the site."""
        return next(
            (each for each in self.pictures if each not in self.logos and not is_stand_in(each)),
            None,
        )


def read_structured(root: etree._Element) -> StructuredData:
    """Read the page's structured data. JSON-LD is noted where it is broken or too long to read."""
    result = StructuredData()
    meta: dict[str, list[str]] = {}
    things: list[dict[str, Any]] = []
    broken: list[str] = []
    for element in root.iter("script", "meta"):
        if element.tag == "meta":
            key = element.get("property") or element.get("name")
            content = element.get("content")
            if key and content is not None:
                meta.setdefault(key.lower(), []).append(content)
        elif element.get("type") == "application/ld+json":
            script = element.text or ""
            if len(script) > _LONGEST_SCRIPT:
                result.notes.append("jsonld/too_long")
            else:
                things += _json_ld(script, broken)
    for thing in things:
        _take_json_ld(thing, result)
    _take_meta(meta, result)
    _take_microdata(root, result)
    result.published = result.published or dates_of_page(root, things, meta, broken)
    result.notes += ["jsonld/broken"] * len(broken)
    return result


def _json_ld(script: str, broken: list[str]) -> Iterator[dict[str, Any]]:
    if script:
        try:
            # strict=False: real pages have bare line breaks inside strings.
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):  # also a number of a thousand digits
            broken.append(script)
            return
        yield from _things(data)


def _things(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MOST_NESTED:
        return
    if isinstance(data, list):
        for part in data:
            yield from _things(part, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph"), depth + 1)


def _take_json_ld(thing: dict[str, Any], result: StructuredData) -> None:
    types = thing.get("@type")
    if not _OWN_TYPES.isdisjoint(_strings(types)):
        _take_own(thing, result)
    if not any(each in _ARTICLE_TYPES for each in _strings(types)):
        return
    for each in _strings(types):
        if result.kind != "advert":
            result.kind = _KINDS.get(each) or result.kind
    result.title = result.title or _text(thing.get("headline")) or _text(thing.get("name"))
    result.body = result.body or _text(thing.get("articleBody"), lines=True)
    result.authors = result.authors or _persons(thing.get("author"))
    _take_own(thing.get("publisher"), result)
    result.section = result.section or next(iter(_names(thing.get("articleSection"))), None)
    keywords = thing.get("keywords")
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    result.tags = result.tags or _names(keywords)
    result.pictures += filter(None, [_image(thing.get("image"))])
    result.published += filter(None, [_text(thing.get("datePublished"))])
    result.modified += filter(None, [_text(thing.get("dateModified"))])


def _take_own(thing: object, result: StructuredData) -> None:
    """Take what a site or its publisher is called, and its logo."""
    result.own_names += _names(thing)
    logo = _image(thing.get("logo")) if isinstance(thing, dict) else None
    result.logos += filter(None, [logo])


def _take_meta(meta: dict[str, list[str]], result: StructuredData) -> None:
    # https://ogp.me; pages also print the properties as `name`.
    def first(*keys: str) -> str | None:
        return next((text for key in keys for text in map(_text, meta.get(key, [])) if text), None)

    result.title = result.title or first("og:title", "twitter:title")
    result.site_name = first("og:site_name", "application-name")
    result.own_names += filter(None, [result.site_name])
    result.section = result.section or first("article:section", "og:article:section")
    result.tags = result.tags or _names(meta.get("article:tag"))
    result.pictures += filter(None, [first("og:image", "twitter:image")])
    result.published += filter(None, [first("article:published_time", "og:article:published_time")])
    result.modified += filter(
        None, [first("article:modified_time", "og:article:modified_time", "og:updated_time")]
    )


def _take_microdata(root: etree._Element, result: StructuredData) -> None:
    scopes = cast("list[etree._Element]", _ARTICLE_SCOPE(root))
    if not scopes:
        return
    properties = list(_properties(scopes[0]))

    def values(name: str) -> list[str]:
        return [value for each, value in properties if each == name and value]

    result.title = result.title or next(iter(values("headline") or values("name")), None)
    result.authors = result.authors or _names(values("author"))
    result.own_names += values("publisher")
    result.section = result.section or next(iter(values("articleSection")), None)
    keywords = [word for value in values("keywords") for word in value.split(",")]
    result.tags = result.tags or _names(keywords)
    result.pictures += (values("image") or values("thumbnailUrl"))[:1]
    result.published += values("datePublished")[:1]
    result.modified += values("dateModified")[:1]


# What is asked of a scope itself, and of a thing that is a property of it: an author's name.
_PROPERTIES = frozenset(
    "headline name author publisher articleSection keywords image thumbnailUrl "
    "datePublished dateModified".split()
)
_OF_THINGS = {"author": "name", "publisher": "name", "image": "url"}
# https://html.spec.whatwg.org/multipage/microdata.html#values
_VALUES = {"meta": "content", "time": "datetime", "img": "src", "a": "href", "link": "href"}


def _properties(scope: etree._Element) -> Iterator[tuple[str, str]]:
    """Return the scope's properties that are asked for, in page order, with their values."""
    things = [scope]  # from the outermost to the one that the walk is in
    for element in scope.iterdescendants():
        names = (element.get("itemprop") or "").split()
        is_thing = element.get("itemscope") is not None
        if not names and not is_thing:
            continue
        around = set(element.iterancestors())
        while things[-1] not in around:
            things.pop()
        if is_thing:
            things.append(element)
        elif len(things) == 1:
            yield from ((name, _value(element)) for name in _PROPERTIES.intersection(names))
        elif len(things) == 2:
            for owner in (things[-1].get("itemprop") or "").split():
                if _OF_THINGS.get(owner) in names:
                    yield owner, _value(element)


def _value(element: etree._Element) -> str:
    attribute = element.get("content") or element.get(_VALUES.get(str(element.tag), "content"))
    return _text(attribute) or _text("".join(map(str, element.itertext()))) or ""


def _text(value: object, *, lines: bool = False) -> str | None:
    """Return the value as text with entities resolved, also where they were escaped again."""
    if not isinstance(value, str):
        return None
    for _ in range(_MOST_ESCAPES):
        if (plain := unescape(value)) == value:
            break
        value = plain
    if lines:
        return value.strip() or None
    return " ".join(value.split()) or None


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _names(value: object, depth: int = 0) -> list[str]:
    """Return the names among strings, things with a `name`, and lists of either; each once."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        parts = value if depth < _MOST_NESTED else []
        return list(dict.fromkeys(name for part in parts for name in _names(part, depth + 1)))
    name = _text(value)
    return [name] if name and is_name(name) else []


def _persons(value: object) -> list[str]:
    """Return the names of those who wrote; those who are the outlet itself are left out."""
    authors = value if isinstance(value, list) else [value]
    return _names([each for each in authors if not _is_own(each)])


def _is_own(author: object) -> bool:
    """Tell whether an author is an organization, or one whose page is a site's first."""
    if not isinstance(author, dict):
        return False
    is_site = any(map(_FIRST_PAGE.fullmatch, _strings(author.get("url"))))
    return is_site or not _OWN_TYPES.isdisjoint(_strings(author.get("@type")))


def _image(value: object, depth: int = 0) -> str | None:
    if isinstance(value, list):
        parts = value if depth < _MOST_NESTED else []
        return next(filter(None, (_image(part, depth + 1) for part in parts)), None)
    if isinstance(value, dict):
        return _text(value.get("url")) or _text(value.get("contentUrl"))
    return _text(value)
