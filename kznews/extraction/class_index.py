"""The elements of a page by their classes: one walk for all selectors of a layout with one tag."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator

# `.name`, `tag.name`, and what is looked for inside: `ul.pages > li.next a`, `div.strip > *`.
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?\.(?P<name>[\w-]+)(?: (?P<inside>[\w.>* -]+))?")


class ClassIndex:
    """An index of a page's elements by their classes, which answers simple selectors."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._by_tag: dict[str, list[tuple[str, etree._Element]]] = {}

    def select(self, selector: str) -> list[etree._Element] | None:
        """Return what a CSS selector names, in page order; None where the index does not know.

        It knows selectors of one class (`.name`), with what is looked for inside such an element
        where the page has only one, and lists of these of which only one names anything.
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
            for classes, element in self._with_tag(tag or "*")
            if name in classes and name in classes.split()
        ]
        if inside is None or not elements:
            return elements
        if len(elements) > 1:
            return None
        return cast("list[etree._Element]", _inside(inside)(elements[0]))

    def _with_tag(self, tag: str) -> list[tuple[str, etree._Element]]:
        """Return the elements with their class attributes, in page order; `*` is any tag."""
        if tag not in self._by_tag:
            self._by_tag[tag] = [
                (classes, element)
                for element in self._root.iter(tag)
                if (classes := element.get("class"))
            ]
        return self._by_tag[tag]


@cache
def _inside(selector: str) -> etree.XPath:
    prefix = "child::" if selector.startswith(">") else "descendant::"
    path = HTMLTranslator().css_to_xpath(selector.removeprefix(">"), prefix=prefix)
    return etree.XPath(path, smart_strings=False)
