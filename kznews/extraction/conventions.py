"""Byline, tags and section of a page that no layout knows, by conventions that most outlets keep.

Links say it by `rel` and by where they lead (`/author/…`, `/tag/…`), elements by their class
(`article__author`, `breadcrumbs`). Only the part of the page around the title and the text counts:
menus, cards and comments use the same conventions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from kznews.extraction.page import text_of
from kznews.text.characters import clean_line

_LETTERS_OF_A_TEXT = 500
"""Letters of the shortest text of an article."""
_MOST_ANCESTORS = 6
"""Elements between the title and the element that holds title and text, at most."""
_LONGEST_TAG = 60
"""Characters of the longest tag."""
_MOST_TAGS = 40
"""Tags of an article, at most; more are those of the site."""

_AUTHOR_LINK = re.compile(r"/(?:authors?|avtor[yi]?|journalists?)/[^/]", re.IGNORECASE)
_TAG_LINK = re.compile(r"/(?:tags?|teg(?:i|ter)?)/[^/]|[?&]tag=[^&]", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|avtor)s?(?:$|[\s_-])", re.IGNORECASE)
_CRUMBS_CLASS = re.compile(r"crumb", re.IGNORECASE)
_SECTION_CLASS = re.compile(r"(?:^|[\s_-])(?:category|rubrika?|cat)(?:$|[\s_-])", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"comment|related|popular|recommend|similar|sidebar|read-?(?:also|more)|photo|image|caption"
    r"|(?:^|[\s_-])(?:menu|nav|also|more|card)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_TAGS = frozenset({"aside", "nav", "figure", "figcaption", "form"})

_CAPITALIZED = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІÁÄǴĞŃÑÓÖÚÜŪŞ][\w’'ʼ-]*"
_PERSON = re.compile(rf"{_CAPITALIZED}\.?(?: {_CAPITALIZED}\.?){{1,3}}")
_LABEL = re.compile(
    r"(?:(?:автор(?:ы|лар[ыі]?)?|мәтін(?: авторы)?|текст|журналист|корреспондент|тілші)\b"
    r"(?: (?:статьи|материала|текста))?) ?[:—–-]? ?",
    re.IGNORECASE,
)
_HOME_PAGE = frozenset(("главная", "главная страница", "на главную", "басты бет", "басты", "home"))


def find_byline(root: etree._Element) -> list[str]:
    """Return the authors' names, each once; none where nothing reads as a person's name."""
    scope = _scope(root)
    if scope is None:
        return []
    for found in (
        (e for e in scope.iter("a", "span", "p") if "author" in (e.get("rel") or "").split()),
        (e for e in scope.iter("a") if _AUTHOR_LINK.search(e.get("href") or "")),
        (e for e in scope.iter() if _AUTHOR_CLASS.search(e.get("class") or "")),
    ):
        names = (
            name for element in _first_and_neighbours(found, scope) for name in _persons(element)
        )
        if authors := list(dict.fromkeys(names)):
            return authors
    return []


def find_tags(root: etree._Element) -> list[str]:
    """Return the tags' names, each once."""
    scope = _scope(root)
    if scope is None:
        return []
    for found in (
        (e for e in scope.iter("a") if "tag" in _rel(e) and "category" not in _rel(e)),
        (e for e in scope.iter("a") if _TAG_LINK.search(e.get("href") or "")),
    ):
        texts = (clean_line(text_of(e)).strip(" ,;#") for e in _first_and_neighbours(found, scope))
        names = [text for text in dict.fromkeys(texts) if 0 < len(text) <= _LONGEST_TAG]
        if 0 < len(names) <= _MOST_TAGS:
            return names
    return []


def find_section(root: etree._Element, title: str) -> str | None:
    """Return the section's name: the last linked breadcrumb, else a link that names a category."""
    for element in root.iter():
        if _CRUMBS_CLASS.search(element.get("class") or ""):
            links = (clean_line(text_of(link)) for link in element.iter("a"))
            crumbs = [
                name for name in links if name.casefold() not in _HOME_PAGE | {"", title.casefold()}
            ]
            if crumbs:
                return crumbs[-1]
    scope = _scope(root)
    if scope is None:
        return None
    for found in (
        (e for e in scope.iter("a") if "category" in _rel(e)),
        (e for e in scope.iter("a") if _SECTION_CLASS.search(e.get("class") or "")),
    ):
        for element in found:
            name = clean_line(text_of(element))
            if name and len(name) <= _LONGEST_TAG and not _is_of_other_content(element, scope):
                return name
    return None


def _scope(root: etree._Element) -> etree._Element | None:
    """Find the smallest element that holds the title's heading and enough letters for a text."""
    for heading in root.iter("h1"):
        if not text_of(heading):
            continue
        for element in islice(heading.iterancestors(), _MOST_ANCESTORS):
            if element.tag == "body":
                return element if _has_letters(element) else None
            if _has_letters(element):
                return element
    return None


def _has_letters(element: etree._Element) -> bool:
    count = 0
    for text in element.itertext():
        count += sum(map(str.isalpha, str(text)))
        if count >= _LETTERS_OF_A_TEXT:
            return True
    return False


def _rel(element: etree._Element) -> list[str]:
    return (element.get("rel") or "").split()


def _is_of_other_content(element: etree._Element, scope: etree._Element) -> bool:
    """Tell whether the element stands, within the scope, in what is not of this article."""
    while element is not scope:
        if element.tag in _OTHER_TAGS or _OTHER_CLASS.search(element.get("class") or ""):
            return True
        if element.tag == "footer" and scope.tag == "body":  # the page's, not the article's
            return True
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return False


def _first_and_neighbours(
    found: Iterator[etree._Element], scope: etree._Element
) -> Iterator[etree._Element]:
    """Return the first element found that is of this article, and those that stand beside it.

    The same convention farther down the page names the authors and tags of other articles.
    """
    beside: etree._Element | None = None
    for element in found:
        if _is_of_other_content(element, scope):
            continue
        if beside is None:
            parent = element.getparent()
            beside = parent if parent is None or len(parent) > 1 else parent.getparent()
            yield element
        elif beside is not None and beside in islice(element.iterancestors(), 2):
            yield element


def _persons(element: etree._Element) -> Iterator[str]:
    """Return the names that are the element's text, or those of the links within it."""
    for each in (element, *element.iterdescendants("a")):
        text = _LABEL.sub("", clean_line(text_of(each)), count=1)
        names = [part.strip(" .") for part in re.split(r"[,;]| и | және ", text)]
        if all(_PERSON.fullmatch(name) for name in names):
            yield from names
            return
