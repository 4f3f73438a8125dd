"""The title of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from kznews.extraction.page import Page, first_text, text_of
from kznews.outlets.layouts import ArticleLayout
from kznews.text.characters import clean_line, comparison_key

# What the `title` of a page's head has between the article's title and the site's name.
_BEFORE_SITE = re.compile(r" (?:[|•·»–—-]|::) ")
_FEWEST_WORDS = 3
"""Words of the shortest `h2` that is taken for the title."""


def read_title(page: Page, layout: ArticleLayout | None) -> str | None:
    """Return the title as the page prints it; None where it has none.

    What the layout names; else the `h1` that metadata means; else what metadata states, without
    the site's name; else the first `h1`; else the `h2` with which the head's `title` begins.
    """
    if title := first_text(page, layout.title if layout else None):
        return clean_line(title)
    headings = _texts(page.root, "h1")
    if stated := page.structured.title:
        return _matching_heading(clean_line(stated), headings) or _without_site(
            clean_line(stated), page.structured.site_name
        )
    if headings:
        return headings[0]
    own = comparison_key(next(iter(_texts(page.root, "title")), ""))
    for heading in _texts(page.root, "h2"):
        key = comparison_key(heading)
        if own.startswith(key) and len(key.split()) >= _FEWEST_WORDS:
            return heading
    return None


def _texts(root: etree._Element, tag: str) -> list[str]:
    texts: Iterable[str] = (clean_line(text_of(element)) for element in root.iter(tag))
    return [text for text in texts if text]


def _matching_heading(stated: str, headings: list[str]) -> str | None:
    """Find the heading that metadata gives as `stated`, to which it may add the site's name.

    None where none is alike (the site's name may be a heading), and where the heading has an
    addition of its own (a count of views).
    """
    words = set(comparison_key(stated).split())
    for heading in headings:
        own = comparison_key(heading).split()
        if len(own) > 1 and sum(word in words for word in own) * 2 >= len(own):
            return None if heading.startswith(stated) else heading
    return None


def _without_site(stated: str, site: str | None) -> str:
    """Remove a known name of the site: `Мост закрыли | Газета` is `Мост закрыли`."""
    if site is None:
        return stated
    for separator in reversed(list(_BEFORE_SITE.finditer(stated))):
        if comparison_key(stated[separator.end() :]).startswith(comparison_key(site)):
            return stated[: separator.start()].strip()
    return stated
