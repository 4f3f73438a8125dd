from __future__ import annotations

from typing import Any

import pytest

from kznews.items import Extraction, Image
from kznews.mongo.values import Fields
from kznews.record.documents import article_fields
from kznews.record.schema import ARTICLES
from kznews.record.steps import Step, first_version, next_version
from tests.record.samples import LATER, NOON, article


def fields(**changes: Any) -> Fields:
    return article_fields(article(**changes))


def revisions(step: Step) -> list[Fields] | None:
    """The former versions that the step writes."""
    kept: list[Fields] | None = step.fields["revisions"]
    return kept


def test_first_version_is_the_whole_document() -> None:
    step = first_version(fields())
    assert (step.outcome, step.decided_on) == ("inserted", None)
    assert step.fields == fields()


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
    assert (step.outcome, revisions(step)) == ("unchanged", None)
    assert step.fields["fetched_at"] == LATER
    for name in changes:
        assert step.fields[name] == again[name]


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
    [revision] = revisions(step) or []
    schema = ARTICLES.properties["revisions"]["items"]["properties"]
    assert set(revision) == set(schema)
    moments = {name: revision[name] for name in ("last_seen_at", "replaced_at")}
    assert moments == {"last_seen_at": NOON, "replaced_at": LATER}
    for name in changes:
        assert name in revision["former"]
        if name != "body":
            assert revision["former"][name] == former[name]


def test_an_older_fetch_replaces_nothing_but_is_kept() -> None:
    stored = fields(fetched_at=LATER)
    older = fields(title="Первое название", aliases=["https://exclusive.kz/amp/1/"])
    step = next_version(stored, older)
    assert step.outcome == "unchanged"
    written = step.fields
    assert (written["title"], written["fetched_at"]) == (stored["title"], LATER)
    assert (written["first_seen_at"], written["last_seen_at"]) == (NOON, LATER)
    assert written["aliases"] == [*stored["aliases"], "https://exclusive.kz/amp/1/"]
    [revision] = revisions(step) or []
    assert revision["former"] == {"title": "Первое название"}
    assert revisions(next_version(stored, fields())) is None


def test_what_is_written_again_changes_nothing() -> None:
    stored = fields()
    written = next_version(stored, fields()).fields
    assert stored | written == stored


def test_a_step_is_decided_on_one_state_of_the_document() -> None:
    stored = fields() | {"write_number": 7}
    step = next_version(stored, fields(fetched_at=LATER))
    assert step.decided_on == {"_id": stored["_id"], "write_number": 7}
    assert step.fields["write_number"] == 8


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
        assert step.fields[name] == fields()[name]
