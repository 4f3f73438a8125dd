"""The date that a page prints for its article, where no layout says where it stands.

The page's header shows the day of the fetch, its lists the dates of other articles: only what
stands near the title is read, and only what names its year («Вчера» may be the date of something
else).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from lxml import etree

from kznews.extraction.page import text_of
from kznews.text.characters import clean_line
from kznews.text.dates import read_moment
from kznews.text.timezones import zone

_TIMES = etree.XPath(
    "(ancestor::*[self::article or self::main][1] | self::*[not(ancestor::article or "
    "ancestor::main)]/..)//time[not(ancestor::nav or ancestor::footer or ancestor::aside)]"
)
_FOLLOWING = etree.XPath(
    "following::text()[normalize-space()][not(ancestor::a or ancestor::nav or ancestor::footer "
    "or ancestor::aside or parent::script or parent::style or parent::noscript or "
    "parent::option)][position() <= 60]"
)
_NAMED_DATES = etree.XPath(
    "//*[self::time or self::abbr or self::span or self::div or self::p or self::small or self::li "
    "or self::dd or self::td or self::em or self::i or self::b or self::a or self::h5 or self::h6]"
    "[self::time or contains(@class, 'date') or contains(@class, 'Date') "
    "or contains(@class, 'time') or contains(@class, 'publish') "
    "or contains(@class, 'datum') or contains(@class, 'posted')]"
    "[not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::header[not(.//h1)])]"
)
_AROUND_THE_FETCH = timedelta(days=2)
_MOST_NAMED = 40
"""Elements named a date that are looked at; a page with more lists other articles."""
_TEXTS = etree.XPath("descendant::text()[normalize-space()]")
_OTHER_TITLE = etree.XPath("boolean(.//a[string-length(normalize-space()) > 25])")
_MOST_CHARACTERS = 500
"""Characters after the title that may hold the date: a lead or two; then the text has begun."""
_MOST_TIMES = 20
"""Elements `time` of the page's part around the title that are looked at."""
_MOST_TEXTS = 12
"""Text nodes of an element that still is one line, fewer than this."""
# Parts of a page, in front of a title, that are not its article's.
_OTHER_PARTS = frozenset({"header", "nav", "aside", "footer", "ul"})


def printed_date(root: etree._Element, title: str) -> str | None:
    """Return the text, or the `datetime`, that dates the article `title`; None without one.

    The first text after the title, or in the element just before it, that is a date with its year
    (of a `time`, its `datetime`); else the first such `time` of the part of the page that holds the
    title.
    """
    headings = list(root.iter("h1"))
    named = (each for each in headings if clean_line(text_of(each)) == title)
    heading = next(named, headings[0] if headings else None)
    if heading is None:
        return None
    for texts in (*_after(heading), *_before(heading), *_times(heading)):
        if moments := [each for text in texts if (each := read_moment(text, zone=zone("UTC")))]:
            # A date and its time may be two elements: the narrowest that holds both.
            timed = (moment for moment in moments if moment.precision == "minute")
            return next(timed, moments[0]).raw
    return None


def _after(heading: etree._Element) -> Iterator[list[str]]:
    passed = 0
    for text in cast("list[etree._ElementUnicodeResult]", _FOLLOWING(heading)):
        passed += len(text)
        if passed > _MOST_CHARACTERS:
            return
        parent = text.getparent()
        if not text.is_text or parent is None:  # it follows an element, `<br>`
            yield [text]
        elif parent.tag == "time" or any(map(str.isdecimal, text)):
            yield _texts_around(parent, text, heading)


def _before(heading: etree._Element) -> Iterator[list[str]]:
    element = heading.getprevious()
    if element is not None and element.tag not in _OTHER_PARTS:
        yield [line.text for line in map(_line, (*element, element)) if not line.is_card]


def _times(heading: etree._Element) -> Iterator[list[str]]:
    for element in cast("list[etree._Element]", _TIMES(heading))[:_MOST_TIMES]:
        yield _texts_around(element, "", heading)


def _texts_around(element: etree._Element, text: str, heading: etree._Element) -> list[str]:
    """Return the texts of the string, the element and its parent, narrowest first.

    Nothing where they show another article. What holds the heading, too, is this article: a link
    in its text is none to another that the date could be of.
    """
    parent = element.getparent()
    holders = set(heading.iterancestors())
    lines = [_line(each) for each in (element, parent) if each is not None and each not in holders]
    if any(line.is_card for line in lines):
        return []
    if stated := element.get("datetime"):
        return [stated]
    return [text, *(line.text for line in lines)]


class _Line(NamedTuple):
    """The text of an element that may hold a date."""

    text: str
    """Text of the element; empty where it is more than a line."""
    is_card: bool
    """Whether the element shows another article."""


def _line(element: etree._Element) -> _Line:
    texts = cast("list[str]", _TEXTS(element))
    if len(texts) >= _MOST_TEXTS:
        return _Line("", is_card=False)
    # A date and its time may be two elements without a space between.
    return _Line(" ".join(texts), is_card=cast("bool", _OTHER_TITLE(element)))


def named_date(root: etree._Element, fetched_at: datetime) -> str | None:
    """Return the one date with its year that elements named a date print, besides other articles'.

    For pages where none stands near the title: one without a heading, or with the date at its end.
    None where such elements contradict each other, as those of a list do. A mere day around that of
    the fetch is the site's, not the article's.
    """
    found: dict[date, str] = {}
    elements = cast("list[etree._Element]", _NAMED_DATES(root))
    for element in elements[:_MOST_NAMED]:
        lines = [_line(each) for each in (element, element.getparent()) if each is not None]
        if any(line.is_card for line in lines):
            continue
        stated = element.get("datetime") or element.get("content") or element.get("title") or ""
        for text in (stated, lines[0].text):
            if moment := read_moment(text, zone=zone("UTC")):
                age = abs(fetched_at - moment.instant)
                if moment.precision == "day" and age < _AROUND_THE_FETCH:
                    break
                known = found.get(moment.instant.date())
                # A time beside the date says more.
                if known is None or len(moment.raw) > len(known):
                    found[moment.instant.date()] = moment.raw
                break
    return next(iter(found.values())) if len(found) == 1 else None
