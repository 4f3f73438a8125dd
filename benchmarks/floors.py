"""The figures of extraction that must not get worse: `extraction_floors.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.agreement import Agreement

_FILE = Path(__file__).with_name("extraction_floors.toml")
_MUCH_BETTER = 0.02


@dataclass(frozen=True, kw_only=True)
class MissedFloor:
    """A figure that is worse than the file allows."""

    pages: str
    figure: str
    measured: float
    limit: float

    def __str__(self) -> str:
        return f"{self.figure} of {self.pages} is {self.measured:.4f}, its limit {self.limit}"


def floors(pages: str) -> tuple[dict[str, float], dict[str, float]]:
    """The least and the most that each figure may be, for a set of labelled pages."""
    limits: dict[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))[pages]
    return limits["at_least"], limits["at_most"]


def check(pages: str, found: Agreement) -> list[MissedFloor]:
    """The figures beyond their limits."""
    at_least, at_most = floors(pages)
    figures = asdict(found)
    return [
        MissedFloor(pages=pages, figure=name, measured=figures[name], limit=limit)
        for limits, sign in ((at_least, 1), (at_most, -1))
        for name, limit in limits.items()
        if figures[name] * sign < limit * sign
    ]


def could_rise(pages: str, found: Agreement) -> list[str]:
    """The figures that are so much better than their limits that these protect little."""
    at_least, at_most = floors(pages)
    figures = asdict(found)
    better = {name: figures[name] - limit for name, limit in at_least.items()}
    better |= {name: limit - figures[name] for name, limit in at_most.items()}
    return [name for name, by in better.items() if by >= _MUCH_BETTER]
