"""What a merged schema accepts; MongoDB itself decides in test_preparation.py."""

from __future__ import annotations

from functools import reduce
from itertools import permutations

import pytest

from kznews.mongo.schema import COUNT, MOMENT, STRING, WORDS, Schema, object_of, or_null
from kznews.mongo.schema_merge import merge

OLD = object_of({"_id": WORDS, "title": WORDS, "image": object_of({"url": WORDS})})
NEW = object_of(
    {
        "_id": WORDS,
        "title": WORDS,
        "lead": or_null(STRING),
        "image": object_of({"url": WORDS, "credit": or_null(STRING)}),
    }
)
LISTS_OLD: Schema = {"bsonType": "array", "items": object_of({"a": WORDS})}
LISTS_NEW: Schema = {"bsonType": "array", "items": object_of({"a": WORDS, "b": or_null(WORDS)})}


def test_one_schema_stays_as_it_is() -> None:
    assert merge([OLD]) == OLD
    assert merge([OLD, OLD]) == OLD


def test_an_object_has_the_fields_of_all_and_must_have_those_that_all_require() -> None:
    merged = merge([OLD, NEW])
    assert merged["required"] == ["_id", "title", "image"]
    assert merged["properties"]["lead"] == or_null(STRING)
    image = merged["properties"]["image"]
    assert image["required"] == ["url"]
    assert set(image["properties"]) == {"url", "credit"}
    assert merged["additionalProperties"] is image["additionalProperties"] is False


def test_objects_in_lists_are_merged_too() -> None:
    merged = merge([LISTS_OLD, LISTS_NEW])
    assert merged == {
        "bsonType": "array",
        "items": {
            "bsonType": "object",
            "required": ["a"],
            "properties": {"a": WORDS, "b": or_null(WORDS)},
            "additionalProperties": False,
        },
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WORDS, COUNT),
        ({"enum": ["ru"]}, {"enum": ["ru", "kk"]}),
        # MongoDB takes no empty `required`.
        (object_of({"a": WORDS}), object_of({"b": WORDS})),
        (OLD, or_null(OLD)),
        (LISTS_OLD, LISTS_OLD | {"uniqueItems": True}),
    ],
)
def test_what_differs_otherwise_is_a_choice(one: Schema, other: Schema) -> None:
    assert merge([one, other]) == {"anyOf": [one, other]}
    assert merge([one, other, MOMENT]) == {"anyOf": [one, other, MOMENT]}


def test_a_result_stays_as_it_is_whatever_of_it_comes_again() -> None:
    schemas = [OLD, NEW, object_of({"_id": WORDS, "title": COUNT}), object_of({"_id": WORDS})]
    for order in permutations(schemas):
        merged = merge(order)
        assert reduce(lambda so_far, each: merge([so_far, each]), schemas, merged) == merged
