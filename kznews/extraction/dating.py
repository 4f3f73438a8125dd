"""When an article was published or changed: what its page says, weighed.

A page may say it several times, and not the same; `_choose` has the rule for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import islice
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kznews.items import DateDoubt, Precision
from kznews.text.dates import (
    CLOCK_SKEW,
    Moment,
    read_moment,
    read_time_of_day,
    read_unix_time,
)

_UTC = "+00:00"
"""Zone of a moment that was stated in UTC."""
_MOST_STATEMENTS = 20
"""Statements of one moment that are weighed; a page with more lists other articles."""
_FIRST_YEAR = 1995
"""Year of the first news on the web."""
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d\d)\2(\d\d)(?=[/-])")
_DAY_AT_END = re.compile(r"_((?:19|20)\d\d)(_)(\d\d)_(\d\d)/?$")
_MOST_HOURS_OFF = timedelta(hours=12)
"""Hours by which a wall time is off that is stated in a wrong zone, at most."""
_UNIX_TIME_IN_PATH = re.compile(r"-(1\d{9})/?$")


@dataclass(frozen=True, kw_only=True)
class Dating:
    """The moment that was chosen among a page's statements, with notes about them."""

    moment: Moment | None = None
    notes: list[str] = field(default_factory=list)


def published_moment(
    shown: Iterable[str],
    stated: Iterable[str],
    *,
    url: str,
    zone: ZoneInfo,
    fetched_at: datetime,
    is_known: bool,
) -> Dating:
    """Weigh what the page shows its readers (`shown`, best first) and states to machines.

    `is_known`: an outlet's layout says that what is shown is the article's date. Such a date, if it
    names its year, goes first, as structured data is often wrong; then what is `stated`, in its
    order; then what else is shown: on a page without a layout nobody said that it is the article's,
    and a date without its year («Сегодня, 14:05») is only as good as the moment of the fetch; it
    counts where nothing else does. Last, the date in the `url` itself.

    Notes: `published/metadata_disagrees` where the statements contradict each other,
    `published/disagrees` where the shown date contradicts all of them, `published/from_address`,
    `published/in_future` where all that there is lies after the fetch.
    """
    shown, stated = list(shown), list(stated)
    statements = _read_all(stated, zone, fetched_at)
    visible = next(iter(_read_all(shown, zone, fetched_at)), None)
    notes = []
    if not _all_agree(statements, zone):
        notes.append("published/metadata_disagrees")
    if visible is None or (statements and not _names_its_year(visible, zone)):
        candidates = statements
    else:
        candidates = [visible, *statements] if is_known else [*statements, visible]
        if statements and not any(_agree(each, visible, zone) for each in statements):
            notes.append("published/disagrees")
    if candidates:
        return Dating(moment=_choose(candidates, zone, fetched_at), notes=notes)
    read = (read_moment(text, zone=zone) for text in (*shown, *stated))
    if any(moment and moment.instant > fetched_at for moment in read):
        notes.append("published/in_future")
        return Dating(notes=notes)
    moment = _date_in_address(url, zone, fetched_at)
    if moment is not None:
        notes.append("published/from_address")
    return Dating(moment=moment, notes=notes)


def stated_moment(
    statements: Iterable[str], *, zone: ZoneInfo, fetched_at: datetime
) -> Moment | None:
    """Weigh statements of a moment, the best first."""
    moments = _read_all(statements, zone, fetched_at)
    return _choose(moments, zone, fetched_at) if moments else None


def changed_moment(
    changed: Iterable[str],
    stated: Iterable[str],
    *,
    published: Moment | None,
    zone: ZoneInfo,
    fetched_at: datetime,
) -> Moment | None:
    """Weigh what the page states of its last change; None where that is not after publication.

    Texts are written ahead: what was changed before it was published is not changed. Whoever
    `stated` the moment of publication in whole hours off the one that was chosen (local time
    stamped as UTC) is as many hours off here.
    """
    moments = _read_all(changed, zone, fetched_at + _MOST_HOURS_OFF)
    if published is not None:
        off = _hours_off(published, _read_all(stated, zone, fetched_at + _MOST_HOURS_OFF))
        moments = [
            replace(each, instant=each.instant + off.get(each.zone, timedelta()))
            for each in moments
        ]
    moments = [each for each in moments if each.instant <= fetched_at + CLOCK_SKEW]
    moment = _choose(moments, zone, fetched_at) if moments else None
    if moment is None or published is None:
        return moment
    # Within the minute it is the moment of publication, said again.
    is_later = (moment.instant - published.instant).total_seconds() >= 60
    return moment if is_later else None


def _hours_off(published: Moment, stated: Iterable[Moment]) -> dict[str | None, timedelta]:
    """Return what to add to moments of each zone in which `published` is stated hours off."""
    off: dict[str | None, timedelta] = {}
    for each in stated if published.precision == "minute" else ():
        apart = published.instant - each.instant
        hours = timedelta(hours=round(apart / timedelta(hours=1)))
        if hours and abs(hours) <= _MOST_HOURS_OFF and abs(apart - hours) <= timedelta(minutes=1):
            off.setdefault(each.zone, hours)
        elif not hours:
            off[each.zone] = timedelta()
    return off


