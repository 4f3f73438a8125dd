"""The words of dates in Russian, Kazakh and English: months, days, years.

All lookups are by `fold_date_words`, so that misspelt letters (`сәуiр` with a Latin i, `караша`
without its қ) find the same month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CYRILLIC_WORD = re.compile(r"[^\W\d_]*[\u0400-\u052f][^\W\d_]*")
_HAMZA = str.maketrans("", "", "\u0621\u0674")
_FOLDED = str.maketrans("aceikopxyəіғқңөұүһәıўӊё", "асеикорхуаигкноуухаиуне")


def fold_date_words(text: str) -> str:
    """Fold a case-folded text: Kazakh letters to their Russian neighbours, look-alikes too.

    A word without any Cyrillic letter stays (`may` must not become `мау`, June), but for the hamza
    of the Arabic script, which is typed or not.
    """
    return _CYRILLIC_WORD.sub(lambda word: word[0].translate(_FOLDED), text.translate(_HAMZA))


def _fold_words(text: str) -> list[str]:
    return [fold_date_words(word) for word in text.split()]


# A month a line: Russian (nominative, genitive, short), Kazakh (full, short), Kazakh in Arabic
# script, English.
_MONTHS = """
январь января янв қаңтар қаң قاڭتار january jan
февраль февраля февр фев ақпан ақп اقپان february feb
март марта мар наурыз нау ناۋرىز march mar
апрель апреля апр сәуір сәу ءساۋىر april apr
май мая мамыр мам مامىر may
июнь июня июн маусым мау ماۋسىم june jun
июль июля июл шілде шіл شىلدە july jul
август августа авг тамыз там تامىز august aug
сентябрь сентября сент сен қыркүйек қыр قىركۇيەك september sept sep
октябрь октября окт қазан қаз قازان october oct
ноябрь ноября нояб ноя қараша қар قاراشا november nov
декабрь декабря дек желтоқсан жел جەلتوقسان december dec
"""
# `28 сәуірде` (in), `сәуірдегі` (of), `28 сәуірдің` (genitive).
_KAZAKH_ENDINGS = ("да", "де", "та", "те", "дағы", "дегі", "тағы", "тегі")
_KAZAKH_GENITIVES = ("дың", "дің", "тың", "тің", "ның", "нің")
_KAZAKH_MONTHS = """
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
"""


def _month_forms() -> Iterator[tuple[str, int]]:
    for number, line in enumerate(_MONTHS.strip().splitlines(), start=1):
        for word in line.split():
            yield word, number
    for number, name in enumerate(_KAZAKH_MONTHS.split(), start=1):
        for ending in _KAZAKH_ENDINGS:
            yield name + ending, number


MONTHS = {fold_date_words(word): number for word, number in _month_forms()}
"""Every folded form of a month's name that may follow a day."""

GENITIVE_MONTHS = {
    fold_date_words(name + ending): number
    for number, name in enumerate(_KAZAKH_MONTHS.split(), start=1)
    for ending in _KAZAKH_GENITIVES
}
"""Kazakh months in the form that a day follows: `сәуірдің 28-і`."""

WEEKDAYS = _fold_words("""
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
    дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
""")

YEAR_WORDS = _fold_words("года год г жылғы жылдың жылы жыл ж جىلعى جىلى جىل")
"""What may follow the number of a year, a full stop aside; longer words first."""

DAYS_AGO = {
    fold_date_words(words): days
    for words, days in {
        "сегодня": 0,
        "бүгін": 0,
        "вчера": 1,
        "кеше": 1,
        "позавчера": 2,
        "алдыңғы күні": 2,
    }.items()
}

JUST_NOW = frozenset(map(fold_date_words, ("только что", "сейчас", "қазір", "жаңа ғана")))

MINUTES_IN = {
    fold_date_words(word): minutes
    for minutes, words in {
        1: "минуту минуты минут минута мин",
        60: "час часа часов ч сағат сағ",
        1440: "день дня дней дн күн",
    }.items()
    for word in words.split()
}
"""Units of `N … назад`, `N … бұрын`. Weeks, months and years name no day."""
