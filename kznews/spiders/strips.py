"""The strips that stand on every page of an outlet, and what of them is left out in one crawl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.items import SIGHTING_INTERVAL, Rate, Ticker

_OF_THE_PAGE = ("page_url", "seen_at")


@dataclass(frozen=True, kw_only=True)
class Strips:
    """The strips of one page."""

    tickers: list[Ticker]
    rates: list[Rate]
    seen_at: datetime


def read_strips(page: Page) -> Strips:
    """Read the strips of a page; an outlet that has none gives empty ones."""
    return Strips(tickers=read_tickers(page), rates=read_rates_strip(page), seen_at=page.fetched_at)


class LastStrip:
    """A strip of headlines, or of rates, as the last page showed it.

    Most pages of a crawl show the same one. Its items would pass all pipelines, only to be dropped
    as repeated: of a strip of 25 headlines, that is a third of all that a page costs.
    """

    def __init__(self) -> None:
        self._fields: list[dict[str, Any]] = []
        self._given_at: datetime | None = None

    def is_repeated(self, strip: Sequence[Ticker | Rate], seen_at: datetime) -> bool:
        """Tell whether it was the same less than a minute ago; else remember this one."""
        fields = [
            {name: value for name, value in vars(item).items() if name not in _OF_THE_PAGE}
            for item in strip
        ]
        at = self._given_at
        if at is not None and fields == self._fields and abs(seen_at - at) < SIGHTING_INTERVAL:
            return True
        self._fields, self._given_at = fields, seen_at
        return False


class LastTickers:
    """The headlines of an outlet's editions, as the last pages of each showed them.

    Pages of several editions come in turns.
    """

    def __init__(self) -> None:
        self._of_editions: dict[str | None, LastStrip] = {}

    def is_repeated(self, tickers: Sequence[Ticker], seen_at: datetime) -> bool:
        """Tell the same of the headlines of a page, of which there is at least one."""
        last = self._of_editions.setdefault(tickers[0].edition, LastStrip())
        return last.is_repeated(tickers, seen_at)
