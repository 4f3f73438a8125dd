"""The National Bank's feeds of official exchange rates."""

from __future__ import annotations

import re
from datetime import date, datetime

from lxml import etree

from kznews.extraction.page import UnreadablePageError
from kznews.items import Rate
from kznews.text.currency import currency_code, decimal_amount


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
