"""Reads the values that were given for a page's parameters. Raises BadRequest for wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from kznews.search.query_moments import MOMENTS, read_moment_of_question
from kznews.web.errors import BadRequest
from kznews.web.page import Kind, Parameter

_LONGEST_TEXT = 2_000
"""Characters."""

_GREATEST = 2**31
"""A number where a parameter does not say its own."""
_YEARS = range(1900, 2200)
"""Of moments and days: what zones and intervals add to them stays a moment that can be stored."""

Say = Callable[..., str]
_Value = TypeVar("_Value")


class Parameters:
    """The values of a page's parameters; only declared ones can be asked for."""

    def __init__(self, values: Mapping[str, list[Any]], declared: Mapping[str, Parameter]) -> None:
        self._values = values
        self._declared = declared

    def text(self, name: str) -> str | None:
        """Give a text; None where none was given and there is no default."""
        return self._one(name, str)

    choice = text

    def number(self, name: str) -> int | None:
        """Give a whole number."""
        return self._one(name, int)

    def moment(self, name: str) -> datetime | None:
        """Give a moment, aware, in UTC."""
        return self._one(name, datetime)

    def day(self, name: str) -> date | None:
        """Give a day."""
        return self._one(name, date)

    def flag(self, name: str) -> bool:
        """Tell whether a flag is set."""
        return bool(self._one(name, bool))

    def many(self, name: str) -> list[Any]:
        """Give all values of a parameter that may be given more than once."""
        return list(self._values.get(self._declared[name].name, ()))

    def _one(self, name: str, kind: type[_Value]) -> _Value | None:
        values = self._values.get(name)
        value = values[0] if values else self._declared[name].default
        assert value is None or isinstance(value, kind), f"{name} is no {kind.__name__}"
        return value


def read_parameters(
    declared: Sequence[Parameter],
    given: Mapping[str, Sequence[str]],
    *,
    zone: ZoneInfo,
    now: datetime,
    say: Say,
) -> Parameters:
    """Read all that was given; an empty value is none, as forms send it."""
    known = {each.name: each for each in declared}
    values: dict[str, list[Any]] = {}
    for name, texts in given.items():
        if name not in known:
            raise BadRequest(say("frame.unknown_parameter", names=", ".join(known)), name[:100])
        parameter = known[name]
        filled = [text for text in texts if text.strip()]
        if len(filled) > parameter.many:
            raise BadRequest(say("frame.too_many_values", most=parameter.many), name)
        values[name] = [_value(parameter, text, zone, now, say) for text in filled]
    return Parameters(values, known)


def _value(parameter: Parameter, text: str, zone: ZoneInfo, now: datetime, say: Say) -> Any:
    if len(text) > (most := _most_characters(parameter)):
        raise BadRequest(say("frame.too_long", most=most), parameter.name)
    if not _is_writable(text):
        raise BadRequest(say("frame.odd_signs"), parameter.name)
    read, refusal = _READERS[parameter.kind]
    value = read(text, _Context(parameter, zone, now))
    if value is None:
        least, greatest = _bounds(parameter)
        choices = ", ".join(parameter.choices)
        what = say(refusal, least=least, most=greatest, choices=choices, examples=MOMENTS)
        raise BadRequest(what, parameter.name)
    return value


def _most_characters(parameter: Parameter) -> int:
    return (parameter.most or _LONGEST_TEXT) if parameter.kind == "text" else 100


def _is_writable(text: str) -> bool:
    """Tell whether MongoDB and others take a text: no half characters, no NUL."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


@dataclass(frozen=True)
class _Context:
    parameter: Parameter
    zone: ZoneInfo
    now: datetime


def _bounds(parameter: Parameter) -> tuple[int, int]:
    return (0 if parameter.least is None else parameter.least), parameter.most or _GREATEST


def _number(text: str, context: _Context) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.removeprefix("-").isdecimal()):
        return None
    least, greatest = _bounds(context.parameter)
    return number if least <= (number := int(text)) <= greatest else None


def _choice(text: str, context: _Context) -> str | None:
    return text if text in context.parameter.choices else None


def _flag(text: str, _: _Context) -> bool | None:
    return {"0": False, "1": True}.get(text)


def _day(text: str, _: _Context) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _moment(text: str, context: _Context) -> datetime | None:
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=context.zone)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        read = read_moment_of_question(text, context.now)
        if read is None:
            return None
        moment = read
    return moment if moment.year in _YEARS else None


_READERS: dict[Kind, tuple[Callable[[str, _Context], Any], str]] = {
    "text": (lambda text, _: text, ""),
    "number": (_number, "frame.no_number"),
    "choice": (_choice, "frame.no_choice"),
    "flag": (_flag, "frame.no_flag"),
    "moment": (_moment, "frame.no_moment"),
    "day": (_day, "frame.no_day"),
}
"""By kind, what reads a value, None for a wrong one, and the text that says so."""
