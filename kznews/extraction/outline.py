"""The outline of a page: its headings, its running text, its links to other pages of the site.

What an article is told by from a list of articles, whatever the page's design.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from kznews.extraction.page import Page, text_of
from kznews.text.characters import clean_line

_FRAME = frozenset({"nav", "footer", "header", "aside", "button", "select", "svg"})
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "iframe", "head"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins"),
        *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"),
    )
)
_IN_TEXT = frozenset({"p", "li", "blockquote", "td"})
"""Elements that are parts of a text: their parents hold it."""
_FEWEST_LETTERS_OF_TEXT = 40
"""Letters of the shortest block of running text: a label or a button has fewer."""
_FEWEST_LETTERS_OF_HEADLINE = 20
_FEWEST_WORDS_OF_HEADLINE = 4


class Place(NamedTuple):
    """A place in a page: the block that holds its text, and whether that is a link's."""

    block: etree._Element
    is_link: bool


@dataclass
class Outline:
    """The outline of a page, without its menus, its footer and what stands aside."""

    headings: list[str] = field(default_factory=list)
    """Headings of the first level that are not empty, wherever they stand."""
    headlines: dict[str, str] = field(default_factory=dict)
    """Text of the links that read as headlines, by the address, on the page's own host."""
    letters: int = 0
    """Letters of all running text outside links."""
    letters_together: int = 0
    """Letters of the running text that stands together, in one element: the most of any."""
    letters_below_heading: int = 0
    """Letters of the running text between the first heading and the next headline."""

    @property
    def letters_of_headlines(self) -> int:
        """Letters of all headlines."""
        return sum(map(count_letters, self.headlines.values()))


def outline_of(page: Page) -> Outline:
    """Outline a page."""
    outline = Outline()
    blocks: dict[etree._Element, int] = defaultdict(int)
    below: dict[etree._Element, int] = defaultdict(int)
    is_below = False
    places = [Place(page.root, is_link=False)]
    walk = etree.iterwalk(page.root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            place, tag = places[-1], element.tag
            is_skipped = tag in _NO_TEXT or tag in _FRAME
            if tag == "h1" or tag in _FRAME:
                had_heading = bool(outline.headings)
                outline.headings += _headings(element)
                is_below = is_below or (bool(outline.headings) and not had_heading)
            if is_skipped:
                walk.skip_subtree()
            elif tag == "a" and element.get("href"):
                place = Place(place.block, is_link=True)
                is_below = not _add_headline(outline, page, element) and is_below
            elif tag not in _INLINE:
                place = Place(element, place.is_link)
            places.append(place)
            text = None if is_skipped else element.text
        else:
            if event == "end":
                places.pop()
            text = element.tail
        place = places[-1]
        if text and not place.is_link and (letters := count_letters(text)):
            blocks[place.block] += letters
            if is_below:
                below[place.block] += letters
    _measure(outline, blocks, below)
    return outline


def count_letters(text: str) -> int:
    """Count the letters of a text."""
    return sum(map(str.isalpha, text))


def reads_as_headline(text: str) -> bool:
    """Tell whether a text has the length of a headline, not of a section's name or a button's."""
    return (
        len(text.split()) >= _FEWEST_WORDS_OF_HEADLINE
        and count_letters(text) >= _FEWEST_LETTERS_OF_HEADLINE
    )


def _headings(element: etree._Element) -> list[str]:
    """Give the text of a heading, or of those in a part that is not read."""
    found = [element] if element.tag == "h1" else element.iter("h1")
    return [text for text in map(clean_line, map(text_of, found)) if text]


def _add_headline(outline: Outline, page: Page, link: etree._Element) -> bool:
    text = text_of(link)
    if not reads_as_headline(text):
        return False
    address = page.absolute(link.get("href", ""))
    if address is None or urlsplit(address).hostname != page.host:
        return False
    own = urlsplit(address)._replace(fragment="").geturl()
    if own == page.url:
        return False
    outline.headlines.setdefault(own, text)
    return True


def _measure(
    outline: Outline, blocks: dict[etree._Element, int], below: dict[etree._Element, int]
) -> None:
    together: dict[etree._Element, int] = defaultdict(int)
    for block, letters in blocks.items():
        if letters < _FEWEST_LETTERS_OF_TEXT or block.tag in _HEADINGS:
            continue
        outline.letters += letters
        parent = block.getparent() if block.tag in _IN_TEXT else None
        together[block if parent is None else parent] += letters
    outline.letters_together = max(together.values(), default=0)
    outline.letters_below_heading = sum(
        letters
        for block, letters in below.items()
        if letters >= _FEWEST_LETTERS_OF_TEXT and block.tag not in _HEADINGS
    )
