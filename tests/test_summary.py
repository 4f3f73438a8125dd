from __future__ import annotations

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from kznews.summary import CrawlSummary


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
        ("ERROR", "sample: 3 errors in our own code, see the log above")
    ]
