"""Pages of results by time that neither skip nor repeat an article while others come in.

A page ends at a `Place` in the order of time, and the next page begins there: what came in above
meanwhile moves nothing. A place is all that must be kept, by the reader.

An article that answers all the while is given once and no more, whatever is stored between two
pages. Copies are folded into the first that is met: a story that was given is not given again, but
with a copy that came in meanwhile below the place at which its known articles had ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tantivy import DocAddress, FieldType, Query

from kznews.search import fields
from kznews.search.folding import Story
from kznews.search.snapshot import Snapshot, both

Direction = Literal["newest", "oldest"]

_FROM = 4
"""Articles that are looked at for each story that is wanted, at once."""
_MOST = 10_000
"""Articles that are looked at for a page, at most: a story may have many copies."""
MOST_TOLD = 300
"""Stories with articles behind a place that it names, at most: those whose articles end first."""
_BITS = 40
_SECOND = fields.newest_number(1, 0)
"""What a second counts in `fields.NEWEST`."""


@dataclass(frozen=True)
class Place:
    """A place in an order of results by time: a page ends there, and the next one begins."""

    number: int
    """`fields.NEWEST` of the last article that was looked at."""
    given: tuple[str, ...] = ()
    """The articles of this very number that are done with."""
    told: tuple[ToldStory, ...] = ()
    """The stories that were given and have more articles behind the place."""


@dataclass(frozen=True)
class ToldStory:
    """A story that was given."""

    mark: int
    """Bits of its number that tell it from others."""
    ends: int
    """The second of the last of its articles, in the order of the results."""


@dataclass
class Found:
    """What a page holds."""

    places: list[DocAddress] = field(default_factory=list)
    """Of the documents, in order."""
    total: int = 0
    """Documents that answer, from the page's beginning on."""
    next: Place | None = None
    """Where the next page begins, without the stories that this one tells; None: nowhere."""


def find_page(
    snapshot: Snapshot,
    query: Query,
    limit: int,
    direction: Direction,
    *,
    after: Place | None,
    unfold: bool,
) -> Found:
    """Find the page that begins at a place; None: the first. Raises IndexDamaged."""
    found = Found(next=after)
    seen = {each.mark for each in after.told} if after else set()
    looked_at = 0
    while True:
        place = found.next
        asked = query if place is None else both(query, behind(place, direction))
        wanted = limit - len(found.places)
        most = (wanted if unfold else max(wanted * _FROM, limit)) + 1
        most += len(place.given if place else ())
        places, total = snapshot.find(asked, most, direction)
        if not looked_at:
            found.total = total - len(place.given if place else ())
        numbers, ids = snapshot.numbers(fields.NEWEST, places), snapshot.ids(places)
        stories = snapshot.numbers(fields.STORY, places)
        for address, number, id_, story in zip(places, numbers, ids, stories, strict=True):
            if found.next is not None and number == found.next.number:
                if id_ in found.next.given:
                    continue
                given = (*found.next.given, id_)
            else:
                given = (id_,)
            if len(found.places) == limit:
                return found
            found.next = Place(number, given)
            mark = mark_of(story)
            if not unfold and mark in seen:
                continue
            seen.add(mark)
            found.places.append(address)
        looked_at += len(places)
        if len(places) < most:
            found.next = None
            return found
        if looked_at >= _MOST:
            return found


def with_told(
    place: Place, before: Place | None, stories: list[Story], direction: Direction
) -> Place:
    """Give the place that names the stories that were told, on its page and before."""
    here = place.number // _SECOND
    told = {each.mark: each for each in before.told} if before else {}
    for story in stories:
        mark = mark_of(fields.story_number(story.id))
        ends = story.oldest if direction == "newest" else story.newest
        told[mark] = ToldStory(mark, place_of_second(ends) // _SECOND)
    is_newest = direction == "newest"
    behind = [
        each for each in told.values() if (each.ends <= here if is_newest else each.ends >= here)
    ]
    behind.sort(key=lambda each: each.ends, reverse=is_newest)
    return Place(place.number, place.given, tuple(behind[:MOST_TOLD]))


def place_of_second(moment: datetime) -> int:
    """Give the number at which a moment's second begins in the order."""
    return fields.newest_number(moment.timestamp(), 0)


def mark_of(story: int) -> int:
    """Give the bits of a story's number that a place keeps."""
    return story >> (64 - _BITS)


def behind(place: Place, direction: Direction) -> Query:
    """Give the query of what is at a place or behind it."""
    is_newest = direction == "newest"
    return Query.range_query(
        fields.schema(),
        fields.NEWEST,
        FieldType.Unsigned,
        lower_bound=None if is_newest else place.number,
        upper_bound=place.number if is_newest else None,
    )
