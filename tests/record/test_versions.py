from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kznews.items import Extraction, Image
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.schema import REVISIONS
from kznews.record.versions import first_version, next_version, revision_update
from tests.record.samples import LATER, NOON, article


def fields(**changes: Any) -> Fields:
    return article_fields(article(**changes))


def test_first_version_is_the_whole_document() -> None:
    step = first_version(fields())
    assert step.outcome == "inserted"
    assert step.update["$set"] | {"_id": step.filter["_id"]} == fields()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"language": "ru"},
        {"extraction": Extraction(layout=None, method="general")},
        {"modified_at": LATER},
        {"attributed_to": []},
    ],
)
def test_our_reading_alone_is_no_new_version_but_is_kept_up_to_date(
    changes: dict[str, Any],
) -> None:
    again = fields(fetched_at=LATER, **changes)
    step = next_version(fields(), again)
    assert (step.outcome, step.revision) == ("unchanged", None)
    assert step.update["$set"]["fetched_at"] == LATER
    for name in changes:
        assert step.update["$set"][name] == again[name]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Другое"},
        {"lead": None},
        {"body": "Другой текст."},
        {"authors": []},
        {"tags": ["другое"]},
        {"published_at": NOON},
        {"images": [Image(url="https://exclusive.kz/2.jpg")]},
    ],
)
def test_what_the_outlet_changed_makes_the_former_version_a_revision(
    changes: dict[str, Any],
) -> None:
    former = fields()
    step = next_version(former, fields(fetched_at=LATER, **changes))
    assert step.outcome == "changed"
    assert step.revision is not None
    assert set(step.revision) == {"_id", *REVISIONS.properties}
    assert step.revision["article_id"] == former["_id"]
    assert step.revision["replaced_at"] == LATER
    assert step.revision["fetched_at"] == NOON
    for name in changes:
        assert step.revision[name] == former[name]


def test_the_same_version_has_the_same_revision_whenever_it_was_seen() -> None:
    later = fields(fetched_at=LATER + timedelta(days=1), title="Другое")
    first = next_version(fields(), later).revision
    second = next_version(fields(fetched_at=LATER), later).revision
    assert first is not None
    assert second is not None
    assert first["_id"] == second["_id"]
    assert revision_update(first)[0] == {"_id": first["_id"]}


def test_an_older_fetch_replaces_nothing_but_is_kept() -> None:
    stored = fields(fetched_at=LATER)
    older = fields(title="Первое название", aliases=["https://exclusive.kz/amp/1/"])
    step = next_version(stored, older)
    assert step.outcome == "unchanged"
    assert "$set" not in step.update
    assert step.update["$min"] == {
        "first_seen_at": NOON,
        "appeared_at": stored["published_at"],
    }
    assert step.update["$addToSet"] == {"aliases": {"$each": ["https://exclusive.kz/amp/1/"]}}
    assert step.revision is not None
    assert step.revision["title"] == "Первое название"
    assert next_version(stored, fields()).revision is None


DATE = [name for name in fields() if name.startswith("published_")]


def test_a_fetch_without_a_date_does_not_take_a_known_one_away() -> None:
    bare = fields(
        fetched_at=LATER,
        published_at=None,
        published_precision=None,
        published_raw=None,
        published_zone=None,
        published_doubts=[],
        section=None,
    )
    step = next_version(fields(), bare)
    assert step.outcome == "unchanged"
    for name in (*DATE, "section"):
        assert step.update["$set"][name] == fields()[name]
