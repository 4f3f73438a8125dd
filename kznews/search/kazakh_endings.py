"""The endings of Kazakh nouns and verbs, and what each may follow.

Kazakh adds ending to ending: number, owner, case and person to a noun, negation, tense and person
to a verb, and to its participles those of nouns. All rows of endings are made here, from rules of
which sound follows which: a suffix has the harmony of the word's last vowel (а ы or е і), and its
first consonant goes by the sound before it. What derives another word (-лық, -шы, -сыз, the voices
of verbs) is no ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Final, NamedTuple

FINALS: Final = "VURLNZT"
"""What a stem ends in: V a vowel; U у or и, which take a vowel's and a consonant's endings; R р or
й; L л; N м, н or ң; Z з or ж; T a voiceless consonant, or one of loans (б в г д)."""


class Harmony(NamedTuple):
    """The letters that a suffix has by the harmony of a word."""

    a: str
    y: str
    voiced: str
    voiceless: str


HARMONIES: Final = (Harmony("а", "ы", "ғ", "қ"), Harmony("е", "і", "г", "к"))
_FINAL_OF: Final = {
    **dict.fromkeys("аәеоөұүыіэ", "V"),
    **dict.fromkeys("уи", "U"),
    **dict.fromkeys("рй", "R"),
    "л": "L",
    **dict.fromkeys("мнң", "N"),
    **dict.fromkeys("зж", "Z"),
}
_OF_PLURAL: Final = dict(zip(FINALS, "лллдддт", strict=True))
_OF_GENITIVE: Final = dict(zip(FINALS, "ндддндт", strict=True))
_OF_ACCUSATIVE: Final = dict(zip(FINALS, "ндддддт", strict=True))
_OF_LOCATIVE: Final = dict(zip(FINALS, "ддддддт", strict=True))
_OF_ABLATIVE: Final = dict(zip(FINALS, "ддддндт", strict=True))
# Of the first person, too: «-мен», «-мын».
_OF_INSTRUMENTAL: Final = dict(zip(FINALS, "мммммбп", strict=True))
_OF_NEGATION: Final = dict(zip(FINALS, "ммммббп", strict=True))


class Endings(NamedTuple):
    """What a row of endings may follow: sets of stems' ends, as bits (`bit`)."""

    noun: int
    verb: int


def bit(final: str, harmony: int) -> int:
    """Give the bit of stems that end in `final` and have that harmony (0 or 1)."""
    return 1 << (FINALS.index(final) * 2 + harmony)


def final_of(letter: str) -> str:
    """Give what a stem ends in whose last letter this is."""
    return _FINAL_OF.get(letter, "T")


@cache
def endings() -> dict[str, Endings]:
    """Give all rows of endings of Kazakh, as Cyrillic spells them."""
    nouns: dict[str, int] = {}
    verbs: dict[str, int] = {}
    for (number, harmony), final in product(enumerate(HARMONIES), FINALS):
        own = bit(final, number)
        for row in _noun(final, harmony):
            nouns[row] = nouns.get(row, 0) | own
        for row in _verb(final, harmony):
            verbs[row] = verbs.get(row, 0) | own
    nouns.pop("", None)
    return {
        row: Endings(nouns.get(row, 0), verbs.get(row, 0)) for row in nouns.keys() | verbs.keys()
    }


LONGEST: Final = 24
"""Letters of the longest row of endings that is looked for."""


def _noun(final: str, h: Harmony) -> Iterator[str]:
    """Give the endings of a noun: with no number, or in the plural."""
    yield from _of_number(final, h)
    plural = f"{_OF_PLURAL[final]}{h.a}р"
    for rest in _of_number("R", h):
        yield plural + rest


def _of_number(final: str, h: Harmony) -> Iterator[str]:
    yield ""
    yield from _cases(final, h)
    yield from _persons(final, h)
    third = f"с{h.y}" if final == "V" else h.y
    yield third
    for case in _cases_of_third(h):
        yield third + case
    link = "" if final == "V" else h.y
    for owner in ("м", "ң"):
        yield link + owner
        yield f"{link}{owner}{h.a}"
        # The dative has no consonant here.
        for case in _cases("N", h):
            if not case.startswith((h.voiced, h.voiceless)):
                yield link + owner + case
    for owner in (f"м{h.y}з", f"ң{h.y}з"):
        yield link + owner
        for case in _cases("Z", h):
            yield link + owner + case


def _cases(final: str, h: Harmony) -> Iterator[str]:
    genitive = f"{_OF_GENITIVE[final]}{h.y}ң"
    yield genitive
    yield f"{_OF_GENITIVE[final]}ікі"
    yield f"{_OF_ACCUSATIVE[final]}{h.y}"
    yield f"{h.voiceless if final == 'T' else h.voiced}{h.a}"
    yield from _locative(f"{_OF_LOCATIVE[final]}{h.a}", h)
    yield f"{_OF_ABLATIVE[final]}{h.a}н"
    yield f"{_OF_INSTRUMENTAL[final]}ен"
    if final not in "VU":
        # «жылғы»: of that time or place.
        yield f"{h.voiceless if final == 'T' else h.voiced}{h.y}"


