"""What words say of a page that is no article: those of its address, its headings, its title.

The words are in `page_kinds.toml`. What they do not name may be an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from kznews.text.section_names import read_names, section_key
from kznews.text.topics import says_no_topic, topic_of_section

PageKind = Literal[
    "home page",
    "listing",
    "tag page",
    "author page",
    "search page",
    "login page",
    "error page",
    "static page",
    "gallery",
]
"""Kind of a page that is no article."""
PageError = Literal["not found", "deleted", "blocked", "fault"]
"""What an error page says: nothing is there, it was taken down, the reader is not trusted, or the
server has a fault of its own."""

_Table = Literal["above", "last", "parameters", "headings", "labels", "errors"]

_EDITIONS = frozenset("ru rus kk kz kaz qaz en eng qz zh cn ar arb latyn tote".split())
"""Parts of a path that name a language or a script, before all others."""
_PAGE = re.compile(r"/(?:page|p|pagen?_?\d{0,2})[/=:-]?\d{1,5}/?$|/!\d{1,3}/?$", re.IGNORECASE)
"""The end of the path of a list's further page: `/page/2/`, `/page-2`."""
_EXTENSION = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cfm|shtml)$", re.IGNORECASE)
_DAY = re.compile(r"/20\d\d(?:(?:/\d{1,2}){0,2}|-\d\d(?:-\d\d)?)")
"""A path that is a day, a month or a year: a list by date."""
_NUMBER = re.compile(r"\d{1,4}")
_PAGER_PARAMETERS = re.compile(
    r"page|paged|p|pg|pn|pagen_\d+|start|limitstart|offset|page_num|pagenum", re.IGNORECASE
)
_MOST_SEGMENTS = 10
"""Parts of the longest path that may be another page's than an article's."""
_MOST_BELOW = 2
"""Parts of a path below `/tag/` that name a tag: `/tag/place/almaty`; with more, an article's."""
_MOST_HYPHENS = 4
"""Hyphens from which on a part of a path is a headline: names of people and sections have fewer."""
_STATUS = re.compile(
    r"(?:(?:http|error|ошибка|қате)[ :№#-]*)?(?P<status>40[0134]|410|429|50[0-4])"
    r"(?:$| ?[-–—:|.!,(]"
    r"| (?:error|ошибка|not|page|страница|forbidden|gone|bad|internal|service|gateway))",
    re.IGNORECASE,
)
_ERRORS_BY_STATUS: Mapping[str, PageError] = {
    "404": "not found",
    "410": "deleted",
    **dict.fromkeys(("401", "403", "429"), "blocked"),
}
_APOLOGY = re.compile(
    r"^(?:(?:к сожалению|извините|упс|ой|өкінішке орай|кешіріңіз|sorry|oops|whoops)[ ,.!:-]*)+"
    r"|[ ,]*(?:к сожалению|өкінішке орай)$",
    re.IGNORECASE,
)
_BEFORE_SITE = re.compile(r" ?[|•·»] ?| [–—-] |:: ?")
_LABEL = re.compile(r"[:«\"“]|(?<= for) |(?<=запросу) |(?<= by) |(?<=автора) |(?<=меткой) ")
_LONGEST_HEADING = 200
"""Characters of the longest heading that may say the kind of a page."""
_LONGEST_LABEL = 60
"""Characters before the end of a heading's label, at most."""


def kind_of_address(url: str) -> PageKind | None:
    """Tell the kind of the page at an address that no article has; None: it may have an article's.

    `/`, `/ru/`, `/tag/almaty`, `/author/ivan`, `/search?q=мост`, `/news/page/2`, `/2024/03/`,
    `/about`, `/politics/`.
    """
    parts = urlsplit(url)
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    path = unquote(parts.path).rstrip("/")
    segments = [_EXTENSION.sub("", each).lower() for each in path.split("/") if each]
    if segments and segments[0] in _EDITIONS:
        del segments[0]
        path = path[path.index("/", 1) :] if "/" in path[1:] else ""
    if asked := next((kind for name in query if (kind := _said("parameters", name))), None):
        return asked
    if _DAY.fullmatch(path):
        return "listing"
    named = _named(path, segments, query)
    # WordPress's short address of an article is `/?p=1234`.
    is_part = _PAGE.search(path) or (_is_pager(query) and (segments or "p" not in query))
    return named or ("listing" if is_part else None)


