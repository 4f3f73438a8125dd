"""Whether two texts are copies of one: what decides, once a signature has found them.

The figures are chosen on the labelled set of `benchmarks.stories`: as strict as copies with three
words in ten changed allow, so that articles which share half of a text, as background or as the
frame of a series, stay apart.

An outlet does not copy itself, but it repeats itself: the background of a case below each report of
it, the frame of each forecast. So two articles of one outlet are the same text only where one holds
nearly all of the other, as an updated or a transliterated one does.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kznews.record.stories.signature import telling_words
from kznews.record.stories.skeleton import skeleton_words

Pair = tuple[bytes, bytes]
Day = tuple[int, int]
Places = Mapping[Hashable, Mapping[Hashable, int]]
"""What stands in each place of a text, and how often; a place is told by the words beside it."""

# Shares of the smaller text's pairs of neighbouring words, and of its telling words.
_SHARED_PAIRS, _SHARED_WORDS = 0.2, 0.55
_AKIN_PAIRS, _AKIN_WORDS = 0.1, 0.3
# A text that is shorter than this part of the other must begin where that begins; else it may be
# one item of a digest, or a quotation.
_PART = 0.5
_OPENING = 1.6
_SHARED_OPENING = 0.25
_SMALLEST_PART = 0.12
# Or it ends where that ends: its opening was cut away. Then what was cut must speak of the same.
_SMALLEST_ENDING = 0.25
_SHARED_ENDING = 0.6
_COHERENT = 0.03
"""Share of telling words that two parts of one text have in common, at least; those of a digest
have less."""
_SAME_SOURCE_PAIRS = 0.85
_SURE = 5
"""Equal numbers in the same places, with no other one, that outweigh another day."""
_TOO_FEW = 3
"""Numbers in the same places of which none may be another."""
_WORDS_A_CHANCE = 40
"""Telling words among which one number, and one name, may have got another's place; a text of so
many needs two equal numbers less against another day."""
_PUT_RIGHT = 2
"""Numbers of a text that somebody may have put right; where there are more, of every four equal
numbers less than one is another."""

# How months begin, whatever their ending; each is looked at only beside a number of a day.
_MONTHS = """
    январ қаңтар
    феврал ақпан
    март наурыз
    апрел сәуір
    май мамыр
    июн маусым
    июл шілде
    август тамыз
    сентябр қыркүйек
    октябр қазан
    ноябр қараша
    декабр желтоқсан
"""


def _month_stems() -> dict[bytes, list[tuple[bytes, int]]]:
    """Give the stems, and their months, by their first three letters."""
    found: dict[bytes, list[tuple[bytes, int]]] = {}
    for month, stems in enumerate(_MONTHS.strip().splitlines(), start=1):
        for stem in skeleton_words(stems):
            found.setdefault(stem[:3], []).append((stem, month))
    return found


_MONTH_STEMS = _month_stems()
_DAYS_OF_MONTH = frozenset(f"{day:0{width}}".encode() for day in range(1, 32) for width in (1, 2))
_DAY_MONTH_YEAR = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?:20)?\d\d\b")
_OPENERS = "«\"“„‹('’—–-"
_SENTENCE_ENDS = tuple(".!?…:")


@dataclass(frozen=True)
class Text:
    """A text as it is compared: its words, pairs of words, dates, numbers and names.

    Most texts that are compared have so few words in common that the rest is never asked for: it is
    read when it is.
    """

    text: str
    """The text of several paragraphs."""
    source: str
    """Whose text it is: an outlet, or one of its editions; empty where that is not known."""
    printed_title: str
    """Its title; empty where that is not known."""

    @classmethod
    def of(cls, text: str, *, source: str = "", title: str = "") -> Text:
        """Take a text of several paragraphs."""
        return cls(text, source, title)

    @cached_property
    def words(self) -> list[bytes]:
        """Its words."""
        return skeleton_words(self.text)

    @cached_property
    def title(self) -> tuple[bytes, ...]:
        """Words of its title."""
        return tuple(skeleton_words(self.printed_title)) if self.printed_title else ()

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Pairs of neighbouring words."""
        return frozenset(pairwise(self.words))

    @cached_property
    def telling(self) -> frozenset[bytes]:
        """Telling words, as `signature` defines them."""
        return frozenset(telling_words(self.words))

    @cached_property
    def days(self) -> frozenset[Day]:
        """Dates in the text: the day and the month of each."""
        return frozenset(_days(self.text, self.words, self._days_at))

    @cached_property
    def dates(self) -> Places:
        """Dates in the text, behind each word."""
        return _dates(self.words, self._days_at)

    @cached_property
    def numbers(self) -> Places:
        """Numbers between each two words; several in a row are one."""
        return _places(self.words, frozenset(word for word in self.words if word[:1].isdigit()))

    @cached_property
    def names(self) -> Places:
        """Words with a capital that do not begin a sentence, between each two other words."""
        names = frozenset(skeleton_words(" ".join(_names(self.text))))
        return _places(self.words, names)

    @cached_property
    def _days_at(self) -> list[int]:
        return [at for at, word in enumerate(self.words) if word in _DAYS_OF_MONTH]


