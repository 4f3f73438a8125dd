"""Every stem that a Kazakh word may have, by the endings that it may bear.

Which of them is right is not decided: a word is found where one of its stems is one of the
question's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from kznews.search.kazakh_endings import LONGEST, Endings, bit, endings, final_of
from kznews.search.spelling import fold_cyrillic, fold_stem

VERB_MARK: Final = "v"
"""What the stem of a verb ends with, so that it is none of a noun: folded words are Cyrillic."""

_KAZAKH_LETTERS = re.compile("[әғқңөұүһі]")
# Words of others whose endings may not have the harmony of their last vowel: «банкі», «Тоқаевтың».
_LOAN = re.compile("(?:[нрл][кг]|[кфп]т|[еоё]в|[бгкпт]л|ог)$")
# No stem is one open syllable but those of two verbs, де and же.
_OPEN_SYLLABLE = re.compile("(?![дж]е)[^аәеиоөуұүыіэ][аәеоөұүыіэ]")
# What no noun ends in, and how a verb ends that ends in two consonants. Else many a stem would end
# in a part of an ending: «президентт», «жылд».
_NO_NOUN = re.compile("(?:тт|нн|дд|кк|ққ|гг|[^аеиоуыінрз]д|[^аәеиоөуұүыіэнр][гғ])$")
_NO_VERB = re.compile("[^аәеиоөуұүыіэрлйн][^аәеиоөуұүыіэ]$|[рлйн][^аәеиоөуұүыіэткқпсш]$")
_IOTATED = str.maketrans({"я": "йа", "ю": "йу", "ё": "йо"})
_VOWELS = "аәеиоөуұүыіэ"
_BACK, _FRONT = frozenset("аоұы"), frozenset("еөүіэ")
_BOTH: Final[tuple[int, ...]] = (0, 1)
_ONLY_BACK: Final[tuple[int, ...]] = (0,)
_ONLY_FRONT: Final[tuple[int, ...]] = (1,)
# Nouns that lose the vowel of their last syllable before an ending that begins with one: «халқы».
_SHORTENED: Final = dict(
    pair.split("/")
    for pair in """
        халқ/халық орн/орын ауз/ауыз мұрн/мұрын ерн/ерін қарн/қарын мойн/мойын даус/дауыс
        қалп/қалып әрп/әріп құлп/құлып көрк/көрік ерк/ерік бөрк/бөрік парқ/парық нарқ/нарық
        қойн/қойын мүлк/мүлік кейп/кейіп қауп/қауіп ырқ/ырық құлқ/құлық ғұрп/ғұрып көңл/көңіл
        сырқ/сырық түйн/түйін шырқ/шырық
        кәсіпорн/кәсіпорын""".split()
)
_SHORTENED_FOLDED: Final = {
    fold_cyrillic(short): fold_cyrillic(full) for short, full in _SHORTENED.items()
}


def is_typed_as_kazakh(word: str) -> bool:
    """Tell whether a word in small Cyrillic letters has a letter that only Kazakh has."""
    return _KAZAKH_LETTERS.search(word) is not None


def is_row_of_endings(letters: str) -> bool:
    """Tell whether the letters are endings of a Kazakh noun and nothing else."""
    found = endings().get(letters)
    return found is not None and found.noun != 0


def stems(word: str) -> list[str]:
    """Give the folded stems of a word that is typed with Kazakh's letters, nouns' and verbs'.

    `word` is in small Cyrillic letters, as `to_cyrillic` gives it. It itself is not given.
    """
    return _stems(word.translate(_IOTATED), endings(), _SHORTENED, _bits)


def stems_as_typed(word: str) -> list[str]:
    """Give the stems of a word whose Kazakh letters may be typed as Russian ones: «мектептин»."""
    folded = fold_cyrillic(word)
    return _stems(folded, _folded_endings(), _SHORTENED_FOLDED, _folded_bits)


def canonical(stem: str) -> str:
    """Give a folded stem the consonant that it ends in without an ending: `китаб` is `китап`."""
    if len(stem) > 1 and stem[-1] in "бг" and stem[-2] in _VOWELS:
        return stem[:-1] + ("п" if stem[-1] == "б" else "к")
    return stem


def _stems(
    word: str,
    rows: Mapping[str, Endings],
    shortened: Mapping[str, str],
    bits: Callable[[str], int],
) -> list[str]:
    found: list[str] = []
    end = len(word)
    for place in range(max(2, end - LONGEST), end):
        row = word[place:]
        stem = word[:place]
        allowed = rows.get(row)
        if allowed is None or _OPEN_SYLLABLE.fullmatch(stem):
            continue
        own = bits(stem)
        if allowed.noun & own:
            found += _noun_stems(stem, row, shortened)
        if allowed.verb & own and _NO_VERB.search(stem) is None:
            found += _verb_stems(stem, row)
    return found


def _noun_stems(stem: str, row: str, shortened: Mapping[str, str]) -> Iterator[str]:
    if _NO_NOUN.search(stem) and stem != "алд":
        return
    yield canonical(fold_stem(stem))
    if row[0] in "ыіи" and (full := shortened.get(stem)):
        yield canonical(fold_stem(full))
    elif stem[-1] == "с" and (row[0] == "т" or (row[0] in "ыіи" and stem[-2] == "и")):
        yield fold_stem(f"{stem}т")  # «журналистер», «журналисі»
    elif stem.endswith(("кті", "кти")):
        yield fold_stem(stem[:-1])  # «объектілер»


def _verb_stems(stem: str, row: str) -> Iterator[str]:
    """Give the stem of a verb as it is without ы or і at its end, which some endings take away."""
    if len(stem) > 2 and (stem[-1] in "ыі" or (stem[-1] == "и" and stem[-2] not in _VOWELS)):
        yield fold_stem(stem[:-1]) + VERB_MARK
        return
    yield canonical(fold_stem(stem)) + VERB_MARK
    if stem[-1] == "у" and row[:2] in ("ып", "іп", "ип"):
        yield fold_stem(f"{stem[:-1]}п") + VERB_MARK  # «тауып» of тап


def _bits(stem: str) -> int:
    """Give the bits of what a stem ends in and of the harmony that its endings may have."""
    bare = stem.rstrip("ьъ")
    vowels = [letter for letter in bare if letter in _VOWELS]
    if not vowels:
        return 0
    last = vowels[-1]
    if last == "у" and bare[-1] == "у" and len(vowels) > 1:
        last = vowels[-2]  # «көру» has the harmony of its stem
    if len(bare) < len(stem) or _LOAN.search(bare):
        harmonies = _BOTH
    else:
        harmonies = _ONLY_BACK if last in _BACK else _ONLY_FRONT if last in _FRONT else _BOTH
    final = final_of(bare[-1])
    return sum(bit(final, harmony) for harmony in harmonies)


def _folded_bits(stem: str) -> int:
    last = next((letter for letter in reversed(stem) if letter in _VOWELS), None)
    if last is None:
        return 0
    is_told = last in "ые" and _LOAN.search(stem) is None
    harmonies = _BOTH if not is_told else _ONLY_BACK if last == "ы" else _ONLY_FRONT
    # A folded и is і, и or й.
    finals = "VUR" if stem[-1] == "и" else final_of(stem[-1])
    return sum(bit(final, harmony) for final in finals for harmony in harmonies)


@cache
def _folded_endings() -> dict[str, Endings]:
    found: dict[str, Endings] = {}
    for row, allowed in endings().items():
        if row in ("ң", "ың", "ің"):
            continue  # «алтын» is no «алтың», and news addresses nobody as a friend
        folded = fold_cyrillic(row)
        other = found.get(folded, Endings(0, 0))
        found[folded] = Endings(allowed.noun | other.noun, allowed.verb | other.verb)
    return found
