"""Numbers over time as lines: several side by side, and nothing drawn where nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from kznews.web.charts.axes import Area, number_axis, side, time_axis
from kznews.web.charts.elements import drawing, element, joined, link, share
from kznews.web.charts.labels import Labels
from kznews.web.charts.scales import (
    NumberScale,
    TimeScale,
    drawable,
    is_drawable,
    number_scale,
    time_scale,
)

MOST_LINES = 8
"""Lines that are told apart: by colour, and by dashes."""
_WIDTH = 1000
"""Units across the area of the lines."""
_COLUMNS = 250
"""Columns of the area; of the points in one, those that can be told apart are drawn."""
_MOST_MARKED = 60
"""Points of a line up to which each is marked, and says its number when it is pointed at."""


@dataclass(frozen=True)
class Point:
    """A number at a moment; None where it is known that there is none."""

    at: datetime
    number: float | None
    words: str | None = None
    href: str | None = None


@dataclass(frozen=True)
class Line:
    """Numbers of one thing."""

    label: str
    points: Sequence[Point]
    longest_pause: timedelta | None = None
    """Between two points that are further apart, nothing is known, and no line is drawn."""
    stays: bool = False
    """Each number holds until the next: the line goes in steps."""


@dataclass(frozen=True)
class Span:
    """A time that is marked behind the lines."""

    first: datetime
    last: datetime
    words: str


def lines(
    name: str,
    title: str,
    description: str,
    drawn: Sequence[Line],
    labels: Labels,
    *,
    spans: Sequence[Span] = (),
    between: tuple[datetime, datetime] | None = None,
    from_zero: bool = False,
) -> Markup:
    """Draw lines over one time, with a list of what each of them is; the first eight of them.

    `name` is one that no other chart of the page has; `between` are the ends of the time, where it
    is another than that of the points.
    """
    area = Area()
    runs = [(line, _runs(line)) for line in drawn[:MOST_LINES]]
    points = [point for _, of_line in runs for run in of_line for point in run]
    times = time_scale(between or [point.at for point in points], labels.zone)
    numbers = number_scale([_number(point) for point in points], from_zero=from_zero)
    plot = _Plot(area, times, numbers, labels)
    image = drawing(
        name,
        area.height,
        (title, description),
        joined(plot.span(each) for each in spans if is_drawable(each.first)),
        number_axis(area, numbers, labels),
        time_axis(area, times, labels),
        plot.curves(runs),
        joined(plot.marks(runs)),
        kind=f"lines {side(numbers, labels)}",
        has_links=any(point.href is not None for point in points),
    )
    return joined([_legend([line.label for line, _ in runs]), image])


def _number(point: Point) -> float:
    number = drawable(point.number)
    assert number is not None  # runs hold no others
    return number


def _runs(line: Line) -> list[list[Point]]:
    """Give the points in order, in rows within which it is known how one follows the other."""
    points = sorted(
        (each for each in line.points if is_drawable(each.at)), key=lambda each: each.at
    )
    rows: list[list[Point]] = []
    for is_known, group in groupby(points, key=lambda each: drawable(each.number) is not None):
        if not is_known:
            continue
        row: list[Point] = []
        for point in group:
            pause = line.longest_pause
            if row and pause is not None and point.at - row[-1].at > pause:
                rows.append(row)
                row = []
            row.append(point)
        rows.append(row)
    return rows


@dataclass(frozen=True)
class _Plot:
    area: Area
    times: TimeScale
    numbers: NumberScale
    labels: Labels

    def span(self, span: Span) -> Markup:
        first, last = self.times.place(span.first), self.times.place(span.last)
        return element(
            "g",
            None,
            element("title", None, span.words),
            element(
                "rect",
                {
                    "class": "span",
                    "x": share(first),
                    "width": share(max(last - first, 0.002)),
                    "y": self.area.top,
                    "height": self.area.bottom - self.area.top,
                },
            ),
        )

    def curves(self, runs: Sequence[tuple[Line, list[list[Point]]]]) -> Markup:
        """Draw the lines in an area of their own, which is stretched across the chart."""
        height = self.area.bottom - self.area.top
        return element(
            "svg",
            {
                "y": self.area.top,
                "width": "100%",
                "height": height,
                "viewBox": f"0 0 {_WIDTH} {height}",
                "preserveAspectRatio": "none",
                "overflow": "visible",
            },
            *(
                element(
                    "path",
                    {
                        "class": f"line line-{place}",
                        "fill": "none",
                        "vector-effect": "non-scaling-stroke",
                        "d": " ".join(self._path(run, line.stays) for run in of_line),
                    },
                )
                for place, (line, of_line) in enumerate(runs, 1)
                if of_line
            ),
        )

    def _path(self, run: Sequence[Point], stays: bool) -> str:
        places = [(self.times.place(each.at), self.numbers.place(_number(each))) for each in run]
        height = self.area.bottom - self.area.top
        drawn: list[str] = []
        former_y = 0.0
        for x, y in _thinned(places):
            across, down = _short(x * _WIDTH), (1 - y) * height
            if drawn and stays:
                drawn.append(f"L{across} {_short(former_y)}")
            drawn.append(f"{'L' if drawn else 'M'}{across} {_short(down)}")
            former_y = down
        return "".join(drawn)

    def marks(self, runs: Sequence[tuple[Line, list[list[Point]]]]) -> Iterator[Markup]:
        """Mark points: each of a few, and those that stand alone, which no line shows."""
        for place, (line, of_line) in enumerate(runs, 1):
            few = sum(map(len, of_line)) <= _MOST_MARKED
            alone = [run[0] for run in of_line if len(run) == 1][:_COLUMNS]
            for point in [each for run in of_line for each in run] if few else alone:
                yield self._mark(place, line, point)

    def _mark(self, place: int, line: Line, point: Point) -> Markup:
        number = _number(point)
        when = self.labels.moment(point.at, "day")
        return link(
            point.href,
            point.words or f"{line.label}, {when}: {self.labels.number(number)}",
            element(
                "circle",
                {
                    "class": f"point point-{place}",
                    "cx": share(self.times.place(point.at)),
                    "cy": self.area.y(self.numbers.place(number)),
                    "r": 3,
                },
            ),
        )


def _thinned(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out what cannot be seen: of each column's points, all but the ends and extremes."""
    if len(places) <= _COLUMNS:
        return list(places)
    kept: list[tuple[float, float]] = []
    for _, group in groupby(places, key=lambda each: int(each[0] * _COLUMNS)):
        column = list(group)
        wanted = {
            0,
            len(column) - 1,
            min(range(len(column)), key=lambda each: column[each][1]),
            max(range(len(column)), key=lambda each: column[each][1]),
        }
        kept += [column[each] for each in sorted(wanted)]
    return kept


def _short(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _legend(labels: Sequence[str]) -> Markup:
    """List what each line is, with a piece of it."""
    return element(
        "ul",
        {"class": "legend"},
        *(
            element(
                "li",
                None,
                element(
                    "svg",
                    {"class": "key", "width": 28, "height": 10, "aria-hidden": "true"},
                    element(
                        "line",
                        {"class": f"line line-{place}", "x1": 0, "x2": 28, "y1": 5, "y2": 5},
                    ),
                ),
                element("bdi", None, label),
            )
            for place, label in enumerate(labels, 1)
        ),
    )