def same_text(one: Text, other: Text) -> bool:
    """Tell whether one of two texts is a copy of the other, or both of a third: edited, not retold.

    Texts of a series (rates, weather, closed roads), which differ by little but their numbers,
    dates and names, are not copies.
    """
    short, long = sorted((one, other), key=lambda text: len(text.words))
    if not _alike(short, long, _SHARED_PAIRS, _SHARED_WORDS):
        return False
    if _is_one_source(one, other):
        return _is_one_text(one, other)
    part = len(short.words) / len(long.words)
    if part < _PART and not (_begins(short, long, part) or _ends(short, long, part)):
        return False
    return not _contradict(one, other)


def akin(one: Text, other: Text) -> bool:
    """Tell whether two texts may be copies of a third one: half as much in common is enough."""
    if _is_one_source(one, other):
        return _is_one_text(one, other)
    return _alike(one, other, _AKIN_PAIRS, _AKIN_WORDS) and not _contradict(one, other)


def _is_one_source(one: Text, other: Text) -> bool:
    return one.source != "" and one.source == other.source


def _is_one_text(one: Text, other: Text) -> bool:
    """Tell whether two texts of one source are one, printed twice or brought up to date."""
    return (
        _share(one.pairs, other.pairs) >= _SAME_SOURCE_PAIRS
        and not _contradict(one, other)
        and _compared(one.dates, other.dates)[0] == 0
        and _compared(one.numbers, other.numbers)[0] <= _PUT_RIGHT
        and not _is_series(one.title, other.title)
    )


def _is_series(one: tuple[bytes, ...], other: tuple[bytes, ...]) -> bool:
    """Tell whether two titles differ in nothing but numbers and months: «Погода на 4 января»."""
    return one != other and _frame(one) == _frame(other)


def _frame(title: tuple[bytes, ...]) -> list[bytes]:
    return [word for word in title if not word[:1].isdigit() and _month([word]) is None]


def _begins(short: Text, long: Text, part: float) -> bool:
    """Tell whether a short text begins as a long one does."""
    if part < _SMALLEST_PART:
        return False
    opening = pairwise(long.words[: int(len(short.words) * _OPENING)])
    return _share(short.pairs, frozenset(opening)) >= _SHARED_OPENING


def _ends(short: Text, long: Text, part: float) -> bool:
    """Tell whether a short text is a long one without its opening, which speaks of the same."""
    if part < _SMALLEST_ENDING:
        return False
    ending = pairwise(long.words[-int(len(short.words) * _OPENING) :])
    if _share(short.pairs, frozenset(ending)) < _SHARED_ENDING:
        return False
    opening = frozenset(telling_words(long.words[: -len(short.words)]))
    return _share(opening, short.telling) >= _COHERENT


