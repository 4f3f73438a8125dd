"""The part of the time that is searched where a question costs too much for all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tantivy import Query

from kznews.search.cost import (
    MOST_IN_PHRASES,
    PhrasesTooFrequent,
    affordable_since,
    affordable_until,
    listed_in_phrases,
    texts_compared,
)
from kznews.search.matching import query_of
from kznews.search.paging import Place, behind, place_of_second
from kznews.search.query_nodes import And, Filter, Node
from kznews.search.snapshot import Snapshot, Sort, both

CountDays = Callable[[Query], Mapping[datetime, int]]
"""Counts what answers by day."""


@dataclass(frozen=True)
class TimePart:
    """A part of the time: from a moment on, or what is before one."""

    since: datetime | None = None
    until: datetime | None = None

    def of(self, question: Node) -> Node:
        """Give the question for this part alone."""
        bounds = {"after": self.since, "before": self.until}
        more = (Filter(name, "=", each) for name, each in bounds.items() if each is not None)
        return And((question, *more))

    def end(self) -> Place:
        """Give the place behind it, in the order of results by time."""
        if self.since is not None:
            return Place(max(place_of_second(self.since) - 1, 0))
        assert self.until is not None
        return Place(place_of_second(self.until))


def affordable_part(
    snapshot: Snapshot,
    question: Node,
    sort: Sort,
    after: Place | None,
    most: int,
    count_days: CountDays,
) -> TimePart | None:
    """Choose the part in which the places of words are compared in `most` texts, about; None: all.

    It begins where the results do: with the newest, or oldest, behind a place. Raises IndexDamaged,
    and PhrasesTooFrequent where no part would take less.
    """
    if listed_in_phrases(question, snapshot.frequency) > MOST_IN_PHRASES:
        raise PhrasesTooFrequent
    compared = texts_compared(question, snapshot.frequency, snapshot.size)
    if compared <= most:
        return None
    query = _within(question)
    if after is not None and sort != "relevance":
        query = both(query, behind(after, sort))
    by_day = count_days(query)
    compared = round(compared * sum(by_day.values()) / max(snapshot.size, 1))
    if sort == "oldest":
        until = affordable_until(by_day, compared, most)
        return TimePart(until=until) if until is not None else None
    since = affordable_since(by_day, compared, most)
    return TimePart(since=since) if since is not None else None


def _within(question: Node) -> Query:
    """Give the query of all that is within the time that the question allows."""
    parts = question.parts if isinstance(question, And) else (question,)
    moments = [
        each for each in parts if isinstance(each, Filter) and isinstance(each.value, datetime)
    ]
    nested = [each for each in parts if isinstance(each, And)]
    queries = [query_of(each, None) for each in moments] + [_within(each) for each in nested]
    query = Query.all_query()
    for each in queries:
        query = both(query, each)
    return query
