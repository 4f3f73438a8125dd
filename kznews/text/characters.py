"""The characters of a text: cleaned for keeping, folded for comparing.

What is kept is only cleaned: `clean` and `clean_line` never change a letter that somebody meant.
Undone are letters that come from a wrong charset (`mojibake`), and look-alikes of another script
within a word, in Kazakh as in Russian and in names: `сәуiр` with a Latin i, `Сovid` with a
Cyrillic С. `printed_line` leaves these as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import partial

from kznews.text.mojibake import repair_mojibake, repair_swapped

# Most texts hold nothing but these: letters and signs that cleaning leaves alone, whatever they
# stand beside. „ is not one of them, as «в„–» is a misread №.
_UNUSUAL = re.compile("[^\n -%'-~а-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІ«»“”‘’–—…№]")
# Characters nobody sees: soft hyphen, zero-width and joining marks, direction marks, byte order
# mark, annotation and object replacement, and controls other than tab and line ends. Lone halves
# of surrogate pairs come from broken JSON-LD; no database stores them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_BLANK_LINES = re.compile("\n{3,}")
_WIDE = ("  ", " \n", "\n ", "\n\n\n")

# A reference that the page's own HTML had escaped once too often. Only with its semicolon and only
# names that no running text ends a word with, so that `R&D;` and `?a=1&copy=2` stay.
_ENTITY = re.compile(
    r"&(?:(?:amp|#0*38|#[xX]0*26);)*"
    r"(quot|apos|amp|lt|gt|nbsp|shy|laquo|raquo|bdquo|ldquo|rdquo|lsquo|rsquo|sbquo|ndash|mdash"
    r"|hellip|thinsp|ensp|emsp|middot|bull|deg|sect|copy|reg|trade|euro|times|minus|frac12"
    r"|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});"
)


def clean(text: str) -> str:
    """Clean a text of several lines for keeping.

    Readings in a wrong charset undone where that is certain; words of two scripts in one
    (`repair_mixed_script`); Unicode NFC; invisible characters
    gone; every kind of space is one space, U+2011 and U+2212 are hyphens; lines without space at
    their ends; at most one blank line between two others and none at the ends; entities that were
    escaped twice (`&amp;quot;`) resolved. Cleaning twice changes nothing more.
    """
    is_clean = _is_plain(text) and not any(map(text.__contains__, _WIDE)) and text == text.strip()
    if is_clean and _SCRIPT_CHANGE.search(text) is None:
        return text
    lines = (" ".join(line.split()) for line in _characters(text).splitlines())
    text = "\n".join(lines).strip("\n")
    return _BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text


def clean_line(text: str) -> str:
    """Clean a text like `clean`, and make one line of it: any white space is one space."""
    return " ".join(_characters(text).split())


def printed_line(text: str) -> str:
    """Clean a line like `clean_line`, but leave words of two scripts as they were printed."""
    return " ".join(_decoded(text).split())


def _characters(text: str) -> str:
    text = _decoded(text)
    # A letter repaired may take the mark behind it, and join the word that follows.
    for _ in range(4):
        if (repaired := repair_mixed_script(text)) == text:
            break
        text = unicodedata.normalize("NFC", repaired)
    return text


def _decoded(text: str) -> str:
    if _is_plain(text):
        return text
    # First: among the bytes of misread letters are soft hyphens and controls.
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", repair_mojibake(text)))
    text = _with_plain_hyphens(text)
    # What one pass resolves may join the pieces of another reference (`&amp;&shy;quot;`).
    for _ in range(4):
        if "&" not in text or (resolved := _ENTITY.sub(_resolve, text)) == text:
            break
        text = repair_mojibake(unicodedata.normalize("NFC", resolved))
    return text


def _is_plain(text: str) -> bool:
    """Tell whether no character needs cleaning, as in nearly every text that was cleaned before."""
    return _UNUSUAL.search(text) is None and repair_swapped(text) is None


def _with_plain_hyphens(text: str) -> str:
    return text.replace("\u2011", "-").replace("\u2212", "-")


def _resolve(match: re.Match[str]) -> str:
    found = unicodedata.normalize("NFC", html.unescape(f"&{match[1]};"))
    if match[1].startswith("#") and (found in "#;" or (found.isascii() and found.isalnum())):
        # Nobody escapes these by number; resolving them could spell a new reference.
        return match[0]
    return _with_plain_hyphens(_INVISIBLE.sub("", found))


# Letters that look the same in both scripts. Lower-case Latin b, m, t, n look like no Cyrillic
# letter in print, so a word with one of them is not taken for a misspelt Cyrillic word.
_TO_CYRILLIC = dict(zip("ABCEHIKMOPTXYaceikopxyhəƏıİ", "АВСЕНІКМОРТХУасеікорхуһәӘіІ", strict=True))
_TO_LATIN = dict(zip("АВСЕНІКМОРТХУасеікорхуһәӘ", "ABCEHIKMOPTXYaceikopxyhəƏ", strict=True))
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259"
_CYRILLIC = "\u0400-\u052f"
# Told by the Latin letter, of which there are few in most texts.
_SCRIPT_CHANGE = re.compile(f"[{_LATIN}](?:(?=[{_CYRILLIC}])|(?<=[{_CYRILLIC}].))")
_SEGMENT = re.compile(f"[{_LATIN}{_CYRILLIC}]+")
_MIXED_SEGMENT = re.compile(
    f"(?<![{_LATIN}{_CYRILLIC}])(?:[{_LATIN}]++[{_CYRILLIC}]|[{_CYRILLIC}]++[{_LATIN}])"
    f"[{_LATIN}{_CYRILLIC}]*"
)
_LATIN_RUN = re.compile(f"[{_LATIN}]+")


def repair_mixed_script(text: str) -> str:
    """Give each word segment that mixes Latin and Cyrillic letters the script of its majority.

    A segment is a run of letters: hyphens, apostrophes and digits end it, so `Boeing-тың` and
    `QR-код` stay. A segment also stays where a letter of the smaller script has no look-alike in
    the other (`Samsungтың`). Of two equal parts, that of the rest of the text wins where the other
    can be rewritten, Cyrillic where the rest does not tell; but capitals with a Latin I (`IT`) are
    Latin.
    """
    if _SCRIPT_CHANGE.search(text) is None:
        return text
    latin, letters = (sum(map(len, run.findall(text))) for run in (_LATIN_RUN, _SEGMENT))
    return _MIXED_SEGMENT.sub(partial(_repair_segment, latin * 2 > letters), text)


def _repair_segment(is_mostly_latin: bool, match: re.Match[str]) -> str:
    segment = match[0]
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in segment)
    latin = len(segment) - cyrillic
    as_cyrillic = "".join(_TO_CYRILLIC.get(letter, letter) for letter in segment)
    as_latin = "".join(_TO_LATIN.get(letter, letter) for letter in segment)
    if cyrillic == latin:
        candidates = [as_cyrillic, as_latin]
        # Both parts count the same here, so this is the rest of the text.
        if is_mostly_latin or (segment.isupper() and "I" in segment):
            candidates.reverse()
    else:
        candidates = [as_cyrillic if cyrillic > latin else as_latin]
    pure = (repaired for repaired in candidates if _SCRIPT_CHANGE.search(repaired) is None)
    return next(pure, segment)


# After case folding, a Latin letter counts as the Cyrillic one whose capital looks like its own
# capital (H as Н), so that `COP` and `СОР` are one word. ў, ӊ are typed for ұ or ү, ң; the letter ё
# is optional in Russian.
_FOLDED = str.maketrans("abcehikmoptxyəıўүӊё", "авсенікмортхуәіұұңе")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\ufe00-\ufe0f]+")
_NO_WORD = re.compile(r"[\W_]+")


def comparison_key(text: str) -> str:
    """Fold a headline so that two prints of the same headline have equal keys.

    Letter case, punctuation (quotes, dashes and hyphens, spaces around them), stress marks and
    look-alike letters make no difference. The key is for comparing only; it is empty for a text
    without a letter or digit.
    """
    folded = repair_mixed_script(clean_line(text)).casefold()
    folded = _MARKS.sub("", folded).translate(_FOLDED)
    return _NO_WORD.sub(" ", folded).strip()
