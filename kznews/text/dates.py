"""Dates as Kazakhstan's outlets print them, read into moments.

Our own grammar, because dateparser fails on what these sites really print (`15:00, 23 Ноябрь 2025 |
GMT +5`, `2025 жылғы 28 сәуір`, a view count after the time); dateparser is asked last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from kznews.text.calendar_words import (
    DAYS_AGO,
    GENITIVE_MONTHS,
    JUST_NOW,
    MINUTES_IN,
    MONTHS,
    WEEKDAYS,
    YEAR_WORDS,
    fold_date_words,
)
from kznews.text.characters import clean_line

_LONGEST = 100
"""No outlet prints a longer date; what is longer is a text."""
_CLOCK_SKEW = timedelta(hours=1)
"""How far ahead of `now` a date without a year may be and still be of this year."""


@dataclass(frozen=True)
class Moment:
    """When something happened, as a page states it."""

    instant: datetime
    """Aware, UTC. With precision `day`: the start of that day in the zone of the page."""
    precision: Literal["minute", "day"]
    raw: str
    """The words it was read from, white space cleaned."""


def read_moment(raw: str, *, zone: ZoneInfo, now: datetime | None = None) -> Moment | None:
    """Read a text that is a date, and nothing but a date, or return None.

    `zone` is where the page's clock stands; an offset in the text itself goes before it. `now`
    (aware; ValueError otherwise) is when the page was fetched: without it, relative words and
    dates without a year are None; with it, so is what lies more than a day ahead. A date without a
    year is the last such day up to `now`. Numeric dates are day first, or year first.

    `2 часа назад` has precision `minute`, though it may be an hour off; weeks, months and years ago
    are None, as they name no day. A wall time that happened twice (29 February 2024, 23:00 to
    24:00 in Almaty) is its first occurrence. The weekday is not compared with the date.
    """
    if now is not None and now.utcoffset() is None:
        raise ValueError(f"now must be aware of its zone: {now!r}")
    text = clean_line(raw)
    if not text or len(text) > _LONGEST:
        return None
    found = _read(text.casefold(), zone, now)
    if found is None:
        return None
    instant, precision = found
    if now is not None and instant > now + timedelta(days=1):
        return None
    return Moment(instant, precision, text)


_Found = tuple[datetime, Literal["minute", "day"]]

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_WORD = rf"(?: ?(?:{'|'.join(YEAR_WORDS)})\b\.?)"
_DAY = r"(?P<day>\d\d?)"
_MONTH = r"(?P<month>[^\W\d_]+)"
_NUMBER_OF_MONTH = r"(?P<by>[./-])(?P<number>\d\d?)(?P=by)"
_DATES = (
    # 28 апреля 2025 г. · 11 февраля, 2025 · 24 - قازان 2025 · 28-сәуір · 28 сәуірде
    re.compile(rf"{_DAY}(?: ?- ?| ){_MONTH}\.?(?:,? {_YEAR}{_YEAR_WORD}?)?"),
    # 2025 жылғы 28 сәуір · 2025 ж. 28 сәуір
    re.compile(rf"{_YEAR}{_YEAR_WORD}?,? {_DAY}(?: ?- ?| ){_MONTH}\.?"),
    # сәуірдің 28-і · 2025 жылғы сәуірдің 28-інде
    re.compile(
        rf"(?:{_YEAR}{_YEAR_WORD},? )?(?P<genitive>[^\W\d_]+) {_DAY}(?: ?- ?с?[иыi](?:нде|нда)?)?"
    ),
    # 13.04.2021г.
    re.compile(rf"{_DAY}{_NUMBER_OF_MONTH}{_YEAR}{_YEAR_WORD}?"),
    # 2024-03-25
    re.compile(rf"{_YEAR}{_NUMBER_OF_MONTH}{_DAY}"),
    # April 28, 2025
    re.compile(rf"(?P<month>[a-z]+)\.? {_DAY},? {_YEAR}"),
)
_CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d{1,9})?)?"
_BETWEEN = "(?: ?[,·•–—-] ?| )"
_BAR_BEFORE_CLOCK = re.compile(rf" ?\| ?(?={_CLOCK}$)")
_TIME_FIRST = re.compile(rf"{_CLOCK}{_BETWEEN}(?P<date>.+)")
_VIEWS = r"(?: \d{1,3}(?: \d{3})+| \d{1,7})?"
_TIME_LAST = re.compile(
    rf"(?P<date>.+?)(?:{_BETWEEN}(?:в |{fold_date_words('сағат')} )?|(?<=\d)t){_CLOCK}{_VIEWS}"
)
_SHIFT = r"(?P<sign>[+-]) ?(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?"
_GMT = re.compile(rf"[ |]*\(?\b(?:gmt|utc|ut)(?: ?{_SHIFT})?\)?$")
_OFFSET = re.compile(rf"(?<=:\d\d)(?:[.,]\d{{1,9}})? ?(?:z|{_SHIFT})$")
_AGO = re.compile(
    r"(?:(?P<count>\d{1,3}|один|одну|бир) )?(?P<unit>[а-я]+)\.?(?:\(-?[а-я]+\))? (?:назад|бурын)"
)
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_WEEKDAY_FIRST = re.compile(rf"(?:{_WEEKDAY})(?:\.|\b),? ")
_WEEKDAY_LAST = re.compile(rf"(?:,| ,?) ?\(?(?:{_WEEKDAY})\)?$")
_LABEL = re.compile("(?:опубликован[оа]?|дата публикации|дата|жарияланды|жарияланган куни) ?:? ")


def _read(text: str, zone: tzinfo, now: datetime | None) -> _Found | None:
    shift = _GMT.search(text) or _OFFSET.search(text)
    if shift is not None:
        text = text[: shift.start()]
        offset = timedelta(hours=int(shift["hours"] or 0), minutes=int(shift["minutes"] or 0))
        if offset > timedelta(hours=14):
            return None
        zone = timezone(-offset if shift["sign"] == "-" else offset)
    # `05 апреля 2024 | 06:26`
    text = _BAR_BEFORE_CLOCK.sub(", ", text)
    # `24 февраля 2022, 16:09 | Общество`: one part is the date, no other holds a number.
    found = None
    for part in text.split("|"):
        read = _read_part(part.strip(), zone, now)
        if read is None and any(map(str.isdecimal, part)):
            return None
        if read is not None and found is not None:
            return None
        found = found or read
    return found


def _read_part(text: str, zone: tzinfo, now: datetime | None) -> _Found | None:
    folded = fold_date_words(text)
    for cut in (_LABEL, _WEEKDAY_FIRST):
        if found := cut.match(folded):
            folded = folded[found.end() :]
    folded = _WEEKDAY_LAST.sub("", folded)
    if now is not None and (ago := _ago(folded, zone, now)):
        return ago
    clock = _TIME_FIRST.fullmatch(folded) or _TIME_LAST.fullmatch(folded)
    if clock is None:
        day = _day(folded, time(), zone, now)
        precision: Literal["minute", "day"] = "day"
    else:
        at = time(int(clock["hour"]), int(clock["minute"]))
        day = _day(clock["date"], at, zone, now)
        precision = "minute"
    return (day, precision) if day else _ask_dateparser(text, zone)


def _ago(text: str, zone: tzinfo, now: datetime) -> _Found | None:
    if text in JUST_NOW:
        return now.astimezone(UTC).replace(second=0, microsecond=0), "minute"
    match = _AGO.fullmatch(text)
    unit = MINUTES_IN.get(match["unit"]) if match else None
    if match is None or unit is None:
        return None
    count = int(match["count"]) if (match["count"] or "").isdecimal() else 1
    if unit == MINUTES_IN["дня"]:
        day = now.astimezone(zone).date() - timedelta(days=count)
        return _instant(day, time(), zone), "day"
    earlier = now.astimezone(UTC) - timedelta(minutes=unit * count)
    return earlier.replace(second=0, microsecond=0), "minute"


def _day(text: str, at: time, zone: tzinfo, now: datetime | None) -> datetime | None:
    days_ago = DAYS_AGO.get(text)
    if days_ago is not None:
        if now is None:
            return None
        return _instant(now.astimezone(zone).date() - timedelta(days=days_ago), at, zone)
    for form in _DATES:
        if match := form.fullmatch(text):
            return _calendar_day(match.groupdict(), at, zone, now)
    return None


def _calendar_day(
    parts: dict[str, str | None], at: time, zone: tzinfo, now: datetime | None
) -> datetime | None:
    if number := parts.get("number"):
        month: int | None = int(number)
    elif genitive := parts.get("genitive"):
        month = GENITIVE_MONTHS.get(genitive)
    else:
        month = MONTHS.get(parts.get("month") or "")
    if month is None:
        return None
    day = int(parts["day"] or 0)
    if year := parts.get("year"):
        return _instant_of(int(year), month, day, at, zone)
    if now is None:
        return None
    this_year = now.astimezone(zone).year
    for candidate in (this_year, this_year - 1):
        instant = _instant_of(candidate, month, day, at, zone)
        if instant is not None and instant <= now + _CLOCK_SKEW:
            return instant
    return None


def _instant_of(year: int, month: int, day: int, at: time, zone: tzinfo) -> datetime | None:
    try:
        return _instant(date(year, month, day), at, zone)
    except ValueError:  # no such day
        return None


def _instant(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _ask_dateparser(text: str, zone: tzinfo) -> _Found | None:
    """Ask dateparser, and believe it only where its answer uses every number of the text."""
    numbers = sorted(map(int, re.findall(r"\d+", text)))
    if len(numbers) < 2 or not re.search(rf"\b{_YEAR}\b", text):
        return None
    # It takes half a second to import, and most crawls never need it.
    import dateparser  # noqa: PLC0415

    found = dateparser.parse(
        text,
        languages=["ru", "kk"],
        settings={
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
        },
    )
    if found is None or found.tzinfo is not None:
        return None
    if numbers == sorted((found.day, found.year)):
        return _instant(found.date(), time(), zone), "day"
    if numbers == sorted((found.day, found.year, found.hour, found.minute)):
        return _instant(found.date(), time(found.hour, found.minute), zone), "minute"
    return None
