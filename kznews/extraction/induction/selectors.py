"""Selectors that name the same part on page after page, as a person would write them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from kznews.extraction.induction.flat_page import FlatPage

Taken = Literal["", "::text", "::attr(datetime)", "::attr(content)"]

_CLASS = re.compile(r"(?P<tag>[a-z][a-z0-9]*)\.(?P<name>[\w-]+)")
_ATTRIBUTE = re.compile(r'(?P<tag>[a-z][a-z0-9]*)\[(?P<name>[a-z]+)="(?P<value>[^"]+)"\]')
_HEADING = re.compile(r"h[1-6]\b|time\b")
_MEANING = re.compile(
    r"[.#\[].*(?:article|author|body|byline|caption|categor|content|date|desc|entry|excerpt|head|"
    r"lead|name|news|post|publish|rubri|section|single|story|tag|text|time|title)",
    re.IGNORECASE,
)
"""Words in the names that people give the parts of articles."""
_WORDS = re.compile(r"[A-Za-z]+")
_XPATH_OF: dict[str, str] = {
    "": "",
    "::text": "/text()",
    "::attr(datetime)": "/@datetime",
    "::attr(content)": "/@content",
}


@dataclass(frozen=True)
class Selector:
    """A name of an element, perhaps within another, perhaps only the first on its page."""

    own: str
    """Name of the element: `div.text`."""
    within: str | None = None
    """Name of an element around it."""
    is_first: bool = False
    """Whether only the first on the page counts."""
    taken: Taken = ""
    """What of the element is taken, where it is not all of its text."""

    def __str__(self) -> str:
        """Write it as layouts have it: CSS, or XPath where only the first counts."""
        if self.is_first:
            return f"({self.xpath})[1]{_XPATH_OF[self.taken]}"
        return f"{self.within} {self.own}{self.taken}" if self.within else self.own + self.taken

    @property
    def xpath(self) -> str:
        """The elements that it names, all of them, in XPath."""
        return "".join(f"//{_xpath(each)}" for each in (self.within, self.own) if each)

    @property
    def cost(self) -> int:
        """How much a reader has to understand."""
        return bool(self.within) + bool(self.taken) + 2 * self.is_first

    @property
    def plainness(self) -> tuple[object, ...]:
        """How well it says what it names, to choose among those that name the same."""
        words = len(_WORDS.findall(f"{self.within or ''} {self.own}"))
        return (
            _HEADING.match(self.own) is not None,
            -self.cost,
            _MEANING.search(self.own) is not None,
            _MEANING.search(self.within or "") is not None,
            -words,
            str(self),
        )

    def find(self, flat: FlatPage) -> list[int]:
        """Give the numbers of the elements that it names on a page."""
        found = flat.places.get(self.own, [])
        if self.within is not None:
            around = outermost(flat, flat.places.get(self.within, []))
            found = [number for number in found if _is_inside(flat, number, around)]
        return found[:1] if self.is_first else found


def outermost(flat: FlatPage, numbers: list[int]) -> list[int]:
    """Give those of the elements that stand in none of the others."""
    kept: list[int] = []
    for number in numbers:
        if not kept or number >= flat.ends[kept[-1]]:
            kept.append(number)
    return kept


def _is_inside(flat: FlatPage, number: int, around: list[int]) -> bool:
    """Tell whether an element stands in one of others, which stand in none of each other."""
    place = bisect_left(around, number) - 1
    return place >= 0 and number < flat.ends[around[place]]


def _xpath(name: str) -> str:
    if match := _CLASS.fullmatch(name):
        tag, value = match.groups()
        return f"{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {value} ')]"
    if match := _ATTRIBUTE.fullmatch(name):
        tag, attribute, value = match.groups()
        return f"{tag}[@{attribute}='{value}']"
    return f"*[@id='{name[1:]}']" if name.startswith("#") else name
