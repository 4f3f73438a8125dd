"""How many requests one page may lead to."""

from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from kznews.frontier.answers import AnswerMiddleware
from kznews.frontier.visit import META, Visit


def links(count: int) -> list[Request]:
    return [Request(f"https://a.kz/{number}") for number in range(count)]


def test_what_a_page_leads_to_beyond_the_most_is_dropped_and_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crawler = get_crawler(Spider, {"FRONTIER_PAGE_REQUESTS": 3})
    middleware = AnswerMiddleware.from_crawler(crawler)
    page = "https://a.kz/page"
    for _ in range(2):  # each visit anew
        response = HtmlResponse(page, request=Request(page, meta={META: Visit(row="")}))
        kept = list(middleware.process_spider_output(response, links(10)))
        assert [each.url for each in kept] == [each.url for each in links(3)]
    assert crawler.stats is not None
    assert crawler.stats.get_value("frontier/beyond_page") == 14
    assert caplog.text.count(f"{page} leads to more than 3 requests") == 2
