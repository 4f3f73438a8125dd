"""A page of a layout, with what is known of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

from kznews.extraction.dating import stated_moment
from kznews.extraction.induction.flat_page import FlatPage
from kznews.extraction.induction.selectors import Taken
from kznews.extraction.induction.weights import Weights
from kznews.extraction.page import Page
from kznews.extraction.printed_date import printed_date
from kznews.outlets import DEFAULT_TIME_ZONE
from kznews.outlets.addresses import time_zone_at
from kznews.text.characters import clean_line
from kznews.text.dates import Moment, read_moment
from kznews.text.timezones import zone

_DATE = re.compile(r"^time\b|[.#\[].*(?:date|time|publish)", re.IGNORECASE)
_CRUMBS = re.compile(r"crumb", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LONGEST_FIELD = 700
"""Letters and digits of the longest element that may be a field: a long standfirst."""
_CORE_SHARE = 0.6
"""Share of the text that its innermost element holds, at least."""


class Sample:
    """A page of the layout, with what is known of its parts."""

    def __init__(self, weights: Weights, body: Sequence[int]) -> None:
        self.weights = weights
        self.flat = weights.flat
        self.page: Page = weights.flat.page
        self.body = body
        """The elements around the text."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that the page prints its times in."""
        outlet = self.page.outlet
        return zone(time_zone_at(self.page.url, outlet) if outlet else DEFAULT_TIME_ZONE)

    @cached_property
    def published(self) -> Moment | None:
        """The moment of publication: what metadata states, or the date beside the title."""
        page = self.page
        stated = stated_moment(
            page.structured.published, zone=self.zone, fetched_at=page.fetched_at
        )
        if stated is not None:
            return stated
        printed = printed_date(page.root, self.weights.title or "")
        return read_moment(printed, zone=self.zone, now=page.fetched_at) if printed else None

    @cached_property
    def title(self) -> int | None:
        """The element of the title."""
        wanted = self.weights.title
        for number in range(len(self.flat.elements)):
            if (
                self.flat.elements[number].tag in _HEADINGS
                and clean_line(self.flat.text(number)) == wanted
            ):
                return number
        return None

    @cached_property
    def _around(self) -> set[int]:
        """The elements of the page's header, footer and menus."""
        flat = self.flat
        title = self.title
        return {
            inner
            for number, element in enumerate(flat.elements)
            if element.tag in {"header", "footer", "nav"}
            and not (title is not None and flat.holds(number, title))
            and not _CRUMBS.search(element.get("class") or "")
            and next(element.iterancestors("article", "main"), None) is None
            for inner in range(number, flat.ends[number])
        }

    @cached_property
    def core(self) -> int:
        """The innermost element around most of the text."""
        flat, weights = self.flat, self.weights
        most = _CORE_SHARE * sum(map(weights.content_in, self.body))
        core = self.body[0]
        for number in range(core, flat.ends[self.body[-1]]):
            if flat.holds(core, number) and weights.content_in(number) >= most:
                core = number
        return core

    @cached_property
    def around_text(self) -> set[int]:
        """The elements between the title and the text, and those called dates beside the text."""
        flat = self.flat
        if self.title is None or not self.body:
            return set()
        both = next(each for each in flat.ancestors(self.title) if flat.holds(each, self.core))
        return {
            number
            for number in self.short
            if self.title < number < self.core
            or (
                flat.holds(both, number)
                and not flat.holds(self.core, number)
                and any(_DATE.search(name) for name in flat.names[number])
            )
        }

    def named(self, texts: Iterable[str]) -> list[int]:
        """Give the innermost elements whose text is one of these."""
        keys = {text.casefold() for text in texts}
        found: list[int] = []
        for number in self.short:
            if self.flat.text(number).strip(" ,;#").casefold() in keys:
                if found and self.flat.holds(found[-1], number):
                    found.pop()
                found.append(number)
        return found

    @cached_property
    def short(self) -> list[int]:
        """The elements of the page's main part that hold one short text, or two."""
        flat = self.flat
        return [
            number
            for number, (first, behind) in enumerate(flat.spans)
            if behind - first in (1, 2)
            and number not in self._around
            and sum(text.letters for text in flat.texts[first:behind]) <= _LONGEST_FIELD
        ]


def texts_taken(flat: FlatPage, number: int, taken: Taken) -> list[str]:
    """Give the texts that a selector takes of an element."""
    element = flat.elements[number]
    if taken == "::text":
        return [element.text or "", *((each.tail or "") for each in element)]
    if taken:
        return [element.get(taken.partition("(")[2].rstrip(")")) or ""]
    return [flat.text(number)]
