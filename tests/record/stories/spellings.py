"""Machine transliterations of Kazakh, as outlets make them of their Cyrillic text.

See docs/domain.md, "Languages and scripts".

Written letter by letter from the tables of the alphabets, not from the code under test.
"""

from __future__ import annotations

_CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ACUTE_2018 = (
    "a á b v g ǵ d e e j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh - y i - e ıý ıa"
)
_DIAERESIS_2021 = (
    "a ä b v g ğ d e e j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ş ş ş - y ı - e iu ia"
)
_AD_HOC = (
    "a a b v g gh d e e zh z i y k q l m n ng o o p r s t w u u f kh h ts "
    "ch sh shch - y i - e yu ya"
)
_ARABIC = "ا ا ب ۆ گ ع د ە ە ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش - ى ى - ە يۋ يا"


def _table(spelling: str) -> dict[int, str]:
    letters = ["" if letter == "-" else letter for letter in spelling.split()]
    table = dict(zip(_CYRILLIC, letters, strict=True))
    capitals = {letter.upper(): latin.capitalize() for letter, latin in table.items()}
    return str.maketrans(capitals | table)


LATIN = {
    "2018": _table(_ACUTE_2018),
    "2021": _table(_DIAERESIS_2021),
    "ad hoc": _table(_AD_HOC),
}
_TO_ARABIC = _table(_ARABIC)
_FRONT = frozenset("әөүі")
# A word with one of these needs no mark: its vowels can only be front ones.
_TELLING = frozenset("екг")


def in_latin(text: str, spelling: str) -> str:
    """Write Cyrillic `text` in a Latin spelling."""
    return text.translate(LATIN[spelling])


def in_arabic(text: str) -> str:
    """Write Cyrillic `text` in Arabic letters, with the hamza before words of front vowels."""
    return " ".join(map(_word_in_arabic, text.split(" ")))


def _word_in_arabic(word: str) -> str:
    letters = set(word.lower())
    mark = "ء" if letters & _FRONT and not letters & _TELLING else ""
    return mark + word.lower().translate(_TO_ARABIC)
