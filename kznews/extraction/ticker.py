"""The headline strip that an outlet pushes on every page."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from kznews.extraction.page import Page, select_elements, text_of
from kznews.items import Language, Ticker
from kznews.outlets.addresses import edition_at, followed
from kznews.text.characters import clean_line
from kznews.text.language import detect

_MOST = 200
"""Headlines of a strip that are read; more are no strip."""
_LONGEST = 300
"""Characters of the longest headline; a longer one is several that the markup does not divide."""


def read_tickers(page: Page) -> list[Ticker]:
    """Return the strip's headlines in page order; none where the page has no strip.

    A headline printed twice (for a scrolling strip) counts once, at its first position. What is too
    long for a headline is noted as `ticker/too_long` and left out, what is behind the first 200 as
    `ticker/too_many`.
    """
    outlet = page.outlet
    if outlet is None or outlet.ticker is None:
        return []
    tickers: dict[str, Ticker] = {}
    edition = edition_at(page.url, outlet)
    is_main = edition == outlet.editions[0]
    nodes: list[etree._Element] = []
    for node in select_elements(page, outlet.ticker.headline):
        links = list(node.iterdescendants("a"))
        # What holds several links is not a headline, but what is around them.
        nodes += links if len(links) > 1 else [node]
    if nodes and outlet.ticker.unverified:
        page.notes.append("ticker/unverified")
    if len(nodes) > _MOST:
        page.notes.append("ticker/too_many")
    for node in nodes[:_MOST]:
        headline = clean_line(text_of(node))
        if not headline or headline in tickers:
            continue
        if len(headline) > _LONGEST:
            page.notes.append("ticker/too_long")
            continue
        stated = (each.get("href") for each in (node, *node.iterdescendants("a")))
        link = next((each.strip() for each in stated if each and each.strip()), None)
        absolute = page.absolute(link) if link else None
        tickers[headline] = Ticker(
            outlet=outlet.name,
            headline=headline,
            url=followed(absolute, outlet) if absolute else None,
            language=_language(headline),
            position=len(tickers) + 1,
            page_url=page.url,
            seen_at=page.fetched_at,
            edition=None if is_main else f"{edition.host}{edition.path}",
        )
    return list(tickers.values())


@lru_cache(maxsize=1000)
def _language(headline: str) -> Language | None:
    # The same strip stands on every page.
    return detect(headline)[0]
