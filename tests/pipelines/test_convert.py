from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from kznews.items import Article, Extraction, Image, Rejection
from kznews.pipelines.convert import ConvertPipeline, UnfitError, typed_item
from tests.pipelines.items import NOW, article, rate, ticker
from tests.pipelines.own_items import ARTICLE, OwnArticle, OwnRate, OwnTicker


@pytest.mark.parametrize("item", [article(), ticker(), rate()])
def test_an_item_of_the_house_stays_the_same_object(item: object) -> None:
    assert typed_item(item) is item


def test_a_dict_becomes_an_article_with_nested_objects_and_moments() -> None:
    assert typed_item(ARTICLE) == Article(
        url=ARTICLE["url"],
        outlet="own",
        title=ARTICLE["title"],
        body=ARTICLE["body"],
        extraction=Extraction(layout="own", method="layout"),
        fetched_at=datetime(2026, 4, 1, 12, tzinfo=UTC),
        published_at=datetime(2026, 4, 1, 6, 30, tzinfo=UTC),
        published_precision="minute",
        images=[Image(url="https://own.example/1.jpg", credit="ЮНИСЕФ")],
        tags=["мектеп"],
    )


def test_scrapys_own_items_become_articles() -> None:
    given = {name: ARTICLE[name] for name in OwnArticle.fields if name in ARTICLE}
    converted = typed_item(OwnArticle(given))
    assert isinstance(converted, Article)
    assert (converted.title, converted.lead) == (ARTICLE["title"], None)


def test_attrs_objects_become_tickers() -> None:
    given: dict[str, Any] = {
        "outlet": "own",
        "headline": "Жаңалық",
        "position": 2,
        "page_url": "https://own.kz/",
    }
    assert typed_item(OwnTicker(**given, seen_at=NOW)) == ticker(**given, language=None)


def test_pydantic_models_become_rates() -> None:
    given: dict[str, Any] = {"base": "USD", "raw_code": "US", "kind": "market", "seen_at": NOW}
    model = OwnRate(outlet="own", value=Decimal("478.770"), valid_on=date(2026, 4, 1), **given)
    expected = rate(outlet="own", value=Decimal("478.770"), valid_on=date(2026, 4, 1), **given)
    assert typed_item(model) == expected
    assert typed_item(model.model_dump(mode="json")) == expected


def test_dataclasses_of_other_modules_are_read_too() -> None:
    @dataclass
    class Picture:
        url: str

    item = typed_item(ARTICLE | {"images": [Picture("https://own.example/2.jpg")]})
    assert isinstance(item, Article)
    assert item.images == [Image(url="https://own.example/2.jpg")]


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in ARTICLE.items() if name not in names} | more


@attrs.define
class Weather:
    degrees: int


RATE = {
    "outlet": "own",
    "base": "USD",
    "raw_code": "USD",
    "value": "478.77",
    "kind": "market",
    "seen_at": "2026-04-01T12:00:00+00:00",
}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("a text", "item: an object of the class str has no fields"),
        (Weather(7), "item: it has no field of an Article, a Ticker or a Rate"),
        (
            without("body", "outlet", heading="Шапка", note=1),
            "or a Rate; the closest is Article: missing outlet, body; unknown heading, note",
        ),
        (without(title=5), "article: title: 5 is no text"),
        (without(title=None), "article: title: None is no text"),
        (without(authors="А. Ким"), "article: authors: 'А. Ким' is no list"),
        (without(tags=["а", 2]), "article: tags[1]: 2 is no text"),
        (without(language="de"), "article: language: 'de' is none of ru, kk, en, zh"),
        (without(fetched_at="вчера"), "article: fetched_at: 'вчера' is no datetime of ISO 8601"),
        (without(fetched_at=date(2026, 4, 1)), "datetime.date(2026, 4, 1) is no datetime"),
        (without(kind="essay"), "article: kind: 'essay' is none of news, opinion, interview"),
        (without(extraction="layout"), "article: extraction: 'layout' has no fields"),
        (without(extraction={"method": "layout"}), "article: extraction: missing layout"),
        (
            without(images=[{"url": 1, "credit": None}, {"src": "x"}]),
            "article: images[0].url: 1 is no text; images[1]: missing url, unknown src",
        ),
        (RATE | {"value": 478.77}, "rate: value: 478.77 is a float, which is not exact"),
        (RATE | {"value": "много"}, "rate: value: 'много' is no number"),
        (RATE | {"value": True}, "rate: value: True is no number"),
        (RATE | {"units": True}, "rate: units: True is no whole number"),
        (RATE | {"valid_on": "2026-04-31"}, "rate: valid_on: '2026-04-31' is no date of ISO 8601"),
        (RATE | {"valid_on": NOW}, "is no date"),
    ],
)
def test_what_is_no_item_of_the_house_is_refused_with_the_reason(item: object, reason: str) -> None:
    with pytest.raises(UnfitError) as unfit:
        typed_item(item)
    assert reason in str(unfit.value)


def pipeline() -> ConvertPipeline:
    crawler = get_crawler(Spider)
    crawler.spider = Spider(name="own")
    return ConvertPipeline.from_crawler(crawler)


def test_a_rejection_keeps_the_fields_and_names_the_address() -> None:
    step = pipeline()
    rejection = step.process_item(without("title"))
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.outlet) == (ARTICLE["url"], "own")
    assert rejection.item == without("title")
    assert step.crawler.stats.get_value("items/rejected/item") == 1


def test_a_rejection_without_an_address_names_the_spider() -> None:
    step = pipeline()
    step.crawler.spider = Spider(name="mine")
    rejection = step.process_item({"position": 3})
    assert isinstance(rejection, Rejection)
    assert (rejection.url, rejection.outlet) == ("spider mine", "mine")
    assert rejection.reason.endswith("Ticker: missing outlet, headline, page_url, seen_at")
