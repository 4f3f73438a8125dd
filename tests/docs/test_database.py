"""Each collection and each field is described in docs/database.md, and no other."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from kznews import items
from kznews.mongo.schema import Collection
from kznews.mongo.schema_versions import SCHEMAS
from kznews.nodes.schema import COLLECTIONS as OF_NODES
from kznews.watches.schema import COLLECTIONS as OF_WATCHES
from tests.docs.documents import section, tables
from tests.record.stores import CRAWL_COLLECTIONS

PAGE = "docs/database.md"
COLLECTIONS = (*CRAWL_COLLECTIONS, *OF_NODES, *OF_WATCHES, SCHEMAS)
ADDED = {
    "articles": {
        *("first_seen_at", "last_seen_at", "appeared_at", "story_id", "revisions"),
        *("write_number", "compared_at", "reread_at", "reread_by", "absences", "presence"),
        "former_ids",
    },
    "tickers": {
        *("first_seen_at", "last_seen_at", "missed_at", "intervals", "is_long", "write_number"),
    },
    "rates": {"pair", "first_seen_at", "last_seen_at", "missed_at", "intervals", "write_number"},
    "rejected": {"first_seen_at", "last_seen_at"},
}
"""Fields that no item has."""
ITEMS = {
    "articles": items.Article,
    "tickers": items.Ticker,
    "rates": items.Rate,
    "rejected": items.Rejection,
}


def described(name: str) -> dict[str, list[str]]:
    return tables(section(PAGE, name), "field")


def test_the_table_lists_the_collections_of_the_schemas() -> None:
    told = tables(section(PAGE, "Collections"), "collection")
    assert list(told) == [each.name for each in COLLECTIONS]
    assert all(cells[0] for cells in told.values())


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda each: each.name)
def test_fields_are_those_of_the_schema_and_have_a_meaning(collection: Collection) -> None:
    told = described(collection.name)
    assert all(meaning for (meaning,) in told.values())
    assert sorted(told) == sorted(collection.properties)


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda each: each.name)
def test_nested_fields_are_named(collection: Collection) -> None:
    told = described(collection.name)
    for name, schema in collection.properties.items():
        nested = schema.get("items", schema).get("properties", {})
        if name in told:
            assert set(nested) <= set(re.findall(r"`(\w+)`", told[name][0])), name


@pytest.mark.parametrize("name", ITEMS)
def test_an_items_fields_are_the_documents(name: str) -> None:
    of_item = {field.name for field in fields(ITEMS[name])}
    assert of_item - {"seen_at"} == set(described(name)) - ADDED[name]
