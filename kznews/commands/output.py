"""The one place where commands print: a terminal obeys nothing of it, wherever it came from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kznews.commands.word_difference import marked
from kznews.text.differences import Part, Piece
from kznews.text.terminal import harmless

if TYPE_CHECKING:
    from kznews.search.marking import Stretch

_COLOURS: dict[Part, str] = {"cut": "\x1b[31m", "added": "\x1b[32m"}
_FOUND = "\x1b[1;33m"
_PLAIN = "\x1b[0m"


def say(text: object = "", *, flush: bool = False) -> None:
    """Print on stdout; U+FFFD stands for each sign that a terminal would obey."""
    print(harmless(str(text)), flush=flush)


def say_difference(pieces: Iterable[Piece]) -> None:
    """Print how a text changes on a line of stdout: in colours too, where that is a terminal.

    Nothing is coloured where the environment has NO_COLOR.
    """
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    parts = []
    for piece in pieces:
        part = harmless(marked(piece))
        colour = _COLOURS.get(piece.part) if is_coloured else None
        parts.append(f"{colour}{part}{_PLAIN}" if colour else part)
    print(f"  {' '.join(parts)}")


def say_found(stretches: Iterable[Stretch]) -> None:
    """Print a text in which words were found on a line of stdout; on a terminal these are coloured.

    Elsewhere, and where the environment has NO_COLOR, they stand between asterisks.
    """
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    begin, end = (_FOUND, _PLAIN) if is_coloured else ("*", "*")
    parts = [(harmless(each.text), each.is_found) for each in stretches]
    print("".join(f"{begin}{text}{end}" if is_found else text for text, is_found in parts))


def say_on_stderr(text: str) -> None:
    """Print on stderr likewise, at once."""
    print(harmless(text), file=sys.stderr, flush=True)
