"""What a spider does with a page; the pages themselves are `tests/extraction`'s."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from kznews.items import Article, Rejection
from kznews.outlets.tengrinews import OUTLET
from kznews.spiders import news
from kznews.spiders.news import NewsSpider

PAGE = "https://tengrinews.kz/article/chinyat-chasyi-2999/"
HTML = (
    '<h1 class="head-single">Часы</h1><div class="date-time">05 апреля 2024 06:26</div>'
    '<div class="content_main_text"><p>Текст.</p></div>'
)


class TengriSpider(NewsSpider):
    name = "tengrinews"
    outlet = OUTLET


def spider(**arguments: str) -> TengriSpider:
    return TengriSpider.from_crawler(get_crawler(TengriSpider), **arguments)


def response(html: str = HTML, url: str = PAGE, **meta: Any) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(), request=Request(url, meta=meta))


def test_an_article_and_its_aliases() -> None:
    asked = PAGE + "amp/"
    found = list(spider().parse_article(response(redirect_urls=[asked]), None))
    [article] = [item for item in found if isinstance(item, Article)]
    assert (article.title, article.aliases) == ("Часы", [asked])


def test_a_fault_of_ours_keeps_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(news, "read_article", fail)
    tengri = spider()
    [rejection] = tengri.parse_article(response(), None)
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.reason) == (PAGE, "KeyError: 'a fault'")
    assert tengri.crawler.stats.get_value("article/broken") == 1
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("listed", "published"), [(["2024-04-01T19:00:00+00:00", "day", "2 апреля, 2024"], "04-01")]
)
def test_the_date_of_the_card_fills_in_where_the_page_states_none(
    listed: list[str], published: str
) -> None:
    undated = HTML.replace("05 апреля 2024 06:26", "")
    for html, expected in ((undated, published), (HTML, "04-05")):
        [article] = [
            item
            for item in spider().parse_article(response(html), listed)
            if isinstance(item, Article)
        ]
        assert article.published_at is not None
        assert f"{article.published_at:%m-%d}" == expected


def test_an_article_older_than_since_is_counted_not_stored() -> None:
    tengri = spider(since="2024-04-06")
    assert list(tengri.parse_article(response(), None)) == []
    assert tengri.crawler.stats.get_value("article/older_than_since") == 1


def test_a_redirect_to_no_article_is_rejected_under_the_first_address() -> None:
    home = response(url="https://tengrinews.kz/", redirect_urls=[PAGE])
    [rejection] = spider().parse_article(home, None)
    assert isinstance(rejection, Rejection)
    assert rejection.url == PAGE


def test_what_the_outlet_should_print_and_no_page_did_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tengri = spider()
    list(tengri.parse_article(response(), None))
    tengri.closed("finished")
    assert "tengrinews: no page showed its rates strip" in caplog.text
