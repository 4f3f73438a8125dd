"""Boilerplate: lines of a page that are not its article, such as invitations, buttons and counters.

A line is a paragraph, or a part of one between two `<br>`. The phrases are in Russian and in Kazakh
(Cyrillic, the Latin spellings, Arabic letters); see docs/domain.md, "Boilerplate". A rule matches
only a whole line: «Поделиться» alone is a button, «Поделиться опытом смогли 20 фермеров» is news.
What can be recognised only by its place on a page is left to the layouts, what only by its
repetition to `kznews.record.boilerplate`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Literal

from kznews.text.adverts import NAME, NAMES, advert_label
from kznews.text.characters import clean_line, repair_mixed_script

_LONGEST = 400
"""Characters of the longest line that is looked at: a notice of rights, for example."""
_LONGEST_SHORT = 120
"""Characters of the longest line that is compared with the short phrases, too, and whose look-alike
letters are repaired before."""

_Rules = tuple[tuple[str, re.Pattern[str]], ...]
"""Regular expressions, each behind a piece of text that a line must hold to match it."""
_DESK = re.compile(
    rf"(?:(?:автор|авторы|авторлар[ыі]?|редактор|корреспондент|фотограф|тілші|дайындаған|әзірлеген|"
    rf"اۆتور|avtor(?:lar)?) ?:|"
    rf"(?:текст|материал)(?: (?:подготовил[аи]?)(?: ?:)?| ?:)|подготовил[аи]?(?: ?:)?) "
    rf"(?:редакция )?{NAMES}(?:, (?:журналист|корреспондент|собкор|фото)\b.{{0,60}})?"
    rf"|(?:текст|видео|(?:беседовал|интервью взял)а?)(?: ?: ?| ){NAME} {NAME}"
    # «Автор:», whose name is another element.
    r"|автор(?:ы|лар[ыі]?)?|подготовил[аи]?|дайындаған|әзірлеген",
    re.IGNORECASE,
)
_DESK_WORDS = (
    *("автор", "редактор", "корреспондент", "фотограф", "тілші", "дайындаған", "әзірлеген"),
    *("текст", "видео", "беседовал", "взял", "материал", "подготовил", "اۆتور", "avtor"),
)
_MARKS_AT_START = re.compile(r"\A[^\w©#]+")
# Of the line reversed: a regular expression that looks for the end tries every mark before it.
_MARKS_AT_END = re.compile(r"\A[^\w)]+")


@cache
def _rules(length: Literal["long", "short"]) -> _Rules:
    data = tomllib.loads(files(__package__).joinpath("boilerplate_phrases.toml").read_text("utf-8"))
    rules = []
    for part, phrases in data[length].items():
        pattern = "|".join(phrases)
        # The later ones hold the earlier ones.
        for name, fragment in reversed(data["fragments"].items()):
            pattern = pattern.replace(f"<{name}>", fragment)
        rules.append((part, re.compile(pattern, re.IGNORECASE)))
    return tuple(rules)


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is a known phrase of boilerplate, in Russian or Kazakh.

    Labels of adverts (`advert_label`) are boilerplate, too. A phrase in which some letters are of
    the other script («Cондай-ақ» with a Latin C) is the same phrase.
    """
    return which_are_boilerplate([clean_line(line)])[0]


def which_are_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Tell of each line what `is_boilerplate` does, faster; the lines must be clean."""
    short = {
        place: repair_mixed_script(line)
        for place, line in enumerate(lines)
        if len(line) <= _LONGEST_SHORT
    }
    long = {
        place: line for place, line in enumerate(lines) if _LONGEST_SHORT < len(line) <= _LONGEST
    }
    found = [False] * len(lines)
    for place in (
        *_matching(short, _rules("long") + _rules("short"), also=_is_desk_or_advert),
        *_matching(long, _rules("long"), also=_is_advert),
    ):
        found[place] = True
    return found


def _matching(
    lines: Mapping[int, str], rules: _Rules, also: Callable[[str, str], bool]
) -> Iterator[int]:
    """Find the places of the lines that one of the rules, or `also`, matches."""
    every = [line.casefold() for line in lines.values()]
    text = "\n".join(every)
    starts = [0, *accumulate(len(line) + 1 for line in every)]
    candidates: list[list[re.Pattern[str]]] = [[] for _ in every]
    # Most parts stand nowhere in the text: each is looked for once, not in each line.
    for part, rule in rules:
        at = text.find(part)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            candidates[number].append(rule)
            at = text.find(part, starts[number + 1])
    for (place, line), folded, those in zip(lines.items(), every, candidates, strict=True):
        matches = those and any(rule.fullmatch(_bare(line)) for rule in those)
        if matches or also(line, folded):
            yield place


def _is_desk_or_advert(line: str, folded: str) -> bool:
    is_desk = any(map(folded.__contains__, _DESK_WORDS)) and _DESK.fullmatch(_bare(line))
    return bool(is_desk) or _is_advert(line, folded)


def _is_advert(line: str, folded: str) -> bool:
    return advert_label(line, folded) is not None


def _bare(line: str) -> str:
    """Remove the punctuation at the ends of a line, except `©` and `#` before, `)` behind."""
    return _MARKS_AT_END.sub("", _MARKS_AT_START.sub("", line)[::-1])[::-1]
