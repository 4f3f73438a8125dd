"""The frame of a chart: the area that is drawn on, its lines, and what is written beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """Draw a line at each round number, with the number above it."""
    return joined(_number_lines(area, scale, labels))


def _number_lines(area: Area, scale: NumberScale, labels: Labels) -> Iterator[Markup]:
    for tick in scale.ticks:
        y = area.y(scale.place(tick))
        yield element("line", {"class": "grid", "x1": "0", "x2": "100%", "y1": y, "y2": y})
        yield element("text", {"class": "tick", "x": "0", "y": y - 4}, labels.number(tick))


def time_axis(area: Area, scale: TimeScale, labels: Labels) -> Markup:
    """Draw a short line at each round moment, with the moment below it."""
    written = [(scale.place(at), labels.moment(at, unit)) for at, unit in scale.ticks()]
    return places_axis(area, written)


def places_axis(area: Area, written: Iterable[tuple[float, str]]) -> Markup:
    """Write texts below the area, at shares of its width."""
    return joined(_places(area, written))


def _places(area: Area, written: Iterable[tuple[float, str]]) -> Iterator[Markup]:
    for place, label in written:
        x = share(place)
        yield element(
            "line",
            {"class": "grid", "x1": x, "x2": x, "y1": area.bottom, "y2": area.bottom + 5},
        )
        anchor: Literal["start", "middle", "end"] = "middle"
        if place < _EDGE:
            anchor = "start"
        elif place > 1 - _EDGE:
            anchor = "end"
        yield element(
            "text",
            {"class": "tick", "x": x, "y": area.bottom + 18, "text-anchor": anchor},
            label,
        )
