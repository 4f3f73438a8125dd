from __future__ import annotations

import asyncio
from datetime import date

import pytest

from kznews.outlets.exclusive import OUTLET
from kznews.spiders.arguments import ArgumentError
from kznews.spiders.nationalbank import NationalBankSpider
from kznews.spiders.news import NewsSpider


class ExclusiveSpider(NewsSpider):
    name = "exclusive"
    outlet = OUTLET


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"sinse": "2026-01-01"}, "sinse"),
        ({"since": "01.01.2026"}, "01.01.2026"),
        ({"since": "2026-02-30"}, "2026-02-30"),
        ({"since": "20260101"}, "YYYY-MM-DD"),
        ({"since": "2026-01-01 "}, "YYYY-MM-DD"),
        ({"since": "٢٠٢٦-٠١-٠١"}, "YYYY-MM-DD"),
        ({"pages": "0"}, "pages"),
        ({"pages": "три"}, "три"),
        ({"pages": "-1"}, "-1"),
        ({"sections": "sport"}, "sport"),
        ({"sections": ""}, "nothing"),
    ],
)
def test_wrong_argument_is_named(arguments: dict[str, str], named: str) -> None:
    with pytest.raises(ArgumentError, match=named):
        ExclusiveSpider(**arguments)


def test_unknown_argument_lists_the_known_ones() -> None:
    with pytest.raises(ArgumentError, match="pages, sections, since"):
        ExclusiveSpider(page="3")


def test_scrapyds_own_arguments_pass() -> None:
    assert ExclusiveSpider(_job="7f", _version="1", pages="3").pages == 3
    assert NationalBankSpider(_job="7f", _version="1", date="2026-04-01").ranges == [
        (date(2026, 4, 1), date(2026, 4, 1))
    ]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"date": "2026-04-31"}, "2026-04-31"),
        ({"date": "2026-W01-1"}, "YYYY-MM-DD"),
        ({"date": "1999-12-31"}, "1999-12-31"),
        ({"date": "2999-01-01"}, "2999-01-01"),
        ({"day": "2026-04-01"}, "day"),
        ({"until": "2026-04-01"}, "since"),
        ({"since": "2026-04-03", "until": "2026-04-01"}, "before"),
        ({"since": "2026-04-01", "date": "2026-04-01"}, "either"),
    ],
)
def test_wrong_day_is_named(arguments: dict[str, str], named: str) -> None:
    with pytest.raises(ArgumentError, match=named):
        NationalBankSpider(**arguments)


async def _urls(spider: NationalBankSpider) -> list[str]:
    return [request.url async for request in spider.start()]


def test_a_range_asks_for_each_day() -> None:
    spider = NationalBankSpider(since="2026-02-27", until="2026-03-01")
    assert [url[-10:] for url in asyncio.run(_urls(spider))] == [
        "27.02.2026",
        "28.02.2026",
        "01.03.2026",
    ]


def test_several_ranges_ask_for_each_day_of_each() -> None:
    spider = NationalBankSpider(days="2026-02-27..2026-02-28,2026-03-09")
    assert [url[-10:] for url in asyncio.run(_urls(spider))] == [
        "27.02.2026",
        "28.02.2026",
        "09.03.2026",
    ]


@pytest.mark.parametrize(
    "days", ["", "2026-02-27..", "2026-02-30", "2026-03-02..2026-03-01", "2026-02-27,,2026-03-01"]
)
def test_ranges_that_are_none_are_named(days: str) -> None:
    with pytest.raises(ArgumentError, match=r"days=|is before"):
        NationalBankSpider(days=days)


def test_ways_to_name_days_are_not_mixed() -> None:
    with pytest.raises(ArgumentError, match="give either date, or since and until, or days"):
        NationalBankSpider(days="2026-02-27", since="2026-02-27")
