"""The charset of a page, which servers often state wrongly."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from kznews.text.mojibake import decode_as, known_share, repair_mojibake

# The single-byte charsets of Russian and Kazakh sites, the likeliest first.
_SINGLE_BYTE = ("cp1251", "koi8-r", "cp866", "iso8859-5")
# Windows-1251 with Kazakh letters in the place of Serbian and Ukrainian ones.
_KAZAKH_CP1251 = "kz1048"
_NOT_RUSSIAN = re.compile("[ЈјЎўҐґЇїЅѕЄє]")
_CYRILLIC_WORD = re.compile("[\u0400-\u052f]{2,}")
_JUDGED_WORDS = 400
"""Words of a page by which a charset is judged, at most."""
_NOT_ASCII = re.compile(r"[^\x00-\xa0]")
_JUDGED_CHARACTERS = 20_000
"""Characters of a page in which those beyond ASCII are counted."""
# A title begins so; what is misread at all is misread there.
_TITLE = re.compile("<title|<h1", re.IGNORECASE)
# How the charsets that pages come in begin.
_CHARSETS = tuple(
    "utf-8 ascii cp12 cp866 cp932 koi8 iso8859 mac-cyr kz1048 ptcp154 gb big5 euc shift_jis".split()
)
_LONGEST_REPAIRED = 1_000_000
"""Characters of the longest page that is repaired, scripts and all, which takes half a second."""
_TOLERATED_BAD_SHARE = 0.001
"""Share of characters that may be undecodable in UTF-8: a page may be cut inside a character."""


def to_utf8(body: bytes, content_type: str | None = None) -> tuple[bytes, list[str]]:
    """Return the page in UTF-8 without a byte order mark, and notes about what was odd.

    Order of trust: byte order mark; UTF-8 where the bytes are valid (text in no other charset is);
    then the HTTP header's charset, the page's own `meta` (HTML standard, «determining the character
    encoding»). Where what is declared is wrong, the page is read in the charset whose words are
    Russian or Kazakh, noted as `charset/mismatch`; a few bad bytes are replaced, noted as
    `charset/damaged`; a page whose text had been misread before it was served is repaired, noted as
    `charset/mojibake`.
    """
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return _reencoded(body[len(mark) :], encoding), []
    if body.isascii():
        return body, []
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    encoding = _page_encoding(declared) or "utf-8"
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    mismatch = [] if is_utf8 else ["charset/mismatch"]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        repaired = _without_mojibake(text)
        if repaired is None:
            return body, mismatch
        return repaired.encode("utf-8", "replace"), [*mismatch, "charset/mojibake"]
    text = body.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= len(text) * _TOLERATED_BAD_SHARE:
        return text.encode(), [*mismatch, "charset/damaged"]
    single = _single_byte(body, encoding)
    if single is None:
        return _reencoded(body, encoding), ["charset/damaged"]
    text, charset = single
    return text.encode(), [] if charset == encoding else ["charset/mismatch"]


def _without_mojibake(text: str) -> str | None:
    """Repair the page's text where its title shows that it was misread; else return None.

    None, too, for a page of more than a million characters.
    """
    if len(text) > _LONGEST_REPAIRED:
        return None
    title = _TITLE.search(text)
    start = title.start() if title else 0
    sample = text[start : start + 600]
    if sample.isascii() or repair_mojibake(sample) == sample:
        return None
    return repair_mojibake(text)


def _single_byte(body: bytes, declared: str) -> tuple[str, str] | None:
    """Return the page's text and charset; None where no charset gives a readable text.

    What is declared is believed where it gives words, or where nothing gives Russian or Kazakh.
    """
    try:
        believed = body.decode(declared)
    except UnicodeDecodeError:
        believed = None
    own = 0.0 if believed is None else _readable_share(believed)
    shares = {charset: _readable_share(decode_as(body, charset)) for charset in _SINGLE_BYTE}
    best = max(shares, key=shares.__getitem__)
    if shares[best] > max(0.4, own + 0.2):
        charset, text = best, decode_as(body, best)
    elif believed is not None:
        charset, text = declared, believed
    else:
        return None
    if charset == "cp1251" and len(_NOT_RUSSIAN.findall(text)) * 100 > len(text) / 10:
        kazakh = decode_as(body, _KAZAKH_CP1251)
        if _readable_share(kazakh) > _readable_share(text):
            return kazakh, _KAZAKH_CP1251
    return text, charset


def _readable_share(text: str) -> float:
    """Measure, from 0 to 1, how likely the Cyrillic words of a page are Russian or Kazakh."""
    words = islice(_CYRILLIC_WORD.finditer(text), _JUDGED_WORDS)
    sample = " ".join(word[0] for word in words)
    if len(sample) < 10:
        return 0.0
    lower: float = sum(map(str.islower, sample)) / len(sample)
    beyond_ascii: list[str] = _NOT_ASCII.findall(text, 0, _JUDGED_CHARACTERS)
    cyrillic = sum("\u0400" <= character <= "\u052f" for character in beyond_ascii)
    return known_share(sample) * lower * cyrillic / max(len(beyond_ascii), 1)


def _reencoded(body: bytes, encoding: str) -> bytes:
    return body.decode(encoding, errors="replace").encode()


def _page_encoding(declared: str | None) -> str | None:
    """Return Python's name of a declared charset, where it is one that pages come in.

    Python also knows codecs that are no charsets (`hex`, `unicode_escape`), and UTF-16 is never
    declared by a page that one can read the declaration of.
    """
    encoding = resolve_encoding(declared) if declared else None
    return encoding if encoding and encoding.startswith(_CHARSETS) else None
