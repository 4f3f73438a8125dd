"""One spelling for all the ways in which a text is written: copies of a text are found by it.

Kazakh comes in Cyrillic, in at least three Latin spellings (2018 with acutes, 2021 with diaereses
and cedillas, ad hoc ones with `gh`, `sh`, `w`) and in Arabic letters without signs for front
vowels; machines transliterate one into another (docs/domain.md, "Languages and scripts"). What one
of the spellings does not tell apart is one letter here, in texts of all languages: і, ы, и and й;
у, ұ, ү and в; с, ш, ч and ц; front and back vowels. Words stay different words, and nobody is shown
them.

What is stored is compared by this for years: a change here needs new signatures of all articles.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from kznews.text.characters import repair_mixed_script

_LETTERS = {
    "a": "аәaəاأإآٵ",
    "b": "бbب",
    "d": "дdد",
    "e": "еэёeەېێ",
    "f": "фfف",
    "g": "гғgعگغ",
    "h": "хһhxحھهخ",
    "i": "ыіиійiıyىيئی",
    "k": "кқkqقكک",
    "l": "лlل",
    "m": "мmم",
    "n": "нңӊnŋنڭڴ",
    "o": "оөoوٶۆ",
    "p": "пpپ",
    "r": "рrر",
    "s": "сшчцsçcسشچصث",
    "t": "тtتط",
    # 2018 wrote у with an acute y; v and w stand for it in others, and Arabic has ۋ for both.
    "u": "уұүўвuvwýۋۇۈۆٷ",
    "z": "зжzjزجژ",
    # Two letters each; these are no letters of the skeleton.
    "J": "ю",
    "A": "я",
    "S": "щ",
}
_DROPPED = "ьъʼ’'‘`ʹ´ءٴـ\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROP, _SPACE = 0, 32


def _table() -> NDArray[np.uint8]:
    """By UTF-16 unit: the skeleton's letter, a digit, a byte above 127 for other scripts."""
    table = np.full(0x10000, _SPACE, np.uint8)
    for code in range(0x10000):
        if chr(code).isalnum():
            table[code] = 0x80 | code & 0x7F
    letters = {variant: ord(letter) for letter, all_ in _LETTERS.items() for variant in all_}
    for low, high in ((0x30, 0x530), (0x600, 0x700), (0x1E00, 0x1F00), (0xFB50, 0xFF5B)):
        for code in range(low, high):
            letter = unicodedata.normalize("NFKC", chr(code)).lower()[:1]
            plain = unicodedata.normalize("NFKD", letter)[:1]
            if plain.isdecimal():
                table[code] = ord("0") + unicodedata.decimal(plain)
            elif found := letters.get(letter) or letters.get(plain):
                table[code] = found
    for code in (*map(ord, _DROPPED), *range(0x300, 0x370), *range(0x64B, 0x660), 0x670):
        table[code] = _DROP
    return table


_TABLE = _table()
_CYRILLIC, _LATIN = 1, 2
_SCRIPTS = np.zeros(0x10000, np.uint8)
_SCRIPTS[0x400:0x530] = _CYRILLIC
_SCRIPTS[0x41:0x5B] = _SCRIPTS[0x61:0x7B] = _SCRIPTS[0xC0:0x250] = _SCRIPTS[0x259] = _LATIN

_PIECES = ((b"J", b"iu"), (b"A", b"ia"), (b"S", b"s"))
# One letter that some spellings write as two, in the order in which they are undone: ц is `ts`, щ
# `shch`. Whatever another spelling writes with one letter, or happens to write so, ends alike.
_SOFT = ((b"gh", b"g"), (b"kh", b"h"))
_SHARP = ((b"zh", b"z"), (b"ts", b"s"), (b"sh", b"s"))
_NASAL = ((b"ng", b"n"),)


def skeleton_words(text: str) -> list[bytes]:
    """Give the words of `text`, in Unicode NFC, in that one spelling, in order; numbers stay.

    Letter case, punctuation, stress marks and look-alike letters make no difference.
    """
    units = _units(text)
    scripts = _SCRIPTS[units]
    if ((scripts[1:] ^ scripts[:-1]) == _CYRILLIC | _LATIN).any():
        units = _units(repair_mixed_script(text))
    folded = _TABLE[units].tobytes().replace(bytes([_DROP]), b"")
    for digraphs in (_PIECES, _SOFT, _SHARP, _NASAL):
        for two, one in digraphs:
            folded = folded.replace(two, one)
        folded = _without_doubles(folded)
    return folded.split()


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


def _without_doubles(folded: bytes) -> bytes:
    """Make one letter of several alike in a row; digits and spaces stay."""
    units = np.frombuffer(folded, np.uint8)
    kept = units < ord("a")
    kept |= units > ord("z")
    kept[:1] = True
    kept[1:] |= units[1:] != units[:-1]
    return units[kept].tobytes()
