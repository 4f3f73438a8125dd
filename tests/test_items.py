"""A change of an article's content is one thing: a revision, another digest, no repetition."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from kznews.items import (
    CONTENT,
    TOLD,
    Article,
    Extraction,
    Image,
    marked,
    told_text,
)
from kznews.pipelines.deduplicate import DeduplicatePipeline
from kznews.record.documents import article_fields
from kznews.record.steps import next_version
from kznews.text.normal_form import content_digest
from tests.record.samples import LATER, NOON, article

CHANGED: dict[str, Any] = {
    "outlet": "standard",
    "title": "Другое",
    "body": "Другой текст.",
    "extraction": Extraction(layout=None, method="general"),
    "fetched_at": LATER + timedelta(hours=1),
    "lead": "Другой лид.",
    "dateline": "АСТАНА",
    "language": "ru",
    "script": "Latn",
    "authors": ["Другой автор"],
    "section": "Другое",
    "tags": ["другое"],
    "published_at": NOON,
    "published_precision": "day",
    "published_raw": "другое",
    "published_zone": "+06:00",
    "published_doubts": [],
    "modified_at": NOON,
    "images": [Image(url="https://exclusive.kz/2.jpg")],
    "attributed_to": ["Другой"],
    "kind": "advert",
    "outlet_kind": "aggregator",
    "topic": "economy",
    "translation_urls": ["https://exclusive.kz/kz/2"],
    "page": "another",
}
"""Another value for each field but `url`, which says which article it is, and `aliases`."""


def test_each_field_has_another_value() -> None:
    names = {each.name for each in dataclasses.fields(Article)}
    assert set(CHANGED) == names - {"url", "aliases"}


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_of_content_alone_is_an_edit(name: str) -> None:
    before = article()
    after = replace(article(fetched_at=LATER), **{name: CHANGED[name]})
    is_content = name in marked(Article, CONTENT)
    step = next_version(article_fields(before), article_fields(after))
    assert (step.outcome == "changed") is is_content
    assert (step.fields["revisions"] is not None) is is_content
    assert (content_digest(before) != content_digest(after)) is is_content
    assert passes_after(before, after) is is_content
    told = (told_text(article_fields(each)) for each in (before, after))
    assert (len(set(told)) == 2) is (name in marked(Article, TOLD))


RELATIVE: dict[str, Any] = {
    "published_at": NOON,
    "published_raw": "2 часа назад",
    "published_zone": None,
    "published_doubts": [],
}


@pytest.mark.parametrize(
    ("before", "after", "is_edit"),
    [
        ({"published_at": None, "published_raw": None, "published_zone": None}, {}, True),
        ({"lead": None}, {}, True),
        ({}, {"lead": None}, True),
        (RELATIVE, RELATIVE | {"published_at": LATER}, False),
        (RELATIVE, {}, True),
    ],
)
def test_what_is_missing_or_relative_is_an_edit_for_both_or_for_none(
    before: dict[str, Any], after: dict[str, Any], is_edit: bool
) -> None:
    stored, fetched = article(**before), article(fetched_at=LATER, **after)
    step = next_version(article_fields(stored), article_fields(fetched))
    assert (step.outcome == "changed") is is_edit
    assert (content_digest(stored) != content_digest(fetched)) is is_edit


PICTURE = Image(url="https://exclusive.kz/1.jpg", caption="«Мост»", credit="ЮНИСЕФ")


@pytest.mark.parametrize(
    ("before", "after", "is_edit"),
    [
        ({"title": 'Газета "Мост"'}, {"title": "Газета «Мост»"}, False),
        ({"body": 'Открыт "Мост".'}, {"body": "Открыт «Мост»."}, False),
        ({"tags": ['"Мост"']}, {"tags": ["«Мост»"]}, False),
        ({"images": [PICTURE]}, {"images": [replace(PICTURE, caption='"Мост"')]}, False),
        ({"images": [PICTURE]}, {"images": [replace(PICTURE, url=f"{PICTURE.url}?v=2")]}, False),
        ({"images": [PICTURE]}, {"images": [replace(PICTURE, caption="Дом")]}, True),
        ({"images": [PICTURE]}, {"images": [replace(PICTURE, url=None)]}, True),
        ({"title": 'Газета "Мост"'}, {"title": "Газета Мост"}, True),
    ],
)
def test_another_print_of_the_same_is_no_edit_and_is_kept(
    before: dict[str, Any], after: dict[str, Any], is_edit: bool
) -> None:
    stored, fetched = article(**before), article(fetched_at=LATER, **after)
    step = next_version(article_fields(stored), article_fields(fetched))
    assert (step.outcome == "changed") is is_edit
    assert (content_digest(stored) != content_digest(fetched)) is is_edit
    for name in after:
        assert step.fields[name] == article_fields(fetched)[name]
    older = next_version(article_fields(fetched), article_fields(stored))
    assert (older.fields["revisions"] is not None) is is_edit


@pytest.mark.parametrize(
    "after", [{"published_at": None, "published_raw": None, "published_zone": None}, RELATIVE]
)
def test_a_known_date_is_not_taken_away(after: dict[str, Any]) -> None:
    step = next_version(
        article_fields(article()), article_fields(article(fetched_at=LATER, **after))
    )
    assert step.outcome == "unchanged"
    assert step.fields["published_at"] == article().published_at
    assert step.fields["published_raw"] == article().published_raw


def passes_after(before: Article, after: Article) -> bool:
    pipeline = DeduplicatePipeline.from_crawler(get_crawler())
    pipeline.process_item(before)
    try:
        pipeline.process_item(after)
    except DropItem:
        return False
    return True
