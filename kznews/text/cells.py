"""Texts that go into a cell of a table or an element of XML, in whatever format a file has."""

from __future__ import annotations

import re

# Where a spreadsheet would begin to read a formula (OWASP, "CSV injection"): at the start of a
# cell, of a line in it, and behind what other programs take for the end of a cell.
_OPENING = "=+@\uff0b\uff0d\uff1d\uff20-"
_FORMULA_WITHIN = re.compile(f"([;|\t\n])(?=[{_OPENING}])")
# What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_formulas(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would take for a formula."""
    quoted = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{quoted}" if quoted and quoted[0] in _OPENING else quoted


def writable_in_xml(text: str) -> str:
    """Leave out the signs that XML has no way to write."""
    return _NOT_IN_XML.sub("", text)
