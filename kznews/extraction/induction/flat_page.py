"""A page laid flat: its elements, the names that selectors know them by, and its texts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from kznews.extraction.page import Page, text_of

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul button form".split()
)
_NEVER_TEXT = frozenset(
    "audio canvas datalist iframe noscript object script select style svg template textarea "
    "video".split()
)
_MOST_CLASSES = 12
"""Classes of an element, at most, by which it may be named."""
_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_STATED = re.compile(r"[A-Za-z]+|category tag")
# `post-12345`, `css-1x2y3z`, `sc-bdnxRM`: a number or a hash, of one page or one version of it.
_GENERATED = re.compile(
    r"\d{4}|(?=\w*\d)(?=\w*[a-zA-Z])(?<![a-z])[a-zA-Z0-9]{6,}$|^(?:css|sc|jsx)-"
)


@dataclass(frozen=True)
class Text:
    """A paragraph, a heading, a line of a list: the text of one block."""

    words: str
    """The text, its white space single spaces."""
    key: str
    """What two printings of it have in common, numbers aside."""
    letters: int
    """Number of its letters and digits."""
    linked: int
    """Number of those that stand in links."""
    element: int
    """Number of the innermost block that holds it."""


class FlatPage:
    """One page, laid flat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.elements: list[etree._Element] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        """Of each element, the number of the first element behind it that it does not hold."""
        self.texts: list[Text] = []
        self._texts_of: dict[int, str] = {}
        self.spans: list[tuple[int, int]] = []
        """Of each element, the numbers of the texts that begin in it: the first, and the first
        behind it."""
        body = page.root.find("body")
        if body is not None:
            _Walk(self).read(body)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The numbers of the elements by each name that a selector could name them by."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self.names):
            for name in names:
                places[name].append(number)
        return places

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """The names of each element: `div.text`, `#text`, `div[itemprop="articleBody"]`, `h1`."""
        return [names_of(element) for element in self.elements]

    @cached_property
    def numbers(self) -> dict[etree._Element, int]:
        """The number of each element."""
        return {element: number for number, element in enumerate(self.elements)}

    def text(self, number: int) -> str:
        """Give the text of an element as one line."""
        if number not in self._texts_of:
            self._texts_of[number] = text_of(self.elements[number])
        return self._texts_of[number]

    def ancestors(self, number: int) -> list[int]:
        """Give the numbers of the elements around one, from the innermost."""
        found = []
        while (number := self.parents[number]) >= 0:
            found.append(number)
        return found

    def holds(self, outer: int, inner: int) -> bool:
        """Tell whether an element holds another, or is it."""
        return outer <= inner < self.ends[outer]


def names_of(element: etree._Element) -> tuple[str, ...]:
    """Give what a selector could name an element by, as stylesheets do, best first."""
    tag = str(element.tag)
    names = [
        f'{tag}[{attribute}="{value}"]'
        for attribute in ("itemprop", "rel")
        if _STATED.fullmatch(value := element.get(attribute) or "")
    ]
    names += [
        f"{tag}.{each}"
        for each in (element.get("class") or "").split()[:_MOST_CLASSES]
        if _is_stable_name(each)
    ]
    id_ = element.get("id") or ""
    if _is_stable_name(id_):
        names.append(f"#{id_}")
    return (*names, tag)


def _is_stable_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and _GENERATED.search(name) is None


class _Walk:
    """A walk through a page that lays it flat."""

    def __init__(self, flat: FlatPage) -> None:
        self._flat = flat
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._block = 0

    def read(self, body: etree._Element) -> None:
        flat = self._flat
        around: list[int] = []
        blocks: list[int] = []
        walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag in _NEVER_TEXT:
                    walk.skip_subtree()
                    continue
                is_block = element.tag in _BLOCKS
                if is_block or element.tag == "br":
                    self._end_text()
                number = len(flat.elements)
                flat.elements.append(element)
                flat.parents.append(around[-1] if around else -1)
                flat.ends.append(number + 1)
                flat.spans.append((len(flat.texts), len(flat.texts)))
                around.append(number)
                if is_block:
                    blocks.append(number)
                    self._block = number
                self._links += element.tag == "a"
                self._add(element.text)
                continue
            if event == "end" and element.tag not in _NEVER_TEXT:
                number = around.pop()
                self._links -= element.tag == "a"
                if element.tag in _BLOCKS:
                    self._end_text()
                    blocks.pop()
                    self._block = blocks[-1] if blocks else 0
                flat.ends[number] = len(flat.elements)
                # An inline element holds the text that begins before it ends.
                flat.spans[number] = (
                    flat.spans[number][0],
                    len(flat.texts) + bool(self._pieces),
                )
            if element is not body:
                self._add(element.tail)

    def _add(self, piece: str | None) -> None:
        if piece and not piece.isspace():
            self._pieces.append(piece)
            if self._links:
                self._linked += sum(map(str.isalnum, piece))
        elif piece and self._pieces:
            self._pieces.append(" ")

    def _end_text(self) -> None:
        words = " ".join("".join(self._pieces).split())
        if words:
            self._flat.texts.append(
                Text(
                    words=words,
                    key=key_of(words),
                    letters=sum(map(str.isalnum, words)),
                    linked=self._linked,
                    element=self._block,
                )
            )
        self._pieces, self._linked = [], 0


def key_of(words: str) -> str:
    """Give what two printings of a text have in common, numbers aside."""
    return "".join(filter(str.isalpha, words.casefold()))
