from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from kznews.items import Item
from kznews.pipelines.deduplicate import DeduplicatePipeline
from tests.pipelines.items import ADDRESS, NOW, article, rate, ticker


def passed(*items: Item) -> list[bool]:
    pipeline = DeduplicatePipeline.from_crawler(get_crawler())
    outcomes = []
    for item in items:
        try:
            outcomes.append(pipeline.process_item(item) is item)
        except DropItem:
            outcomes.append(False)
    return outcomes


@pytest.mark.parametrize("make", [article, ticker, rate])
def test_the_same_again_is_dropped(make: type) -> None:
    assert passed(make(), make()) == [True, False]


def test_a_changed_article_passes() -> None:
    assert passed(article(), article(body="Другой текст.")) == [True, True]


def test_an_article_at_another_address_passes_once_with_its_alias() -> None:
    copy = article(aliases=[ADDRESS + "amp/"])
    assert passed(article(), copy, copy) == [True, True, False]


def test_a_sighting_a_minute_later_passes() -> None:
    later = NOW + timedelta(minutes=1)
    assert passed(ticker(), ticker(seen_at=later)) == [True, True]
    assert passed(rate(), rate(seen_at=later)) == [True, True]


def test_another_rate_of_the_same_currency_passes() -> None:
    assert passed(rate(), rate(value=Decimal("478.78"))) == [True, True]
    assert passed(rate(side="buy"), rate(side="sell")) == [True, True]


def test_the_same_headline_of_another_edition_passes() -> None:
    assert passed(ticker(), ticker(edition="exclusive.kz/kz/")) == [True, True]


def test_dropping_is_counted() -> None:
    crawler = get_crawler()
    pipeline = DeduplicatePipeline.from_crawler(crawler)
    pipeline.process_item(rate())
    with pytest.raises(DropItem):
        pipeline.process_item(rate())
    assert crawler.stats.get_value("items/repeated/rate") == 1
