"""Bytes of a page to text, where servers say the wrong charset."""

from __future__ import annotations

import codecs

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

# The single-byte charset of old Russian and Kazakh sites.
_CYRILLIC_SINGLE_BYTE = "cp1251"
_CHARSETS = (
    *(
        "utf-8",
        "ascii",
        "cp12",
        "cp866",
        "cp932",
        "koi8",
        "iso8859",
        "mac-cyr",
        "kz1048",
        "ptcp154",
    ),
    *("gb", "big5", "euc", "shift_jis"),
)
# A page cut in the middle of a character, or with one bad byte in an advert, is still UTF-8.
_TOLERATED_BAD_SHARE = 0.001


def to_utf8(body: bytes, content_type: str | None = None) -> tuple[bytes, list[str]]:
    """The page in UTF-8 without a byte order mark, and notes about what was odd.

    Order of trust (HTML standard, «determining the character encoding»): byte order mark, the
    HTTP header's charset, the page's own `meta`, UTF-8. A page that is not valid in what it
    declares is read as Windows-1251 where that gives Cyrillic words, noted as
    `charset/mismatch`; a few bad bytes are replaced, noted as `charset/damaged`.
    """
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return _reencoded(body[len(mark) :], encoding), []
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    encoding = _page_encoding(declared) or "utf-8"
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    try:
        text = body.decode(encoding)
        return body if is_utf8 else text.encode(), []
    except UnicodeDecodeError:
        pass
    if not is_utf8:
        try:
            body.decode("utf-8")
            return body, ["charset/mismatch"]
        except UnicodeDecodeError:
            return _reencoded(body, encoding), ["charset/damaged"]
    text = body.decode(encoding, errors="replace")
    if text.count("\ufffd") > len(text) * _TOLERATED_BAD_SHARE:
        legacy = body.decode(_CYRILLIC_SINGLE_BYTE, errors="replace")
        if _looks_cyrillic(legacy):
            return legacy.encode(), ["charset/mismatch"]
    return text.encode(), ["charset/damaged"]


def _reencoded(body: bytes, encoding: str) -> bytes:
    return body.decode(encoding, errors="replace").encode()


def _page_encoding(declared: str | None) -> str | None:
    """Python's name of a declared charset, where it is one that pages come in.

    Python also knows codecs that are no charsets (`hex`, `unicode_escape`), and UTF-16 is never
    declared by a page that one can read the declaration of.
    """
    encoding = resolve_encoding(declared) if declared else None
    return encoding if encoding and encoding.startswith(_CHARSETS) else None


def _looks_cyrillic(text: str) -> bool:
    """Whether letters beyond ASCII are mostly the lower-case ones of Russian words."""
    beyond = [character for character in text if ord(character) > 127]
    lower = sum("а" <= character <= "я" or character == "ё" for character in beyond)
    return lower > len(beyond) / 2
