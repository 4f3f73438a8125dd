"""The forms in which Kazakhstan's outlets print dates; no zone and no calendar here.

A text is read token by token (`date_tokens`): the patterns below match its letters, not its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache

from kznews.text.date_tokens import Token, plain_digits, tokens_of


@dataclass(frozen=True, slots=True)
class PrintedMoment:
    """The parts of a moment that a text prints; not checked: it may be the 31 February."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    days_ago: int | None = None
    """Days before the fetch: `сегодня`, `вчера`, `3 дня назад`."""
    minutes_ago: int | None = None
    """Minutes before the fetch: `2 часа назад`; 0 of `только что`."""
    minute: int | None = None
    """Minute of the day, from midnight; seconds are cut."""
    weekday: int | None = None
    """Day of the week, from 0, Monday."""
    offset: int | None = None
    """Offset from Greenwich in minutes, east above 0."""

    @property
    def names_a_day(self) -> bool:
        """Whether it is more than a time of day."""
        return not self.day is self.days_ago is self.minutes_ago is None


_FARTHEST_OFFSET = 14 * 60
"""Minutes of the largest offset that a zone has."""


def read_printed(text: str) -> PrintedMoment | None:
    """Read a cleaned line that is a date, a time, or both, and nothing else; None for others.

    Words without numbers (`| Общество`) and counters (`| 2 мин чтения`) may stand beside it, set
    apart by a bar, and a view count may follow. What `Обновлено` begins is passed over.
    """
    if text[4:5] == text[7:8] == "-" and text[13:14] == ":" and (iso := _iso(text)):
        return iso if abs(iso.offset or 0) <= _FARTHEST_OFFSET else None
    text = plain_digits(text.casefold())
    text, offset = _cut_offset(text)
    if abs(offset or 0) > _FARTHEST_OFFSET:
        return None
    found: PrintedMoment | None = None
    for part in _parts(tokens_of(text)):
        shape = "".join([token.letter for token in part])
        plan = None if "w" in shape or "?" in shape else _plan_of(shape)  # no pattern has these
        if plan is None:
            if not _PASSED_OVER.fullmatch(shape):
                return None
            continue
        printed = _printed(plan, part)
        if printed is None:
            return None
        found = printed if found is None else _join(found, printed)
        if found is None:
            return None
    return found if found is None or offset is None else replace(found, offset=offset)


