"""HTML that a page prints as text, because it was escaped once too often or pasted as text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kznews.extraction.blocks import Block, read_blocks
from kznews.extraction.page import parse_html

_NAMES = (
    "a abbr article aside b blockquote br center div em embed figcaption figure font h1 h2 h3 h4 "
    "h5 h6 hr i iframe img ins li ol p picture s script section small span strong style sub sup "
    "table tbody td th tr u ul video"
)
_TAG = re.compile(
    rf"</?(?:{'|'.join(_NAMES.split())})(?:\s+[a-z][\w:-]*\s*=[^<>]*)?\s*/?>", re.IGNORECASE
)


def prints_markup(line: str) -> bool:
    """Tell whether a line of text holds a tag of HTML; `a < b` is none."""
    return "<" in line and _TAG.search(line) is not None


def read_printed_markup(lines: Iterable[str]) -> list[Block]:
    """Read the blocks of the HTML that lines of text are, without its pictures: none was shown."""
    root = parse_html("<br>".join(lines).encode(errors="ignore"))
    return [Block(lines=block.lines) for block in read_blocks(root, frozenset()) if block.lines]


def without_markup(line: str) -> str:
    """Return the text of a line that may hold tags of HTML, as one line."""
    if not prints_markup(line):
        return line
    return " ".join(text for block in read_printed_markup([line]) for text in block.lines)
