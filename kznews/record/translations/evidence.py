"""What an article says in any language: its numbers, days, names and pictures. Pure functions.

A translation keeps them, whatever it does to the words: «73 320 теңге болса» and «составляет 73 320
тенге» have one number, «Тоқаевтың» and «Токаева» one name. What is stored is compared by this for
years: a change here finds the translations of older articles only once their pages are read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from kznews.items import told_text
from kznews.record.stories.skeleton import skeleton_words
from kznews.text.calendar_words import date_word
from kznews.text.normal_form import normal_picture

_MOST_NUMBERS = 60
_MOST_NAMES = 60
_MOST_PICTURES = 8
_MOST_SOUGHT = 24
"""Numbers, and names, at most, that an article is found by: those that say the most."""

# Both begin with what they look for, not with what may stand before it: so most letters are passed
# at a fifth of the cost.
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19"
"""ASCII, of both Arabic scripts, as wide as Chinese: looked for in half of the time of all."""
_NUMBER = re.compile(
    rf"[{_DIGITS}](?:"
    r"(?<![\w.,]\d)\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"  # 73 320,5
    r"|\d*(?:[.,:]\d+)*)"
)
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(?:19|20)\d\d")
_NEXT_WORD = re.compile(r"(?:[-–][^\W\d_]{1,6})?[ \u00a0]+([^\W\d_]{3,})")
_LAST_WORD = re.compile(r"([^\W\d_]{3,})[ \u00a0]+$")
_YEAR = re.compile(r"(?:19|20)\d\d")

_CAPITALIZED = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ](?<![^\W_].)[^\W\d_]{2,}")
_SENTENCE_ENDS = ".!?…:\n"
_MARKS = " \u00a0\"'«»“”„(—–-"
"""Marks that may stand between the end of a sentence and the first word of the next."""
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.")
_NAME_LETTERS = 5
"""Letters that a name is compared by: what follows may be the ending of a case."""
_SHORTEST_NAME = 4
_BETWEEN = "0"
_I_AT_VOWEL = re.compile(r"(?<=[aou])i+|i+(?=[aou])")

_SAY_LITTLE = """
    Казахстан Қазақстан Kazakhstan Астана Алматы Россия Ресей Russia Украина Ukraine Америка Китай
    Қытай Президент Токаев Касым Жомарт Мажилис Мәжіліс Сенат Парламент Правительство Үкімет
    Республика Республикасы Министр Премьер Telegram Instagram Facebook YouTube WhatsApp TikTok
    Казинформ Қазақпарат Казгидромет Қазгидромет News
    Абай Актау Ақтау Актобе Ақтөбе Актюбинской Акмолинской Ақмола Атырау Байконур Байқоңыр Балхаш
    Балқаш Жамбылской Жамбыл Жезказган Жезқазған Жетісу Жетысу Караганда Қарағанды Кокшетау Көкшетау
    Костанай Қостанай Кызылорда Қызылорда Мангистау Маңғыстау Павлодар Петропавловск Петропавл Семей
    Талдыкорган Талдықорған Тараз Туркестан Түркістан Улытау Ұлытау Уральск Орал Усть-Каменогорск
    Өскемен Шымкент Экибастуз Екібастұз Конаев Қонаев Москва Мәскеу Москвы Ташкент
"""
"""Names that stand in texts of all subjects: of the country, its towns, its offices."""


_ENDING = re.compile(r"\.(?:html?|php)$")
_WORDS_OF_A_SLUG = 3
_ID = re.compile(r"^\d{5,}(?!\d)|(?<!\d)\d{5,}$")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What an article is compared by with those in other languages; each list without repeats."""

    numbers: tuple[str, ...] = ()
    """Of the text, with a point before decimals: `73320`, `27.5`; days as `03-06`, the 6th of
    March. Those that say the most first."""
    names: tuple[str, ...] = ()
    """The first letters of words with a capital, in one spelling for all languages."""
    pictures: tuple[str, ...] = ()
    """The names of the files of its pictures."""
    title_numbers: tuple[str, ...] = ()
    """Those of `numbers` that the headline has: days, and numbers that say something."""
    title_names: tuple[str, ...] = ()
    """Those of `names` that the headline has."""
    addresses: tuple[str, ...] = ()
    """What its address has in common with that of a translation, where the two are made alike."""

    @cached_property
    def telling_numbers(self) -> frozenset[str]:
        """Those of `numbers` that say something."""
        return frozenset(each for each in self.numbers if weight_of_number(each) >= 1)

    @cached_property
    def telling_names(self) -> frozenset[str]:
        """Those of `names` that say something."""
        return frozenset(self.names) - names_that_say_little()

    @property
    def sought(self) -> list[str]:
        """What another article must have in common with it to be compared with it at all."""
        numbers = [each for each in self.numbers if each in self.telling_numbers]
        names = [each for each in self.names if each in self.telling_names]
        return [
            *(f"number:{each}" for each in numbers[:_MOST_SOUGHT]),
            *(f"name:{each}" for each in names[:_MOST_SOUGHT]),
            *(f"picture:{each}" for each in self.pictures),
            *(f"address:{each}" for each in self.addresses),
        ]


def evidence_of(article: Mapping[str, Any]) -> Evidence:
    """Give what tells the translations of an article, from the fields of its document."""
    title = article["title"]
    text = f"{title}.\n{told_text(article)}"
    numbers = sorted(numbers_in(text), key=lambda each: (-weight_of_number(each), each))
    title_names, names = _names_up_to(text, len(title))
    pictures = (each.get("url") for each in article.get("images") or ())
    return Evidence(
        numbers=tuple(numbers[:_MOST_NUMBERS]),
        names=tuple(dict.fromkeys(title_names + names))[:_MOST_NAMES],
        pictures=tuple(_picture_names(filter(None, pictures)))[:_MOST_PICTURES],
        title_numbers=tuple(
            sorted(
                each for each in numbers_in(title) if is_day(each) or weight_of_number(each) >= 1
            )
        ),
        title_names=tuple(dict.fromkeys(title_names)),
        addresses=tuple(shared_addresses(article["url"])),
    )


