"""Numbers in words, Russian and Kazakh: «двадцать пять», «полутора», «екі жарым»; and scales."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    **dict.fromkeys("один одна одну одного бір".split(), 1),
    **dict.fromkeys("два две двух екі".split(), 2),
    **dict.fromkeys("три трёх трех үш".split(), 3),
    **dict.fromkeys("четыре четырёх четырех төрт".split(), 4),
    **dict.fromkeys("пять пяти бес".split(), 5),
    **dict.fromkeys("шесть шести алты".split(), 6),
    **dict.fromkeys("семь семи жеті".split(), 7),
    **dict.fromkeys("восемь восьми сегіз".split(), 8),
    **dict.fromkeys("девять девяти тоғыз".split(), 9),
}
_TEENS = {
    **dict.fromkeys("одиннадцать одиннадцати".split(), 11),
    **dict.fromkeys("двенадцать двенадцати".split(), 12),
    **dict.fromkeys("тринадцать тринадцати".split(), 13),
    **dict.fromkeys("четырнадцать четырнадцати".split(), 14),
    **dict.fromkeys("пятнадцать пятнадцати".split(), 15),
    **dict.fromkeys("шестнадцать шестнадцати".split(), 16),
    **dict.fromkeys("семнадцать семнадцати".split(), 17),
    **dict.fromkeys("восемнадцать восемнадцати".split(), 18),
    **dict.fromkeys("девятнадцать девятнадцати".split(), 19),
}
_TENS = {
    **dict.fromkeys("десять десяти он".split(), 10),
    **dict.fromkeys("двадцать двадцати жиырма".split(), 20),
    **dict.fromkeys("тридцать тридцати отыз".split(), 30),
    **dict.fromkeys("сорок сорока қырық".split(), 40),
    **dict.fromkeys("пятьдесят пятидесяти елу".split(), 50),
    **dict.fromkeys("шестьдесят шестидесяти алпыс".split(), 60),
    **dict.fromkeys("семьдесят семидесяти жетпіс".split(), 70),
    **dict.fromkeys("восемьдесят восьмидесяти сексен".split(), 80),
    **dict.fromkeys("девяносто девяноста тоқсан".split(), 90),
}
_HUNDREDS = {
    **dict.fromkeys("сто ста жүз".split(), 100),
    **dict.fromkeys("двести двухсот".split(), 200),
    **dict.fromkeys("триста трёхсот трехсот".split(), 300),
    **dict.fromkeys("четыреста четырёхсот четырехсот".split(), 400),
    **dict.fromkeys("пятьсот пятисот".split(), 500),
    **dict.fromkeys("шестьсот шестисот".split(), 600),
    **dict.fromkeys("семьсот семисот".split(), 700),
    **dict.fromkeys("восемьсот восьмисот".split(), 800),
    **dict.fromkeys("девятьсот девятисот".split(), 900),
}
_HALVES = {
    "полтора": Decimal("1.5"),
    "полторы": Decimal("1.5"),
    "полутора": Decimal("1.5"),
    "жарты": Decimal("0.5"),
}
_ALL = {**_UNITS, **_TEENS, **_TENS, **_HUNDREDS}
_WORD = "|".join(sorted({*_ALL, *_HALVES}, key=len, reverse=True))

NUMBER_WORDS = rf"(?:{_WORD})(?: (?:{_WORD}))*(?: с половиной| жарым)?"
"""A regular expression for a number in words, in lower case."""


def number_of_words(words: str) -> Decimal | None:
    """Return what number words say: «двадцать пять» is 25; None where they are no one number."""
    text = words.lower()
    whole = text.removesuffix(" с половиной").removesuffix(" жарым")
    half = Decimal("0.5") if whole != text else Decimal(0)
    parts = whole.split()
    if parts[0] in _HALVES:
        return _HALVES[parts[0]] if len(parts) == 1 and not half else None
    value = 0
    room = 1000  # What follows must be less: hundreds, tens, units.
    for part in parts:
        number = _ALL.get(part)
        if number is None:
            return None
        # `екі жүз`: the units in front of a Kazakh hundred count it.
        if part == "жүз" and room == 1 and value < 10:
            value, room = value * 100, 100
            continue
        if number >= room:
            return None
        value += number
        room = 100 if number >= 100 else 1 if number < 20 and number != 10 else 10
    return value + half


_SCALES = {
    **dict.fromkeys(("тыс", "мың", "мыӊ", "thousand", "مىڭ"), 3),
    **dict.fromkeys(("млн", "миллион", "mln", "million", "ميلليون"), 6),
    **dict.fromkeys(("млрд", "миллиард", "mlrd", "billion", "ميلليارد"), 9),
    **dict.fromkeys(("трлн", "триллион", "trln", "trillion", "تريلليون"), 12),
}
SCALE = re.compile(
    r"(?P<half>пол(?=ми|тыс))?"
    r"(?P<scale>тыс(?:яч[а-я]{0,3})?|м(?:ың|ыӊ)(?!дағ)[а-яәғқңөұүһі]{0,3}|млн|млрд|трлн"
    r"|(?:миллион|миллиард|триллион)[а-яәғқңөұүһі]{0,4}"
    r"|million|mln|mlrd|billion|trillion|trln|thousand|مىڭ|ميلليون|ميلليارد|تريلليون)"
    r"(?![\w])(?:(?<=тыс|млн)\.|(?<=лрд|рлн)\.)?(?:-[а-яәғқңөұүһі]{2,4}(?!\w))?",
    re.IGNORECASE,
)
"""A scale as printed: `млн.`, «миллионов», «мыңнан», «полмиллиона»; `power_of` says which."""


def power_of(scale: str) -> int:
    """Return the power of ten of `SCALE`'s group `scale`: 6 for «миллионов»."""
    lower = scale.lower()
    return next(power for name, power in _SCALES.items() if lower.startswith(name))
