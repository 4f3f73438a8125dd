"""Times in which something was so, as rows of bars on one axis: tickers, timelines of copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from kznews.web.charts.axes import Area, time_axis
from kznews.web.charts.elements import element, joined, safe_address, share
from kznews.web.charts.labels import Labels
from kznews.web.charts.scales import TimeScale, is_drawable, time_scale

MOST_ROWS = 1_000
"""Rows that are drawn at most."""
_HEIGHT = 12
"""Pixels of a row's bar."""
_NARROWEST = 0.004
"""Share of the width that a bar takes at least: of one moment, too."""


@dataclass(frozen=True)
class Time:
    """A time in which something was so."""

    first: datetime
    last: datetime
    """Up to which it was so."""
    words: str
    """What is said of it."""
    until: datetime | None = None
    """Up to which it may have been so, where that is later."""


@dataclass(frozen=True)
class TimeRow:
    """One thing, and its times."""

    label: str
    """Who or what it is, as a text of the page."""
    times: Sequence[Time]
    href: str | None = None
    language: str | None = None
    note: Markup | str = ""
    """What stands below its bar."""


def intervals(
    title: str,
    rows: Sequence[TimeRow],
    labels: Labels,
    *,
    between: tuple[datetime, datetime] | None = None,
    mark: datetime | None = None,
) -> Markup:
    """Draw rows of bars on one axis; each has its words above it.

    `between` are the ends of the axis, where they are others than those of the bars; `mark` is a
    moment that is marked in each row.
    """
    shown = rows[:MOST_ROWS]
    moments = [
        moment
        for row in shown
        for each in row.times
        for moment in (each.first, each.until or each.last)
    ]
    scale = time_scale(between or moments, labels.zone)
    return element(
        "div",
        {"class": "intervals"},
        _axis(scale, labels),
        element("ol", {"aria-label": title}, *(_row(row, scale, mark) for row in shown)),
        _axis(scale, labels) if len(shown) > 10 else Markup(""),
    )


def _axis(scale: TimeScale, labels: Labels) -> Markup:
    area = Area(height=24)
    return element(
        "svg",
        {"class": "chart axis", "width": "100%", "height": 24, "aria-hidden": "true"},
        time_axis(area, scale, labels),
    )


def _row(row: TimeRow, scale: TimeScale, mark: datetime | None) -> Markup:
    label = element("bdi", {"lang": row.language}, row.label)
    address = safe_address(row.href)
    if address is not None:
        label = element("a", {"href": address}, label)
    note = element("p", {"class": "note"}, row.note) if row.note else Markup("")
    words = "; ".join(each.words for each in row.times)
    return element(
        "li",
        None,
        element("p", {"class": "label"}, label),
        element(
            "svg",
            {
                "class": "chart times",
                "width": "100%",
                "height": _HEIGHT,
                "role": "img",
                "aria-label": words or "–",
            },
            joined(_bars(row, scale)),
            _mark(scale, mark),
        ),
        note,
    )


def _bars(row: TimeRow, scale: TimeScale) -> Iterator[Markup]:
    for each in row.times:
        until = each.until or each.last
        if not (is_drawable(each.first) and is_drawable(until)):
            continue
        if until < scale.first or each.first > scale.last:
            continue
        first, last, end = map(scale.place, (each.first, each.last, until))
        first = min(first, 1 - _NARROWEST)
        last = max(last, first + _NARROWEST)
        parts = [_bar("certain", first, last)]
        if end > last:
            parts.append(_bar("possible", last, end))
        yield element("g", None, element("title", None, each.words), *parts)


def _bar(kind: str, first: float, last: float) -> Markup:
    return element(
        "rect",
        {"class": kind, "x": share(first), "width": share(last - first), "y": 1, "height": 10},
    )


def _mark(scale: TimeScale, mark: datetime | None) -> Markup:
    if mark is None or not scale.first <= mark <= scale.last:
        return Markup("")
    x = share(scale.place(mark))
    return element("line", {"class": "mark", "x1": x, "x2": x, "y1": 0, "y2": _HEIGHT})