def kind_of_heading(heading: str) -> PageKind | None:
    """Tell the kind of a page that is so headed, or whose head's `title` says so."""
    for part in _said_parts(heading):
        if _error_of(part) is not None:
            return "error page"
        if kind := _said("headings", part):
            return kind
        if label := _LABEL.search(part, 1, _LONGEST_LABEL):
            kind = _said("labels", part[: label.start()])
            if kind is not None:
                return kind
    return None


def error_of_heading(heading: str) -> PageError | None:
    """Tell what an error page says that is so headed; None where the heading is no such page's."""
    return next(filter(None, map(_error_of, _said_parts(heading))), None)


def is_section_name(name: str) -> bool:
    """Tell whether a name is that of a section: «Политика», «Новости», `economy`."""
    return topic_of_section(name) is not None or says_no_topic(name)


def has_slug(url: str) -> bool:
    """Tell whether the last part of a path is long, or numbered: an article's is, a name is not."""
    return _is_slug(urlsplit(url).path.rstrip("/").rpartition("/")[2])


def _named(path: str, segments: list[str], query: Mapping[str, str]) -> PageKind | None:
    """Tell the kind by the parts of a path, without the edition's."""
    if not segments:
        return None if query else "home page"
    if len(segments) > _MOST_SEGMENTS:
        return None
    last = segments[-1]
    written = path.rpartition("/")[2]
    kind = _said("last", last)
    if kind in {"login page", "search page"}:
        return kind
    for place, segment in enumerate(segments[:-1]):
        if _said("last", segment) == "search page" and len(segments) == place + 2:
            return "search page"
        above = _said("above", segment)
        below = [each for each in segments[place + 1 :] if not _NUMBER.fullmatch(each)]
        if above == "tag page" and len(below) <= _MOST_BELOW:
            return above
        if above is not None and len(below) <= 1:
            is_article = _is_slug(last) if above == "listing" else _has_many_words(last)
            return None if is_article else above
    kind = kind or _said("above", last)
    if kind == "home page":
        return kind if len(segments) == 1 and not query else None
    if kind is None and is_section_name(last) and not query and "." not in written:
        return "listing"
    return kind


def _said_parts(heading: str) -> Iterator[str]:
    """Give a heading, and its part before the site's name, each without an apology."""
    if len(heading) <= _LONGEST_HEADING:
        for said in (heading, _BEFORE_SITE.split(heading)[0]):
            yield _APOLOGY.sub("", said.strip()).strip(" .!…?")


def _error_of(part: str) -> PageError | None:
    if status := _STATUS.match(part):
        return _ERRORS_BY_STATUS.get(status["status"], "fault")
    return cast("PageError | None", _said("errors", part))


def _is_slug(segment: str) -> bool:
    return _has_many_words(segment) or re.search(r"\d{3}", segment) is not None


def _has_many_words(segment: str) -> bool:
    return segment.count("-") + segment.count("_") >= _MOST_HYPHENS


def _is_pager(query: Mapping[str, str]) -> bool:
    """Tell whether a query asks for a part of a list, and for nothing that has a number."""
    numbers = [name for name, value in query.items() if value.isdecimal()]
    return bool(numbers) and all(map(_PAGER_PARAMETERS.fullmatch, numbers))


def _said(table: _Table, name: str) -> PageKind | None:
    return _kinds(table).get(section_key(name)) if name else None


@cache
def _kinds(table: _Table) -> Mapping[str, PageKind]:
    """Read a table; that of `errors` has what an error page says in the place of kinds."""
    names: dict[PageKind, list[str]] = read_names("page_kinds.toml")[table]
    return {section_key(name): kind for kind, those in names.items() for name in those}
