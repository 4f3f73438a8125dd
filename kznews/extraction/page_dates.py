"""When a page says that it was published, where what it says of its article does not.

Plugins of WordPress date the page (`WebPage`), not its article; other pages print the property in
the open, outside the article's scope, or as a `meta` of their own; and some print JSON that no
machine reads. Only what names itself the date of publication counts: a date of change is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from lxml import etree

_PAGE_TYPES = frozenset("WebPage ItemPage MedicalWebPage VideoObject Recipe Product Event".split())
"""Types of things in JSON-LD that may date the page that they stand on."""
# https://www.dublincore.org, https://docs.parse.ly, Sailthru, cXense; the others have no document.
_META = (
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article:published",
    "publication_date",
    "publication-date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published",
    "pubdate",
    "og:pubdate",
    "og:published_time",
)
_IN_BROKEN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"<>\n]{8,40})"')
_PROPERTIES = etree.XPath("//@itemprop[. = 'datePublished']/parent::*")
_MOST_PROPERTIES = 3
"""Elements that state the date, at most, outside a scope; more are those of a list."""


def dates_of_page(
    root: etree._Element,
    things: Sequence[dict[str, Any]],
    meta: Mapping[str, Sequence[str]],
    broken: Sequence[str],
) -> list[str]:
    """Return the statements of the first source that has any, as printed.

    `things` are those of the page's JSON-LD, `meta` its `meta` by their names in lower case,
    `broken` the scripts that should be JSON-LD and are none.
    """
    for found in (
        _of_things(things),
        _in_broken_json(broken),
        _in_the_open(root),
        (text for name in _META for text in meta.get(name, [])[:1]),
    ):
        if texts := [text.strip() for text in found if text.strip()]:
            return texts
    return []


def _of_things(things: Sequence[dict[str, Any]]) -> Iterator[str]:
    for thing in things:
        types = thing.get("@type")
        names = types if isinstance(types, list) else [types]
        published = thing.get("datePublished")
        if isinstance(published, str) and any(
            isinstance(name, str) and name in _PAGE_TYPES for name in names
        ):
            yield published


def _in_broken_json(scripts: Sequence[str]) -> Iterator[str]:
    for script in scripts:
        found = _IN_BROKEN_JSON.findall(script)
        if len(set(found)) == 1:
            yield found[0]


def _in_the_open(root: etree._Element) -> Iterator[str]:
    elements = cast("list[etree._Element]", _PROPERTIES(root))
    if len(elements) > _MOST_PROPERTIES:
        return
    for element in elements:
        yield (
            element.get("content")
            or element.get("datetime")
            or "".join(map(str, element.itertext()))
        )
