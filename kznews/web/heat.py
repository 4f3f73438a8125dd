"""How dark a cell of a table of counts is: classes `heat-0` to `heat-4` of the style sheet."""

from __future__ import annotations

from math import sqrt

_DARKEST = 4


def heat(count: int, most: int) -> int:
    """Give the step of a count beside the largest; 0 for none.

    Steps go by square roots: else a few large outlets leave all others alike.
    """
    if count <= 0 or most <= 0:
        return 0
    return min(_DARKEST, 1 + int(_DARKEST * sqrt(count / most) * 0.999))
