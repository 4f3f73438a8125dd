"""The headline strip that an outlet pushes on every page."""

from __future__ import annotations

from kznews.extraction.document import Document, select, text_of
from kznews.items import Ticker
from kznews.outlets.addresses import followed
from kznews.text.characters import clean_line
from kznews.text.language import detect


def read_tickers(document: Document) -> list[Ticker]:
    """The strip's headlines in page order, each in its own language; none where there is no strip.

    A headline printed twice (for a scrolling strip) counts once, at its first position.
    """
    outlet = document.outlet
    if outlet is None or outlet.ticker is None:
        return []
    tickers: dict[str, Ticker] = {}
    for node in select(document.selector, outlet.ticker.headline):
        headline = clean_line(text_of(node))
        if not headline or headline in tickers:
            continue
        link = node.xpath("(./@href | .//a/@href)[1]").get()
        absolute = document.absolute(link) if link else None
        tickers[headline] = Ticker(
            outlet=outlet.name,
            headline=headline,
            url=followed(absolute, outlet) if absolute else None,
            language=detect(headline)[0],
            position=len(tickers) + 1,
            page_url=document.url,
            seen_at=document.fetched_at,
        )
    return list(tickers.values())
