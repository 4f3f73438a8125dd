"""Counts in groups of groups: by outlet and hour, by language, outlet and week. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kznews.search import fields
from kznews.search.query_nodes import And, Filter, Node

_GROUPS = 500
"""Names that are counted of a field, at most: outlets are fewer."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretches:
    """Times of one length, one after another: groups by when articles came out."""

    length: timedelta
    """In whole minutes."""
    begin: datetime
    """A moment at which one of them begins."""


DAYS = Stretches(timedelta(days=1), datetime(2023, 12, 31, 19, tzinfo=UTC))
"""Days of Kazakhstan (UTC+5)."""
WEEKS = Stretches(timedelta(days=7), DAYS.begin)
"""Weeks of Kazakhstan, from Monday."""

EVERYTHING = And(())
"""The question that everything answers: of no part of the time, which would be looked up."""

Group = str | Stretches
"""What is counted by: a field of names, such as `fields.OUTLET`, or times."""
Tally = dict[tuple[Any, ...], int]
"""The number of what there is by its groups: names, and beginnings of times; none of them is 0."""


def aggregation(groups: Sequence[Group]) -> dict[str, Any]:
    """Give the question for the counts by all of these groups, as tantivy asks it.

    Many groups in few are counted in a third of the time of few in many.
    """
    group, *further = groups
    return {_NAME: grouping(group) | ({"aggs": aggregation(further)} if further else {})}


def grouping(group: Group, most: int = _GROUPS) -> dict[str, Any]:
    """Give the question for the counts by a group alone, of the `most` largest, without a name."""
    if not isinstance(group, Stretches):
        return {"terms": {"field": group, "size": most}}
    # Minutes: an hour of India begins at 18:30 UTC.
    offset = (group.begin - datetime.fromtimestamp(0, UTC)) % group.length
    return {
        "date_histogram": {
            "field": fields.AT,
            "fixed_interval": _minutes(group.length),
            "offset": _minutes(offset),
            "min_doc_count": 1,
        }
    }


def tally_of(counted: Mapping[str, Any], groups: Sequence[Group]) -> Tally:
    """Give the counts that tantivy answers."""
    return dict(_counts(counted, groups, ()))


def published(since: datetime, until: datetime, *others: Node) -> Node:
    """Give the question for what came out from a moment until before another."""
    return And((Filter("after", ">=", since), Filter("before", "<", until), *others))


def _counts(
    counted: Mapping[str, Any], groups: Sequence[Group], above: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], int]]:
    group, *further = groups
    for bucket in counted[_NAME]["buckets"]:
        key = bucket["key"]
        if isinstance(group, Stretches):
            key = datetime.fromisoformat(bucket["key_as_string"])
        if further:
            yield from _counts(bucket, further, (*above, key))
        else:
            yield (*above, key), bucket["doc_count"]


def _minutes(time: timedelta) -> str:
    return f"{time // _MINUTE}m"


_NAME = "group"
"""What the counts of a group are called in tantivy's questions and answers."""
