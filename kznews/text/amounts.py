"""Amounts of money in running text: `Т9,2 млрд`, `2 млн 35 тыс. тенге`, «500 мыңнан астам теңге».

What is printed ambiguously is not read: `$1,234` (a decimal comma or thousands), `5 и 7 млн тенге`
(5, or 5 million), «несколько миллионов тенге», a bare «фунт». Rates (`USD/KZT 425.67`, `USD
425.67`) are no amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kznews.text.currency_words import BEHIND, FRONT, MARKS, code_behind, code_in_front
from kznews.text.number_words import power_of
from kznews.text.scaled_numbers import ScaledNumber, number_starts, read_number, scaled


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as a text states it."""

    value: Decimal
    """Exact, above zero, in units of the currency: 9200000000 for `9,2 млрд`."""
    currency: str
    """ISO 4217, such as `KZT`."""
    start: int
    end: int
    """Where it stands: `text[start:end]`; of a range's first amount, without the shared unit."""
    printed: str
    """As it stands there."""


_SPACE = " \u00a0\u2009\u202f"
_GAP = re.compile(rf"[{_SPACE}\-]?")
_MORE = re.compile(
    "(?:-[а-яәғқңөұүһі]{2,3}(?!\\w))?(?: (?:астам|жуық|аса|артық|шамасында|с лишним|с небольшим))?"
    # `5 000 000 (пять миллионов) тенге`
    r"(?: \([а-яёәғқңөұүһі -]{3,80}\))?",
    re.IGNORECASE,
)
# Behind a number with a currency in front: `$5M`.
_LETTER = re.compile(r"(?:(K)|(M)|(B|bn))?(?!\w)")
_COINS = re.compile(rf"[{_SPACE}](\d\d?)[{_SPACE}](?:тиын|цент|копе)[а-яәғқңөұүһі]*")
# `5–7 млн`, and «от 5 до 7 млн», «5 млн-нан 7 млн теңгеге дейін».
_DASH = re.compile("[-–—]")
_SPACED_DASH = re.compile(" [-–—] ")
# `от $5 до $7 млн`: five, or five million?
_SECOND = re.compile(r"(?: до |[-–—]| [-–—] )[$€₸₽£]")
_TO = re.compile(" до ")
_FROM = re.compile(r"(?:^|[^\w])(?:от|с|со) $", re.IGNORECASE)
_ABLATIVE = re.compile("-?(?:нан|нен|дан|ден|тан|тен)$")
_ABLATIVE_ENDING = re.compile("-?(?:нан|нен|дан|ден|тан|тен)(?= )")
_UNTIL = re.compile(" (?:дейін|шейін)")

_SIGNS = frozenset("$€₸₽£")
# In front of a number it is part of something else: a word, another number, a fraction, a model.
_GLUED = re.compile(r"[\w.,/№#\\:]$|\w[-–—−]$|(?<=[ \u00a0(])[-−]$|\d[ \u00a0\u2009\u202f]$")
_SCALE_BEFORE = re.compile(
    r"(?<!\w)(тыс|мың|млн|млрд|трлн|миллион|миллиард|триллион)[а-я]{0,4}\.?(?: и)? $", re.IGNORECASE
)
_AFTER_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d $")
_YEAR_BEFORE_SUBJECT = re.compile(
    r"(?:^|[^\w])(?:в|к|с|начале|середине|конце|года?|жылы) $", re.IGNORECASE
)


def amounts(text: str) -> list[Amount]:
    """Return the amounts of money that a text states, in its order.

    In Russian and Kazakh (and with English words), digits or number words, any currency that
    `currency_words` knows. A range («от 5 до 7 млн тенге», `5–7 млн тенге`) is two amounts that
    share their unit. What is ambiguous, and zero, is left out.
    """
    if not any(mark in text for mark in MARKS):
        return []
    found: list[Amount] = []
    end = 0
    for start in number_starts(text):
        if start >= end:
            read, end = _read(text, start)
            found += read
    return found


def _read(text: str, start: int) -> tuple[list[Amount], int]:
    """Read the amount or the range whose number begins at `start`, and where reading goes on."""
    number = read_number(text, start)
    if number is None:
        return [], start + 1
    before = text[max(0, start - 20) : start]
    nearest = before.rstrip()[-1:]
    may_be_front = (nearest in _SIGNS or nearest.isupper()) and text[start].isdigit()
    if may_be_front and (front := FRONT.search(before)):
        return _with_front(text, number, front)
    gap = _MORE.match(text, number.end)
    currency = _currency(text, gap.end() if gap else number.end)
    if currency is None:
        return _range(text, number, before)
    code, end = currency
    if _is_part_of_more(number, before) or _is_year(number, before):
        return [], end
    value = number.value
    if not number.power and (coins := _COINS.match(text, end)):
        value += Decimal(coins[1]).scaleb(-2)
        end = coins.end()
    return [Amount(value, code, start, end, text[start:end])], end


