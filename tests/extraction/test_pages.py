"""Each page under `tests/pages/LAYOUT/CASE` gives just what `expected.json` beside it says.

`fails` there names the fields of an article that are known to be read wrong, with the reason;
what is read right after all must not be named.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kznews.extraction.article import read_article
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.items import Article
from kznews.text.dates import Moment

PAGES = Path(__file__).parent.parent / "pages"
CASES = sorted(path.parent.relative_to(PAGES).as_posix() for path in PAGES.rglob("page.html"))
ARTICLES = [case for case in CASES if case.endswith("/article")]
LISTINGS = [case for case in CASES if case.endswith("/listing")]
# What the spider knows, and the page does not say.
NOT_OF_THE_PAGE = {"fetched_at", "page"}
ARTICLE_FIELDS = [each.name for each in fields(Article) if each.name not in NOT_OF_THE_PAGE]


@cache
def expected(case: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((PAGES / case / "expected.json").read_text())
    return data


def fetched(case: str) -> Page:
    facts = expected(case)
    return Page(
        (PAGES / case / "page.html").read_bytes(),
        facts["url"],
        fetched_at=datetime.fromisoformat(facts["fetched_at"]),
    )


@cache
def article(case: str) -> dict[str, Any]:
    page = fetched(case)
    read: dict[str, Any] = plain(asdict(read_article(page)))
    assert page.notes == expected(case)["notes"]
    return read


def plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return [value.instant.isoformat(), value.precision, value.raw]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("case", ARTICLES)
@pytest.mark.parametrize("field", ARTICLE_FIELDS)
def test_article_field(case: str, field: str) -> None:
    is_right = article(case)[field] == expected(case)["article"][field]
    if field in expected(case).get("fails", {}):
        assert not is_right, f"{field} is read right now: take it out of `fails` of {case}"
    else:
        assert article(case)[field] == expected(case)["article"][field]


@pytest.mark.parametrize("case", ARTICLES)
def test_article_has_no_other_fields(case: str) -> None:
    assert sorted(expected(case)["article"]) == sorted(ARTICLE_FIELDS)


@pytest.mark.parametrize("case", LISTINGS)
def test_listing(case: str) -> None:
    listed = read_listing(fetched(case), expected(case).get("page", 1))
    cards = [plain(vars(card)) for card in listed.cards]
    for card in cards:
        assert card.pop("changed") is None  # only sitemaps state it
    assert {**plain(vars(listed)), "cards": cards} == expected(case)["listing"]


@pytest.mark.parametrize("case", CASES)
def test_strips(case: str) -> None:
    page = fetched(case)
    tickers = [
        {key: getattr(ticker, key) for key in ("headline", "url", "language", "position")}
        for ticker in read_tickers(page)
    ]
    rates = [
        {key: plain(getattr(rate, key)) for key in ("base", "raw_code", "value", "valid_on")}
        for rate in read_rates_strip(page)
    ]
    assert tickers == expected(case)["tickers"]
    assert rates == expected(case)["rates"]
