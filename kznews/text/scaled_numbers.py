"""Numbers as news print them, with their scales: `2 млн 35 тыс.`, `1.234.567,89`, «полмиллиона»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kznews.text.currency import decimal_amount
from kznews.text.currency_words import BEHIND
from kznews.text.number_words import NUMBER_WORDS, SCALE, number_of_words, power_of


@dataclass(frozen=True, slots=True)
class ScaledNumber:
    """A number, with what its scales make of it, and where it stands in its text."""

    value: Decimal
    power: int
    """Of its greatest scale: 6 for `2 млн 35 тыс.`; 0 where it has none."""
    start: int
    end: int
    grouped: bool
    """Whether its thousands are set apart."""


_SPACE = " \u00a0\u2009\u202f"
_DIGITS = re.compile(
    rf"[0-9]{{1,3}}(?:[{_SPACE}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
)
_RUN = re.compile("[0-9]+")
# Behind most of the numbers of a text: leaving them out early halves the time.
_NO_MONEY = re.compile(
    "[%:°]| (?:год|г\\.|процент|человек|час|минут|лет|дет|янв|фев|март|апр|ма[йя]|июн|июл|авг|сент"
    "|окт|нояб|дек|жыл|адам|пайыз|кило|метр|квадр|кв\\.|гектар|школ|мест|раз|тонн|дн|мес|№)"
)
_THOUSANDS = re.compile(
    r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}"
    r"|(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+)"
)
# `1,234` is 1.234 or 1234: certain only where a scale follows, which nobody puts behind thousands.
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MOST_DIGITS = 15
"""Beside a scale, that is within the 28 digits of a Decimal."""

_WORDS = re.compile(NUMBER_WORDS, re.IGNORECASE)
_WORDS_BEFORE = re.compile(rf"(?<!\w)(?:{NUMBER_WORDS}) $", re.IGNORECASE)
_TO_SCALE = re.compile(rf"(?: с лишним| с небольшим)?[{_SPACE}]?")
_TO_NEXT = re.compile(f"[{_SPACE}]")
_TO_CURRENCY = re.compile(f"[{_SPACE}]?")
# «5 млн-нан 7 млн теңгеге дейін»: what follows is another number.
_ABLATIVE = re.compile("(?:нан|нен|дан|ден|тан|тен)$")
# What a scale alone follows where it is not just one: «несколько миллионов», «он шақты миллион».
_VAGUE = re.compile(
    r"(?:несколько|пар[ау]|сколько|сот(?:ни|ен)|десят(?:ки|ков)|тысячи?|миллион\w*|миллиард\w*"
    r"|лишним|небольшим|половиной|первы\w+|бірнеше|қанша|ондаған|жүздеген|мыңдаған|миллиондаған|неше"
    r"|көп|талай|мың|жүз|шақты|жарым|астам|аса|жуық|тарта|[0-9]|млн\.?|млрд\.?|тыс\.?) $",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:миллион|миллиард|триллион|тысяч[ау])$", re.IGNORECASE)
_OF_ONE = re.compile(r"(?:миллиона|миллиарда|триллиона|тысячи)$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:^|[^\w])(?:около|более|больше|свыше|менее|меньше|порядка|до|от) $", re.IGNORECASE
)
_PARTS_OF_SCALES = ("иллион", "иллиард", "ысяч", "мың")


def number_starts(text: str) -> list[int]:
    """Where an amount's number may begin: digits, number words before a scale, a scale alone."""
    starts = {run.start() for run in _RUN.finditer(text) if not _NO_MONEY.match(text, run.end())}
    for part in _PARTS_OF_SCALES:
        place = text.find(part)
        while place >= 0:
            begin = place
            while begin and text[begin - 1].isalpha():
                begin -= 1
            words = _WORDS_BEFORE.search(text, max(0, begin - 60), begin)
            starts.add(words.start() if words else begin)
            place = text.find(part, place + len(part))
    return sorted(starts)


def read_number(text: str, start: int) -> ScaledNumber | None:
    """Read the number that begins at `start`; None where there is none, or not one for certain."""
    parts = list(_parts(text, start))
    total = Decimal(0)
    above: int | None = None
    for value, power, _ in parts:
        # A lower part is less than one of the part above it.
        if value is None or (above is not None and scaled(value, power) >= Decimal(10) ** above):
            return None
        total += scaled(value, power)
        above = power
    if not total:
        return None
    digits = _DIGITS.match(text, start)
    grouped = digits is not None and (
        any(space in digits[0] for space in _SPACE) or _THOUSANDS.fullmatch(digits[0]) is not None
    )
    return ScaledNumber(total, parts[0][1], start, parts[-1][2], grouped)


def scaled(value: Decimal, power: int) -> Decimal:
    """Return the value times ten to the power, exactly, without an exponent where it is whole."""
    if not power:
        return value
    product = value.scaleb(power)
    whole = product.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == product else product


def _parts(text: str, start: int) -> Iterator[tuple[Decimal | None, int, int]]:
    """The number's parts, greatest first: value (None where it is unreadable), power, end."""
    found = _part(text, start) or _scale_alone(text, start)
    while found is not None:
        yield found
        _, power, end = found
        gap = _TO_NEXT.match(text, end)
        if not power or gap is None or _ABLATIVE.search(text, start, end):
            return
        found = _part(text, gap.end())
        if found is None or found[1] >= power:
            return
        currency = _TO_CURRENCY.match(text, found[2])
        # `5 млн 300 тенге` but not `5 млн 300 человек`.
        if not found[1] and not (currency and BEHIND.match(text, currency.end())):
            return


def _part(text: str, start: int) -> tuple[Decimal | None, int, int] | None:
    digits = _DIGITS.match(text, start)
    words = None if digits else _WORDS.match(text, start)
    number = digits or words
    if number is None:
        return None
    gap = _TO_SCALE.match(text, number.end())
    scale = SCALE.match(text, gap.end() if gap else number.end())
    if scale is not None and scale["half"]:
        return None
    power = power_of(scale["scale"]) if scale else 0
    end = scale.end() if scale else number.end()
    value = number_of_words(number[0]) if words else _value(number[0], is_scaled=bool(power))
    return value, power, end


def _scale_alone(text: str, start: int) -> tuple[Decimal | None, int, int] | None:
    scale = SCALE.match(text, start)
    if scale is None:
        return None
    before = text[max(0, start - 16) : start]
    printed = scale["scale"]
    if scale["half"]:
        value = Decimal("0.5")
    elif _VAGUE.search(before):
        return None
    elif _ONE.match(printed) or (_OF_ONE.match(printed) and _ABOUT.search(before)):
        value = Decimal(1)
    else:
        return None
    return value, power_of(printed), scale.end()


def _value(digits: str, *, is_scaled: bool) -> Decimal | None:
    if sum(map(str.isdigit, digits)) > _MOST_DIGITS:
        return None
    if _THOUSANDS.fullmatch(digits):
        last = max(digits.rfind("."), digits.rfind(","))
        whole, fraction = digits[:last], digits[last + 1 :]
        if len({*digits} & {*".,"}) == 1:
            whole, fraction = digits, ""
        plain = re.sub(r"\D", "", whole)
        digits = f"{plain}.{fraction}" if fraction else plain
    elif _EITHER.fullmatch(digits) and not is_scaled:
        return None
    try:
        return decimal_amount(digits)
    except ValueError:
        # Zero, or `1.2.3`.
        return None
