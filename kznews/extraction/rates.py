"""Exchange rates that an outlet prints on its pages: strips, and tables of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

from kznews.extraction.page import Node, Page, select, select_elements, text_of
from kznews.items import Rate, RateKind, RateSide
from kznews.outlets import Outlet
from kznews.outlets.layouts import RatesLayout
from kznews.text.currency import currency_code, decimal_amount
from kznews.text.printed_rates import PrintedRate, printed_number, printed_rates

_MOST_WIDENINGS = 5
"""Elements around a code that are looked at for its value and the other pairs, at most."""
_MOST_ELEMENTS = 200
"""Elements of a strip that are read, at most."""
_MOST_PIECES = 1000
"""Texts and elements with a class, within one of these, that are read, at most."""
_LONGEST_TEXT = 2000
"""Characters of such an element's text that are read; a table of 39 currencies has fewer."""
_TEXTS_AND_CLASSES = etree.XPath(
    "descendant::text()[not(parent::script or parent::style)] | descendant-or-self::*[@class]",
    smart_strings=False,
)
_ALL_TEXT = etree.XPath("string()", smart_strings=False)
_MOST_MENTIONS = 20
"""Elements with `/KZT` around which the pairs are looked for, at most."""
_PAIR = re.compile(r"(?<![A-Z])([A-Z]{3})\s*/\s*KZT\s*:?\s*(\d[\d\s]*(?:[.,]\d+)?)")


def read_rates_strip(page: Page) -> list[Rate]:
    """Return the strips' rates in page order, each currency of a kind and side once.

    `valid_on` is None: no strip says whose day its rates are of, and real ones were years old
    beside the page's own date. What is not readable as a rate is noted as `rates/unreadable`.
    """
    outlet = page.outlet
    if outlet is None:
        return []
    rates: dict[tuple[RateKind, str, RateSide | None], Rate] = {}
    for strip in outlet.rates:
        for rate in _strip(page, outlet, strip):
            rates.setdefault((rate.kind, rate.base, rate.side), rate)
    return list(rates.values())


class _Printed(NamedTuple):
    """A rate as it is printed."""

    code: str
    raw_code: str
    value: str
    side: RateSide | None = None
    units: int = 1


def _strip(page: Page, outlet: Outlet, strip: RatesLayout) -> Iterator[Rate]:
    printed: list[_Printed | None] = []
    if strip.currency_pairs:
        printed += (_Printed(code, code, value) for code, value in _printed_pairs(page, outlet))
    if strip.rate is not None:
        for element in islice(select_elements(page, strip.rate), _MOST_ELEMENTS):
            printed += _printed_in(element, strip)
    for each in printed:
        if each is None:
            page.notes.append("rates/unreadable")
            continue
        try:
            yield Rate(
                outlet=outlet.name,
                base=currency_code(each.code),
                raw_code=each.raw_code,
                value=decimal_amount(each.value),
                side=each.side,
                units=each.units,
                kind=strip.kind,
                seen_at=page.fetched_at,
            )
        except ValueError:
            page.notes.append("rates/unreadable")


def _printed_in(element: etree._Element, strip: RatesLayout) -> Iterator[_Printed | None]:
    """Read the rates that are printed in an element; None for one that has no readable value."""
    text, icons = _text_with_codes(element, strip)
    if strip.currency is not None:
        told, more_icons = _first_with_codes(element, strip.currency, strip)
        text, icons = f"{told} {text}", icons | more_icons
    rates = printed_rates(text)
    if strip.value or strip.buy or strip.sell:
        rates = rates[:1]
    for rate in rates:
        raw_code = icons.get(rate.raw, rate.raw)
        values = list(_values(element, strip, rate))
        yield from (
            _Printed(rate.code, raw_code, value, side, rate.units) for side, value in values
        )
        if not values:
            yield None


def _values(
    element: etree._Element, strip: RatesLayout, rate: PrintedRate
) -> Iterator[tuple[RateSide | None, str]]:
    sides: tuple[tuple[RateSide | None, str | None], ...] = (
        (None, strip.value),
        ("buy", strip.buy),
        ("sell", strip.sell),
    )
    if any(selector for _, selector in sides):
        for side, selector in sides:
            number = printed_number(_first_with_codes(element, selector, strip)[0])
            if number is not None:
                yield side, number
    elif strip.kind == "exchange office" and len(rate.values) == 2:
        buy, sell = rate.values
        # The other way round, it is not told which is which.
        if _is_at_most(buy, sell):
            yield from (("buy", buy), ("sell", sell))
    else:
        yield from ((None, value) for value in rate.values[:1])


def _is_at_most(one: str, other: str) -> bool:
    try:
        return decimal_amount(one) <= decimal_amount(other)
    except ValueError:  # zero
        return False


def _first_with_codes(
    element: etree._Element, selector: str | None, strip: RatesLayout
) -> tuple[str, dict[str, str]]:
    found = next(iter(select(element, selector)), None) if selector else None
    if isinstance(found, etree._Element):
        return _text_with_codes(found, strip)
    return (found or "", {})


def _text_with_codes(element: etree._Element, strip: RatesLayout) -> tuple[str, dict[str, str]]:
    """Give an element's text, with a code where an icon stands, and the icons' classes by code."""
    pieces: list[str] = []
    icons: dict[str, str] = {}
    for piece in islice(cast("list[Node]", _TEXTS_AND_CLASSES(element)), _MOST_PIECES):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        for name in (piece.get("class") or "").split():
            if name in strip.icons:
                pieces.append(strip.icons[name])
                icons.setdefault(strip.icons[name], name)
    return " ".join(" ".join(pieces).split())[:_LONGEST_TEXT], icons


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
        "/descendant::text()[contains(., '/KZT')]"
        "/parent::*[not(self::script or self::style or self::title)]",
    )
    apart = (
        each
        for each in mentions
        if each not in bodies and not bodies.intersection(each.iterancestors())
    )
    around = {each for body in bodies for each in body.iterancestors()}
    for mention in islice(apart, _MOST_MENTIONS):
        element = mention
        pairs: list[tuple[str, str]] = []
        for _ in range(_MOST_WIDENINGS):
            if pairs and cast("str", _ALL_TEXT(element)).count("KZT") <= len(pairs):
                break  # what is wider holds no other pair
            wider = _PAIR.findall(text_of(element))
            if pairs and len(wider) <= len(pairs):
                break
            pairs = wider
            parent = element.getparent()
            if parent is None or parent in around:
                break
            element = parent
        if pairs:
            return pairs
    return []
