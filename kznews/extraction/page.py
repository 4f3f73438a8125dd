"""A fetched page, parsed once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import islice
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from parsel import css2xpath

from kznews.extraction.blocks import Block, read_blocks
from kznews.extraction.class_index import ClassIndex
from kznews.extraction.decoding import to_utf8
from kznews.extraction.structured import StructuredData, read_structured
from kznews.outlets import Outlet, outlet_of
from kznews.outlets.layouts import ArticleLayout

_TEXTS_AND_BREAKS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)] | descendant::br",
    smart_strings=False,
)
_TEXTS = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)]", smart_strings=False
)
_HEAD_TITLE = etree.XPath("/html/head/title[1]")
_NO_TEXT = frozenset({"script", "style"})

# Comments and processing instructions are no content, and the text behind one is a node of its own.
# An index of the ids, which nobody here asks for, costs a quarter of the time.
_PARSER = etree.HTMLParser(
    encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True
)

_MOST_ATTRIBUTES = 256
"""Attributes of a tag, at most: libxml2 compares each with all before it. Pages have a tenth."""
_VALUE = rb"""(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
# Finds a tag of 256 attributes or more, wherever one may begin, up to the last that it may have.
CROWDED_TAG = re.compile(
    rb"""<[a-zA-Z][^\s/><]*+(?>(?:[\s/]++|(?<=["']))[^\s/>=]++%b){%d}"""
    % (_VALUE, _MOST_ATTRIBUTES)
)
_MOST_TAGS = 15_000
"""Tags of a page, at most: by layouts so many are read within a second, whatever they are. Of 441
pages of Kazakhstan's outlets the largest has 4,720."""
_MOST_TEXT = 500_000
"""Characters of text in a page, at most. Of the same pages the largest has 110,061."""
_DEEPEST = 256
"""Levels of elements in a page, at most: each costs a reading of what it holds."""
_AT_DEEPEST = etree.XPath("/*" * _DEEPEST)
_PARAGRAPHS_OF_A_TEXT = 3
"""Paragraphs from which on a form is none, but stands around a text."""
# A path, and a query, that joining with the page's address leaves as it is: as most links are.
_PATH = r"/(?:[\w%~-]++(?:\.[\w%~-]++)*+/?)*+(?:\?[\w%~=&.-]++)?+"
_PLAIN_PATH = re.compile(_PATH, re.ASCII)
_PLAIN_ADDRESS = re.compile(rf"https?://([a-z0-9-]++(?:\.[a-z0-9-]++)++){_PATH}", re.ASCII)
_LONGEST_ADDRESS = 8000
"""Characters of the longest address that servers take."""

Node = etree._Element | str
"""What a selector finds: an element, or the string of a text node or an attribute."""


class UnreadablePageError(ValueError):
    """A response whose body is no page; the message names the URL."""


class Page:
    """A fetched page: its tree of elements, its address, its outlet, the moment of the fetch.

    `induced` holds the layouts that were induced from pages of its outlet or host, newest first;
    they read what no layout of the outlet's own knows.

    `tags` is about how many tags it has, those of ends included.

    `notes` holds what was odd about the page (`charset/mismatch`): whatever reads the page adds to
    it, and the spider counts it.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        *,
        content_type: str | None = None,
        outlet: Outlet | None = None,
        fetched_at: datetime | None = None,
        induced: tuple[ArticleLayout, ...] = (),
        tags: int | None = None,
    ) -> None:
        """Parse `body`; without `outlet` the URL's host decides, without `fetched_at` it is now.

        `tags`: how many `<` it has, where somebody counted them.

        Raises UnreadablePageError for an empty page, one that is not HTML and one of too many tags
        or too much text, ValueError where `url` is no absolute http(s) URL.
        """
        self.url = url
        self.host = _host(url)
        self.outlet = outlet or outlet_of(url)
        self.induced = induced
        self.fetched_at = fetched_at or datetime.now(UTC)
        self.size = len(body)
        self.source, self.notes = to_utf8(body, content_type)
        if not self.source.strip():
            raise UnreadablePageError(f"{url}: the page is empty")
        if b"<" not in self.source:
            raise UnreadablePageError(f"{url}: the page is not HTML")
        if tags is None or self.source is not body:
            tags = self.source.count(b"<")
        self.tags = tags
        if self.tags > _MOST_TAGS:
            raise UnreadablePageError(f"{url}: the page has more than {_MOST_TAGS:,} tags")
        self.root = parse_html(self.source)
        if len(self.source) > _MOST_TEXT and _length_of_text(self.root) > _MOST_TEXT:
            raise UnreadablePageError(
                f"{url}: the page has more than {_MOST_TEXT:,} characters of text"
            )

    @cached_property
    def base_url(self) -> str:
        """Address that relative links on the page are relative to."""
        bases = (base.get("href") for base in self.root.iter("base"))
        stated = next((link for link in bases if link is not None), "")
        try:
            address = urljoin(self.url, stated.strip())
        except ValueError:  # `<base href="http://[">`
            return self.url
        return address if len(address) <= _LONGEST_ADDRESS else self.url

    @cached_property
    def opened_forms(self) -> frozenset[etree._Element]:
        """Forms that are none, but stand around the page or its text, as ASP.NET makes them."""
        return frozenset(
            form
            for form in self.root.iter("form")
            if next(form.iter("h1"), None) is not None
            or len(list(islice(form.iter("p"), _PARAGRAPHS_OF_A_TEXT))) == _PARAGRAPHS_OF_A_TEXT
        )

    @cached_property
    def blocks(self) -> list[Block]:
        """Blocks of the page's body, with nothing left out."""
        body = next(self.root.iter("body"), self.root)
        return read_blocks(body, frozenset(), opened=self.opened_forms)

    @cached_property
    def links(self) -> list[etree._Element]:
        """Elements `a` and `link`, in page order."""
        return list(self.root.iter("a", "link"))

    @cached_property
    def class_index(self) -> ClassIndex:
        """Index of the page's elements by their classes."""
        return ClassIndex(self.root)

    @cached_property
    def structured(self) -> StructuredData:
        """What the page states in JSON-LD, OpenGraph and microdata."""
        structured = read_structured(self.root)
        self.notes += structured.notes
        return structured

    @cached_property
    def _origin(self) -> str | None:
        """Address that links to paths begin with."""
        root = self._absolute("/")
        return root and root.removesuffix("/")

    def absolute(self, link: str) -> str | None:
        """Make a link absolute; None for what is no http(s) URL (`mailto:`, `http://@x`).

        None also for one that is too long for any server. A link to a copy of the site (`test.`)
        becomes one to the site.
        """
        if len(link) <= _LONGEST_ADDRESS:
            if _PLAIN_PATH.fullmatch(link):
                return self._origin and self._origin + link
            plain = _PLAIN_ADDRESS.fullmatch(link)
            if plain and not (self.outlet and plain[1] in self.outlet.host_aliases):
                return link
        return self._absolute(link)

    def _absolute(self, link: str) -> str | None:
        if len(link) > _LONGEST_ADDRESS:
            return None
        try:
            parts = urlsplit(link.strip())
            if not (parts.scheme and parts.netloc):
                parts = urlsplit(urljoin(self.base_url, link.strip()))
            parts.port  # noqa: B018  # raises for a port that is none
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            return None
        original = self.outlet and self.outlet.host_aliases.get(parts.hostname)
        return (parts._replace(netloc=original) if original else parts).geturl()


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"not an http(s) URL: {url!r} ({error})") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(f"not an http(s) URL: {url!r}")
    return host


