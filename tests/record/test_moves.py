"""What is written of an article that goes on at another address."""

from __future__ import annotations

from datetime import timedelta

from kznews.record.documents import article_fields
from kznews.record.moves import joined_version
from kznews.record.schema import ARTICLES
from tests.record.samples import NOON, article

OLD = "https://exclusive.kz/articles/1/"
NEW = "https://exclusive.kz/articles/1/new/"


def test_what_is_deleted_meanwhile_is_written_whole() -> None:
    former = article_fields(article(1, url=OLD))
    here = article_fields(article(1, url=NEW, aliases=[OLD], page="b"))
    later = NOON + timedelta(hours=2)
    again = article_fields(article(1, url=NEW, aliases=[OLD], page="c", fetched_at=later))
    stored = {each["_id"]: each for each in (former, here)}
    step = joined_version(stored, again, frozenset())
    assert step is not None
    on_insert, always = step.update["$setOnInsert"], step.update["$set"]
    assert not on_insert.keys() & always.keys()
    required = ARTICLES.validator["$jsonSchema"]["required"]
    assert set(required) <= {"_id", *on_insert, *always}
