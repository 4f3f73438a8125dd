"""Text that was decoded by the wrong charset: repaired where that is certain, else recognised.

Two kinds happen. UTF-8 read as a single-byte charset gives two characters a letter
(`РџСЂРёРІРµС‚`, `ÐŸÑ€Ð¸Ð²ÐµÑ‚`, `╨Я╤А╨╕╨▓╨╡╤В`, `п÷я─п╦п╡п╣я┌`), in a whole page or in one
title that was stored so. One single-byte charset read as another gives one (`Ïðèâåò`, `оПХБЕР`).
Certain is a repair whose bytes are valid and whose result reads as Russian or Kazakh while the
text given did not.
"""

from __future__ import annotations

import re
from functools import cache, partial

from kznews.text.letter_odds import AS_TYPED, letter_odds

# C1 controls stand for bytes that a charset leaves undefined, as browsers read them.
_CHARSETS = ("cp1251", "cp1252", "cp866", "koi8-r")
_OFTEN = "оаОАеиЕИыіә"
"""Letters: every text of a few words holds one of them, every longer text one of the first two."""
_LONG_CHARACTERS = 300
"""Characters of a text in which the first two of `_OFTEN` are enough to look for."""
_BYTE_OF_SPACE = {
    "cp1251": {0xD0: 0xA0},
    "cp1252": {0xD0: 0xA0, 0xD1: 0x85},
    "cp866": {},
    "koi8-r": {0xD0: 0x9A, 0xD2: 0x9A},
}
"""Bytes, by the byte in front of them, that were a no-break space or next line before cleaning made
a space of it: in `Р`, `х`, `К`, `Қ`."""
# Single marks that nothing else gives: the misread dashes, quotation marks, ellipsis and `№`.
_MARKS = re.compile("вЂ[“”™њќћ¦№\u02dc\u0098]|в„–|â€[“”˜™œžš¦\u0080-\u009f]|â„–|Â[«»\u00a0·°]")
_FEWEST_LETTERS = 3
"""Letters, of two characters each, that a run must hold to be repaired."""
_FEWEST_SWAPPED_LETTERS = 10
"""Letters that a text must have to be repaired as a whole where it is in Cyrillic."""
# Read one for another: what the text seems to be in, what it was in.
_SWAPS = (
    ("cp1251", "koi8-r"),
    ("koi8-r", "cp1251"),
    ("cp1251", "cp866"),
    ("cp866", "cp1251"),
)
# So many in a row are in no language; in right text, a letter or two of a word are accented.
_ACCENTED = re.compile("[\u00c0-\u00ff]{4}")
_WORDS = re.compile(r"[^\W\d_]+")
_QUESTION_MARKS = re.compile(
    r"(?<!\?)\?{2,}+(?:[^\w?]{1,3}\?{2,}+)+|^[^\w?]{0,3}\?{4,}[^\w?]{0,3}$"
)


def repair_mojibake(text: str) -> str:
    """Undo readings in a wrong charset, as often as they were made; other text stays as it is.

    Runs of UTF-8 read as Windows-1251, Windows-1252 or Latin-1, CP866 or KOI8-R are repaired
    wherever they stand, beside right text too. A text (not a page) that was in one
    single-byte charset and read in another is repaired as a whole.
    """
    if text.isascii():
        return text
    for _ in range(3):
        repaired = (
            _MARKS.sub(_reread_mark, _without_runs(text))
            if _may_hold_marks(text)
            else _without_runs(text)
        )
        if repaired == text:
            break
        text = repaired
    return repair_swapped(text) or text


def is_garbled(text: str) -> bool:
    """Tell whether so much of a text is lost or unreadable that nobody should be shown it.

    That is replacement characters (one in thirty), question marks in place of words, and
    mojibake that could not be repaired.
    """
    replaced = text.count("\ufffd")
    if replaced > 1 and replaced * 30 > len(text):
        return True
    if "??" in text:
        lost = sum(map(len, _QUESTION_MARKS.findall(text)))
        if lost * 4 > len(text):
            return True
    return not text.isascii() and any(
        (marks := sum(map(text.count, _marks(charset, text)))) > 3 and marks * 16 > len(text)
        for charset in _CHARSETS
    )


def decode_as(body: bytes, charset: str) -> str:
    """Decode bytes as browsers do: an undefined byte is the C1 control of its number."""
    return body.decode("latin-1").translate(_table(charset))


@cache
def _table(charset: str) -> dict[int, str]:
    """Map each byte beyond ASCII, as a character of Latin-1, to the charset's character."""
    table = {}
    for byte in range(128, 256):
        try:
            table[byte] = bytes([byte]).decode(charset)
        except UnicodeDecodeError:
            table[byte] = chr(byte)
    return table


@cache
def _to_bytes(charset: str) -> dict[int, int]:
    """Map each character of the charset beyond ASCII to its byte, as a character of Latin-1."""
    table = {ord(character): byte for byte, character in _table(charset).items()}
    if charset == "cp1252":  # Latin-1 as well
        table |= {byte: byte for byte in range(128, 160)}
    return table


@cache
def _misread(charset: str) -> tuple[str, ...]:
    """Return what frequent letters become when their UTF-8 is decoded by the charset."""
    found = []
    for letter in _OFTEN:
        once = decode_as(letter.encode(), charset)
        found += [once, decode_as(once.encode(), charset)]
        if charset == "cp1252" and letter.isupper():
            found.append(letter.encode().decode("latin-1"))
    return tuple(found)


