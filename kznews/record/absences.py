"""When an article was not at its address: by when it was seen there, and when it was missed.

Pure functions. What is known is a set of sightings: it was there, or it was not, at that moment.
The absences are the same in whatever order these come in, but for what is forgotten between the
first and the last sighting of a version: the moments that are kept are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from kznews.items import MissReason
from kznews.mongo.values import Fields

Presence = Literal["live", "missing", "gone"]
"""Whether an article is at its address: it was, when it was last asked for; it was not; that is
confirmed."""

SETTLING_TIME = timedelta(days=1)
"""The time from the first miss to the last, at least, before an article is said to be gone."""
FEWEST_MISSES = 3
"""The number of misses, at least, before an article is said to be gone."""
BETWEEN_MISSES = timedelta(hours=6)
"""The time between two misses that count, at least. An outage has two ends, near which the outlet
shows other articles (SIGN_DISTANCE); so no more than two misses of one outage count."""
SIGN_DISTANCE = timedelta(hours=2)
"""The time between a miss and the sign, at most, that the outlet shows its articles."""
SIGNS_KEPT = timedelta(days=100)
"""How long the signs that an outlet shows its articles are kept: longer than three visits to an
article that is missing may be apart."""
MANY = 5
"""The number of articles that turn missing in one time from which on the outlet may be at fault."""
_KEPT_MISSES = 12
"""The number of misses that are kept of an absence: the first ones and the last."""


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A time in which an article was not at its address, as far as it was asked for."""

    last_seen_at: datetime
    """When the article was last seen before."""
    missed_at: datetime
    """When it was first missed: it was taken down between these two."""
    missed_again_at: tuple[datetime, ...] = ()
    """When it was missed again, in their order."""
    confirmed_at: datetime | None = None
    """The miss by which it is known to be gone; None: it is only missing."""
    returned_at: datetime | None = None
    """When it was seen there again; None: it was not."""
    reason: MissReason
    """Of the first miss."""
    status: int
    """HTTP status of the answer to the first miss."""
    page: str | None
    """The `_id` of the page that was kept of that answer."""

    @property
    def misses(self) -> tuple[datetime, ...]:
        """All misses, in their order."""
        return (self.missed_at, *self.missed_again_at)


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A visit that found an article not at its address."""

    at: datetime
    reason: MissReason
    status: int
    page: str | None


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What an outlet showed around a miss, within SIGN_DISTANCE."""

    articles: bool
    """Whether an article of its host was read, or said to be unchanged."""
    listings: bool
    """Whether a list of articles was shown."""


def absences_of(article: Fields) -> tuple[Absence, ...]:
    """Give the absences in an article's document, the oldest first."""
    return tuple(
        Absence(**each | {"missed_again_at": tuple(each["missed_again_at"])})
        for each in article.get("absences") or ()
    )


def absence_fields(absences: Sequence[Absence]) -> Fields:
    """Give the fields of an article's document that hold these absences."""
    stored = [asdict(each) | {"missed_again_at": list(each.missed_again_at)} for each in absences]
    return {"absences": stored or None, "presence": presence(absences)}


def presence(absences: Sequence[Absence]) -> Presence:
    """Tell whether an article is at its address, by its last absence."""
    if not absences or absences[-1].returned_at is not None:
        return "live"
    return "missing" if absences[-1].confirmed_at is None else "gone"


def missed(
    absences: Sequence[Absence], miss: Miss, seen: Iterable[datetime]
) -> tuple[Absence, ...]:
    """Add a miss; `seen`: the moments at which the article is known to have been there.

    A miss before the article was ever seen says nothing of it, nor one of the same moment as a
    sighting.
    """
    known = sorted(
        {*seen, *(each.last_seen_at for each in absences)}
        | {each.returned_at for each in absences if each.returned_at is not None}
    )
    before = [moment for moment in known if moment < miss.at]
    if not before or miss.at in known:
        return tuple(absences)
    after = next((moment for moment in known if moment > miss.at), None)
    for place, absence in enumerate(absences):
        if before[-1] <= absence.last_seen_at < miss.at and (
            absence.returned_at is None or miss.at < absence.returned_at
        ):
            result = list(absences)
            result[place] = _with_miss(absence, miss)
            return tuple(result)
    new = Absence(
        last_seen_at=before[-1],
        missed_at=miss.at,
        returned_at=after,
        reason=miss.reason,
        status=miss.status,
        page=miss.page,
    )
    return tuple(sorted((*absences, new), key=lambda each: each.missed_at))


def seen(absences: Sequence[Absence], at: datetime) -> tuple[Absence, ...]:
    """Add a sighting: the article was at its address then."""
    result: list[Absence] = []
    for absence in absences:
        if at <= absence.missed_at:
            result.append(replace(absence, last_seen_at=max(absence.last_seen_at, at)))
        elif at >= absence.misses[-1]:
            returned_at = min(absence.returned_at or at, at)
            result.append(replace(absence, returned_at=returned_at))
        else:
            result += _split(absence, at)
    return tuple(result)


def confirmed(absence: Absence, signs: Sequence[Signs], turned: int) -> Absence:
    """Confirm an absence where its misses say that the article is gone.

    `signs` are those of each of its misses, in their order; `turned` is how many articles of the
    outlet turned missing from the first to the last. A miss counts where the outlet showed other
    articles near it, or a list of them. Where many articles turn missing, a list proves nothing:
    it may stand while what makes the articles' pages is down.
    """
    if absence.confirmed_at is not None:
        return absence
    counted: list[datetime] = []
    for miss, sign in zip(absence.misses, signs, strict=True):
        if not (sign.articles or (sign.listings and turned < MANY)):
            continue
        if counted and miss - counted[-1] < BETWEEN_MISSES:
            continue
        counted.append(miss)
        if len(counted) >= FEWEST_MISSES and miss - counted[0] >= SETTLING_TIME:
            return replace(absence, confirmed_at=miss)
    return absence


def _with_miss(absence: Absence, miss: Miss) -> Absence:
    if miss.at in absence.misses:
        return absence
    if miss.at < absence.missed_at:
        again = absence.misses
        absence = replace(
            absence, missed_at=miss.at, reason=miss.reason, status=miss.status, page=miss.page
        )
    else:
        again = tuple(sorted((*absence.missed_again_at, miss.at)))
    if len(again) >= _KEPT_MISSES:
        again = (*again[: _KEPT_MISSES - 2], again[-1])
    return replace(absence, missed_again_at=again)


def _split(absence: Absence, at: datetime) -> Iterable[Absence]:
    """Make two of an absence in which the article was seen after all; neither is confirmed."""
    first, second = (
        [each for each in absence.misses if each < at],
        [each for each in absence.misses if each > at],
    )
    yield replace(absence, missed_again_at=tuple(first[1:]), confirmed_at=None, returned_at=at)
    if second:
        yield replace(
            absence,
            last_seen_at=at,
            missed_at=second[0],
            missed_again_at=tuple(second[1:]),
            confirmed_at=None,
        )
