"""Lines of a page that are not its article: invitations, buttons, counters, rights, desk notes.

A line is a paragraph or a `<br>` line of one. The phrases are those of domain.md §6.1, in Russian
and in Kazakh (Cyrillic, the Latin spellings, Arabic letters). A rule fires only on what is nothing
else: «Поделиться» alone is a button, «Поделиться опытом смогли 20 фермеров» is news. What only its
place on a page gives away is left to the layouts, what only its repetition does to the store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kznews.text.adverts import advert_label
from kznews.text.characters import clean_line, repair_mixed_script
from kznews.text.frame_phrases import LONG_PHRASES, PHRASES

_LONGEST = 400
"""Characters of the longest line looked at: a notice of rights, an invitation to subscribe."""
_LONGEST_PHRASE = 120
"""Of one whose look-alike letters are repaired first."""

_NAME = r"(?-i:[^\W\d_a-zа-яёәғқңөұүһі][\w.’'-]*)"
_NAMES = rf"{_NAME}(?:,? (?:и )?{_NAME}){{0,5}}"
_Rules = tuple[tuple[str, re.Pattern[str]], ...]
_RULES: _Rules = tuple(
    (letters, re.compile("|".join(rules), re.IGNORECASE)) for letters, rules in PHRASES.items()
)
# Those that may match a longer line than `_LONGEST_PHRASE`.
_LONG_RULES = tuple((letters, rule) for letters, rule in _RULES if letters in LONG_PHRASES)
_DESK = re.compile(
    rf"(?:(?:автор|авторы|авторлар[ыі]?|редактор|корреспондент|фотограф|тілші|дайындаған|әзірлеген|"
    rf"اۆتور|avtor(?:lar)?) ?:|"
    rf"(?:текст|материал)(?: (?:подготовил[аи]?)(?: ?:)?| ?:)|подготовил[аи]?(?: ?:)?) {_NAMES}"
    # «Автор:», whose name is another element.
    r"|автор(?:ы|лар[ыі]?)?",
    re.IGNORECASE,
)
_DESK_WORDS = (
    *("автор", "редактор", "корреспондент", "фотограф", "тілші", "дайындаған", "әзірлеген"),
    *("текст", "материал", "подготовил", "اۆتور", "avtor"),
)
_MARKS_AT_START = re.compile(r"\A[^\w©#]+")
# Of the line reversed: a regular expression that looks for the end tries every mark before it.
_MARKS_AT_END = re.compile(r"\A[^\w)]+")


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is a known phrase of a site's frame, in Russian or Kazakh.

    Labels of adverts (`advert_label`) are of the frame, too. A phrase in which some letters are of
    the other script («Cондай-ақ» with a Latin C) is the same phrase.
    """
    return which_are_boilerplate([clean_line(line)])[0]


def which_are_boilerplate(lines: Sequence[str]) -> list[bool]:
    """`is_boilerplate` of each line, faster; `clean_line` must have nothing to change in them."""
    short = {
        place: repair_mixed_script(line)
        for place, line in enumerate(lines)
        if len(line) <= _LONGEST_PHRASE
    }
    long = {
        place: line for place, line in enumerate(lines) if _LONGEST_PHRASE < len(line) <= _LONGEST
    }
    found = [False] * len(lines)
    for place in (
        *_matching(short, _RULES, also=_is_desk_or_advert),
        *_matching(long, _LONG_RULES, also=_is_advert),
    ):
        found[place] = True
    return found


def _matching(
    lines: Mapping[int, str], rules: _Rules, also: Callable[[str, str], bool]
) -> Iterator[int]:
    """The places of the lines that one of the rules, or `also`, matches."""
    every = [line.casefold() for line in lines.values()]
    text = "\n".join(every)
    # Most rules are about letters that stand nowhere in the text.
    rules = tuple((letters, rule) for letters, rule in rules if letters in text)
    for (place, line), folded in zip(lines.items(), every, strict=True):
        candidates = [rule for letters, rule in rules if letters in folded]
        is_frame = candidates and any(rule.fullmatch(_bare(line)) for rule in candidates)
        if is_frame or also(line, folded):
            yield place


def _is_desk_or_advert(line: str, folded: str) -> bool:
    is_desk = any(map(folded.__contains__, _DESK_WORDS)) and _DESK.fullmatch(_bare(line))
    return bool(is_desk) or _is_advert(line, folded)


def _is_advert(line: str, folded: str) -> bool:
    return advert_label(line, folded) is not None


def _bare(line: str) -> str:
    """The line without the marks at its ends, but for those that mean something there."""
    return _MARKS_AT_END.sub("", _MARKS_AT_START.sub("", line)[::-1])[::-1]
