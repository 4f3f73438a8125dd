"""Answers questions: from the index what is found, from MongoDB what it says.

A `Searcher` prints nothing and keeps no question: commands, exports and pages ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tantivy import Query

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, TICKERS
from kznews.search import fields
from kznews.search.fields import Record
from kznews.search.folding import Story, fold, stories
from kznews.search.index_folder import IndexFolder
from kznews.search.matching import query_of
from kznews.search.paging import Place, find_page, with_told
from kznews.search.query_nodes import Node
from kznews.search.ranking import MOST_RANKED, KeptOrders, Rank
from kznews.search.retyping import retyped
from kznews.search.snapshot import IndexReader, Snapshot, Sort
from kznews.search.tallies import DAYS, EVERYTHING, Group, Tally, aggregation, grouping, tally_of
from kznews.search.time_part import TimePart, affordable_part

COUNTED = (fields.OUTLET, fields.LANGUAGE, fields.SCRIPT, fields.SECTION, fields.TOPIC, fields.KIND)
"""What the results are counted by."""
_GROUPS = 50
"""Groups that are counted by a field, at most: the largest."""
_RANKED_FROM = 4
"""Articles that are ranked for each result that is wanted, at least."""
_COLLECTIONS: dict[Record, str] = {"article": ARTICLES.name, "ticker": TICKERS.name}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One result: an article or a headline of a ticker."""

    id: str
    document: Fields
    """As MongoDB has it."""
    is_former: bool
    """Only a former version answers: what the outlet says today does not."""
    story: Story | None
    """The story that it tells; None where nobody else tells it, and where copies are unfolded."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """What answers a question."""

    hits: tuple[Hit, ...]
    total: int
    """Articles, or headlines, that answer: copies, too. On a further page: from there on."""
    headlines: int
    """Headlines of tickers that answer, where articles were asked for."""
    counts: Mapping[str, Mapping[str, int]]
    """By each of COUNTED, how many have which value: the largest first. Empty where not wanted."""
    by_day: Mapping[datetime, int]
    """How many are of which day of Kazakhstan, by its beginning, in order; days without any are
    left out."""
    next: Place | Rank | None = None
    """Where the next page begins; None: there is none."""
    searched: TimePart | None = None
    """The part of the time that was searched, where all of it takes too long; None: all."""


@dataclass(frozen=True)
class OfOutlet:
    """What the index has of an outlet."""

    articles: int
    last_found_at: datetime


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of the results is wanted."""

    record: Record = "article"
    sort: Sort = "relevance"
    limit: int = 20
    after: Place | Rank | None = None
    """Where the page begins, as the page before told; None: it is the first."""
    unfold: bool = False
    """Each copy is a result of its own."""
    projection: Sequence[str] | None = None
    """Fields of MongoDB's documents that hits hold; None: all."""
    with_counts: bool = True
    """Counts by fields and by day, and of headlines, are wanted, too."""
    most_compared: int | None = None
    """Texts in which the places of words are compared, at most (`cost`); None: all."""


