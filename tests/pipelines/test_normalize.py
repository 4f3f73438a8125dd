from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kznews.items import Article, Image, Item
from kznews.pipelines.normalize import NormalizePipeline
from tests.pipelines.items import ADDRESS, NOW, article, rate, ticker


def normalize(item: Item) -> Item:
    return NormalizePipeline().process_item(item)


def normalized_article(**changed: object) -> Article:
    item = normalize(article(**changed))
    assert isinstance(item, Article)
    return item


def test_text_is_composed_visible_and_single_spaced() -> None:
    item = normalized_article(
        title="Ай\u0306на\u00ad\u200bкөл  \u00a0 суы",
        body="  Бір\u00a0сөз.  \n\n\n\n Екі сөз. ",
        authors=["  Айгүл\u00a0Ким ", "Айгүл Ким", " "],
        tags=["су", "су"],
        lead="\u200b",
        images=[Image(url="https://exclusive.kz/1.jpg", credit=" Айдос\u00a0Сапар ")],
    )
    assert item.title == "Ай\u0306накөл суы".replace("и\u0306", "й")
    assert item.body == "Бір сөз.\n\nЕкі сөз."
    assert item.authors == ["Айгүл Ким"]
    assert item.tags == ["су"]
    assert item.lead is None
    assert item.images[0].credit == "Айдос Сапар"


@pytest.mark.parametrize("name", ["lead", "dateline", "section", "published_raw", "published_zone"])
def test_an_empty_text_is_none(name: str) -> None:
    item = normalized_article(**{name: ""})
    assert getattr(item, name) is None


def test_moments_become_utc() -> None:
    almaty = timezone(timedelta(hours=5))
    item = normalized_article(published_at=datetime(2025, 4, 28, 1, tzinfo=almaty))
    assert item.published_at == datetime(2025, 4, 27, 20, tzinfo=UTC)
    assert item.published_at.tzinfo is UTC


def test_naive_moment_is_left_for_validation() -> None:
    naive = datetime(2025, 4, 28, 1)  # noqa: DTZ001  # the point
    assert normalized_article(published_at=naive).published_at == naive


@pytest.mark.parametrize(
    "url",
    [
        ADDRESS + "?utm_source=popular&utm_medium=block",
        "https://test.exclusive.kz/expertiza/daily/126245/",
        "https://www.exclusive.kz/expertiza/daily/126245/",
        "https://exclusive.kz/kz/expertiza/daily/126245/",
        ADDRESS + "amp/",
        ADDRESS + "#comments",
        ADDRESS.rstrip("/"),
        ADDRESS + "amp",
    ],
)
def test_another_address_becomes_an_alias(url: str) -> None:
    item = normalized_article(url=url)
    assert item.url == ADDRESS
    assert item.aliases == [url]


def test_kazakh_text_under_the_kazakh_prefix_is_an_article_of_its_own() -> None:
    url = "https://exclusive.kz/kz/expertiza/daily/126245/"
    item = normalized_article(url=url, language="kk")
    assert item.url == url
    assert item.aliases == []


def test_language_is_found_where_missing() -> None:
    item = normalized_article(
        title="Ауыл мектебінде жаңа спорт залы ашылды",
        body="Жаңа спорт залы оқушыларға арналған, деп хабарлады әкімдік.",
        language=None,
        script=None,
    )
    assert (item.language, item.script) == ("kk", "Cyrl")
    item_of_ticker = normalize(ticker(headline="Қалада көпір жөнделіп жатыр", language=None))
    assert item_of_ticker.language == "kk"  # type: ignore[union-attr]


def test_currency_codes() -> None:
    assert normalize(rate(base="RUR", raw_code="RUR")) == rate(base="RUB", raw_code="RUR")
    assert normalize(rate(base="US$")) == rate(base="US$")


@pytest.mark.parametrize("item", [article(url=ADDRESS + "amp/"), ticker(), rate(base="RUR")])
def test_again_changes_nothing(item: Item) -> None:
    once = normalize(item)
    assert normalize(deepcopy(once)) == once


def test_what_is_no_address_is_left_for_validation() -> None:
    assert normalized_article(url="нет", fetched_at=NOW).url == "нет"


def test_words_of_two_scripts_are_repaired_in_texts_and_in_names() -> None:
    item = article(
        title="Что проиcходит с Сovid",
        body="Он болел коронавируcом.",
        authors=["Aсель Омарова"],
        tags=["Сovid-19"],
        published_raw="5 сәуiр 2024",
    )
    NormalizePipeline().process_item(item)
    assert (item.title, item.body) == ("Что происходит с Covid", "Он болел коронавирусом.")
    assert (item.authors, item.tags) == (["Асель Омарова"], ["Covid-19"])
    assert item.published_raw == "5 сәуiр 2024"
