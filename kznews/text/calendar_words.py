"""The words of dates in Russian, Kazakh (Cyrillic, Latin, Arabic script) and English.

The words are in `calendar_words.toml`. `date_word` finds a word however it was typed: `сәуiр` with
a Latin i, `караша` without its қ, the three Latin spellings of Kazakh (`qańtar`, `qañtar`,
`qangtar`), the Arabic script with or without its hamza.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple


class DateWord(NamedTuple):
    """What a word does in a date.

    The roles are letters, of which `date_grammar` makes its patterns:

        M month                        G Kazakh month in the genitive, which the day follows
        W weekday                      y `года`, `жылғы`: stands with the number of a year
        O `вчера`, `кеше`: a day       N `только что`, `қазір`: now
        U minute, hour or day          S `сағат`: hour, and also `в` before a time
        H half an hour, and the like   A `назад`, `бұрын`: ago
        q a number as a word           s the ending of a number: `28-го`, `28-інде`, `14:05-те`
        v `в` before a time            k `күні`, after the name of a day
        p am, pm                       L `опубликовано`: what follows is the date
        X `обновлено`: what follows is not the date of publication
        c of a counter: `просмотров`, `мин чтения`
        w a word that no date holds
    """

    role: str
    """Letter of the role."""
    value: int = 0
    """Number that the word means: of a month 1–12, of a weekday 0–6 from Monday, of a unit its
    minutes, of `сегодня` and the like the days ago, of `один` the number itself, of `PM` 12."""


_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670'’ʼ`´ʻ‘]+")
_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_ARABIC = re.compile("[\u0600-\u06ff]")
# Kazakh letters as their Russian neighbours, look-alikes as what they look like. Case is folded
# before: a Latin H, M, T, B may have been a capital.
_TO_CYRILLIC = str.maketrans("abcehikmoptxyəәғқңөұүһіıїўӊҥёйɵӏ", "авсеникмортхуаагкноуухиииуннеиои")
_TO_LATIN = str.maketrans(
    {
        **dict.fromkeys("äáàâəәа", "a"),
        **dict.fromkeys("ğǵģғг", "g"),
        **dict.fromkeys("íìıyÿīіи", "i"),
        **dict.fromkeys("ñńŋņң", "n"),
        **dict.fromkeys("öóòōөо", "o"),
        **dict.fromkeys("üúùūýûwұүу", "u"),
        **dict.fromkeys("şșš", "sh"),
        "ç": "ch",
        "q": "k",
        "е": "e",
        "к": "k",
        "с": "s",
    }
)
_TO_PLAIN_ARABIC = str.maketrans(
    {
        **dict.fromkeys("ءٴ"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ۇۋۆؤۈۉ", "و"),
        **dict.fromkeys("ىیېئ", "ي"),
        **dict.fromkeys("ەہھ", "ه"),
        "ک": "ك",
        "ڭ": "ن",
        "ڨ": "ق",
    }
)


def _as_cyrillic(word: str) -> str:
    return word.translate(_TO_CYRILLIC)


def _as_latin(word: str) -> str:
    plain = word.translate(_TO_LATIN)
    return plain.replace("zh", "j").replace("ng", "n").replace("gh", "g")


def _as_arabic(word: str) -> str:
    return word.translate(_TO_PLAIN_ARABIC)


def _folded(word: str) -> str:
    """Fold further what is typed in several ways in a case-folded word, by its script."""
    word = _MARKS.sub("", word)
    if _HAS_CYRILLIC.search(word):
        return _as_cyrillic(word)
    return _as_arabic(word) if _HAS_ARABIC.search(word) else _as_latin(word)


class _Tables(NamedTuple):
    """The words of dates, by the words as `_folded` makes them."""

    words: Mapping[str, DateWord]
    """Meanings of single words."""
    latin_months: Mapping[str, DateWord]
    """Meanings of the words that are months and longer than an abbreviation."""
    phrases: Mapping[tuple[str, ...], DateWord]
    """Meanings of words that mean something only together."""


@cache
def _tables() -> _Tables:
    data = tomllib.loads(files(__package__).joinpath("calendar_words.toml").read_text("utf-8"))
    words = {_folded(word): meaning for word, meaning in _words(data)}
    return _Tables(
        words,
        {word: each for word, each in words.items() if each.role in "MG" and len(word) > 3},
        {
            tuple(map(_folded, phrase.split())): DateWord(each["role"], each["value"])
            for each in data["phrases"]
            for phrase in each["phrases"]
        },
    )


def _words(data: dict[str, Any]) -> Iterator[tuple[str, DateWord]]:
    for number, names in enumerate(data["months"], start=1):
        yield from ((word, DateWord("M", number)) for word in names.split())
    yield from _kazakh_months(data)
    for number, names in enumerate(data["weekdays"]):
        yield from ((word, DateWord("W", number)) for word in names.split())
    for each in data["words"]:
        meaning = DateWord(each["role"], each["value"])
        yield from ((word, meaning) for word in each["words"].split())


def _kazakh_months(data: dict[str, Any]) -> Iterator[tuple[str, DateWord]]:
    keys = ("kazakh_months", "kazakh_endings", "kazakh_genitives")
    for script in zip(*(data[key] for key in keys), strict=True):
        names, endings, genitives = map(str.split, script)
        for number, name in enumerate(names, start=1):
            # `қыркүйек`, `қыркүйегі`
            stem = name[:-1] + "г" if name.endswith("к") else name
            for ending in ("", *endings):
                yield name + ending, DateWord("M", number)
                yield stem + ending, DateWord("M", number)
            for ending in genitives:
                yield name + ending, DateWord("G", number)


@lru_cache(maxsize=4096)
def date_word(word: str) -> tuple[DateWord, str]:
    """Return what a case-folded word does in a date, and the word folded."""
    folded = _folded(word)
    tables = _tables()
    found = tables.words.get(folded)
    if found is None and len(folded) > 3:
        # A Latin spelling that kept a Cyrillic ә; a word in capitals that look alike (`MAPTA`).
        plain = _MARKS.sub("", word)
        other = _as_latin(plain) if _HAS_CYRILLIC.search(plain) else _as_cyrillic(plain)
        found = tables.latin_months.get(other)
    return found or DateWord("w"), folded


def date_phrase(first: str, second: str) -> DateWord | None:
    """Return what two folded words do in a date together; None where they are no phrase."""
    return _tables().phrases.get((first, second))