def card_moment(
    text: str, *, zone: ZoneInfo, fetched_at: datetime, is_newest: bool
) -> Moment | None:
    """Read the date on a card; `is_newest`: the card stands on a listing's first page.

    There a bare time («14:05») is of today, or of yesterday if it is still to come; on a later page
    it may be of any day, and is None.
    """
    for moment in _read_all([text], zone, fetched_at):
        return moment
    return read_time_of_day(text, zone=zone, now=fetched_at) if is_newest else None


def _choose(candidates: list[Moment], zone: ZoneInfo, until: datetime) -> Moment:
    """Choose among statements that may contradict each other: the first wins.

    But:
    - a time goes before a mere day (or midnight, by which machines say a day) that it lies on;
    - of statements of one wall time, an offset goes before the outlet's zone, and that before UTC,
      which no outlet shows its readers. Where two offsets stand beside one wall time (tengrinews.kz
      in April 2024: `06:20+06:00` in JSON-LD, `06:20+05:00` in OpenGraph) both were made from the
      wall time, and the outlet's zone decides.

    What contradicts the winner is its doubt: `offset` where the wall time is the same, else
    `sources disagree`. But where the zone decides and has kept its offset since, up to `until`,
    another one is of old, and no doubt.
    """
    best = candidates[0]
    if len(candidates) == 1:
        return best
    if _names_only_a_day(best, zone):
        times = (each for each in candidates if not _names_only_a_day(each, zone))
        best = next((each for each in times if _agree(each, best, zone)), best)
    same = [each for each in candidates if _wall_time(each, zone) == _wall_time(best, zone)]
    places = {each.zone for each in same}
    offsets = places - {zone.key, _UTC, None}
    if len(offsets) > 1:
        local = read_moment(_wall_time(best, zone)[0].isoformat(), zone=zone)
        assert local is not None  # an ISO 8601 text
        best = replace(local, precision=best.precision, raw=best.raw)
    elif offsets:
        best = next(each for each in same if each.zone in offsets)
    elif zone.key in places:
        best = next(each for each in same if each.zone == zone.key)
    then, now = (at.astimezone(zone).utcoffset() for at in (best.instant, until))
    is_certain = len(offsets) > 1 and then == now
    against: list[DateDoubt] = [
        "offset" if other in same else "sources disagree"
        for other in candidates
        if not (_agree(best, other, zone) or (is_certain and other in same))
    ]
    return replace(best, doubts=tuple(dict.fromkeys([*best.doubts, *against])))


def _read_all(texts: Iterable[str], zone: ZoneInfo, fetched_at: datetime) -> list[Moment]:
    """Read the texts that are dates and not older than the web's news (1970-01-01 is an error)."""
    moments = (
        # A layout may name an attribute: `data-unixtime`.
        read_moment(text, zone=zone, now=fetched_at) or read_unix_time(text, now=fetched_at)
        for text in islice(texts, _MOST_STATEMENTS)
    )
    return [moment for moment in moments if moment and moment.instant.year >= _FIRST_YEAR]


def _all_agree(moments: list[Moment], zone: ZoneInfo) -> bool:
    return all(_agree(moments[0], other, zone) for other in moments[1:])


def _agree(one: Moment, other: Moment, zone: ZoneInfo) -> bool:
    """Tell whether both are in the same minute, or on the same day where one names only a day."""
    if _names_only_a_day(one, zone) or _names_only_a_day(other, zone):
        return _local(one, zone).date() == _local(other, zone).date()
    if abs((one.instant - other.instant).total_seconds()) <= 60:
        return True
    # An hour that came twice: the wall time alone may be either.
    return zone.key in {one.zone, other.zone} and _local(one, zone) == _local(other, zone)


def _names_only_a_day(moment: Moment, zone: ZoneInfo) -> bool:
    return moment.precision == "day" or _wall_time(moment, zone)[0].time() == time()


def _local(moment: Moment, zone: tzinfo) -> datetime:
    return moment.instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _wall_time(moment: Moment, zone: ZoneInfo) -> tuple[datetime, Precision]:
    """Return the wall time as stated, naive, and the precision."""
    place = zone if moment.zone in {None, zone.key} else _offset(moment.zone or _UTC)
    return _local(moment, place), moment.precision


@cache
def _offset(name: str) -> tzinfo:
    """Return the zone of an offset such as `+05:00`."""
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo or UTC


def _names_its_year(moment: Moment, zone: ZoneInfo) -> bool:
    """Tell whether it is the same moment whenever the page is fetched."""
    return moment.zone == _UTC or read_moment(moment.raw, zone=zone) is not None


def _date_in_address(url: str, zone: ZoneInfo, fetched_at: datetime) -> Moment | None:
    """Read the date in an address, or the Unix time.

    `/2024/04/05/`, `/20240405/`, `/2024-04-05-`, `_2024_04_05` at its end: the date of a directory,
    or of an id. No reader sees it, so it is believed last.
    """
    path = urlsplit(url).path
    if found := _DAY_IN_PATH.search(path) or _DAY_AT_END.search(path):
        return read_moment(f"{found[1]}-{found[3]}-{found[4]}", zone=zone, now=fetched_at)
    if found := _UNIX_TIME_IN_PATH.search(path):
        return read_unix_time(found[1], now=fetched_at)
    return None
