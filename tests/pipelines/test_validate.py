from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from scrapy.utils.test import get_crawler

from kznews.items import Item, Rejection
from kznews.pipelines.validate import ValidatePipeline, faults_of
from tests.pipelines.items import ADDRESS, NOW, article, rate, ticker

NAIVE = datetime(2025, 4, 28, 1)  # noqa: DTZ001  # the point


@pytest.mark.parametrize("item", [article(), ticker(), rate()])
def test_valid_item_passes_untouched(item: Item) -> None:
    assert ValidatePipeline.from_crawler(get_crawler()).process_item(item) is item


@pytest.mark.parametrize(
    ("item", "named"),
    [
        (article(title=""), "title"),
        (article(title="Слово " * 300), "title"),
        (article(body=""), "body"),
        (article(title="??? ?????? ?????"), "title cannot be read"),
        (article(body="\ufffd\ufffd\ufffd " * 50), "body cannot be read"),
        (ticker(headline="????? ????"), "headline cannot be read"),
        (article(url="/expertiza/1/"), "/expertiza/1/"),
        (article(url="https://[x/"), "https://[x/"),
        (article(published_at=NAIVE, published_precision="minute"), "published_at"),
        (article(published_at=NOW + timedelta(days=2), published_precision="day"), "after"),
        (article(published_at=NOW), "published_precision"),
        (
            article(published_at=NOW.replace(year=1970), published_precision="minute"),
            "before 1995",
        ),
        (article(fetched_at=NAIVE), "fetched_at"),
        (ticker(headline=""), "headline"),
        (ticker(position=0), "position"),
        (ticker(url="javascript:void(0)"), "javascript"),
        (rate(base="US$"), "base"),
        (rate(value=Decimal("NaN")), "value"),
        (rate(value=Decimal("-1")), "value"),
        (rate(units=0), "units"),
    ],
)
def test_broken_item_becomes_a_rejection_that_keeps_it(item: Item, named: str) -> None:
    crawler = get_crawler()
    rejection = ValidatePipeline.from_crawler(crawler).process_item(item)
    assert isinstance(rejection, Rejection)
    assert named in rejection.reason
    assert rejection.item is not None
    kind = type(item).__name__.lower()
    assert crawler.stats.get_value(f"items/rejected/{kind}") == 1


def test_every_fault_is_named() -> None:
    assert len(list(faults_of(article(title="", body="", url="нет")))) == 3


def test_the_origin_of_a_ticker_is_its_page() -> None:
    rejection = ValidatePipeline.from_crawler(get_crawler()).process_item(ticker(headline=""))
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.outlet) == (ADDRESS, "exclusive")
