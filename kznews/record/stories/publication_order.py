"""When an article can have come out, and which of two came out first. Pure functions.

A page's date is what its outlet states: to the minute, a day, or with something that speaks against
it (`published_doubts`). What is certain is that an article was there when it was first seen.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from functools import cache

from kznews.items import is_relative_date
from kznews.mongo.values import Fields
from kznews.text.timezones import zone

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
"""What a moment may be off whose offset is in doubt, or that was told as «2 часа назад»."""
CLOCKS = timedelta(minutes=10)
"""What the clocks of an outlet and of a crawl differ by, at most."""
_UNKNOWN = frozenset({"sources disagree", "weekday"})
"""Doubts that leave nothing of a date."""


@dataclass(frozen=True)
class Span:
    """The moments at which an article can have come out."""

    earliest: datetime | None
    """None where nothing is known of it."""
    latest: datetime

    @property
    def is_to_the_minute(self) -> bool:
        """Whether it is known to the minute."""
        return self.earliest is not None and self.latest - self.earliest <= _MINUTE

    def is_before(self, other: Span) -> bool:
        """Tell whether this one certainly came out before the other."""
        return other.earliest is not None and self.latest <= other.earliest


def possible_moments(article: Fields) -> Span:
    """Give the span of moments at which an article can have come out.

    Of two that came out within the same minute it is not known which was first. Midnight is how
    machines state a day. A date that the article was seen before says nothing.
    """
    seen: datetime = article["first_seen_at"]
    published: datetime | None = article["published_at"]
    doubts = article.get("published_doubts") or []
    if published is None or not _UNKNOWN.isdisjoint(doubts):
        return Span(None, seen)
    if article["published_precision"] == "day" or states_midnight(
        published, article["published_zone"]
    ):
        earliest, latest = published, published + _DAY
    else:
        earliest = published.replace(second=0, microsecond=0)
        latest = earliest + _MINUTE
    if "offset" in doubts or is_relative_date(article["published_raw"], article["published_zone"]):
        earliest -= _HOUR
        latest += _HOUR
    elif "repeated hour" in doubts:  # the first of the two is stated
        latest += _HOUR
    if earliest > seen:
        if earliest - seen > CLOCKS:
            return Span(None, seen)
        earliest = seen - CLOCKS
    return Span(earliest, min(latest, seen))


def states_midnight(moment: datetime, stated_in: str | None) -> bool:
    """Tell whether a moment is midnight in a zone, `Asia/Almaty`, or by an offset, `+05:00`."""
    place = None if stated_in is None else _place(stated_in)
    return place is not None and moment.astimezone(place).time() == time()


@cache
def _place(stated_in: str) -> tzinfo | None:
    """Give the zone or the offset; None for what is neither, as a spider of yours may give."""
    with suppress(ValueError):
        return zone(stated_in)
    with suppress(ValueError):
        return datetime.strptime(stated_in, "%z").tzinfo
    return None