def _iso(text: str) -> PrintedMoment | None:
    """Read ISO 8601, in which most metadata is, in a tenth of the time of the patterns."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:  # it only begins alike: `2025-04-28 14:05 7886`
        return None
    offset = at.utcoffset()
    if text[10] not in "T " or (offset and offset % timedelta(minutes=1)):
        return None
    return PrintedMoment(
        day=at.day,
        month=at.month,
        year=at.year,
        minute=at.hour * 60 + at.minute,
        offset=None if offset is None else offset // timedelta(minutes=1),
    )


# --- offsets

_SHIFT = r"(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?(?![0-9:])"
# Minutes east of Greenwich; of names that several zones have, America's.
_ZONES = (
    ("gmt", 0), ("utc", 0), ("ut", 0), ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60),
    ("cest", 120), ("eet", 120), ("eest", 180), ("мск", 180), ("msk", 180), ("edt", -240),
    ("est", -300), ("cdt", -300), ("cst", -360), ("mdt", -360), ("mst", -420), ("pdt", -420),
    ("pst", -480),
)  # fmt: skip
_EAST_OF_GREENWICH = dict(_ZONES)
_NAME = rf"(?P<name>{'|'.join(_EAST_OF_GREENWICH)})\b"
# A name may stand right behind the time: `16:02:50CDT`.
_NAMED = re.compile(rf"(?<![ |])[ |]*+\(?(?:\b|(?<=[0-9])){_NAME}(?: ?{_SHIFT})?\)?")
# `10:00-12:00` are opening hours: without a name, a minus needs seconds before it, or ISO's `T`.
_BARE = re.compile(
    r"(?:(?<=:[0-5][0-9])(?=[ .,0-9]*[z+])"
    r"|(?<=:[0-5][0-9]:[0-5][0-9])|(?<=[0-9]t[0-2][0-9]:[0-5][0-9]))"
    r"(?:[.,][0-9]{1,9})? ?"
    r"(?:z\b|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?(?![0-9:]))"
)


def _cut_offset(text: str) -> tuple[str, int | None]:
    match = _NAMED.search(text) or (_BARE.search(text) if ":" in text else None)
    if match is None:
        return text, None
    parts = match.groupdict()
    offset = _EAST_OF_GREENWICH.get(parts.get("name") or "", 0)
    if parts["sign"]:
        shift = int(parts["hours"]) * 60 + int(parts["minutes"] or 0)
        offset += -shift if parts["sign"] == "-" else shift
    return f"{text[: match.start()]} {text[match.end() :]}", offset


# --- patterns: each for the letters of one part of a text

# Its numbers are groups: where they stand says which token holds the value.
_DAY = r"(?P<day>[dn])(?:-?s)?"
_YEAR = r"(?P<year>Y)(?:-?s)?(?:-?y\.?)?"
_WORDS = rf"{_DAY}[-./]?(?P<month>M)\.?k?(?:[-.,/]?{_YEAR})?"  # 28 апреля 2025 г. · 28-сәуір
_DATES = (
    _WORDS,
    rf"{_YEAR},?-?{_DAY}[-.]?(?P<month>M)\.?k?",  # 2025 жылғы 28 сәуір · 2025 ж. 28 сәуір
    rf"(?:{_YEAR},?)?(?P<month>G){_DAY}k?",  # 2025 жылғы сәуірдің 28-і
    rf"{_YEAR},?-?(?P<month>M)[.,]?-?{_DAY}k?",  # 2025 жыл, сәуір 28
    rf"(?P<month>M)\.?{_DAY},?{_YEAR}",  # April 28, 2025
    r"(?P<day>[dn])(?P<by>[./-])(?P<month>[dn])(?P=by)(?P<year>Y)(?:y\.?)?",  # 13.04.2021г.
    # `2024.1.2` is a version of a program.
    r"(?P<year>Y)(?:-(?P<month>[dn])-(?P<day>[dn])|(?P<by>[./])(?P<month2>n)(?P=by)(?P<day2>n))",
    r"(?P<days_ago>O)",
)
# Only beside a time: else they may be versions, prices, a month of 1928.
_SHORT_DATES = (
    r"(?P<day>n)\.(?P<month>n)\.(?P<short_year>n)",  # 28.04.25 14:05
    r"(?P<day>n)\.(?P<month>n)",  # 28.04 14:05
    rf"(?P<month>M)\.?{_DAY}",  # Apr 28, 14:05
)
_TIME = (
    r"(?:[vS]\.?)*(?:(?P<clock{0}>t)(?:-?s)?(?P<half{0}>p\.?)?"
    r"|(?P<hour{0}>[dn])[US]\.?(?P<minute{0}>n)U\.?)"  # 14 ч. 05 мин.
)
_DOTTED_TIME = r"(?:[,;]v?|v)(?P<hour3>n)\.(?P<minute3>n)"  # 28 апреля 2025, 14.05
_LABEL = r"(?:[Lk]+[:.,-]?)?"
_COUNTED = r"\(?(?:[cL]*c[cL]*:?[dn#Y]+(?:[.,][dn#])?[USc]*|[dn#Y]+(?:[.,][dn#])?[US]?\.?c+)\.?\)?"
_NUMBERS = r"\(?[dn#Y]{1,4}\)?"
_TAIL = rf"(?:L|[.,;-]?(?:{_COUNTED}){{1,3}}|[,;-]?(?P<views>{_NUMBERS}))?\.?"


def _weekday(number: int) -> str:
    return rf"(?:,?v?\(?(?P<weekday{number}>W)\.?k?\)?,?)?"


def _date_patterns(date: str, *, timed: bool) -> list[re.Pattern[str]]:
    """Return the patterns of a date: alone or with a time after it, and with a time before."""
    first, second, third = map(_weekday, (1, 2, 3))
    today = r"(?:O[.,]?)?" if "days_ago" not in date else ""
    core = rf"v?{today}{first}{date}{second}"
    if timed:
        after = rf"[,;-]?{_TIME.format(1)}"
    else:
        after = rf"(?:\.?(?:[,;-]?{_TIME.format(1)}|{_DOTTED_TIME}))?"
    return [
        re.compile(rf"{_LABEL}{core}{after}{third}{_TAIL}"),
        re.compile(rf"{_LABEL}{_TIME.format(1)}[,;-]?{core}{_TAIL}"),
    ]


_AGO = re.compile(
    rf"{_LABEL}(?P<count>[dn#q])?(?P<unit>[US])\.?(?:\(-?s\))?"
    rf"(?:(?P<more>[dn])(?P<of>U)\.?(?:\(-?s\))?)?A{_TAIL}"
)


@cache  # compiled at the first date: they take a tenth of the time in which a crawl starts
def _patterns() -> list[re.Pattern[str]]:
    return [
        *(pattern for date in _DATES for pattern in _date_patterns(date, timed=False)),
        *(pattern for date in _SHORT_DATES for pattern in _date_patterns(date, timed=True)),
        re.compile(rf"{_LABEL}{_TIME.format(1)}{_TAIL}"),
        _AGO,
        re.compile(rf"{_LABEL}(?P<long>H)A{_TAIL}"),
        re.compile(rf"{_LABEL}(?P<now>N){_TAIL}"),
    ]


# Words without numbers; counters; what follows `обновлено`; signs alone.
_PASSED_OVER = re.compile(
    rf"X.*|[^dn#YtOAN]*|(?:{_COUNTED}[,;]?){{1,3}}|{_NUMBERS}|[dn]U\.?", re.DOTALL
)
_EDGES = frozenset(",;-()[]:")


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """Split tokens at the bars, and remove the signs at the ends of each part."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.letter == "|":
            parts.append([])
        elif token.letter not in _EDGES or parts[-1]:
            parts[-1].append(token)
    for part in parts:
        while part and part[-1].letter in _EDGES:
            part.pop()
    return parts


