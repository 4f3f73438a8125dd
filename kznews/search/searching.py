"""Answers questions: from the index what is found, from MongoDB what it says.

A `Searcher` prints nothing and keeps no question: commands, exports and pages ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tantivy import DocAddress, Query

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.schema import ARTICLES, TICKERS
from kznews.search import fields
from kznews.search.fields import Record
from kznews.search.folding import Story, fold, stories
from kznews.search.index_folder import IndexFolder
from kznews.search.matching import query_of
from kznews.search.query_nodes import Node
from kznews.search.retyping import retyped
from kznews.search.snapshot import IndexReader, Snapshot, Sort

COUNTED = (fields.OUTLET, fields.LANGUAGE, fields.SCRIPT, fields.SECTION, fields.TOPIC, fields.KIND)
"""What the results are counted by."""
DAYS_BEGIN = timedelta(hours=-5)
"""When the days begin by which results are counted, from that of UTC: in Kazakhstan (UTC+5)."""
_GROUPS = 50
"""Groups that are counted by a field, at most: the largest."""
_FOLDED_FROM = 4
"""Articles that are looked at for each story that is wanted, at first."""
_FOLDED_MOST = 10_000
"""Articles among which the copies of a story are folded, at most."""
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
    """Articles, or headlines, that answer: copies, too."""
    headlines: int
    """Headlines of tickers that answer, where articles were asked for."""
    counts: Mapping[str, Mapping[str, int]]
    """By each of COUNTED, how many have which value: the largest first."""
    by_day: Mapping[datetime, int]
    """How many are of which day of Kazakhstan, by its beginning, in order; days without any are
    left out."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of the results is wanted."""

    record: Record = "article"
    sort: Sort = "relevance"
    limit: int = 20
    skip: int = 0
    """Results to leave out, for a further page."""
    unfold: bool = False
    """Each copy is a result of its own."""
    projection: Sequence[str] | None = None
    """Fields of MongoDB's documents that hits hold; None: all."""


@dataclass(frozen=True)
class _Found:
    places: list[DocAddress] = field(default_factory=list)
    total: int = 0


class Searcher:
    """Answers questions on one database by its index.

    All methods raise IndexUnusable, and pymongo's errors where they read MongoDB.
    """

    def __init__(self, database: SyncDatabase, folder: IndexFolder) -> None:
        self._database = database
        self._reader = IndexReader(folder)

    def search(self, question: Node, wanted: Wanted = Wanted()) -> Results:
        """Give what answers a question."""
        snapshot = self._reader.snapshot()
        rarity = snapshot.rarity if wanted.sort == "relevance" else None
        query = query_of(question, wanted.record, rarity=rarity)
        found = _find(snapshot, query, wanted)
        groups = snapshot.aggregate(query, _AGGREGATIONS)
        headlines = 0
        if wanted.record == "article":
            headlines = snapshot.count(query_of(question, "ticker"))
        return Results(
            hits=self._hits(snapshot, question, found.places, wanted),
            total=found.total,
            headlines=headlines,
            counts={name: _counted(groups[name]) for name in COUNTED},
            by_day=_by_day(groups[fields.AT]),
        )

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

    def _hits(
        self, snapshot: Snapshot, question: Node, places: list[DocAddress], wanted: Wanted
    ) -> tuple[Hit, ...]:
        ids = snapshot.ids(places)
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


def _find(snapshot: Snapshot, query: Query, wanted: Wanted) -> _Found:
    """Find so many results as are wanted: stories, where copies are folded."""
    last = wanted.skip + wanted.limit
    if wanted.unfold or wanted.record != "article":
        places, total = snapshot.find(query, last, wanted.sort)
        return _Found(places[wanted.skip :], total)
    most = last * _FOLDED_FROM
    while True:
        places, total = snapshot.find(query, most, wanted.sort)
        first = fold(snapshot.numbers(fields.STORY, places), last)
        if len(first) == last or len(places) < most or most >= _FOLDED_MOST:
            return _Found([places[place] for place in first[wanted.skip :]], total)
        most *= _FOLDED_FROM


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


_AGGREGATIONS: dict[str, Any] = {
    name: {"terms": {"field": name, "size": _GROUPS}} for name in COUNTED
} | {
    fields.AT: {
        "date_histogram": {
            "field": fields.AT,
            "fixed_interval": "1d",
            "offset": f"{int(DAYS_BEGIN.total_seconds() // 3600)}h",
            "min_doc_count": 1,
        }
    }
}