def numbers_in(text: str) -> set[str]:
    """Give the numbers of a text and the days that it names: «6 марта», «6 наурызда» → `03-06`."""
    return {each for found in _NUMBER.finditer(text) if (each := _number(found, text))}


def is_day(number: str) -> bool:
    """Tell whether one of the numbers of a text is a day: `03-06`."""
    return "-" in number


@lru_cache(maxsize=4096)
def weight_of_number(number: str) -> float:
    """Tell how much it says that two texts have this number in common.

    The more digits that are no zeros at the end, the more. A year and a number below ten say
    nothing, a day little: what came out together names the same days.
    """
    if is_day(number):
        return 0.5
    if _YEAR.fullmatch(number):
        return 0
    digits = len(number.replace(".", "").strip("0"))
    if "." not in number and float(number) < 32:
        return 0.25 if float(number) >= 10 else 0
    return (0, 0.5, 1, 2, 3)[min(digits, 4)]


def names_in(text: str) -> list[str]:
    """Give the words of a text with a capital that begin no sentence, as they are compared."""
    return _names_up_to(text, 0)[1]


def _names_up_to(text: str, end: int) -> tuple[list[str], list[str]]:
    """Give the names of a text that stand before the place `end`, and those behind it."""
    before: list[str] = []
    behind: list[str] = []
    for each in _CAPITALIZED.finditer(text):
        if not _begins_sentence(each, text):
            (before if each.start() < end else behind).append(each[0])
    # The words of both at once, around a number, which no name is.
    words = skeleton_words(" ".join((*before, _BETWEEN, *behind)))
    place = words.index(_BETWEEN.encode())
    return [*_as_compared(words[:place])], [*_as_compared(words[place:])]


def _as_compared(words: Iterable[bytes]) -> Iterator[str]:
    for word in words:
        name = word.decode("ascii", "ignore").replace("e", "i")
        if "i" in name:
            name = _I_AT_VOWEL.sub("", name)
        if len(name) >= _SHORTEST_NAME:
            yield name[:_NAME_LETTERS]


@lru_cache(maxsize=1)
def names_that_say_little() -> frozenset[str]:
    """Give the names that stand in texts of all subjects, as they are compared."""
    return frozenset(names_in(f"а {_SAY_LITTLE.replace(chr(10), ' ')}"))


def shared_addresses(url: str) -> Iterator[str]:
    """Give what the addresses of an article in two languages may have in common.

    That is the last part of the path, without an ending, and a long number in it: `/ru/123456-most`
    and `kaz.example.kz/123456-most.html`, `/ru/item/123456-most` and `/kz/item/123456-kopir`. What
    is so short that others have it, too, is left out.
    """
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    name = _ENDING.sub("", last).casefold()
    if len([each for each in re.split("[-_]", name) if len(each) > 1]) >= _WORDS_OF_A_SLUG:
        yield name
    number = _ID.search(name)
    if number:
        yield number[0]


def _number(found: re.Match[str], text: str) -> str | None:
    whole, rest = found[0], list[str]()
    if not whole.isdecimal():
        printed = re.sub(r"[ \u00a0\u202f]", "", whole)
        if day := _DAY.fullmatch(printed):
            return f"{day[2]}-{int(day[1]):02}"
        if ":" in printed:
            return None
        whole, *rest = re.split("[.,]", printed)
    if rest and whole.strip("0") and len(whole) <= 3 and all(len(each) == 3 for each in rest):
        return str(int("".join((whole, *rest))))  # thousands
    if len(rest) > 1 or len(whole) > 15:
        return None
    decimals = rest[0].rstrip("0") if rest else ""
    if decimals:
        return f"{int(whole)}.{decimals}"
    if not rest and len(whole) < 3 and 0 < int(whole) < 32:
        month = _month(found, text)
        if month:
            return f"{month:02}-{int(whole):02}"
    return str(int(whole))


def _month(day: re.Match[str], text: str) -> int | None:
    """Give the month that is named beside a number that may be a day."""
    after = _NEXT_WORD.match(text, day.end())
    before = _LAST_WORD.search(text, max(0, day.start() - 20), day.start())
    for word in (after, before):
        if word is not None:
            read = _month_word(word[1].casefold())
            if read:
                return read
    return None


@lru_cache(maxsize=4096)
def _month_word(word: str) -> int | None:
    read, _ = date_word(word)
    return read.value if read.role in "MG" else None


def _begins_sentence(word: re.Match[str], text: str) -> bool:
    start = word.start()
    if start > 1 and text[start - 1] == " " and text[start - 2].isalpha():
        return False  # as most stand
    before = text[max(0, start - 6) : start].rstrip(_MARKS)
    if not before:
        return True
    return before[-1] in _SENTENCE_ENDS and not _INITIAL.fullmatch(before[-3:].lstrip(_MARKS))


def _picture_names(urls: Iterable[str]) -> Iterator[str]:
    """Give the names of picture files that no other picture is likely to have."""
    for url in dict.fromkeys(map(normal_picture, urls)):
        name = url.partition("?")[0].rpartition("/")[2].rpartition(".")[0].casefold()
        if len(name) >= 8 and (any(map(str.isdecimal, name)) or len(name) >= 16):
            yield name