def parse_html(source: bytes) -> etree._Element:
    """Parse a page in UTF-8, whatever its own `meta` says; an empty page has an empty root.

    The tree holds elements alone: no comments, no processing instructions.

    What tags that are never closed would nest deeper stands side by side. A tag with too many
    attributes ends before the others, which are then text.
    """
    # libxml2 ends a page at its first NUL.
    source = source.replace(b"\0", b"").strip()
    root = etree.fromstring(CROWDED_TAG.sub(rb"\g<0>>", source), _PARSER)
    if root is None:
        return etree.fromstring(b"<html/>", _PARSER)
    for element in cast("list[etree._Element]", _AT_DEEPEST(root)):
        # The last first: lxml visits all that an element holds when it moves.
        for inner in reversed(list(element.iterdescendants())):
            element.addnext(inner)
    return root


def _length_of_text(root: etree._Element) -> int:
    """Count the characters of the text that a page shows, with white space."""
    return sum(map(len, cast("list[str]", _TEXTS(root))))


def select(within: Page | etree._Element, selector: str) -> list[Node]:
    """Return what `selector` finds in a page or element, in page order, each element once.

    A selector is CSS, or XPath where it begins with `/` or `./`. CSS with `::attr(name)` or
    `::text` finds strings.
    """
    if isinstance(within, Page):
        found = within.class_index.select(selector)
        if found is not None:
            return cast("list[Node]", found)
        within = within.root
    return cast("list[Node]", _compiled(selector)(within))


def select_elements(within: Page | etree._Element, selector: str) -> list[etree._Element]:
    """Return what `select` does, without the strings."""
    return [each for each in select(within, selector) if isinstance(each, etree._Element)]


# How CSS's `.name` reads in XPath, and the same in two thirds of the time: going from the class
# attributes to their elements is quicker than asking each element for its class.
_CLASS = re.compile(
    r"\[@class and (contains\(@class, '[^']+'\) and )?"
    r"(contains\(concat\(' ', normalize-space\(@class\), ' '\), ' [^' ]+ '\))\]"
)
# libxml2 looks for `//name` among the elements, but for `//name[…]` below each node.
_DESCENDANT = re.compile(r"//(?=[a-z0-9]+\[(?:contains\(|@))")


@cache
def _compiled(selector: str) -> etree.XPath:
    if not selector.startswith(("/", "./", "(/")):
        selector = _CLASS.sub(_from_attributes, css2xpath(selector))
    return etree.XPath(_DESCENDANT.sub("/descendant::", selector), smart_strings=False)


def _from_attributes(has_class: re.Match[str]) -> str:
    conditions = f"{has_class[1] or ''}{has_class[2]}".replace("@class", ".")
    return f"/@class[{conditions}]/parent::*"


def text_of(node: Node) -> str:
    """Return the node's text as one line; that of a string is the string."""
    if isinstance(node, str):
        return " ".join(node.split())
    if len(node) == 0:
        return " ".join((node.text or "").split()) if node.tag not in _NO_TEXT else ""
    pieces = cast("list[Node]", _TEXTS_AND_BREAKS(node))
    # A line break separates words as a space does.
    text = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
    return " ".join(text.split())


def first_text(within: Page | etree._Element, selector: str | None) -> str | None:
    """Return the first text that is not empty among what `selector` finds."""
    if selector is None:
        return None
    return next(filter(None, map(text_of, select(within, selector))), None)


def head_title(page: Page) -> str:
    """Return the text of the `title` in the page's head; empty where there is none."""
    titles = cast("list[etree._Element]", _HEAD_TITLE(page.root))
    return text_of(titles[0]) if titles else ""