def _alike(one: Text, other: Text, pairs: float, words: float) -> bool:
    return _share(one.telling, other.telling) >= words and _share(one.pairs, other.pairs) >= pairs


def _share(one: Set[object], other: Set[object]) -> float:
    """Give how much of the smaller set is in the other."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def _contradict(one: Text, other: Text) -> bool:
    """Tell whether the texts say the same of different days, amounts or places.

    Who edits a text cuts numbers and names, adds others, puts one right; a report of the next day
    has others in the same places.
    """
    other_numbers, same_numbers = _compared(one.numbers, other.numbers)
    other_names, same_names = _compared(one.names, other.names)
    other_dates, same_dates = _compared(one.dates, other.dates)
    other_days = one.days and other.days and not one.days & other.days
    # A dateline may bring a day of its own.
    by_chance = min(len(one.telling), len(other.telling)) // _WORDS_A_CHANCE
    if other_days and (other_numbers > 0 or same_numbers < _SURE - 2 * by_chance):
        return True
    if other_dates > same_dates and (other_dates > 1 or other_numbers > 0):
        return True
    if other_dates == same_dates > 0 and other_numbers > 1:
        return True
    other_numbers = max(0, other_numbers - by_chance)
    other_names = max(0, other_names - by_chance)
    other_both, same_both = other_numbers + other_names, same_numbers + same_names
    # A name may give way to a description; a number hardly ever to another number.
    return (
        other_numbers > same_numbers
        or (other_numbers > 0 and other_numbers + same_numbers <= _TOO_FEW)
        or (other_numbers > _PUT_RIGHT and 4 * other_numbers > same_numbers)
        or other_names > max(same_names, 1)
        or (other_numbers > 0 and other_names > 0 and 3 * other_both >= 2 * same_both)
    )


def _compared(one: Places, other: Places) -> tuple[int, int]:
    """Count what stands in common places: how often another thing, and how often the same."""
    others = alike = 0
    for place in one.keys() & other.keys():
        here, there = one[place], other[place]
        same = sum([min(times, there.get(thing, 0)) for thing, times in here.items()])
        alike += same
        others += min(sum(here.values()), sum(there.values())) - same
    return others, alike


def _places(words: list[bytes], wanted: frozenset[bytes]) -> Places:
    places: dict[Hashable, dict[Hashable, int]] = {}
    before, run = b"", list[bytes]()
    for word in (*words, b""):
        if word in wanted:
            run.append(word)
            continue
        if run:
            things = places.setdefault((before, word), {})
            things[tuple(run)] = things.get(tuple(run), 0) + 1
            run = []
        before = word
    return places


def _dates(words: list[bytes], days_at: list[int]) -> Places:
    places: dict[Hashable, dict[Hashable, int]] = {}
    for place in days_at:
        if month := _month(words[place + 1 : place + 2]):
            things = places.setdefault(words[place - 1] if place else b"", {})
            date = int(words[place]), month
            things[date] = things.get(date, 0) + 1
    return places


def _days(text: str, words: list[bytes], days_at: list[int]) -> Iterator[Day]:
    for day, month in _DAY_MONTH_YEAR.findall(text):
        yield int(day), int(month)
    for at in days_at:
        beside = words[max(at - 1, 0) : at], words[at + 1 : at + 2]
        yield from ((int(words[at]), month) for each in beside if (month := _month(each)))


def _month(word: list[bytes]) -> int | None:
    """Tell which month a word names; there may be none."""
    if not word:
        return None
    stems = _MONTH_STEMS.get(word[0][:3], ())
    return next((month for stem, month in stems if word[0].startswith(stem)), None)


def _names(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        begins = True
        for printed in paragraph.split():
            word = printed.lstrip(_OPENERS)
            if not begins and len(word) > 2 and word[0].isupper():
                yield word
            begins = printed.endswith(_SENTENCE_ENDS)
