"""What a terminal shows people: lengths of time, moments, numbers, and strange text made safe."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

# What a terminal obeys, or what changes the order in which it shows letters: controls besides tab
# and line feed, direction marks and overrides, separators of lines, tags. Half characters cannot be
# written at all. Joiners and no-break spaces stay: words and emoji need them.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LONGEST_LINE = 200  # characters
# Up to how many seconds a length of time is written in which unit.
_UNITS = ((120, 1, "s"), (120 * 60, 60, "min"), (48 * 3600, 3600, "h"))
_DAY = 86400
_BYTES = ("B", "kB", "MB", "GB", "TB")


def write_duration(span: timedelta) -> str:
    """Write a length of time in its largest unit, rounded down: `5 h`."""
    seconds = int(span.total_seconds())
    for most, unit, name in _UNITS:
        if seconds < most:
            return f"{seconds // unit} {name}"
    return f"{seconds // _DAY} days"


def write_distance(moment: datetime, now: datetime) -> str:
    """Write how far `moment` is from `now`: `in 5 min`, `3 h ago`."""
    if abs(moment - now) < timedelta(seconds=1):
        return "now"
    amount = write_duration(abs(moment - now))
    return f"in {amount}" if moment > now else f"{amount} ago"


def write_moment(moment: datetime) -> str:
    """Write a moment of UTC to the second: `2026-04-01 06:30:00`."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def write_dated(moment: datetime, now: datetime) -> str:
    """Write `2026-04-01 06:30:00 UTC (in 5 min)`, or `(3 h ago)`; `now` is the server's."""
    return f"{write_moment(moment)} UTC ({write_distance(moment, now)})"


def write_count(number: int, noun: str) -> str:
    """Write `1 job`, `2,000 jobs`."""
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def write_bytes(number: float) -> str:
    """Write an amount of bytes in its largest decimal unit: `340 kB`, `1.2 GB`."""
    place = 0
    while abs(number) >= 1000 and place < len(_BYTES) - 1:
        number, place = number / 1000, place + 1
    return f"{number:.{int(place > 0 and abs(number) < 10)}f} {_BYTES[place]}"


def harmless(text: str) -> str:
    """Make text of any number of lines safe for a terminal: U+FFFD for each sign that it obeys."""
    return text if text.isprintable() else _OBEYED.sub("\ufffd", text)


def harmless_json(text: str) -> str:
    """Make JSON safe for a terminal: such signs are escaped, so that it says the same."""
    return _OBEYED.sub(lambda sign: json.dumps(sign[0])[1:-1], text)


def printable(text: str) -> str:
    """Make text that was read from a page or a server safe for a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


def one_line(text: str) -> str:
    """Make such a text safe for a terminal, and short."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
