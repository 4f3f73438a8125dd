"""The one place where commands print: a terminal obeys nothing of it, wherever it came from."""

from __future__ import annotations

import sys

from kznews.text.terminal import harmless


def say(text: object = "", *, flush: bool = False) -> None:
    """Print on stdout; U+FFFD stands for each sign that a terminal would obey."""
    print(harmless(str(text)), flush=flush)


def say_on_stderr(text: str) -> None:
    """Print on stderr likewise, at once."""
    print(harmless(text), file=sys.stderr, flush=True)
