"""The selector that tells the pages of a layout from all others."""

from __future__ import annotations

from collections.abc import Sequence

from kznews.extraction.induction.selectors import Selector
from kznews.extraction.page import Page, select


def find_mark(
    candidates: Sequence[Selector], pages: Sequence[Page], others: Sequence[Page]
) -> str | None:
    """Give the first of the candidates that is on all of the pages and on none of the others.

    Else two of them, of which both are on a page of the layout alone.
    """
    everywhere = [each for each in candidates if all(select(page, str(each)) for page in pages)]
    strays = {
        each: {number for number, page in enumerate(others) if select(page, str(each))}
        for each in everywhere
    }
    for each in everywhere:
        if not strays[each]:
            return str(each)
    for one in everywhere:
        for other in everywhere:
            if not strays[one] & strays[other]:
                return f"{one.xpath}[{other.xpath}]"
    return None