_Plan = dict[str, int]


@lru_cache(maxsize=4096)
def _plan_of(shape: str) -> _Plan | None:
    """Find which token of a shape is the day, which the month, and so on."""
    for pattern in _patterns():
        match = pattern.fullmatch(shape)
        if match is None:
            continue
        plan = {
            name.rstrip("123"): at for name in match.groupdict() if (at := match.start(name)) >= 0
        }
        if match.groupdict().get("hour3") and "year" not in plan:  # 28 апреля, 14.05
            continue
        views = match["views"] if "views" in plan else None
        if views is None or _may_be_views(plan, views):
            return plan
        if views == "Y" and shape.endswith("MntY"):  # Mon Apr 28 14:05:00 2025
            plan["year"] = plan["views"]
            return plan
    return None


def _may_be_views(plan: _Plan, views: str) -> bool:
    """Tell whether a bare number after a date can only be a view count: no year, day or hour."""
    if "clock" in plan or "hour" in plan:
        return "year" in plan or "days_ago" in plan or "Y" not in views
    return "year" in plan and views.strip("()") == "#"


def _printed(plan: _Plan, part: list[Token]) -> PrintedMoment | None:
    """Read the tokens at the places of the plan; None for a time that no clock shows."""
    value = {name: part[at].value for name, at in plan.items()}
    if "unit" in plan or "long" in plan or "now" in plan:
        return _ago(value)
    minute = value.get("clock")
    if "hour" in value:
        if value["hour"] > 23 or value["minute"] > 59:
            return None
        minute = value["hour"] * 60 + value["minute"]
    if minute is not None and "half" in value:
        if not 60 <= minute < 13 * 60:
            return None
        minute = minute % 720 + value["half"] * 60
    year = value.get("year")
    if "short_year" in value:
        year = value["short_year"] + (1900 if value["short_year"] >= 90 else 2000)
    return PrintedMoment(
        day=value.get("day"),
        month=value.get("month"),
        year=year,
        days_ago=value.get("days_ago"),
        minute=minute,
        weekday=value.get("weekday"),
    )


def _ago(value: dict[str, int]) -> PrintedMoment | None:
    if "now" in value:
        return PrintedMoment(minutes_ago=0)
    if "long" in value:
        return PrintedMoment(minutes_ago=value["long"])
    count, unit = value.get("count", 1), value["unit"]
    if count > 999:
        return None
    if unit == 24 * 60 and "more" not in value:
        return PrintedMoment(days_ago=count)
    return PrintedMoment(minutes_ago=count * unit + value.get("more", 0) * value.get("of", 0))


def _join(one: PrintedMoment, other: PrintedMoment) -> PrintedMoment | None:
    """Join a date and the time that a bar separates from it; None for any other two."""
    for dated, timed in ((one, other), (other, one)):
        names_only_a_day = dated.names_a_day and dated.minutes_ago is dated.minute is None
        if names_only_a_day and not timed.names_a_day:
            return replace(dated, minute=timed.minute)
    return None
