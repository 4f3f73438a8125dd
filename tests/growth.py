"""How the time that reading a text takes grows with the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from time import process_time
from timeit import Timer

TIMES = 8
LINEAR = 3.0 * TIMES
"""Where the time grows with the length, a text `TIMES` as long takes less than this."""
_LEAST = 0.002  # seconds: the clock is no judge of less
_SHORT = 600  # characters of the shorter text of a shape


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A text of any length: a unit again and again, between a start and an end."""

    unit: str
    start: str = ""
    end: str = ""

    def text(self, count: int) -> str:
        """Give the text of so many units."""
        return self.start + self.unit * count + self.end


def growth(
    read: Callable[[str], object], unit: str, count: int, *, start: str = "", end: str = ""
) -> float:
    """Return how many times as long it takes to read `TIMES` times as many units as `count`.

    Of several runs the quickest counts: others were held up by whatever else the machine does.
    """
    shape = Shape(unit=unit, start=start, end=end)
    short, long = shape.text(count), shape.text(count * TIMES)
    quick = Timer(lambda: read(short), timer=process_time)
    number = 1
    while quick.timeit(number) < _LEAST:
        number *= 2
    slow = Timer(lambda: read(long), timer=process_time)
    return min(slow.repeat(3, number)) / min(quick.repeat(5, number))


def slowest_shapes(
    read: Callable[[str], object], shapes: Iterable[Shape], *, short: int = _SHORT
) -> dict[Shape, float]:
    """Return the shapes that do not take linear time to read, with their growth.

    `short` is how many characters the shorter text has. A shape that one reading of each length
    shows to be linear, or too quick to tell, is not measured again.
    """
    found: dict[Shape, float] = {}
    for shape in shapes:
        count = max(1, short // len(shape.unit))
        quick, slow = (
            Timer(partial(read, text), timer=process_time).timeit(1)
            for text in (shape.text(count), shape.text(count * TIMES))
        )
        if slow < max(_LEAST, LINEAR * quick):
            continue
        measured = growth(read, shape.unit, count, start=shape.start, end=shape.end)
        if measured >= LINEAR:
            found[shape] = round(measured)
    return found
