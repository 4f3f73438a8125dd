"""Exchange rates as strips and tables print them: `USD/KZT: 425.67`, `$495.2 €522.34`.

A currency is told by its code, sign or name (`currency_names.toml`); its rate is the number behind
it: «100 сум 3,5» is the rate of a hundred. What has a plus, an arrow or a percent sign is a change,
and no rate. Nothing is guessed: a currency whose rate cannot be told has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_LONGEST = 2000
"""Characters of the longest text that is read: a table of 39 currencies has fewer."""
_UNITS = re.compile("10{0,4}")
# A space parts thousands only where decimals follow a single group: «494 497» are two numbers.
_NUMBER = r"[1-9]\d? \d{3}[.,]\d+|\d+(?:[.,]\d+)?"
_QUOTE = r"kzt|₸|т(?:еңге|енге)\w*|тг\b"
_NO_RATE = (
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d{2}(?::\d{2})?"  # days and times
    rf"|(?:[+±▲▼△▽↑↓⬆⬇] ?|(?<![^\s(])[-−–])(?:{_NUMBER})|(?:{_NUMBER}) ?%"
)


@dataclass(kw_only=True)
class PrintedRate:
    """One currency, as it is printed with the numbers behind it."""

    code: str
    """Code of the currency; `RUR` is as printed."""
    raw: str
    """What told the currency: its code, sign or name, as printed."""
    units: int = 1
    """Number of units that the values are for."""
    values: list[str] = field(default_factory=list)
    """Numbers behind it, as printed, in their order."""


class _Token(NamedTuple):
    kind: str
    """`number`, `quote`, or the code of a currency."""
    text: str
    is_close: bool
    """Whether nothing but a space, or an opening bracket, stands before it."""


# An outlet prints the same strip on every page, and often twice.
@lru_cache(maxsize=256)
def printed_rates(text: str) -> tuple[PrintedRate, ...]:
    """Read the currencies of a text in their order, each with the numbers behind it.

    Or before it, where all stand so: `495.2 $ 522.34 €`. One without a number has no values.
    """
    tokens = [token for token in _tokens(text[:_LONGEST]) if token.kind != "quote"]
    if before := _numbers_before(tokens):
        return tuple(before)
    rates: list[PrintedRate] = []
    for place, token in enumerate(tokens):
        if token.kind != "number":
            last = rates[-1] if rates else None
            if last is not None and last.code == token.kind and not last.values:
                continue  # «Доллар США (USD)»
            rates.append(PrintedRate(code=token.kind, raw=token.text))
            _take_units_before(tokens, place, rates)
        elif rates:
            rates[-1].values.append(token.text)
    for rate in rates:
        _take_units_behind(rate)
    return tuple(rates)


def printed_number(text: str) -> str | None:
    """Return the first number of a text that may be a rate, as printed."""
    numbers = (token.text for token in _tokens(text[:_LONGEST]) if token.kind == "number")
    return next(numbers, None)


def _numbers_before(tokens: list[_Token]) -> list[PrintedRate]:
    """Read `495.2 $ 522.34 €`; empty where the numbers do not stand before each currency."""
    numbers, currencies = tokens[::2], tokens[1::2]
    if not (
        len(numbers) == len(currencies)
        and all(token.kind == "number" for token in numbers)
        and all(token.kind != "number" for token in currencies)
        and not any(_UNITS.fullmatch(token.text) for token in numbers)
    ):
        return []
    return [
        PrintedRate(code=currency.kind, raw=currency.text, values=[number.text])
        for number, currency in zip(numbers, currencies, strict=True)
    ]


def _take_units_before(tokens: list[_Token], place: int, rates: list[PrintedRate]) -> None:
    """Take the number right before the currency for its units: «100 сум 3,5»."""
    number = tokens[place - 1] if place and tokens[place].is_close else None
    if number is None or number.kind != "number" or not _UNITS.fullmatch(number.text):
        return
    before = rates[-2] if len(rates) > 1 else None
    is_cheap = rates[-1].code in _names().for_many_units
    if before is not None and (len(before.values) < 2 or not (is_cheap or number.text == "1")):
        return  # it is a value of the currency before
    rates[-1].units = int(number.text)
    if before is not None:
        before.values.pop()


def _take_units_behind(rate: PrintedRate) -> None:
    """Take the first of several numbers for the units, where a currency is worth little.

    `UZS 100 3.5` is the rate of a hundred.
    """
    is_cheap = rate.code in _names().for_many_units
    if is_cheap and len(rate.values) > 1 and _UNITS.fullmatch(rate.values[0]):
        rate.units = int(rate.values.pop(0))


def _tokens(text: str) -> Iterator[_Token]:
    names = _names()
    end = 0
    for match in names.pattern.finditer(text):
        kind, printed = match.lastgroup or "", match[0]
        is_close = text[end : match.start()].strip(" (") == ""
        end = match.end()
        if kind == "code":
            kind = printed = printed[:3]  # without `/KZT`
        elif kind == "sign":
            kind = names.signs[printed]
        if kind != "none":
            yield _Token(kind, printed, is_close)


class _Names(NamedTuple):
    """The names, signs and codes by which the rules know each currency."""

    pattern: re.Pattern[str]
    """Finds a token; the name of its group is a currency's code, or what the token is."""
    signs: dict[str, str]
    for_many_units: frozenset[str]


@cache
def _names() -> _Names:
    data = tomllib.loads(files(__package__).joinpath("currency_names.toml").read_text("utf-8"))
    codes = "|".join(data["codes"].split())
    signs = "".join(map(re.escape, data["signs"]))
    others = r"(?<!ий )(?<!ый )(?<!ой )(?<!ая )"
    named = "|".join(rf"(?P<{code}>{others}\b(?:{name})\b)" for code, name in data["names"].items())
    pattern = (
        rf"(?P<none>{_NO_RATE})"
        rf"|(?P<code>(?-i:(?<![A-Za-z])(?:{codes})(?:[/_-]?KZT(?:_[A-Z]{{3}})?)?(?![A-Za-z])))"
        rf"|(?P<sign>[{signs}])|(?P<quote>{_QUOTE})|(?P<number>(?<![\w.,])(?:{_NUMBER})(?![\w]))"
        rf"|{named}"
    )
    return _Names(
        re.compile(pattern, re.IGNORECASE),
        data["signs"],
        frozenset(data["for_many_units"].split()),
    )
