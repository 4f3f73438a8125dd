"""Numbers for people: medians with their spread, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median


def spread(values: Sequence[float], form: str = ".2f") -> str:
    """`median (least to most)`."""
    return f"{median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "   ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
