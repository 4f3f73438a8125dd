"""A story's articles are read in their order, by an index, and as many as are asked for."""

from __future__ import annotations

from kznews.outlets.names import outlet_named, outlets_in_dateline
from kznews.record.documents import article_fields
from kznews.record.stories.publication_order import possible_moments
from kznews.record.stories.timeline import (
    articles_of_story,
    order_of,
    read_timeline,
    standing_story,
    timeline_fields,
)
from tests.databases import Documents
from tests.record.stories.linked import published
from tests.record.stories.texts import FIRE

STORY = {"story_id": "the story"}


def test_articles_of_one_day_may_have_any_place_in_it() -> None:
    day = {"published_precision": "day"}
    spans = [
        possible_moments(article_fields(each))
        for each in (published(1, FIRE, 0), published(2, FIRE, -30, **day), published(3, FIRE, 90))
    ]
    assert [order_of(each, spans) for each in spans] == [(1, 2), (1, 3), (2, 3)]


def test_the_first_articles_are_read_in_their_order(database: Documents) -> None:
    came_out = [published(number, FIRE, 60 - 10 * number, lead="А") for number in range(1, 5)]
    database["articles"].insert_many([article_fields(each) | STORY for each in came_out])
    told = read_timeline(
        database,
        "the story",
        most=3,
        outlet_named=outlet_named,
        outlets_in_dateline=outlets_in_dateline,
    )
    assert [each.outlet for each in told] == ["outlet4", "outlet3", "outlet2"]
    first, second, _ = timeline_fields(told)
    assert (first["source_url"], second["source_url"]) == (None, "https://exclusive.kz/articles/4/")
    assert (second["order"], second["delay"]) == ({"first": 2, "last": 2}, 600)
    assert {each["how"] for each in second["paragraphs"]} == {"same"}
    assert "paragraphs" not in next(timeline_fields(told, words=False))


def test_a_story_that_was_merged_is_found_where_it_stands(database: Documents) -> None:
    merges = [{"_id": "c", "merged_into": "b"}, {"_id": "b", "merged_into": "a"}]
    database["story_merges"].insert_many(merges)
    assert [standing_story(database, each) for each in "abc"] == ["a", "a", "a"]


def test_a_story_is_read_by_an_index(database: Documents) -> None:
    database["articles"].insert_many(
        [article_fields(published(n, FIRE, n)) | {"story_id": f"{n}"} for n in range(1, 9)]
    )
    database["articles"].create_index({"story_id": 1, "appeared_at": 1})
    found = database["articles"].find(articles_of_story("3")).sort("appeared_at").limit(5)
    stages = str(found.explain()["queryPlanner"]["winningPlan"])
    assert "IXSCAN" in stages
    assert "'SORT'" not in stages
