"""Counts as bars: of days, hours or anything else that stands in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from kznews.web.charts.axes import Area, number_axis, places_axis, side
from kznews.web.charts.elements import drawing, element, joined, link, share
from kznews.web.charts.labels import Labels
from kznews.web.charts.scales import NumberScale, drawable, number_scale

MOST_BARS = 366
"""Bars that are drawn at most: of more, neighbours are added up."""
_GAP = 0.15
"""Share of a bar's place that stays empty beside it."""


@dataclass(frozen=True)
class Bar:
    """A count; None where nothing is known, which is drawn as nothing."""

    label: str
    """What is counted, in words: the day, the hour."""
    count: float | None
    href: str | None = None
    words: str | None = None
    """What is said of it; None: the label and the count."""


def bars(name: str, title: str, description: str, counts: Sequence[Bar], labels: Labels) -> Markup:
    """Draw counts side by side, from zero; negative ones are drawn downwards.

    `name` is one that no other chart of the page has.
    """
    area = Area()
    shown = _added_up(counts)
    known = [number for each in shown if (number := drawable(each.count)) is not None]
    is_whole = all(number == int(number) for number in known)
    scale = number_scale(known, from_zero=True, whole=is_whole)
    written = [((place + 0.5) / len(shown), each.label) for place, each in enumerate(shown)]
    return drawing(
        name,
        area.height,
        (title, description),
        number_axis(area, scale, labels),
        places_axis(area, written),
        joined(_bars(area, scale, shown, labels)),
        kind=f"bars {side(scale, labels)}",
        has_links=any(each.href is not None for each in shown),
    )


def _bars(area: Area, scale: NumberScale, shown: Sequence[Bar], labels: Labels) -> Iterator[Markup]:
    width = 1 / max(len(shown), 1)
    zero = area.y(scale.place(0.0))
    for place, each in enumerate(shown):
        count = drawable(each.count)
        if count is None:
            continue
        end = area.y(scale.place(count))
        column = {"x": share(place * width), "width": share(width)}
        yield link(
            each.href,
            each.words or f"{each.label}: {labels.number(count)}",
            # All of its height can be pointed at, however small the count is.
            element(
                "rect",
                {"class": "target", **column, "y": area.top, "height": area.bottom - area.top},
            ),
            element(
                "rect",
                {
                    "class": "bar",
                    "x": share((place + _GAP / 2) * width),
                    "width": share(width * (1 - _GAP)),
                    "y": min(zero, end),
                    "height": abs(zero - end),
                },
            ),
        )


def _added_up(counts: Sequence[Bar]) -> list[Bar]:
    together = ceil(len(counts) / MOST_BARS)
    if together <= 1:
        return list(counts)
    rows = [counts[start : start + together] for start in range(0, len(counts), together)]
    return [Bar(f"{row[0].label} – {row[-1].label}", _sum(row)) for row in rows]


def _sum(row: Sequence[Bar]) -> float | None:
    known = [number for each in row if (number := drawable(each.count)) is not None]
    return sum(known) if known else None
