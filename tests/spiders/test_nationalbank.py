from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from kznews.items import Rejection
from kznews.spiders import nationalbank
from kznews.spiders.nationalbank import NationalBankSpider

FEED = "https://nationalbank.kz/rss/get_rates.cfm?fdate=01.04.2026"


def test_a_fault_of_ours_keeps_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(nationalbank, "read_national_bank", fail)
    spider = NationalBankSpider.from_crawler(get_crawler(NationalBankSpider), date="2026-04-01")
    [rejection] = spider.parse_day(Response(FEED, request=Request(FEED)), "2026-04-01")
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.outlet) == (FEED, "nationalbank")
    assert spider.crawler.stats.get_value("rates/broken") == 1
