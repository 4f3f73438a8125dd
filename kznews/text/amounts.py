"""Amounts of money in running text: «4,7 млрд тенге», «миллиард теңге», `$5 млн`.

An amount is a number, perhaps with a word as `млн`, and a currency (`currency_names.toml`, and the
tenge) before or behind it. A number without a currency is no amount.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_NUMBER: Final = (
    rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?"
    r"|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?"
)
_TIMES: Final = {
    3: r"тыс(?:яч\w*|\.)?|мың\w*|thousand|k",
    6: r"млн\.?|миллион\w*|mln|million|m",
    9: r"млрд\.?|миллиард\w*|bln|billion|bn",
    12: r"трлн\.?|триллион\w*|trn|trillion",
}
_ALONE: Final = {6: "миллион", 9: "миллиард", 12: "триллион"}
_HIGH: Final = (6, 9, 12)
"""Powers of what may stand before a lower one: «5 млн 300 тысяч тенге»."""
_TENGE: Final = r"₸|kzt|т(?:еңге|енге)\w*|тг|tenge|teńge\w*"
_MOST_DIGITS: Final = 30
"""Characters of the longest number that is read."""
_EXPONENT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)e(\d{1,2})", re.IGNORECASE)
_ONE_GROUP = re.compile(r"\d{1,3},\d{3}")


class Amount(NamedTuple):
    """An amount of money that a text states."""

    value: Decimal
    currency: str
    """ISO 4217 code."""
    start: int
    """Place of its first character in the text."""
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """Give the amounts of money of a text in their order."""
    patterns, end = _patterns(), 0
    for start in patterns.start.finditer(text):
        found = patterns.amount.match(text, start.start()) if start.start() >= end else None
        if found is None:
            continue
        end = found.end()
        currency, value = _currency(found), _value(found)
        if currency is not None and value is not None:
            yield Amount(value, currency, found.start(), found.end())


def read_amount(text: str) -> tuple[Decimal, str | None] | None:
    """Read what is an amount and nothing else, and its currency, None where none is named.

    `1e9`, `1,5 млрд`, `$5m`. None where the text is something else.
    """
    text = text.strip()
    if found := _EXPONENT.fullmatch(text):
        return Decimal(found[1]).scaleb(int(found[2])), None
    found = _patterns().amount.fullmatch(text)
    value = None if found is None else _value(found)
    return None if found is None or value is None else (value, _currency(found))


def _value(found: re.Match[str]) -> Decimal | None:
    printed = found["number"]
    if printed is None:  # «миллиард теңге»
        return Decimal(1).scaleb(_power(found, "alone", _ALONE))
    high = found["high"]
    if len(printed) + len(high or "") > _MOST_DIGITS:
        return None
    power = _power(found, "times", _TIMES)
    digits = re.sub(_SPACE, "", printed)
    # In `$1,500` the comma sets thousands apart, in «1,500 млн» decimals.
    if digits.count(",") > 1 or (found["sign"] and not power and _ONE_GROUP.fullmatch(digits)):
        digits = digits.replace(",", "")
    value = _decimal(digits).scaleb(power)
    return value + _decimal(high).scaleb(_power(found, "high", _HIGH)) if high else value


def _power(found: re.Match[str], name: str, powers: Iterable[int]) -> int:
    return next((power for power in powers if found[f"{name}{power}"]), 0)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))


def _currency(found: re.Match[str]) -> str | None:
    patterns = _patterns()
    if sign := found["sign"]:
        return patterns.signs[sign]
    last = found.lastgroup
    return last if last in patterns.currencies else patterns.signs.get(found["after"] or "")


class _Patterns(NamedTuple):
    start: re.Pattern[str]
    """Finds where an amount may begin, quickly."""
    amount: re.Pattern[str]
    """Matches a number with the currency before or behind it, where there is one."""
    signs: dict[str, str]
    currencies: frozenset[str]


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads(files(__package__).joinpath("currency_names.toml").read_text("utf-8"))
    signs = {**data["signs"], "₸": "KZT"}
    names = {"KZT": _TENGE, **data["names"]}
    sign = f"[{''.join(map(re.escape, signs))}]"
    times = "|".join(f"(?P<times{power}>{words})" for power, words in _TIMES.items())
    high = "|".join(f"(?P<high{power}>{_TIMES[power]})" for power in _HIGH)
    alone = "|".join(f"(?P<alone{power}>{word})" for power, word in _ALONE.items())
    named = "|".join(rf"(?P<{code}>(?:{name}|(?-i:{code}))\b)" for code, name in names.items())
    pattern = (
        rf"(?:(?P<sign>{sign}){_SPACE}?)?"
        rf"(?:(?<![\w.,])(?:(?P<high>\d+(?:[.,]\d+)?){_SPACE}?(?:{high}){_SPACE})?"
        rf"(?P<number>{_NUMBER})(?:{_SPACE}?(?:{times})(?!\w))?|\b(?:{alone})\b)"
        rf"(?:{_SPACE}?(?:(?P<after>{sign})|{named}))?"
    )
    start = rf"{sign}{_SPACE}?\d|(?<![\w.,])\d|\b[мтМТ](?:иллион|иллиард|риллион)\b"
    return _Patterns(re.compile(start), re.compile(pattern, re.IGNORECASE), signs, frozenset(names))
