"""Layouts are induced from kept pages, stored and given to crawls; pages are read again."""

from __future__ import annotations

from datetime import date
from typing import Any

from pymongo.database import Database

from kznews.extraction.induction import induce_articles
from kznews.layouts.renewal import renew_next
from kznews.layouts.store import layout_id, store, stored_layouts
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from tests.crawl.conftest import crawl_into, scrapy
from tests.extraction.induction.made_pages import MadeArticle, new_design
from tests.record.samples import LATER, NOON

TestDatabase = Database[dict[str, Any]]
# An outlet whose module states no layout of its articles.
OUTLET, LAYOUT = "abai", "abai/links"


def methods(database: TestDatabase) -> set[str]:
    return set(database["articles"].distinct("extraction.method"))


def test_an_outlet_without_a_layout_gets_one_by_itself(
    mongodb_uri: str, database: TestDatabase
) -> None:
    with Newsroom(Site({LAYOUT: 1}, today=date(2025, 12, 31))) as newsroom:
        name = f"{database.name}_newsroom"
        into = database.client[name]
        crawl = crawl_into(into, mongodb_uri)
        try:
            done = crawl(OUTLET, NEWSROOM=newsroom.address)
            assert done.exit_code == 0, done.log
            assert into["articles"].count_documents({}) >= 10
            assert methods(into) == {"general"}
            bodies = {each["_id"]: each["body"] for each in into["articles"].find()}
            ticked = scrapy(["tick"], {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": name}, {})
            assert f"{OUTLET}: 1 layout induced from" in ticked.log
            assert methods(into) == {"induced"}
            assert {each["_id"]: each["body"] for each in into["articles"].find()} == bodies
            # Looked at once a day.
            assert renew_next(into, LATER) is None
            for each in ("articles", "frontier"):
                into[each].delete_many({})
            crawl(OUTLET, NEWSROOM=newsroom.address)
            assert methods(into) == {"induced"}
        finally:
            database.client.drop_database(name)


def test_a_layout_that_is_induced_again_is_the_same(database: TestDatabase) -> None:
    pages = [new_design(MadeArticle(number)) for number in range(12)]
    [first] = induce_articles(pages)
    [again] = induce_articles(pages[:10])
    assert layout_id("gazeta", first.layout) == layout_id("gazeta", again.layout)
    assert store(database, "gazeta", [first], NOON) == store(database, "gazeta", [again], LATER)
    [stored] = stored_layouts(database, "gazeta")
    assert (stored.induced_at, stored.confirmed_at, stored.pages) == (NOON, LATER, 10)
    assert stored.layout == again.layout
