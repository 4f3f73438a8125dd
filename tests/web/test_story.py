"""The page of a story says who published it in which order, and who copied whom."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from lxml import etree

from kznews.mongo.values import Fields, identity
from kznews.record.documents import article_fields
from tests.record.samples import article
from tests.record.stories.texts import FIRE
from tests.web.conftest import Site
from tests.web.record import NOW, address_of
from tests.web.test_article import text_of

STORY = "20261126040000-00510c27a3866640b940fbb4f8f99792"
MERGED = "20261126050000-00510c27a3866640b940fbb4f8f99792"
PAGE = f"/stories/{STORY}"
COPY = FIRE.replace("двенадцать расчетов", "15 машин")


def came_out(number: int, outlet: str, minutes: int, **changes: Any) -> Fields:
    at = NOW - timedelta(days=1) + timedelta(minutes=minutes)
    given: dict[str, Any] = {
        "url": address_of(number, outlet),
        "outlet": outlet,
        "language": "ru",
        "lead": None,
        "title": f"Склад горел, {number}",
        "body": FIRE,
        "attributed_to": [],
        "published_at": at,
        "published_doubts": [],
        "fetched_at": NOW,
    }
    return article_fields(article(number, **given | changes)) | {"story_id": STORY}


@pytest.fixture(scope="module")
def told(site: Site) -> Iterator[Site]:
    """The site, with a story of four articles."""
    undated = {"published_at": None, "published_precision": None, "published_raw": None}
    articles = [
        came_out(91, "vlast", 0),
        came_out(92, "zakon", 60, body=COPY, attributed_to=["Vlast.kz"]),
        came_out(93, "nur", 90, published_precision="day", attributed_to=["ДЧС"]),
        came_out(94, "orda", 0, **undated),
    ]
    database = site.sources.database
    database["articles"].insert_many(articles)
    database["story_merges"].insert_one({"_id": MERGED, "merged_into": STORY})
    yield site
    database["articles"].delete_many({"story_id": STORY})
    database["story_merges"].delete_many({})


def test_the_order_is_told_as_far_as_it_is_certain(told: Site) -> None:
    text = text_of(told, PAGE)
    assert "Этот текст нашли в 4 статьях." in text
    assert "Кто был первым, точно не известно: Власть, Orda.kz." in text
    assert "не позже 27 нояб. 2026, 14:30" in text
    data = told.client.get(f"{PAGE}.json").json()
    places = {each["outlet"]: each["order"] for each in data["articles"]}
    assert places["vlast"] == {"first": 1, "last": 2}
    assert places["orda"] == {"first": 1, "last": 4}


def test_what_a_copy_took_over_is_told(told: Site) -> None:
    text = text_of(told, PAGE)
    assert "Власть, возможно, первая 60 минут 97,8" in text.replace("\xa0", " ")
    assert "изменено слов: 2, добавлено: 0, из источника выпущено: 0 какие слова да" in text
    copy = identity(address_of(92, "zakon"))
    words = text_of(told, f"{PAGE}?compare={copy}")
    assert "Чем Zakon.kz отличается от Власть" in words
    assert "[убрано: двенадцать расчетов,] [добавлено: 15 машин,]" in words
    data = told.client.get(f"{PAGE}.json?compare={copy}").json()
    assert data["compared"]["paragraphs"][0]["how"] == "edited"


def test_times_are_drawn_and_are_rows_and_entries(told: Site) -> None:
    page = told.client.get(PAGE).text
    assert page.count('class="chart times"') == 4
    [first, *rest] = csv.DictReader(StringIO(told.client.get(f"{PAGE}.csv").text))
    assert (first["outlet"], len(rest)) == ("vlast", 3)
    assert rest[0]["source_url"] == address_of(91, "vlast")
    feed = etree.fromstring(told.client.get(f"{PAGE}.atom").content)
    assert len(list(feed.iter("{http://www.w3.org/2005/Atom}entry"))) == 4


def test_a_long_story_says_how_long_it_is_and_can_be_shown_whole(
    told: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kznews.web.pages.story._MOST_ARTICLES", 2)
    page = told.client.get(f"{PAGE}?ui=ru").text
    assert "Этот текст нашли в 4 статьях." in page
    assert "Показаны первые 2 по времени." in page
    assert page.count('class="chart times"') == 2
    assert f'href="{PAGE}?ui=ru&amp;all=1"' in page
    whole = told.client.get(f"{PAGE}?ui=ru&all=1").text
    assert whole.count('class="chart times"') == 4
    assert "Показать больше" not in whole


def test_a_story_that_was_merged_is_found(told: Site) -> None:
    assert f"Прежний сюжет {MERGED} оказался тем же" in text_of(told, f"/stories/{MERGED}")


def test_what_is_not_there_is_told(told: Site) -> None:
    assert told.client.get("/stories/0").status_code == 404
    wrong = told.client.get(f"{PAGE}?compare=0&ui=en")
    assert (wrong.status_code, "The article 0 is not of this story." in wrong.text) == (400, True)