class Searcher:
    """Answers questions on one database by its index.

    All methods raise IndexUnusable, and pymongo's errors where they read MongoDB. Threads may ask
    at once.
    """

    def __init__(self, database: SyncDatabase, folder: IndexFolder) -> None:
        self._database = database
        self._reader = IndexReader(folder)
        self._orders = KeptOrders()

    def search(self, question: Node, wanted: Wanted = Wanted()) -> Results:
        """Give what answers a question. Raises OrderGone for a Rank that is not kept any more.

        Raises PhrasesTooFrequent where it would take too long and `most_compared` is wanted.
        """
        snapshot = self._reader.snapshot()
        searched = _searched(snapshot, question, wanted)
        asked = question if searched is None else searched.of(question)
        rarity = snapshot.rarity if wanted.sort == "relevance" else None
        query = query_of(asked, wanted.record, rarity=rarity)
        after: Place | Rank | None
        if wanted.sort == "relevance":
            hits, total, after = self._by_relevance(snapshot, question, query, wanted)
        else:
            hits, total, after = self._by_time(snapshot, question, query, wanted, searched)
        results = Results(
            hits=hits,
            total=total,
            headlines=0,
            counts={},
            by_day={},
            next=after,
            searched=searched,
        )
        if not wanted.with_counts:
            return results
        groups = snapshot.aggregate(query, _AGGREGATIONS)
        is_article = wanted.record == "article"
        return replace(
            results,
            headlines=snapshot.count(query_of(asked, "ticker")) if is_article else 0,
            counts={name: _counted(groups[name]) for name in COUNTED},
            by_day=_by_day(groups[fields.AT]),
        )

    def by_day(
        self, question: Node, most_compared: int | None = None
    ) -> tuple[Mapping[datetime, int], TimePart | None]:
        """Count the articles that answer by day, and tell which part of the time was searched.

        Raises PhrasesTooFrequent as `search` does.
        """
        snapshot = self._reader.snapshot()
        wanted = Wanted(sort="newest", most_compared=most_compared)
        searched = _searched(snapshot, question, wanted)
        asked = question if searched is None else searched.of(question)
        groups = snapshot.aggregate(query_of(asked, "article"), _BY_DAY)
        return _by_day(groups[fields.AT]), searched

    def _by_time(
        self,
        snapshot: Snapshot,
        question: Node,
        query: Query,
        wanted: Wanted,
        searched: TimePart | None,
    ) -> tuple[tuple[Hit, ...], int, Place | None]:
        assert wanted.sort != "relevance"
        assert not isinstance(wanted.after, Rank), "an order by time has no ranks"
        found = find_page(
            snapshot,
            query,
            wanted.limit,
            wanted.sort,
            after=wanted.after,
            unfold=wanted.unfold or wanted.record != "article",
        )
        hits = self._hits(snapshot, question, snapshot.ids(found.places), wanted)
        after = found.next
        if after is None and searched is not None:
            after = searched.end()
        if after is not None:
            told = [hit.story for hit in hits if hit.story is not None]
            after = with_told(after, wanted.after, told, wanted.sort)
        return hits, found.total, after

    def _by_relevance(
        self, snapshot: Snapshot, question: Node, query: Query, wanted: Wanted
    ) -> tuple[tuple[Hit, ...], int, Rank | None]:
        if isinstance(wanted.after, Rank):
            order, begin = wanted.after.order, wanted.after.place
            ids = self._orders.ids(order)
            total = max(len(ids) - begin, 0)
        else:
            most = max(wanted.limit * _RANKED_FROM, MOST_RANKED)
            places, total = snapshot.find(query, most, "relevance")
            if wanted.record == "article" and not wanted.unfold:
                first = fold(snapshot.numbers(fields.STORY, places), most)
                places = [places[place] for place in first]
            ids, begin = snapshot.ids(places), 0
            order = self._orders.keep(ids) if len(ids) > wanted.limit else ""
        end = begin + wanted.limit
        hits = self._hits(snapshot, question, ids[begin:end], wanted)
        return hits, total, Rank(order, end) if end < len(ids) else None

    def understood(self, question: Node, record: Record = "article") -> Node:
        """Give what is meant: the question, or where nothing answers it, what may have been meant.

        That is the same with short words in their Kazakh spellings, where that is answered.
        """
        if self.count(question, record) or (other := retyped(question)) is None:
            return question
        return other if self.count(other, record) else question

    def ids(self, question: Node, record: Record = "article") -> Iterator[str]:
        """Give the `_id` of all that answers, the newest first, as the index is now.

        Takes the same memory however many there are.
        """
        return self._reader.snapshot().all_ids(query_of(question, record))

    def count(self, question: Node, record: Record = "article") -> int:
        """Tell how many answer."""
        return self._reader.snapshot().count(query_of(question, record))

    def until(self) -> datetime | None:
        """Tell until when all that changed in the database is found."""
        return self._reader.snapshot().until()

    def tally(self, question: Node, *groups: Group, record: Record = "article") -> Tally:
        """Count what answers by groups of groups: `fields.OUTLET, WEEKS`."""
        query = query_of(question, record)
        return tally_of(self._reader.snapshot().aggregate(query, aggregation(groups)), groups)

    def outlets(self) -> dict[str, OfOutlet]:
        """Tell how many articles there are by outlet, and when the last was found."""
        query = query_of(EVERYTHING, "article")
        counted = self._reader.snapshot().aggregate(query, _OUTLETS)
        return {
            each["key"]: OfOutlet(
                each["doc_count"], datetime.fromtimestamp(int(each["last"]["value"] / 1e9), UTC)
            )
            for each in counted[fields.OUTLET]["buckets"]
        }

    def _hits(
        self, snapshot: Snapshot, question: Node, ids: list[str], wanted: Wanted
    ) -> tuple[Hit, ...]:
        collection = self._database[_COLLECTIONS[wanted.record]]
        read = list(wanted.projection) if wanted.projection is not None else None
        stored = {each["_id"]: each for each in collection.find({"_id": {"$in": ids}}, read)}
        told: Mapping[str, Story] = {}
        if wanted.record == "article" and not wanted.unfold:
            told = stories(
                self._database, (story for each in stored.values() if (story := each["story_id"]))
            )
        # Without former versions, and without being asked for them, no hit is one's.
        may_be_former = read is not None or any(each.get("revisions") for each in stored.values())
        now = _that_answer_now(snapshot, question, ids) if may_be_former else set(ids)
        return tuple(
            Hit(
                id=id_,
                document=stored[id_],
                is_former=id_ not in now,
                story=told.get(stored[id_].get("story_id") or ""),
            )
            for id_ in ids
            if id_ in stored  # it was deleted just now
        )


def _searched(snapshot: Snapshot, question: Node, wanted: Wanted) -> TimePart | None:
    """Choose the part of the time that is searched; None: all of it."""
    if wanted.most_compared is None or isinstance(wanted.after, Rank):
        return None

    def count_days(query: Query) -> dict[datetime, int]:
        return _by_day(snapshot.aggregate(query, _BY_DAY)[fields.AT])

    return affordable_part(
        snapshot, question, wanted.sort, wanted.after, wanted.most_compared, count_days
    )


def _that_answer_now(snapshot: Snapshot, question: Node, ids: list[str]) -> set[str]:
    """Give those of `ids` of which the version of today answers."""
    query = query_of(question, None, only=ids)
    places, _ = snapshot.find(query, max(len(ids), 1), "newest")
    return set(snapshot.ids(places))


def _counted(group: dict[str, Any]) -> dict[str, int]:
    return {each["key"]: each["doc_count"] for each in group["buckets"]}


def _by_day(group: dict[str, Any]) -> dict[datetime, int]:
    return {
        datetime.fromisoformat(each["key_as_string"]): each["doc_count"]
        for each in group["buckets"]
    }


_OUTLETS: dict[str, Any] = {
    fields.OUTLET: grouping(fields.OUTLET)
    | {"aggs": {"last": {"max": {"field": fields.FIRST_SEEN_AT}}}}
}
_AGGREGATIONS: dict[str, Any] = {name: grouping(name, _GROUPS) for name in COUNTED} | {
    fields.AT: grouping(DAYS)
}
_BY_DAY = {fields.AT: _AGGREGATIONS[fields.AT]}
