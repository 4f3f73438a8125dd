"""Who publishes first and who copies whom: outlet by outlet, over a chosen time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from kznews.record.stories.copy_counts import (
    PairCount,
    delay_counts,
    first_counts,
    pair_counts,
    quantile,
)
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.charts.bars import Bar, bars
from kznews.web.charts.labels import labels_of
from kznews.web.heat import heat
from kznews.web.page import Page, Parameter
from kznews.web.values import write_span

_MOST_OUTLETS = 20
"""Rows, and columns, of the matrix, unless all are asked for."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_DELAYS = (
    *(5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR),
    *(_DAY, 2 * _DAY, 7 * _DAY),
)
"""Seconds up to which delays are counted together."""
_QUARTERS = {"quarter": 0.25, "half": 0.5, "three_quarters": 0.75}


def read(asked: Asked) -> Answer:
    """Tell who copied whom in the last days, how long after, and who was the first."""
    database = asked.sources.database
    days = int(asked.parameters.choice("days") or 30)
    since, until = asked.now - timedelta(days=days), asked.now
    pairs = pair_counts(database, since, until)
    delays = delay_counts(database, since, until)
    firsts = first_counts(database, since, until)
    bins = _bins(delays)
    data = {
        "days": days,
        "since": since,
        "until": until,
        "copies": sum(each.copies for each in pairs),
        "pairs": [_pair(each) for each in pairs],
        "delays": {
            "copies": sum(delays.values()),
            **{name: quantile(delays, share) for name, share in _QUARTERS.items()},
            "up_to": [{"seconds": seconds, "copies": number} for seconds, number in bins],
        },
        "firsts": [vars(each) for each in firsts],
    }
    shown = {
        "matrix": _matrix(pairs, asked),
        "delays": _chart(bins, asked) if delays else None,
    }
    rows = [(each.outlet, each.source, each.certain, each.uncertain) for each in pairs]
    table = Table(("outlet", "source", "certain", "uncertain"), rows)
    return Answer("copying.html", asked.say("copying.heading"), data, table=table, shown=shown)


def _pair(pair: PairCount) -> dict[str, Any]:
    return {
        "outlet": pair.outlet,
        "source": pair.source,
        "certain": pair.certain,
        "uncertain": pair.uncertain,
    }


def _matrix(pairs: Sequence[PairCount], asked: Asked) -> dict[str, Any]:
    """Give the rows (who copied) and columns (from whom), in the order that was asked for."""
    cells = {(each.outlet, each.source): each for each in pairs}
    copied = _sums(pairs, lambda each: each.outlet)
    taken = _sums(pairs, lambda each: each.source)
    by = asked.parameters.text("source")
    wanted = None if asked.parameters.flag("all") else _MOST_OUTLETS
    rows = sorted(copied, key=lambda name: (-copied[name], name))[:wanted]
    columns = sorted(taken, key=lambda name: (-taken[name], name))[:wanted]
    match asked.parameters.choice("sort"):
        case "name":
            rows.sort()
            columns.sort()
        case "source" if by is not None and by in taken:
            # Whom many copy may be copied by those that copy little.
            of = {name: each.copies for (name, source), each in cells.items() if source == by}
            rows = sorted(copied, key=lambda name: (-of.get(name, 0), -copied[name], name))
            rows = rows[:wanted]
            columns = [by, *(each for each in columns if each != by)][:wanted]
    most = max((each.copies for each in pairs), default=0)
    return {
        "rows": [
            {
                "outlet": row,
                "copies": copied[row],
                "cells": [_cell(cells.get((row, column)), most) for column in columns],
            }
            for row in rows
        ],
        "columns": [{"outlet": each, "copies": taken[each]} for each in columns],
        "left_out": max(len(copied) - len(rows), len(taken) - len(columns)),
        "sort": asked.parameters.choice("sort"),
        "by": by,
    }


def _sums(pairs: Sequence[PairCount], of: Callable[[PairCount], str]) -> Mapping[str, int]:
    sums: Counter[str] = Counter()
    for each in pairs:
        sums[of(each)] += each.copies
    return sums


def _cell(pair: PairCount | None, most: int) -> dict[str, int] | None:
    if pair is None:
        return None
    step = heat(pair.copies, most)
    return {"certain": pair.certain, "uncertain": pair.uncertain, "heat": step}


def _bins(delays: Mapping[int, int]) -> list[tuple[int | None, int]]:
    """Count the copies up to each of _DELAYS, beyond the one before; None: later than all."""
    counted: Counter[int | None] = Counter()
    for seconds, number in delays.items():
        counted[next((each for each in _DELAYS if seconds <= each), None)] += number
    return [(each, counted[each]) for each in (*_DELAYS, None)]


def _chart(bins: Sequence[tuple[int | None, int]], asked: Asked) -> Any:
    counts = [Bar(_up_to(seconds, asked), number) for seconds, number in bins]
    return bars(
        "delays",
        asked.say("copying.delays"),
        asked.say("copying.delays_meaning"),
        counts,
        labels_of(asked.language, asked.zone),
    )


def _up_to(seconds: int | None, asked: Asked) -> str:
    if seconds is None:
        return asked.say("copying.later")
    return f"≤ {write_span(timedelta(seconds=seconds), asked.language)}"


PAGE = Page(
    "copying",
    "/copying",
    read,
    (
        Parameter(
            "days",
            "choice",
            "How many days back copies are counted",
            default="30",
            choices=("7", "30", "90"),
        ),
        Parameter(
            "sort",
            "choice",
            "The order of the matrix: by the number of copies, by name, or by copies from `source`",
            default="copies",
            choices=("copies", "name", "source"),
        ),
        Parameter("source", meaning="The outlet whose copies order the matrix", most=40),
        Parameter("all", "flag", "Show all outlets in the matrix, not the 20 with the most copies"),
    ),
    formats=("json", "csv"),
    summary="Who publishes first and who copies whom, and how long after",
)
