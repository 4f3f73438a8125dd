"""How the time that reading a text takes grows with the text."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from timeit import Timer

TIMES = 8
LINEAR = 3.0 * TIMES
"""Where the time grows with the length, a text `TIMES` as long takes less than this."""
_LEAST = 0.002  # seconds: the clock is no judge of less


def growth(
    read: Callable[[str], object], unit: str, count: int, *, start: str = "", end: str = ""
) -> float:
    """Return how many times as long it takes to read `TIMES` times as many units as `count`.

    Of several runs the quickest counts: others were held up by whatever else the machine does.
    """
    short = start + unit * count + end
    long = start + unit * (count * TIMES) + end
    quick = Timer(lambda: read(short), timer=process_time)
    number = 1
    while quick.timeit(number) < _LEAST:
        number *= 2
    slow = Timer(lambda: read(long), timer=process_time)
    return min(slow.repeat(3, number)) / min(quick.repeat(5, number))