def _marks(charset: str, text: str) -> tuple[str, ...]:
    """Return those of `_misread` that are worth looking for in a text of this length."""
    return _misread(charset)[: 4 if len(text) > _LONG_CHARACTERS else None]


@cache
def _runs(charset: str) -> re.Pattern[str]:
    """Match UTF-8 sequences decoded by the charset, and what is ASCII between them."""
    to_bytes = _to_bytes(charset)

    def those(first: int, last: int) -> str:
        found = (chr(key) for key, byte in to_bytes.items() if first <= byte <= last)
        return "[" + "".join(map(re.escape, found)) + "]"

    following = those(0x80, 0xBF)
    spaced = "".join(f"|{re.escape(_table(charset)[lead])} " for lead in _BYTE_OF_SPACE[charset])
    sequence = (
        f"(?:{those(0xC2, 0xDF)}{following}|{those(0xE0, 0xEF)}{following}{{2}}"
        f"|{those(0xF0, 0xF4)}{following}{{3}}{spaced})"
    )
    return re.compile(f"{sequence}(?:[\\x00-\\x7f]*{sequence})*")


@cache
def _suspects() -> re.Pattern[str]:
    """Match a character that misread text of some words holds, and right text hardly ever."""
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
    ordinary = set(letters + letters.upper() + "«»–—…№“”„‘’\u00a0")
    found = {mark for charset in _CHARSETS for misread in _misread(charset) for mark in misread}
    return re.compile("[" + "".join(map(re.escape, sorted(found - ordinary))) + "]")


def _without_runs(text: str) -> str:
    if _suspects().search(text) is None:
        return text
    for charset in _CHARSETS:
        if any(mark in text for mark in _marks(charset, text)):
            text = _runs(charset).sub(partial(_reread, charset), text)
    return text


def _reread(charset: str, found: re.Match[str]) -> str:
    run = given = found[0]
    letters = sum(not character.isascii() for character in run) // 2
    characters = _table(charset)
    for lead, byte in _BYTE_OF_SPACE[charset].items():
        run = run.replace(f"{characters[lead]} ", f"{characters[lead]}{characters[byte]}")
    try:
        body = run.translate(_to_bytes(charset)).encode("latin-1")
        repaired = body.decode("utf-8")
    except UnicodeError:
        return given
    if letters < _FEWEST_LETTERS:
        return given
    return repaired if _is_readable(repaired) else given


def _may_hold_marks(text: str) -> bool:
    return any(mark in text for mark in ("вЂ", "â€", "в„", "Â"))


def _reread_mark(match: re.Match[str]) -> str:
    charset = "cp1251" if match[0][0] == "в" else "cp1252"
    try:
        return match[0].translate(_to_bytes(charset)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return match[0]


def _is_readable(text: str) -> bool:
    """Tell whether most beyond ASCII is Cyrillic, or again what Cyrillic is misread as."""
    beyond = [character for character in text if not character.isascii()]
    cyrillic = sum("\u0400" <= character <= "\u052f" for character in beyond)
    return cyrillic * 2 > len(beyond) or any(
        mark in text for charset in _CHARSETS for mark in _misread(charset)
    )


def repair_swapped(text: str) -> str | None:
    """Decode a text anew that was decoded by a wrong single-byte charset; None if it was not.

    None also where no repair is certain.
    """
    if len(text) > 2000 or text.isascii() or sum(map(text.count, "оае")) * 6 > len(text):
        return None
    if _ACCENTED.search(text):
        return _unaccented(text)
    if len(text) < _FEWEST_SWAPPED_LETTERS:
        return None
    best, most = None, 0.0
    for seeming, true in _SWAPS:
        if sum(map(text.count, _seeming(seeming, true))) * 4 < len(text):
            continue
        try:
            body = text.translate(_to_bytes(seeming)).encode("latin-1")
        except UnicodeEncodeError:
            continue
        repaired = decode_as(body, true)
        letters = sum("\u0400" <= character <= "\u052f" for character in repaired)
        lower = sum(map(str.islower, repaired))
        if letters < _FEWEST_SWAPPED_LETTERS or lower * 2 <= letters:
            continue
        # Only here, for what few texts come to: it costs more than all before it.
        most = most or max(0.42, known_share(text) + 0.25)
        if (known := known_share(repaired)) > most:
            best, most = repaired, known
    return best


def _unaccented(text: str) -> str | None:
    """Repair `Êàçàõñòàí`, `ëÁÚÁÈÓÔÁÎ`: one word is enough to be certain."""
    try:
        body = text.translate(_to_bytes("cp1252")).encode("latin-1")
    except UnicodeEncodeError:
        return None
    candidates = [decode_as(body, charset) for charset in ("cp1251", "koi8-r")]
    best = max(candidates, key=known_share)
    return best if known_share(best) >= 0.3 else None


@cache
def _seeming(seeming: str, true: str) -> str:
    """Return what the most frequent letters of Russian look like, which are half of a text."""
    return decode_as("оаеинтср".encode(true), seeming)


def known_share(text: str) -> float:
    """Return the share of triples, in Cyrillic words, that Russian or Kazakh often has."""
    odds = letter_odds("cyrillic")
    known = total = 0
    for word in _WORDS.findall(text):
        bounded = f"_{word.lower().translate(AS_TYPED)}_"
        total += len(word)
        if "\u0400" <= bounded[1] <= "\u052f":
            known += sum([bounded[i : i + 3] in odds for i in range(len(word))])
    return known / total if total else 0.0