def _cases_of_third(h: Harmony) -> Iterator[str]:
    """Give the cases behind the owner in the third person, which begin with н."""
    yield from (f"н{h.y}ң", "нікі", "н", f"н{h.a}", f"н{h.a}н", "мен")
    yield f"нш{h.a}"  # «сөзінше»: by somebody's words
    yield from _locative(f"нд{h.a}", h)


def _locative(locative: str, h: Harmony) -> Iterator[str]:
    yield locative
    for person in _persons("V", h):
        yield locative + person
    # «қаладағы»: what is there, a noun again.
    there = f"{locative}{h.voiced}{h.y}"
    yield there
    for rest in _simple_cases("V", h):
        yield there + rest
    yield f"{there}л{h.a}р"
    for rest in _simple_cases("R", h):
        yield f"{there}л{h.a}р{rest}"


def _simple_cases(final: str, h: Harmony) -> Iterator[str]:
    yield f"{_OF_GENITIVE[final]}{h.y}ң"
    yield f"{_OF_ACCUSATIVE[final]}{h.y}"
    yield f"{h.voiced}{h.a}"
    yield f"д{h.a}"
    yield f"{_OF_ABLATIVE[final]}{h.a}н"
    yield "мен"


def _persons(final: str, h: Harmony) -> Iterator[str]:
    first = _OF_INSTRUMENTAL[final]
    yield from (f"{first}{h.y}н", f"{first}{h.y}з")
    yield from _second_persons(h)


def _second_persons(h: Harmony) -> Iterator[str]:
    yield from (f"с{h.y}ң", f"с{h.y}з", f"с{h.y}ңд{h.a}р", f"с{h.y}зд{h.a}р")


def _verb(final: str, h: Harmony) -> Iterator[str]:
    yield from _tenses(final, h)
    negation = f"{_OF_NEGATION[final]}{h.a}"
    for rest in _negative_tenses(h):
        yield negation + rest


def _tenses(final: str, h: Harmony) -> Iterator[str]:
    """Give the endings of a verb that is not negated."""
    yield from _same_tenses(final, h)
    is_vowel = final == "V"
    link, y = ("й", "") if is_vowel else (h.a, h.y)
    yield from _present(link, h)
    if not is_vowel:
        # A verb in ы: оқы + йды is «оқиды», and the stem is told without ы.
        yield from _present("и", h)
    yield from _of_noun("р" if is_vowel else f"{h.a}р", "R", h)
    yield from (f"{y}п{rest}" for rest in ("", f"т{h.y}", f"п{h.y}н", f"п{h.y}з", f"с{h.y}з"))
    yield from (f"{y}ң{rest}" for rest in ("", f"{h.y}з", f"д{h.a}р", f"{h.y}зд{h.a}р"))
    aim = f"{_OF_NEGATION[final]}{h.a}{h.voiceless}"
    yield from _of_noun(aim, "T", h)
    yield f"{aim}ш{h.y}"


def _negative_tenses(h: Harmony) -> Iterator[str]:
    yield from _same_tenses("V", h)
    yield from _present("й", h)
    yield from _of_noun("с", "T", h)
    yield from ("п", f"пт{h.y}", f"ң{h.y}з", f"ң{h.y}зд{h.a}р", f"й{h.y}нш{h.a}")


def _same_tenses(final: str, h: Harmony) -> Iterator[str]:
    """Give the endings that begin alike with and without negation."""
    is_voiceless = final == "T"
    past = f"{'т' if is_voiceless else 'д'}{h.y}"
    condition = f"с{h.a}"
    for tense in (past, condition):
        yield tense
        yield from (f"{tense}{rest}" for rest in ("м", "ң", h.voiceless, f"ң{h.y}з"))
        yield from (f"{tense}{rest}" for rest in (f"ңд{h.a}р", f"ң{h.y}зд{h.a}р"))
    yield f"с{h.y}н"
    consonant = h.voiceless if is_voiceless else h.voiced
    yield from _participle(f"{consonant}{h.a}н", h)
    yield from (f"{consonant}{h.a}л{h.y}", f"{consonant}{h.a}й")
    yield from (f"{consonant}{h.y}{rest}" for rest in ("м", "ң", f"с{h.y}", f"ң{h.y}з", f"м{h.y}з"))
    yield from _of_noun("у", "U", h)


def _present(link: str, h: Harmony) -> Iterator[str]:
    # «ойнай»; but «қала» is a city, and hardly ever a form of қалу.
    if link == "й":
        yield link
    yield f"{link}д{h.y}"
    yield from (f"{link}м{h.y}н", f"{link}м{h.y}з")
    yield from (link + person for person in _second_persons(h))
    yield from _participle(f"{link}т{h.y}н", h)
    wish = link if link in "йи" else f"{link}й"
    yield from (f"{wish}{h.y}н", f"{wish}{h.y}{h.voiceless}")


def _participle(participle: str, h: Harmony) -> Iterator[str]:
    yield from _of_noun(participle, "N", h)
    # «келгендігін»: that somebody came.
    yield f"{participle}д{h.y}{h.voiceless}т{h.a}н"
    for rest in ("", *_cases_of_third(h)):
        yield f"{participle}д{h.y}{h.voiced}{h.y}{rest}"
    yield from (f"{participle}ш{h.a}", f"{participle}д{h.a}й")


def _of_noun(stem: str, final: str, h: Harmony) -> Iterable[str]:
    """Give a form of a verb that takes the endings of a noun, with them."""
    return (stem + rest for rest in _noun(final, h))
