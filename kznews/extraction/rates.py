"""Exchange rates: the strip on an outlet's pages, and the National Bank's feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from lxml import etree

from kznews.extraction.page import (
    Page,
    UnreadablePageError,
    select,
    select_elements,
    text_of,
)
from kznews.items import Rate, RateKind
from kznews.outlets import Outlet
from kznews.outlets.layouts import RatesLayout
from kznews.text.currency import currency_code, decimal_amount

_MOST_WIDENINGS = 5
"""Elements around a code that are looked at for its value and the other pairs, at most."""
_MOST_MENTIONS = 20
"""Elements with `/KZT` around which the pairs are looked for, at most."""
_PAIR = re.compile(r"(?<![A-Z])([A-Z]{3})\s*/\s*KZT\s*:?\s*(\d[\d\s]*(?:[.,]\d+)?)")


def read_rates_strip(page: Page) -> list[Rate]:
    """Return the strips' rates in page order, each currency of a kind once; none without a strip.

    `valid_on` is None: no strip says whose day its rates are of, and real ones were years old
    beside the page's own date. What is not readable as a rate is noted as `rates/unreadable`.
    """
    outlet = page.outlet
    if outlet is None:
        return []
    rates: dict[tuple[RateKind, str], Rate] = {}
    for strip in outlet.rates:
        for rate in _strip(page, outlet, strip):
            rates.setdefault((rate.kind, rate.base), rate)
    return list(rates.values())


def _strip(page: Page, outlet: Outlet, strip: RatesLayout) -> Iterator[Rate]:
    printed: list[tuple[str, str, str]] = []  # code, code as printed, value
    if strip.currency_pairs:
        printed += ((code, code, value) for code, value in _printed_pairs(page, outlet))
    if strip.rate is not None:
        for node in select_elements(page, strip.rate):
            classes = " ".join(map(str, select(node, ".//*/@class"))).split()
            icon = next((name for name in classes if name in strip.icons), None)
            if icon is not None:
                printed.append((strip.icons[icon], icon, text_of(node)))
    for code, raw_code, value in printed:
        try:
            yield Rate(
                outlet=outlet.name,
                base=currency_code(code),
                raw_code=raw_code,
                value=decimal_amount(value),
                kind=strip.kind,
                seen_at=page.fetched_at,
            )
        except ValueError:
            page.notes.append("rates/unreadable")


def _printed_pairs(page: Page, outlet: Outlet) -> list[tuple[str, str]]:
    """Find the pairs printed around the first `/KZT` that is not in an article's text.

    Their markup is not known: one text, or each pair, code or value in an element of its own. So
    the element is widened for as long as that adds pairs.
    """
    if b"/KZT" not in page.source:
        return []
    bodies = {
        node for layout in outlet.article_layouts for node in select_elements(page, layout.body)
    }
    mentions = select_elements(
        page,
        "//*[text()[contains(., '/KZT')]][not(self::script or self::style or self::title)]",
    )
    apart = (
        each
        for each in mentions
        if each not in bodies and not bodies.intersection(each.iterancestors())
    )
    for mention in islice(apart, _MOST_MENTIONS):
        element = mention
        pairs: list[tuple[str, str]] = []
        for _ in range(_MOST_WIDENINGS):
            wider = _PAIR.findall(text_of(element))
            if pairs and len(wider) <= len(pairs):
                break
            pairs = wider
            parent = element.getparent()
            if parent is None or bodies.intersection(parent.iterdescendants()):
                break
            element = parent
        if pairs:
            return pairs
    return []


def read_national_bank(body: bytes, url: str, *, outlet: str, seen_at: datetime) -> list[Rate]:
    """Read the official rates from `get_rates.cfm` or `rates_all.xml`.

    `description` is the rate of `quant` units. The day is the feed's own (`date`, or each item's
    `pubDate`: DD.MM.YYYY, in 2016 DD.MM.YY, never RFC 822).

    Raises UnreadablePageError, naming the URL and the entry, for what is not such a feed: an HTML
    error page, broken XML, an entry without a code, a value or a day, no entries at all.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePageError(f"{url}: not the National Bank's XML: {error}") from error
    items = root.findall(".//item")
    if root.tag not in {"rates", "rss"} or not items:
        raise UnreadablePageError(f"{url}: no rates in <{root.tag}>")
    feed_day = root.findtext("date")
    rates = []
    for item in items:
        code = (item.findtext("title") or "").strip()
        try:
            rates.append(
                Rate(
                    outlet=outlet,
                    base=currency_code(code),
                    raw_code=code,
                    value=decimal_amount(item.findtext("description") or ""),
                    units=int(item.findtext("quant") or ""),
                    kind="official",
                    valid_on=_day(item.findtext("pubDate") or feed_day or ""),
                    seen_at=seen_at,
                )
            )
        except ValueError as error:
            raise UnreadablePageError(f"{url}: entry {code!r}: {error}") from error
    return rates


def _day(text: str) -> date:
    match = re.fullmatch(r"\s*(\d{2})\.(\d{2})\.(\d{4}|\d{2})\s*", text)
    if match is None:
        raise ValueError(f"not a day: {text!r}")
    day, month, year = map(int, match.groups())
    return date(year if year > 99 else 2000 + year, month, day)
