"""What a composed year adds is what crawls would have stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from benchmarks.composed_year import fill_year
from benchmarks.exports import articles
from kznews.record.schema import ARTICLES, RATES, TICKERS
from kznews.record.stories.schema import COPIES
from kznews.watches.schema import FINDINGS, WATCHES
from tests.databases import Documents

_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_NUMBER = 300


def test_a_year_is_composed_as_crawls_store_it(database: Documents) -> None:
    made = []
    for place, each in enumerate(articles(_NUMBER)):  # one an hour
        at = _NOW - timedelta(hours=1 + place)
        moments = ("published_at", "appeared_at", "fetched_at", "first_seen_at", "last_seen_at")
        made.append(each | dict.fromkeys(moments, at))
    database[ARTICLES.name].insert_many(made)
    fill_year(database, _NOW)
    for kind in (ARTICLES, COPIES, TICKERS, RATES, WATCHES, FINDINGS):
        stored = database[kind.name]
        assert stored.count_documents({}) > 0, kind.name
        # Whatever a crawl's validator would refuse.
        refused = stored.find_one({"$nor": [kind.validator]})
        assert refused is None, (kind.name, refused)
        indexes = {name for name in stored.index_information() if name != "_id_"}
        assert len(indexes) == (0 if kind is ARTICLES else len(kind.indexes)), kind.name

    by_id = {each["_id"]: each for each in database[ARTICLES.name].find()}
    copies = list(database[COPIES.name].find())
    assert len(copies) > 10
    for copy in copies:
        assert by_id[copy["_id"]]["story_id"] == copy["story_id"]
    stories = {copy["story_id"] for copy in copies}
    members = [each for each in by_id.values() if each["story_id"] in stories]
    assert len(members) >= 2 * len(stories)
    edited = sum(bool(each["revisions"]) for each in by_id.values())
    assert 0 < edited < _NUMBER / 5

    headlines = list(database[TICKERS.name].find())
    assert len(headlines) == _NUMBER * 3 // 10
    assert all(each["first_seen_at"] <= each["last_seen_at"] <= _NOW for each in headlines)
    assert len(database[RATES.name].distinct("valid_on", {"kind": "official"})) >= 400
