"""What one search sees of the index: what was committed before, and nothing that comes later."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from math import log
from typing import Any, Literal

import tantivy
from tantivy import DocAddress, FieldType, Index, Occur, Order, Query

from kznews.search import fields
from kznews.search.changes import until_when
from kznews.search.errors import (
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    telling_faults,
)
from kznews.search.index_folder import IndexFolder
from kznews.search.index_writer import checkpoint_of

logger = logging.getLogger(__name__)

Sort = Literal["relevance", "newest", "oldest"]
_PAGE = 10_000
"""Documents that are found at once where all are wanted."""


class Snapshot:
    """The index as it was at one moment, whatever is committed meanwhile."""

    def __init__(self, searcher: tantivy.Searcher, folder: IndexFolder) -> None:
        self._searcher = searcher
        self._folder = folder

    def find(self, query: Query, most: int, sort: Sort) -> tuple[list[DocAddress], int]:
        """Give the first that answer, and how many do. Raises IndexDamaged."""
        with telling_faults(self._folder.path):
            by = None if sort == "relevance" else fields.NEWEST
            order = Order.Asc if sort == "oldest" else Order.Desc
            found = self._searcher.search(query, most, order_by_field=by, order=order)
            total: int = found.count  # type: ignore[attr-defined]  # its stub forgets it
            return [address for _, address in found.hits], total

    def count(self, query: Query) -> int:
        """Tell how many answer. Raises IndexDamaged."""
        return self.find(query, 1, "newest")[1]

    def aggregate(self, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        """Count what answers in groups, as tantivy's aggregations do. Raises IndexDamaged."""
        with telling_faults(self._folder.path):
            return dict(self._searcher.aggregate(query, wanted))

    def until(self) -> datetime | None:
        """Tell until when all changes of the database are in it. Raises IndexDamaged.

        Where nothing changes for a while, this lags by ten minutes at most; None: it is of none.
        """
        with telling_faults(self._folder.path):
            token = checkpoint_of(self._searcher).token
        return None if token is None else until_when(token).as_datetime()

    def rarity(self, name: str, term: str) -> float:
        """Tell how rare a term of a field is, as BM25 weighs it. Raises IndexDamaged."""
        with telling_faults(self._folder.path):
            having = self._searcher.doc_freq(name, term)
            return log(1 + (self._searcher.num_docs - having + 0.5) / (having + 0.5))

    def frequency(self, name: str, term: str) -> int:
        """Tell how many documents have a term in a field. Raises IndexDamaged."""
        with telling_faults(self._folder.path):
            return int(self._searcher.doc_freq(name, term))

    @property
    def size(self) -> int:
        """Documents of the index."""
        return int(self._searcher.num_docs)

    def numbers(self, name: str, places: list[DocAddress]) -> list[int]:
        """Give a number of each of these documents. Raises IndexDamaged."""
        with telling_faults(self._folder.path):
            return [int(each or 0) for each in self._searcher.fast_field_values(name, places)]

    def ids(self, places: list[DocAddress]) -> list[str]:
        """Give the `_id` of each of these documents. Raises IndexDamaged."""
        keys, rests = self.numbers(fields.KEY, places), self.numbers(fields.REST, places)
        return [fields.id_of(key, rest) for key, rest in zip(keys, rests, strict=True)]

    def all_ids(self, query: Query) -> Iterator[str]:
        """Give the `_id` of all that answer, the newest first. Raises IndexDamaged.

        Takes the same memory however many there are.
        """
        last: int | None = None
        given: set[str] = set()
        while True:
            older = query if last is None else both(query, _up_to(last))
            places, _ = self.find(older, _PAGE, "newest")
            ids = self.ids(places)
            new = [each for each in ids if each not in given]
            yield from new
            if len(places) < _PAGE or not new:
                return
            numbers = self.numbers(fields.NEWEST, places)
            last = numbers[-1]
            # Others may have the very number of the last: it is asked for again.
            given = {id_ for id_, number in zip(ids, numbers, strict=True) if number == last}


class IndexReader:
    """The reader of a database's index: gives what is there now, also once it was built anew."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._read: tuple[tuple[int, ...], tantivy.Searcher] | None = None
        """The last stamp with its searcher, in one: threads may share this."""

    def snapshot(self) -> Snapshot:
        """Give what is committed. Raises IndexUnusable where nothing can be read.

        Where only what is there now cannot be read, what was read before serves on, with a line in
        the log.
        """
        stamp, last = self._folder.stamp(), self._read
        if last is not None and last[0] == stamp:
            return Snapshot(last[1], self._folder)
        try:
            searcher = self._open()
        except IndexUnusable as error:
            if last is None:
                raise
            logger.error("The index is searched as it was before: %s", error)
            searcher = last[1]
        self._read = stamp, searcher
        return Snapshot(searcher, self._folder)

    def _open(self) -> tantivy.Searcher:
        current = self._folder.generation("current")
        if current is None:
            raise IndexMissing(
                f"there is no index in {self._folder.path} yet: `scrapy index` builds it"
            )
        if current.version != fields.version():
            raise IndexOutdated(
                f"the index in {self._folder.path} was made by another version of kznews: "
                "`scrapy index` builds it anew, beside the old one"
            )
        try:
            with telling_faults(current.path):
                index = Index.open(str(current.path))
                index.config_reader("manual")
                index.reload()
                return index.searcher()
        except IndexDamaged:
            if self._folder.generation("current") == current:
                raise
            return self._open()  # another took its place, and it was removed


def both(query: Query, other: Query) -> Query:
    """Give the query of what answers both; the second weighs nothing."""
    other = Query.const_score_query(other, 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, other)])


def _up_to(number: int) -> Query:
    return Query.range_query(fields.schema(), fields.NEWEST, FieldType.Unsigned, upper_bound=number)
