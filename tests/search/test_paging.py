"""Pages of results while articles come in: nothing is skipped, nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tantivy import Document, Index

from kznews.mongo.values import Fields
from kznews.search import fields
from kznews.search.cost import (
    affordable_since,
    affordable_until,
    listed_in_phrases,
    texts_compared,
)
from kznews.search.folding import Story, story_of, told_by
from kznews.search.index_folder import IndexFolder
from kznews.search.matching import query_of
from kznews.search.paging import Direction, Place, find_page, with_told
from kznews.search.query import parse
from kznews.search.query_nodes import And, Filter
from kznews.search.ranking import KeptOrders, OrderGone
from kznews.search.searching import Searcher, Wanted
from kznews.search.snapshot import Snapshot
from tests.record.samples import NOON
from tests.search.conftest import Indexed, stored

_LIMIT = 3
_EVERYTHING = query_of(Filter("outlet", "=", "zakon"), "article")

# An article: its second, and its story.
_ARTICLE = st.tuples(st.integers(0, 12), st.integers(0, 5))
_BATCHES = st.lists(st.lists(_ARTICLE, max_size=6), min_size=1, max_size=6)


class _Feed:
    """An index in memory into which articles come."""

    def __init__(self) -> None:
        self._index = Index(fields.schema())
        self._writer = self._index.writer(15_000_000, 1)
        self._numbers = count(1)
        self.articles: dict[str, Fields] = {}

    def add(self, articles: list[tuple[int, int]]) -> None:
        for second, story in articles:
            # Two of the same second have the same number: their keys' last bits are the same.
            id_ = f"{next(self._numbers):08x}{0:08x}{second:016x}"
            at = NOON + timedelta(seconds=second)
            told = {"story_id": f"story {story}" if story else None}
            self.articles[id_] = stored(second, outlet="zakon", published_at=at) | told
            document = Document()
            key, rest = fields.key_of(id_)
            document.add_text(fields.RECORD, "article")
            document.add_text(fields.OUTLET, "zakon")
            document.add_unsigned(fields.KEY, key)
            document.add_unsigned(fields.REST, rest)
            document.add_unsigned(fields.NEWEST, fields.newest_number(at.timestamp(), key))
            number = fields.story_number(f"story {story}") if story else key
            document.add_unsigned(fields.STORY, number)
            self._writer.add_document(document)
        self._writer.commit()

    def snapshot(self) -> Snapshot:
        self._index.reload()
        return Snapshot(self._index.searcher(), IndexFolder(Path("memory")))

    def stories(self, ids: list[str]) -> list[Story]:
        """As the database tells them: all their articles."""
        wanted = {self.articles[id_]["story_id"] for id_ in ids} - {None}
        members = {
            story: [each for each in self.articles.values() if each["story_id"] == story]
            for story in wanted
        }
        return [story_of(id_, list(map(told_by, each))) for id_, each in members.items()]


def _pages(
    feed: _Feed, direction: Direction, batches: Iterator[list[tuple[int, int]]], *, unfold: bool
) -> Iterator[list[str]]:
    place: Place | None = None
    while True:
        snapshot = feed.snapshot()
        found = find_page(snapshot, _EVERYTHING, _LIMIT, direction, after=place, unfold=unfold)
        ids = snapshot.ids(found.places)
        yield ids
        if found.next is None:
            return
        place = with_told(found.next, place, feed.stories(ids), direction)
        feed.add(next(batches, []))


@given(_BATCHES, st.sampled_from(["newest", "oldest"]), st.booleans())
@example([[(second, 1 + second % 4) for second in range(12)]], "newest", False)
@example([[(second, 1 + second % 4) for second in range(12)]], "oldest", False)
@settings(max_examples=60, deadline=None)
def test_pages_neither_skip_nor_repeat_what_answers_all_the_while(
    batches: list[list[tuple[int, int]]], direction: Direction, unfold: bool
) -> None:
    feed = _Feed()
    first, *later = batches
    feed.add(first)
    all_the_while = set(feed.articles)
    pages = list(_pages(feed, direction, iter(later), unfold=unfold))
    given_ids = [id_ for page in pages for id_ in page]
    assert len(given_ids) == len(set(given_ids))
    assert all(len(page) == _LIMIT for page in pages[:-1])
    told = {feed.articles[id_]["story_id"] for id_ in given_ids} - {None}
    for id_ in all_the_while - set(given_ids):
        assert not unfold
        assert feed.articles[id_]["story_id"] in told
    if not unfold and not any(later):
        stories = [feed.articles[id_]["story_id"] for id_ in given_ids]
        assert len([each for each in stories if each]) == len(told)


def test_an_order_that_is_kept_is_given_until_newer_ones_took_its_place() -> None:
    orders = KeptOrders(kept=2)
    ids = ["0" * 32, "f" * 32]
    first = orders.keep(ids)
    assert orders.ids(first) == ids
    second, third = orders.keep([]), orders.keep(ids[:1])
    assert orders.ids(third) == ids[:1]
    assert orders.ids(second) == []
    with pytest.raises(OrderGone):
        orders.ids(first)


def test_the_texts_of_frequent_phrases_are_counted_where_nothing_rarer_narrows_them() -> None:
    frequencies = {"нефт": 900, "газ": 800, "редк": 5}

    def frequency(field: str, term: str) -> int:
        assert field == fields.TERMS
        return frequencies.get(term, 0)

    def compared(question: str) -> int:
        return texts_compared(parse(question), frequency, 1_000)

    # A hundred texts in a word's list take as long as one that is compared.
    assert compared("нефть газ") == compared("нефть OR -газ") == 17
    assert compared('"нефть газ"') == compared('-"нефть газ"') == 800
    assert compared('"нефть газ" OR title:"нефть газ"') == 1_600
    assert compared('"нефть газ" редкий') == 5
    assert compared('"нефть редкий"') == 5


def test_the_lists_of_the_words_of_phrases_are_added_up() -> None:
    def frequency(field: str, term: str) -> int:
        return {"нефт": 900, "газ": 800}.get(term, 0) // (1 if field == fields.TERMS else 100)

    def listed(question: str) -> int:
        return listed_in_phrases(parse(question), frequency)

    assert listed("нефть газ") == listed('"нефть"') == listed('author:"нефть газ"') == 0
    assert listed('"нефть газ"') == listed('-"газ нефть" после') == 1_700
    assert listed('"нефть газ" OR "нефть нефть"') == 3_500
    assert listed('title:"нефть газ"') == 17


def test_the_part_of_the_time_that_is_searched_holds_about_what_can_be_compared() -> None:
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 11)]
    by_day = dict.fromkeys(days, 10)
    assert affordable_since(by_day, 100, 100) is None
    assert affordable_until({}, 0, 0) is None
    # Each second text is compared: 15 of 30.
    assert affordable_since(by_day, 50, 15) == days[-3]
    assert affordable_until(by_day, 50, 15) == days[3]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_costs_too_much_is_searched_part_by_part(
    new_index: Callable[[], Indexed], sort: Any
) -> None:
    indexed = new_index()
    articles = [
        stored(number, body="Курс тенге вырос.", language="ru", published_at=at)
        for number, at in enumerate(NOON + timedelta(days=day) for day in range(8))
    ]
    indexed.database["articles"].insert_many(articles)
    indexed.catch_up()
    searcher = Searcher(indexed.database, indexed.folder)
    question = And((parse('"курс тенге"'), parse("after:2026-04-02")))
    wanted = Wanted(sort=sort, limit=100, most_compared=2)
    found: list[str] = []
    after, parts = None, 0
    while True:
        results = searcher.search(question, Wanted(**{**vars(wanted), "after": after}))
        assert len(results.hits) == results.total
        found += [hit.document["url"] for hit in results.hits]
        parts += results.searched is not None
        after = results.next
        if after is None:
            break
    expected = [each["url"] for each in articles[1:]]
    assert found == (expected if sort == "oldest" else expected[::-1])
    assert parts >= 2


def test_further_pages_by_relevance_are_of_the_order_that_the_first_was_taken_from(
    new_index: Callable[[], Indexed],
) -> None:
    indexed = new_index()
    collection = indexed.database["articles"]
    collection.insert_many([stored(number, body="Тасқын " * (number + 1)) for number in range(7)])
    indexed.catch_up()
    searcher = Searcher(indexed.database, indexed.folder)
    question = parse("тасқын")
    given_urls: list[str] = []
    after = None
    for _ in range(3):
        results = searcher.search(question, Wanted(limit=3, after=after, with_counts=False))
        given_urls += [hit.document["url"] for hit in results.hits]
        after = results.next
        more = len(given_urls)
        collection.insert_one(stored(100 + more, title="Тасқын", body="Тасқын " * 50))
        indexed.catch_up()
    assert after is None
    assert sorted(given_urls) == sorted(f"https://exclusive.kz/articles/{n}/" for n in range(7))
    assert results.counts == {}
    assert results.total == 1
