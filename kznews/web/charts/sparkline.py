"""A row of numbers as one small line, to stand in a text or a table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kznews.web.charts.elements import element
from kznews.web.charts.scales import drawable, number_scale

_WIDTH, _HEIGHT = 100, 20
_MOST_POINTS = 100
"""Numbers that are drawn at most: the last ones."""


def sparkline(numbers: Sequence[float | None], words: str) -> Markup:
    """Draw the last hundred numbers; `words` say what they are. Unknown ones leave a gap."""
    shown = [drawable(each) for each in numbers[-_MOST_POINTS:]]
    scale = number_scale((each for each in shown if each is not None), from_zero=True)
    step = _WIDTH / max(len(shown) - 1, 1)
    drawn: list[str] = []
    is_drawing = False
    for place, number in enumerate(shown):
        if number is not None:
            y = 1 + (1 - scale.place(number)) * (_HEIGHT - 2)
            # A number that stands alone is a dot: a line of no length with round ends.
            drawn.append(
                f"L{place * step:.1f} {y:.1f}" if is_drawing else f"M{place * step:.1f} {y:.1f}h0"
            )
        is_drawing = number is not None
    return element(
        "svg",
        {
            "class": "sparkline",
            "width": _WIDTH,
            "height": _HEIGHT,
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
            "role": "img",
            "aria-label": words,
        },
        element("path", {"class": "line line-1", "fill": "none", "d": "".join(drawn)}),
    )
