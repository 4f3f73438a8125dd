"""The frame of a chart: the area that is drawn on, its lines, and what is written beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from kznews.web.charts.elements import element, joined, share
from kznews.web.charts.labels import Labels
from kznews.web.charts.scales import NumberScale, TimeScale

_TOP, _BOTTOM = 18, 24
"""Pixels above the area, for the highest label, and below it, for the moments."""
_EDGE = 0.08
"""Share of the width within which a label begins or ends at its place, not to be cut off."""
_WIDTHS = ((1000, "tick rare"), (580, "tick spare"), (220, "tick"))
"""Pixels that a chart has across at least, and the class of what is written from there on: above
the sheet's 72rem, above its 44rem, and on a screen of 320 px."""
_LETTER, _BETWEEN = 7.5, 8
"""Pixels that a letter of a label takes at most, and that stay free between labels."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Area:
    """The area of a chart, in pixels from its top; across it takes the whole width."""

    height: int = 220

    @property
    def top(self) -> int:
        """Where the greatest number stands."""
        return _TOP

    @property
    def bottom(self) -> int:
        """Where the least number stands."""
        return self.height - _BOTTOM

    def y(self, place: float) -> float:
        """Give the distance from the top of a share of the way up."""
        return self.bottom - place * (self.bottom - self.top)


def number_axis(area: Area, scale: NumberScale, labels: Labels) -> Markup:
    """Draw a line at each round number, with the number before it: see `side`."""
    return joined(_number_lines(area, scale, labels))


def side(scale: NumberScale, labels: Labels) -> str:
    """Name the class of a chart that has room before it for the numbers of its axis."""
    longest = max((len(labels.number(each)) for each in scale.ticks), default=1)
    return "side-short" if longest < 4 else "side" if longest < 8 else "side-long"


def _number_lines(area: Area, scale: NumberScale, labels: Labels) -> Iterator[Markup]:
    for tick in scale.ticks:
        y = area.y(scale.place(tick))
        yield element("line", {"class": "grid", "x1": "0", "x2": "100%", "y1": y, "y2": y})
        yield element(
            "text",
            {"class": "tick", "x": -6, "y": y + 4, "text-anchor": "end"},
            labels.number(tick),
        )


def time_axis(area: Area, scale: TimeScale, labels: Labels) -> Markup:
    """Draw a short line at each round moment, with the moment below it."""
    written = [(scale.place(at), labels.moment(at, unit)) for at, unit in scale.ticks()]
    return places_axis(area, written)


def places_axis(area: Area, written: Iterable[tuple[float, str]]) -> Markup:
    """Write texts below the area, at shares of its width: those that have room beside each other.

    Of those with room on a wide screen alone the style sheet hides some on a narrow one.
    """
    every = list(written)
    kinds: dict[int, str] = {}
    step = 1
    for width, kind in _WIDTHS:
        # What is written on a narrow screen is among what is written on a wide one.
        step = next(
            each
            for each in range(step, step * (len(every) + 2), step)
            if _have_room(every[::each], width)
        )
        kinds |= dict.fromkeys(range(0, len(every), step), kind)
    return joined(_places(area, [(*every[each], kinds[each]) for each in sorted(kinds)]))


def _have_room(written: Sequence[tuple[float, str]], width: int) -> bool:
    end = float("-inf")
    for place, label in written:
        length = len(label) * _LETTER
        before = {"start": 0.0, "middle": length / 2, "end": length}[_anchor(place)]
        start = place * width - before
        if start < end + _BETWEEN:
            return False
        end = start + length
    return True


def _anchor(place: float) -> Anchor:
    return "start" if place < _EDGE else "end" if place > 1 - _EDGE else "middle"


def _places(area: Area, written: Iterable[tuple[float, str, str]]) -> Iterator[Markup]:
    for place, label, kind in written:
        x = share(place)
        yield element(
            "line",
            {"class": "grid", "x1": x, "x2": x, "y1": area.bottom, "y2": area.bottom + 5},
        )
        yield element(
            "text",
            {"class": kind, "x": x, "y": area.bottom + 18, "text-anchor": _anchor(place)},
            label,
        )
