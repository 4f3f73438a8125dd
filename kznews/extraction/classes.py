"""The elements of a page by their classes: one walk over the page for all selectors of a layout."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator

_CLASSED = etree.XPath("//@class/parent::*", smart_strings=False)
# `.name`, `tag.name`, and what is looked for inside: `ul.pages > li.next a`.
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?\.(?P<name>[\w-]+)(?: (?P<inside>[\w.> -]+))?")


class Classes:
    """Of one page, as it is when this is made."""

    def __init__(self, root: etree._Element) -> None:
        elements = cast("list[etree._Element]", _CLASSED(root))
        self._classed = [(element.get("class", ""), element) for element in elements]

    def select(self, selector: str) -> list[etree._Element] | None:
        """What CSS names, in page order; None for a selector that has to be asked of the page.

        Answered are selectors of one class, with what is inside such an element where the page has
        only one of it, and lists of these of which only one names anything.
        """
        found: list[etree._Element] = []
        for part in selector.split(", "):
            here = self._select(part)
            if here is None or (found and here):
                return None
            found += here
        return found

    def _select(self, selector: str) -> list[etree._Element] | None:
        parts = _SELECTOR.fullmatch(selector)
        if parts is None:
            return None
        tag, name, inside = parts.groups()
        elements = [
            element
            for classes, element in self._classed
            if name in classes and name in classes.split() and tag in (None, element.tag)
        ]
        if inside is None or not elements:
            return elements
        if len(elements) > 1:
            return None
        return cast("list[etree._Element]", _inside(inside)(elements[0]))


@cache
def _inside(selector: str) -> etree.XPath:
    prefix = "child::" if selector.startswith(">") else "descendant::"
    path = HTMLTranslator().css_to_xpath(selector.removeprefix(">"), prefix=prefix)
    return etree.XPath(path, smart_strings=False)
