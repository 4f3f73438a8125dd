"""One spelling of a word for all the ways in which it is typed: what a search compares.

A searcher types «Токаев» for «Тоқаев», е for ё, and Kazakh stands in Cyrillic, in several Latin
spellings and in Arabic letters (docs/domain.md, "Languages and scripts"). The one spelling is
Russian letters without ё, й, э, ю, я, ь and ъ. Latin words of any language are in it, too:
«Самсунг» finds `Samsung`. ы and и stay two letters, as they tell the endings of Kazakh apart.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import Final

from kznews.text.characters import repair_mixed_script
from kznews.text.date_tokens import plain_digits

_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u0640]+")
_APOSTROPHES = re.compile("['’ʼ‘`´ʹ]")
_HAS_LATIN = re.compile("[a-z\u00df-\u024f\u0259\u1e00-\u1eff]")
_HAS_ARABIC = re.compile("[\u0620-\u06ff]")

# What Latin spellings write with several letters. `y` is й behind a vowel and ы elsewhere.
_LATIN_GROUPS = re.compile(
    "shch|sh|ch|zh|kh|gh|ts|ck|ph|qu(?=[aei])|c(?=[eiy])"
    "|(?<=[aeiouäáöóüúəıū])ye|y[aou]"
    "|(?<=[aeouäáöóüúəū])y|(?<=[iı])y(?=[aeouäö])"
)
_LATIN_GROUP = dict(
    pair.split("=")
    for pair in """shch=щ sh=ш ch=ч zh=ж kh=х gh=г ts=ц ck=к ph=ф qu=кв c=с y=и ye=е ya=иа yo=ио
        yu=иу""".split()
)
_LATIN = str.maketrans(
    {
        **dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхижклмнопкрстувуыз", strict=True)),
        **dict(zip("äáəğǵñńŋöóüúūýışç", "аааггнннооууууишч", strict=True)),
        # Letters of other languages that are not one with a mark.
        **dict(zip("øłđðþæœß", "олддтеес", strict=True)),
        "x": "кс",
    }
)
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اأإآٵ", "а"),
        **dict.fromkeys("كقک", "к"),
        **dict.fromkeys("گعغ", "г"),
        **dict.fromkeys("نڭڴ", "н"),
        **dict.fromkeys("وٶ", "о"),
        **dict.fromkeys("ۋۇۈٷ", "у"),
        **dict.fromkeys("حھهخ", "х"),
        **dict.fromkeys("يئی", "и"),
        **dict.fromkeys("ەېێ", "е"),
        **dict(zip("بدفلمپرستشچجزۆ", "бдфлмпрстшчжзв", strict=True)),
        **dict.fromkeys("ءٴ", ""),
    }
)
# Written before words with front vowels, unless these letters show it.
_FRONT_ARABIC = re.compile("[ءٴەگكک]")
_TYPED = str.maketrans(
    {
        **dict(zip("әғқңӊөұүўһіїёэєґ", "агкнноууухииееег", strict=True)),
        **dict.fromkeys("ьъ", ""),
        "я": "иа",
        "ю": "иу",
        "й": "и",
    }
)
_REPEATED_I = re.compile("ии+")
_KAZAKH_VOWELS: Final = {"ә": "а", "ө": "о", "ұ": "у", "ү": "у", "і": "и"}
_TYPED_CONSONANTS = {
    code: letters for code, letters in _TYPED.items() if chr(code) not in _KAZAKH_VOWELS
}
MAY_BE_KAZAKH: Final = {"а": "аә", "о": "оө", "у": "уұү", "и": "иі"}
"""Vowels that stand for Kazakh's own where these are typed as Russian."""
_SHORT: Final = 3
"""Letters of a folded word up to which Kazakh's vowels tell it from others.

Of the words of hunspell's Kazakh dictionary with three letters every fifth would be another's
equal, of those with four one in twenty, mostly in the same name: «Асем», «Әсем».
"""


def fold(word: str) -> str:
    """Give the one spelling of a word or of a number: `Тоқаев`, `Toqaev`, `توقاەۆ` are `токаев`.

    A comma in a number becomes a point, and the spaces between its thousands go.
    """
    return fold_cyrillic(to_cyrillic(word))


def to_cyrillic(word: str) -> str:
    """Give the word in small Cyrillic letters, with the Kazakh ones that it is typed with.

    Look-alike letters of another script are repaired, marks of stress are taken away. Latin and
    Arabic letters become Russian ones, as these scripts do not always tell more.
    """
    word = repair_mixed_script(plain_digits(unicodedata.normalize("NFKC", word))).casefold()
    # Of composed letters Kazakh's own stay; what is left decomposed loses its mark.
    word = _APOSTROPHES.sub("", _MARKS.sub("", unicodedata.normalize("NFC", word)))
    if word[:1].isdigit():
        word = "".join(word.split()).replace(",", ".")
    if _HAS_LATIN.search(word):
        word = _LATIN_GROUPS.sub(lambda match: _LATIN_GROUP[match[0]], word).translate(_LATIN)
        word = _HAS_LATIN.sub(_without_diacritics, word).translate(_LATIN)
    if _HAS_ARABIC.search(word):
        high = "и" if _FRONT_ARABIC.search(word) else "ы"
        word = word.replace("\u0649", high).translate(_ARABIC)
    return word


def fold_cyrillic(word: str) -> str:
    """Give the one spelling of what `to_cyrillic` gave, or of a part of it."""
    return _REPEATED_I.sub("и", word.replace("йе", "е").translate(_TYPED))


def fold_stem(stem: str) -> str:
    """Give the one spelling of a stem in Cyrillic letters; a short one keeps Kazakh's vowels.

    «қол» and «көл», «болу» and «бөлу» are different words.
    """
    folded = fold_cyrillic(stem)
    if not is_short(folded) or not any(letter in _KAZAKH_VOWELS for letter in stem):
        return folded
    return _REPEATED_I.sub("и", stem.translate(_TYPED_CONSONANTS))


def is_short(folded: str) -> bool:
    """Tell whether a folded word is so short that others differ from it by a vowel alone.

    The у of a verb's dictionary form does not count.
    """
    return len(folded) <= _SHORT + (folded[-1:] == "у")


def kazakh_spellings(folded: str) -> list[str]:
    """Give the other words that a short word may be, if Kazakh's vowels were typed as Russian."""
    letters = (MAY_BE_KAZAKH.get(letter, letter) for letter in folded)
    return ["".join(each) for each in product(*letters)][1:] if is_short(folded) else []


def _without_diacritics(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", match[0])[0]
