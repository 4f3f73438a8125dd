from __future__ import annotations

import logging
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from kznews.monitoring.summary import CrawlSummary

NOTHING = "not one page could be read"
AS_IT_WAS = "What is stored is as it was."


class SampleSpider(Spider):
    name = "sample"


def test_errors_in_our_own_code_are_told(caplog: pytest.LogCaptureFixture) -> None:
    crawler = get_crawler(SampleSpider)
    summary = CrawlSummary.from_crawler(crawler)
    crawler.stats.set_stats(
        {"pages/read": 5, "items/stored/articles/inserted": 1, "spider_exceptions/count": 2}
        | {"spider_exceptions/KeyError": 2, "article/broken": 1}
    )
    summary.engine_stopped()
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("ERROR", "sample: 3 errors in our own code, see the log")
    ]


@pytest.mark.parametrize(
    ("stats", "told"),
    [
        # Nothing was new, or other workers did it.
        ({"pages/unchanged": 2}, [("INFO", "pages: 0 read, 2 unchanged (304)")]),
        ({}, []),
        # Half of it failed, the rest is known to be as it was.
        (
            {"pages/unchanged": 1, "failures/http_500": 1, "response_received_count": 3},
            [("INFO", "pages: 0 read, 1 unchanged (304)"), ("INFO", "not fetched: 1 http_500")],
        ),
        (
            {"failures/timeout": 1},
            [
                ("INFO", "not fetched: 1 timeout"),
                ("CRITICAL", f"{NOTHING} (1 timeout). Is the network there? {AS_IT_WAS}"),
            ],
        ),
    ],
)
def test_a_crawl_that_read_nothing_is_an_error_only_where_nothing_answered(
    caplog: pytest.LogCaptureFixture, stats: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    caplog.set_level(logging.INFO)
    crawler = get_crawler(SampleSpider)
    summary = CrawlSummary.from_crawler(crawler)
    crawler.stats.set_stats(stats)
    caplog.clear()
    summary.engine_stopped()
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        (level, f"sample: {line}") for level, line in told
    ]


@pytest.mark.parametrize(
    ("stats", "is_error"),
    [
        # All that a listing shows is known.
        ({"pages/read": 2, "listing/pages": 2, "listing/cards": 34}, False),
        ({"pages/read": 1, "listing/pages": 1}, True),
        ({"pages/read": 3, "listing/pages": 1, "listing/cards": 2}, True),
        ({"pages/read": 1, "items/stored/rejected/inserted": 1}, True),
        ({"pages/read": 1, "items/stored/rates/unchanged": 39}, False),
    ],
)
def test_pages_on_which_nothing_was_found_are_an_error(
    caplog: pytest.LogCaptureFixture, stats: dict[str, Any], is_error: bool
) -> None:
    crawler = get_crawler(SampleSpider)
    summary = CrawlSummary.from_crawler(crawler)
    crawler.stats.set_stats(stats)
    summary.engine_stopped()
    assert ("pages came, but nothing was found on them" in caplog.text) == is_error