def _is_part_of_more(number: ScaledNumber, before: str) -> bool:
    if _GLUED.search(before) and not _AFTER_A_YEAR.search(before):
        return True
    # `2 млн и 35 тыс.`, of which the second alone would be wrong.
    bigger = _SCALE_BEFORE.search(before)
    return bigger is not None and power_of(bigger[1]) > number.power


def _with_front(text: str, number: ScaledNumber, front: re.Match[str]) -> tuple[list[Amount], int]:
    """Read `$3,5 млн`; with a code or the letter T only what is no rate and no model."""
    letter = _LETTER.match(text, number.end)
    is_clear = number.power or number.grouped or not front[0].strip().isalpha()
    behind = _currency(text, number.end)
    # `₸5 000 ₸7 000`: what is behind belongs to the next.
    if behind is not None and text[behind[1] : behind[1] + 2].strip()[:1].isdigit():
        behind = None
    start = number.start - len(front[0])
    code = code_in_front(front)
    if letter is None or not is_clear or _SECOND.match(text, number.end):
        return [], number.end
    if behind is not None:
        # `$5 млн долларов`, but `$5 тенге` is a slip.
        same = [Amount(number.value, code, start, behind[1], text[start : behind[1]])]
        return same if behind[0] == code else [], behind[1]
    if letter.lastindex:
        value = scaled(number.value, 3 * letter.lastindex)
        return [Amount(value, code, start, letter.end(), text[start : letter.end()])], letter.end()
    first = Amount(number.value, code, start, number.end, text[start : number.end])
    dash = _DASH.match(text, number.end)
    second = read_number(text, dash.end()) if dash else None
    if second is None or not text[second.start].isdigit():
        return [first], number.end
    low = _sharing(number, second)
    if low is None:
        return [], second.end
    printed_second = text[second.start : second.end]
    return [
        Amount(low, first.currency, start, number.end, first.printed),
        Amount(second.value, first.currency, second.start, second.end, printed_second),
    ], second.end


def _range(text: str, low: ScaledNumber, before: str) -> tuple[list[Amount], int]:
    """Read the range that `low`, a number without a currency, begins."""
    ablative = _ABLATIVE.search(text, low.start, low.end) or _ABLATIVE_ENDING.match(text, low.end)
    place = max(low.end, ablative.end()) if ablative else low.end
    to = _TO.match(text, low.end)
    if to and not _FROM.search(before):
        return [], low.end
    if ablative:
        place += 1
    elif separator := _DASH.match(text, low.end) or to or _SPACED_DASH.match(text, low.end):
        place = separator.end()
    else:
        return [], low.end
    high = read_number(text, place)
    if high is None or _is_part_of_more(low, before):
        return [], low.end
    # `школ 12 – 15 млн тенге` is no range, `5 млн – 7 млн тенге` is.
    if text[place - 1] == " " and not (ablative or to) and not low.power == high.power > 0:
        return [], low.end
    more = _MORE.match(text, high.end)
    currency = _currency(text, more.end() if more else high.end)
    if currency is None:
        return [], low.end
    code, end = currency
    second = Amount(high.value, code, high.start, end, text[high.start : end])
    if ablative and not _UNTIL.match(text, end):
        return [second], end
    value = _sharing(low, high)
    if value is None and to and (low.power or not high.power):
        value = low.value
    if value is None:
        # `2024-5 млн тенге`: what the second is of, is not certain either.
        return ([second] if to or ablative else []), end
    first = Amount(value, code, low.start, low.end, text[low.start : low.end])
    return [first, second], end


def _sharing(low: ScaledNumber, high: ScaledNumber) -> Decimal | None:
    """The lower number of a range with the scale that both share; None where it is not lower."""
    value = low.value if low.power else scaled(low.value, high.power)
    return value if value < high.value else None


def _is_year(number: ScaledNumber, before: str) -> bool:
    """Whether it is rather «в 2024 тенге ослаб»."""
    return (
        not number.power
        and not number.grouped
        and 1991 <= number.value <= 2035
        and number.value % 50 != 0
        and _YEAR_BEFORE_SUBJECT.search(before) is not None
    )


def _currency(text: str, place: int) -> tuple[str, int] | None:
    gap = _GAP.match(text, place)
    match = BEHIND.match(text, gap.end() if gap else place)
    if match is None:
        return None
    # `500 $600`: the sign belongs to the next number.
    if match[0] in "$€₸₽£" and text[match.end() : match.end() + 1].isdigit():
        return None
    return code_behind(match), match.end()
